package org.tabularium.app.annotate.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Labels in the formats of others: out, and in again somewhere else. */
@TabulariumTest
class LabelFormatsTest {

  private static final JsonMapper JSON = new JsonMapper();

  @Autowired RestTestClient http;
  private Rest rest;

  @BeforeEach
  void client() {
    rest = new Rest(http);
  }

  private String corpus(String name) {
    return rest.post("/api/v1/corpora", "{\"name\":\"" + name + "\"}").id();
  }

  private String table(String corpus, long seed, String name) {
    return rest.upload(TestScans.table(seed), name, "corpus", corpus).id();
  }

  private void change(String table, String person, String changes, String state) {
    http.patch()
        .uri("/api/v1/tables/" + table + "/labels")
        .header("If-Match", "*")
        .header("X-Tabularium-Person", person)
        .contentType(MediaType.APPLICATION_JSON)
        .body("{\"changes\":[" + changes + "],\"state\":" + state + "}")
        .exchange()
        .expectStatus()
        .isOk();
  }

  private static String said(String mark) {
    return "{\"id\":\"%s\",\"after\":{%s}}".formatted(UUID.randomUUID(), mark);
  }

  /** Two rows of two columns; what is no digit; boxes between pixels and past the edge. */
  private static String everything(String number) {
    return String.join(
        ",",
        said(
            "\"x\":60,\"y\":50,\"w\":14,\"h\":20,\"digit\":1,\"first\":true,\"number\":\""
                + number
                + "\""),
        said(
            "\"x\":76,\"y\":50,\"w\":14,\"h\":20,\"digit\":2,\"last\":true,\"number\":\""
                + number
                + "\""),
        said("\"x\":160,\"y\":51,\"w\":14,\"h\":20,\"digit\":7,\"first\":true,\"last\":true"),
        said("\"x\":60.25,\"y\":90.5,\"w\":14.125,\"h\":20,\"digit\":3,\"first\":true"),
        said(
            "\"x\":76,\"y\":90,\"w\":14,\"h\":20,\"digit\":4,\"last\":true,\"model\":\"0123abcd\""),
        said("\"x\":160,\"y\":91,\"w\":14,\"h\":20,\"digit\":9"),
        said("\"x\":-2.5,\"y\":130,\"w\":14,\"h\":20,\"digit\":5"),
        said("\"x\":200,\"y\":130,\"w\":14,\"h\":20,\"kind\":\"none\""),
        said("\"x\":220,\"y\":130,\"w\":14,\"h\":20,\"kind\":\"unsure\""),
        said("\"x\":20,\"y\":200,\"w\":90.5,\"h\":40,\"kind\":\"contrast\""));
  }

  /** What is said of a table, without names that belong to a place. */
  private TreeSet<String> labels(String table) {
    TreeSet<String> said = new TreeSet<>();
    for (JsonNode label : rest.get("/api/v1/tables/" + table + "/labels").json()) {
      Map<String, String> one = new LinkedHashMap<>();
      label
          .properties()
          .forEach(
              property -> {
                if (!List.of("id", "by", "at").contains(property.getKey())) {
                  one.put(property.getKey(), property.getValue().toString());
                }
              });
      said.add(one.toString());
    }
    return said;
  }

  private byte[] file(String corpus, String format) {
    Rest.Answer answer = rest.get("/api/v1/corpora/" + corpus + "/labels?format=" + format);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.body();
  }

  private JsonNode take(String corpus, byte[] file, String query) {
    Rest.Answer answer =
        rest.multipart("/api/v1/corpora/" + corpus + "/labels" + query, file, "labels");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private JsonNode take(String corpus, String text) {
    return take(corpus, text.getBytes(StandardCharsets.UTF_8), "");
  }

  private static List<String> why(JsonNode taken) {
    return taken.get("problems").values().stream().map(one -> one.get("why").asString()).toList();
  }

  static Map<String, String> unzipped(byte[] archive) throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return files;
  }

  static byte[] zipped(Map<String, String> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  /** Everything that is said goes out and comes in where the scans are, too, and out again. */
  @ParameterizedTest
  @ValueSource(strings = {"w3c", "page", "alto", "coco"})
  void whatGoesOutComesInWithoutLoss(String format) throws IOException {
    String here = corpus("Out " + format);
    String one = table(here, 1570, "o_book_1550_p1.png");
    String two = table(here, 1571, "o_book_1550_p2.png");
    table(here, 1572, "o_book_1550_p3.png");
    String number = UUID.randomUUID().toString();
    change(one, "Anne; {M.}", everything(number), "\"reviewed\"");
    change(two, "Bert", "", "\"reviewed_empty\"");
    byte[] file = file(here, format);

    // Where the labels come from nothing changes.
    JsonNode known = take(here, file, "?format=" + format);
    assertThat(known.get("known").asInt()).isEqualTo(10);
    assertThat(known.get("labels").asInt()).isZero();
    assertThat(known.get("left").asInt()).as(known.toString()).isZero();

    String there = corpus("In " + format);
    String again = table(there, 1570, "renamed.png");
    String empty = table(there, 1571, "o_book_1550_p2.png");
    JsonNode look = take(there, file, "?preview=true");
    assertThat(look.get("applied").asBoolean()).isFalse();
    assertThat(look.get("labels").asInt()).isEqualTo(10);
    assertThat(labels(again)).isEmpty();
    JsonNode taken = take(there, file, "");
    assertThat(taken.get("format").asString()).isEqualTo(format);
    assertThat(taken.get("labels").asInt()).isEqualTo(10);
    assertThat(taken.get("states").asInt()).isEqualTo(2);
    assertThat(labels(again)).hasSize(10).isEqualTo(labels(one));
    assertThat(state(again)).isEqualTo("reviewed");
    assertThat(state(empty)).isEqualTo("reviewed_empty");

    // Who said it, and when, comes along.
    assertThat(authors(there)).isEqualTo(authors(here)).allMatch(a -> a.startsWith("Anne; {M.}"));
    assertThat(take(there, file, "").get("known").asInt()).isEqualTo(10);
  }

  private String state(String table) {
    return rest.get("/api/v1/tables/" + table + "/labels/page").json().get("state").asString();
  }

  private TreeSet<String> authors(String corpus) {
    TreeSet<String> authors = new TreeSet<>();
    JSON.readTree(file(corpus, "w3c"))
        .at("/first/items")
        .forEach(
            item ->
                authors.add(
                    item.at("/creator/name").asString() + " " + item.get("created").asString()));
    return authors;
  }

  @Test
  void yoloKeepsBoxesAndTellsReviewedPagesFromOthers() throws IOException {
    String here = corpus("Out yolo");
    String one = table(here, 710, "y_book_1550_p1.png");
    String two = table(here, 711, "y_book_1550_p2.png");
    String three = table(here, 712, "y_book_1550_p3.png");
    table(here, 713, "y_book_1550_p4.png");
    String marks =
        said("\"x\":60.125,\"y\":50,\"w\":14,\"h\":20,\"digit\":1")
            + ","
            + said("\"x\":80,\"y\":50,\"w\":13,\"h\":21,\"digit\":0");
    change(one, "Anna", marks, "\"reviewed\"");
    change(two, "Anna", "", "\"reviewed_empty\"");
    change(three, "Anna", said("\"x\":60,\"y\":50,\"w\":14,\"h\":20,\"digit\":8"), "null");
    byte[] archive = file(here, "yolo");
    Map<String, String> files = unzipped(archive);
    assertThat(files.keySet())
        .containsExactlyInAnyOrder(
            "classes.txt",
            "data.yaml",
            "labels/y_book_1550_p1.txt",
            "labels/y_book_1550_p2.txt",
            "unreviewed/y_book_1550_p3.txt",
            "pages.csv");
    assertThat(files.get("labels/y_book_1550_p2.txt")).isEmpty();
    assertThat(files.get("labels/y_book_1550_p1.txt").lines()).hasSize(2);
    assertThat(files.get("labels/y_book_1550_p1.txt")).matches("(?s)1 (0\\.\\d+ ?){4}\n0 .*");
    assertThat(files.get("pages.csv").lines().map(String::strip).filter(l -> l.contains(",no,")))
        .hasSize(2);

    String there = corpus("In yolo");
    String again = table(there, 710, "y_book_1550_p1.png");
    String empty = table(there, 711, "y_book_1550_p2.png");
    JsonNode taken = take(there, archive, "");
    assertThat(taken.get("labels").asInt()).isEqualTo(2);
    assertThat(taken.get("waiting").asInt()).isEqualTo(1);
    assertThat(labels(again)).isEqualTo(labels(one));
    assertThat(state(empty)).isEqualTo("reviewed_empty");

    // From elsewhere: classes in another order, an outline, a class that is no digit.
    String foreign = corpus("Foreign yolo");
    String page = table(foreign, 714, "scan_7.png");
    JsonNode found =
        take(
            foreign,
            zipped(
                Map.of(
                    "dataset/data.yaml",
                    "names:\n  0: star\n  1: '7'\n",
                    "dataset/labels/scan_7.txt",
                    "1 0.5 0.5 0.1 0.1 0.98\n0 0.2 0.2 0.1 0.1\n1 0.1 0.1 0.2 0.2 0.3 0.3 0.4\n")),
            "");
    assertThat(found.get("labels").asInt()).isEqualTo(1);
    assertThat(why(found)).containsExactly("not-a-digit", "no-place");
    assertThat(found.at("/problems/1/at").asString()).isEqualTo("dataset/labels/scan_7.txt, 3");
    assertThat(labels(page).first()).contains("digit=7");
  }

  @Test
  void cocoListsReviewedEmptyPagesAndMarksUnreviewedOnes() {
    String here = corpus("Coco states");
    String empty = table(here, 720, "c1.png");
    String begun = table(here, 721, "c2.png");
    table(here, 722, "c3.png");
    change(empty, "Anna", "", "\"reviewed_empty\"");
    change(begun, "Anna", said("\"x\":60,\"y\":50,\"w\":14,\"h\":20,\"digit\":8"), "null");
    JsonNode coco = JSON.readTree(file(here, "coco"));
    assertThat(coco.get("images")).hasSize(3);
    assertThat(coco.at("/info/reviewed_empty").toString()).isEqualTo("[1]");
    assertThat(coco.at("/info/unreviewed").toString()).isEqualTo("[2,3]");
    assertThat(coco.at("/images/1/reviewed").asBoolean()).isFalse();
    assertThat(coco.get("categories")).hasSize(10);
    assertThat(coco.at("/categories/8/name").asString()).isEqualTo("8");
    JsonNode annotation = coco.at("/annotations/0");
    assertThat(annotation.get("image_id").asInt()).isEqualTo(2);
    assertThat(annotation.get("category_id").asInt()).isEqualTo(9);
    assertThat(annotation.get("bbox").toString()).isEqualTo("[60,50,14,20]");
  }

  @Test
  void anAnnotationIsWhatTheModelOfTheW3cAsksFor() {
    String here = corpus("Web annotations");
    String table = table(here, 730, "w.png");
    change(
        table,
        "Anna",
        said("\"x\":60.5,\"y\":50,\"w\":14,\"h\":20,\"digit\":8,\"model\":\"0123abcd\""),
        "null");
    Rest.Answer answer = rest.get("/api/v1/tables/" + table + "/labels/file?format=w3c");
    assertThat(String.valueOf(answer.headers().getContentType()))
        .startsWith("application/ld+json;profile=");
    JsonNode page = answer.json();
    assertThat(page.at("/@context/0").asString()).isEqualTo("http://www.w3.org/ns/anno.jsonld");
    assertThat(page.get("type").asString()).isEqualTo("AnnotationPage");
    assertThat(page.at("/partOf/type").asString()).isEqualTo("AnnotationCollection");
    JsonNode one = page.at("/items/0");
    assertThat(one.get("id").asString()).matches("urn:uuid:[0-9a-f-]{36}");
    assertThat(one.get("motivation").asString()).isEqualTo("tagging");
    assertThat(one.at("/creator/name").asString()).isEqualTo("Anna");
    assertThat(one.get("created").asString()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
    assertThat(one.at("/generator/id").asString()).endsWith("/models/0123abcd");
    assertThat(one.at("/body/purpose").asString()).isEqualTo("tagging");
    assertThat(one.at("/body/value").asString()).isEqualTo("8");
    assertThat(one.at("/target/type").asString()).isEqualTo("SpecificResource");
    assertThat(one.at("/target/source").asString()).matches("http.*/iiif/3/[0-9a-f]{64}");
    assertThat(one.at("/target/selector/conformsTo").asString())
        .isEqualTo("http://www.w3.org/TR/media-frags/");
    assertThat(one.at("/target/selector/value").asString()).isEqualTo("xywh=pixel:61,50,14,20");
    // Asked for by its media type.
    String accepted =
        http.get()
            .uri("/api/v1/corpora/" + here + "/labels")
            .header("Accept", "application/ld+json")
            .exchange()
            .expectBody(String.class)
            .returnResult()
            .getResponseBody();
    assertThat(JSON.readTree(accepted).get("type").asString()).isEqualTo("AnnotationCollection");
    assertThat(JSON.readTree(accepted).get("total").asInt()).isEqualTo(1);
  }

  @Test
  void annotationsOfOthersAreTakenOrNamed() {
    String here = corpus("Foreign annotations");
    String table = table(here, 731, "f_12.jpg");
    JsonNode taken =
        take(
            here,
            """
            {"@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationPage", "items": [
              {"type": "Annotation", "bodyValue": "4", "creator": "mailto:a@example.org",
               "target": "http://example.org/scans/f_12.jpg#xywh=60,50,14,20"},
              {"type": "Annotation",
               "body": [{"type": "TextualBody", "value": "a fine six"},
                        {"type": "TextualBody", "value": "6", "purpose": "tagging"}],
               "target": {"source": {"id": "http://example.org/scans/f_12.jpg"},
                 "selector": [{"type": "SvgSelector", "value": "<svg/>"},
                   {"type": "FragmentSelector", "value": "xywh=percent:50,50,2.5,5"}]}},
              {"type": "Annotation", "body": {"type": "TextualBody", "value": "a nice initial"},
               "target": "http://example.org/scans/f_12.jpg#xywh=1,1,50,50"},
              {"type": "Annotation", "bodyValue": "5", "target": "http://example.org/scans/f_12.jpg"}
             ], "next": "http://example.org/page2"}
            """);
    assertThat(taken.get("labels").asInt()).isEqualTo(2);
    assertThat(why(taken)).containsExactly("page-elsewhere", "not-a-digit", "no-place");
    assertThat(taken.at("/problems/1/at").asString()).isEqualTo("items/2");
    assertThat(taken.at("/problems/1/cell").asString()).contains("a nice initial");
    assertThat(labels(table)).anyMatch(l -> l.contains("digit=6"));
  }

  @Test
  void aFileThatIsRightOverrulesOnlyWhenToldTo() {
    String here = corpus("Overruling");
    String table = table(here, 740, "r.png");
    change(table, "Anna", said("\"x\":60,\"y\":50,\"w\":14,\"h\":20,\"digit\":8"), "null");
    byte[] file = rest.get("/api/v1/tables/" + table + "/labels/file?format=page").body();
    byte[] corrected =
        new String(file, StandardCharsets.UTF_8)
            .replace("<Unicode>8</Unicode>", "<Unicode>3</Unicode>")
            .getBytes(StandardCharsets.UTF_8);
    JsonNode left = take(here, corrected, "");
    assertThat(why(left)).containsExactly("differs");
    assertThat(left.at("/pages/0/differing").asInt()).isEqualTo(1);
    assertThat(labels(table).first()).contains("digit=8");
    JsonNode done = take(here, corrected, "?overrule=true");
    assertThat(done.get("replaced").asInt()).isEqualTo(1);
    assertThat(labels(table)).hasSize(1).first().asString().contains("digit=3");
  }

  @Test
  void linesOfPagesThatAreNotHereWaitAndCanBeForgotten() {
    String here = corpus("Waiting");
    String elsewhere = corpus("Waiting elsewhere");
    String table = table(elsewhere, 750, "later.png");
    change(table, "Anna", said("\"x\":60,\"y\":50,\"w\":14,\"h\":20,\"digit\":8"), "null");
    JsonNode taken = take(here, file(elsewhere, "w3c"), "");
    assertThat(taken.get("waiting").asInt()).isEqualTo(1);
    assertThat(taken.at("/unmatched/0/page").asString()).isEqualTo("later");
    JsonNode waiting = rest.get("/api/v1/corpora/" + here + "/labels/waiting").json();
    assertThat(waiting.at("/0/page").asString()).isEqualTo("later");
    assertThat(waiting.at("/0/lines").asInt()).isEqualTo(1);

    // The scan comes under another name: its bytes tell.
    String come = table(here, 750, "other name.png");
    assertThat(labels(come)).isEqualTo(labels(table));
    assertThat(rest.get("/api/v1/corpora/" + here + "/labels/waiting").text()).isEqualTo("[]");

    take(here, "page_id,xywh,number\nnever.png,\"1,2,10,20\",3\n");
    assertThat(rest.delete("/api/v1/corpora/" + here + "/labels/waiting?page=never").status())
        .isEqualTo(204);
    assertThat(rest.delete("/api/v1/corpora/" + here + "/labels/waiting?page=never").status())
        .isEqualTo(404);
  }

  @Test
  void whatIsNotALabelFileIsRefusedWithTheReason() throws IOException {
    String here = corpus("Refused");
    List<String> slugs = new ArrayList<>();
    for (String file :
        List.of(
            "<!DOCTYPE PcGts [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><PcGts><Page>&e;</Page></PcGts>",
            "<PcGts>\n<Page>\n</PcGts>",
            "<html/>",
            "{\"images\": [}",
            "{\"a\": 1}",
            "a,b\n1,2\n",
            "<PcGts>" + "<a>".repeat(200) + "</a>".repeat(200) + "</PcGts>")) {
      Rest.Answer answer =
          rest.multipart(
              "/api/v1/corpora/" + here + "/labels",
              file.getBytes(StandardCharsets.UTF_8),
              "file.xml");
      assertThat(answer.status()).as(file + answer.text()).isEqualTo(422);
      slugs.add(answer.json().get("type").asString().replaceFirst(".*/", ""));
    }
    assertThat(slugs)
        .containsExactly(
            "labels-doctype",
            "labels-malformed",
            "labels-unknown",
            "labels-malformed",
            "labels-unknown",
            "labels-columns",
            "labels-malformed");
    Rest.Answer malformed =
        rest.multipart(
            "/api/v1/corpora/" + here + "/labels",
            zipped(Map.of("a/page.xml", "<PcGts>\n<Page>\n</PcGts>")),
            "x.zip");
    assertThat(malformed.json().get("detail").asString()).contains("a/page.xml").contains("3");
    assertThat(
            rest.multipart(
                    "/api/v1/corpora/" + here + "/labels?format=coco",
                    "page_id,xywh\n".getBytes(StandardCharsets.UTF_8),
                    "x.csv")
                .status())
        .isEqualTo(422);
    assertThat(rest.get("/api/v1/corpora/" + here + "/labels?format=doc").status()).isEqualTo(400);
    assertThat(rest.get("/api/v1/corpora/" + here + "/labels?format=page&digits=all").status())
        .isEqualTo(400);
  }
}
