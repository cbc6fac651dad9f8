package org.tabularium.app.annotate;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.tabularium.app.Rest;
import org.tabularium.app.TabulariumTest;
import org.tabularium.app.TestScans;
import org.tabularium.network.image.Box;
import org.tabularium.network.image.Turn;
import tools.jackson.databind.JsonNode;

/** Labels as files in the layouts of the published corpus. */
@TabulariumTest
class LabelFilesTest {

  private static final Path PUBLISHED = Path.of("../../../shared/metadata");

  /** As in the published file: numbers end with a blank, and so do some boxes. */
  private static final String NUMBERS =
      """
      xywh,element_label,page_id,book,num_page_id,num_patch_id,number
      "52,45,51,36 ",24 ,0001_author_title_1550_p15.jpg,0001_author_title_1550,0,0,24\s
      "159,117,48,36 ",5 ,0001_author_title_1550_p15.jpg,0001_author_title_1550,0,1,5\s
      "60,185,150,40 ",3583679 ,0001_author_title_1550_p16.jpg,0001_author_title_1550,1,2,3583679\s
      """;

  private static final String DIGITS =
      """
      page_id,region,xywh,element_label,page_url,number,num_page_id,num_book_page_id,num_patch_id,book,page_id_
      http://example.org/pageimg/0002_author_title_1593_p28.jpg,http://example.org/r/1,"60,44,12,19",^3,http://example.org/full/max/0/default.jpg,3.0,0,28,0,0002_author_title_1593,0002_author_title_1593_p28.jpg
      http://example.org/pageimg/0002_author_title_1593_p28.jpg,http://example.org/r/2,"74,44,12,19",0$,http://example.org/full/max/0/default.jpg,0.0,0,28,1,0002_author_title_1593,0002_author_title_1593_p28.jpg
      http://example.org/pageimg/0002_author_title_1593_p28.jpg,http://example.org/r/3,"140,44,12,19",^7$,http://example.org/full/max/0/default.jpg,7.0,0,28,2,0002_author_title_1593,0002_author_title_1593_p28.jpg
      """;

  @Autowired RestTestClient http;
  @Autowired LabelFiles files;
  private Rest rest;

  @BeforeEach
  void client() {
    rest = new Rest(http);
  }

  private String corpus(String name) {
    return rest.post("/api/v1/corpora", "{\"name\":\"" + name + "\"}").id();
  }

  private JsonNode take(String corpus, String csv) {
    Rest.Answer answer =
        rest.multipart(
            "/api/v1/corpora/" + corpus + "/labels",
            csv.getBytes(StandardCharsets.UTF_8),
            "labels.csv");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private String csv(String corpus, String layout) {
    return rest.get("/api/v1/corpora/" + corpus + "/labels?layout=" + layout).text();
  }

  @Test
  void numbersComeOutAsTheyCameInWhetherTheirPagesAreHereOrNot() {
    String corpus = corpus("Label numbers");
    rest.upload(TestScans.table(650), "0001_author_title_1550_p15.png", "corpus", corpus);
    JsonNode taken = take(corpus, NUMBERS);
    assertThat(taken.get("layout").asString()).isEqualTo("numbers");
    assertThat(taken.get("labels").asInt()).as("digits of 24 and 5").isEqualTo(3);
    assertThat(taken.get("waiting").asInt()).isEqualTo(1);
    assertThat(csv(corpus, "numbers")).isEqualTo(NUMBERS);

    String later =
        rest.upload(TestScans.table(651), "0001_author_title_1550_p16.jpg", "corpus", corpus).id();
    JsonNode waited = rest.get("/api/v1/tables/" + later + "/labels").json();
    assertThat(waited.values().stream().map(label -> label.get("digit").asInt()))
        .containsExactly(3, 5, 8, 3, 6, 7, 9);
    assertThat(waited.get(0).get("first").asBoolean()).isTrue();
    assertThat(waited.get(6).get("last").asBoolean()).isTrue();
    assertThat(csv(corpus, "numbers")).isEqualTo(NUMBERS);

    JsonNode again = take(corpus, NUMBERS);
    assertThat(again.get("known").asInt()).isEqualTo(3);
    assertThat(again.get("labels").asInt()).isZero();
  }

  @Test
  void digitsComeOutAsTheyCameInUntilSomebodyCorrectsThem() {
    String corpus = corpus("Label digits");
    String id =
        rest.upload(TestScans.table(652), "0002_author_title_1593_p28.jpg", "corpus", corpus).id();
    assertThat(take(corpus, DIGITS).get("labels").asInt()).isEqualTo(3);
    assertThat(csv(corpus, "digits")).isEqualTo(DIGITS);
    assertThat(csv(corpus, "numbers"))
        .isEqualTo(
            """
            xywh,element_label,page_id,book,num_page_id,num_patch_id,number
            "60,44,26,19",30,0002_author_title_1593_p28.jpg,0002_author_title_1593,,,30
            "140,44,12,19",7,0002_author_title_1593_p28.jpg,0002_author_title_1593,,,7
            """);

    JsonNode seven =
        rest.get("/api/v1/tables/" + id + "/labels").json().values().stream()
            .filter(label -> label.get("digit").asInt() == 7)
            .findFirst()
            .orElseThrow();
    http.patch()
        .uri("/api/v1/tables/" + id + "/labels")
        .header("If-Match", "*")
        .contentType(MediaType.APPLICATION_JSON)
        .body(
            ("{\"changes\":[{\"id\":%s,\"after\":{\"x\":141,\"y\":44,\"w\":12,\"h\":19,\"digit\":1,"
                    + "\"first\":true,\"last\":true}},{\"id\":\"%s\",\"after\":"
                    + "{\"x\":300,\"y\":300,\"w\":50,\"h\":40,\"kind\":\"contrast\"}}]}")
                .formatted(seven.get("id"), UUID.randomUUID()))
        .exchange()
        .expectStatus()
        .isOk();
    assertThat(csv(corpus, "digits"))
        .isEqualTo(
            DIGITS
                .replace("\"140,44,12,19\",^7$", "\"141,44,12,19\",^1$")
                .replace("7.0,0,28,2", "1.0,0,28,2"));
    assertThat(csv(corpus, "contrast"))
        .isEqualTo("page_id,xywh\n0002_author_title_1593_p28.jpg,\"300,300,50,40\"\n");

    // The file once more does not take the correction back.
    assertThat(take(corpus, DIGITS).get("known").asInt()).isEqualTo(3);
    assertThat(csv(corpus, "digits")).contains("^1$");
  }

  @Test
  void linesThatCannotBeTakenAreNamedAndTheOthersAreTaken() {
    String corpus = corpus("Label troubles");
    rest.upload(TestScans.table(653), "page.png", "corpus", corpus);
    JsonNode taken =
        take(
            corpus,
            """
            page_id,xywh,number
            page.png,"60,44,12,19",3
            page.png,"60,44,12",3
            page.png,"6000,44,12,19",3
            page.png,"80,44,12,19",xiv
            """);
    assertThat(taken.get("labels").asInt()).isEqualTo(1);
    assertThat(taken.get("problems").values().stream().map(one -> one.get("why").asString()))
        .containsExactlyInAnyOrder("box", "outside", "label");
    assertThat(
            rest.multipart(
                    "/api/v1/corpora/" + corpus + "/labels",
                    "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8),
                    "x.csv")
                .status())
        .isEqualTo(422);
    // Somebody says otherwise: the file does not overrule her.
    JsonNode other = take(corpus, "page_id,xywh,number\npage.png,\"61,45,12,19\",8\n");
    assertThat(other.at("/problems/0/why").asString()).isEqualTo("differs");
  }

  @Test
  void frozenLabelsSayTheSameForEver() {
    String corpus = corpus("Label frozen");
    rest.upload(TestScans.table(654), "0002_author_title_1593_p28.jpg", "corpus", corpus);
    take(corpus, DIGITS);
    FrozenLabels frozen = files.freeze(List.of(Long.valueOf(corpus)));
    assertThat(frozen.sha256()).hasSize(64);
    assertThat(frozen.labels()).containsEntry(LabelKind.DIGIT, 3);
    assertThat(frozen.classes()).containsExactly(1, 0, 0, 1, 0, 0, 0, 1, 0, 0);
    assertThat(files.freeze(List.of(Long.valueOf(corpus))).csv()).isEqualTo(frozen.csv());
    assertThat(csv(corpus, "all")).isEqualTo(frozen.csv());

    // It can be read again where the scan is.
    String elsewhere = corpus("Label thawed");
    rest.upload(TestScans.table(654), "0002_author_title_1593_p28.jpg", "corpus", elsewhere);
    assertThat(take(elsewhere, frozen.csv()).get("labels").asInt()).isEqualTo(3);
    assertThat(csv(elsewhere, "numbers")).isEqualTo(csv(corpus, "numbers"));
  }

  /** The published files, where they lie beside the project; otherwise equals of our own. */
  @ParameterizedTest
  @ValueSource(strings = {"numerical_patches.csv", "digit_page_annotations.csv"})
  void thePublishedFilesComeOutByteForByte(String name) throws IOException {
    Path file = PUBLISHED.resolve(name);
    boolean numbers = name.startsWith("numerical");
    String csv = Files.exists(file) ? Files.readString(file) : numbers ? NUMBERS : DIGITS;
    System.out.println(name + ": " + (Files.exists(file) ? "the published one" : "our own equal"));
    String corpus = corpus("Published " + name);
    int lines = (int) csv.lines().count() - 1;
    assertThat(take(corpus, csv).get("waiting").asInt()).isEqualTo(lines);
    assertThat(csv(corpus, numbers ? "numbers" : "digits")).isEqualTo(csv);

    // The same once its pages are there; blank ones will do.
    List<String> pages =
        LabelCsv.read(csv.getBytes(StandardCharsets.UTF_8)).lines().stream()
            .map(line -> line.getOrDefault("page_id_", line.get("page_id")))
            .distinct()
            .limit(12)
            .toList();
    for (int i = 0; i < pages.size(); i++) {
      BufferedImage blank = new BufferedImage(4200 + i, 5600, BufferedImage.TYPE_BYTE_BINARY);
      String page = pages.get(i).replaceAll(".*/", "");
      rest.upload(TestScans.encoded(blank, "png"), page, "corpus", corpus);
    }
    assertThat(csv(corpus, numbers ? "numbers" : "digits")).isEqualTo(csv);
    int made =
        files.freeze(List.of(Long.valueOf(corpus))).labels().getOrDefault(LabelKind.DIGIT, 0);
    assertThat(made).isGreaterThan(numbers ? pages.size() - 1 : lines - 1);
  }

  @Test
  void aNumbersBoxIsSplitAlongTheLineOfWritingAndNothingIsLost() {
    Box box = new Box(10, 20, 50, 30);
    for (Turn turn : Turn.values()) {
      List<Box> parts = LabelLines.split(box, 3, turn);
      assertThat(parts).hasSize(3);
      assertThat(parts.stream().mapToDouble(part -> part.w() * part.h()).sum()).isEqualTo(1500);
      assertThat(parts).allSatisfy(part -> assertThat(part.w()).isEqualTo(Math.rint(part.w())));
    }
    assertThat(LabelLines.split(box, 2, Turn.HALF).get(0).x()).isEqualTo(35);
    assertThat(LabelLines.split(box, 2, Turn.CLOCKWISE).get(0).y()).isEqualTo(35);
  }
}
