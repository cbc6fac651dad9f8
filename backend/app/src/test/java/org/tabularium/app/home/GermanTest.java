package org.tabularium.app.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.web.util.HtmlUtils;
import org.tabularium.app.Rest;
import org.tabularium.app.TabulariumTest;
import org.tabularium.app.TestScans;
import org.tabularium.network.onnx.ModelFiles;

/** Every page in German: no message is missing, no English is left, figures have their comma. */
@TabulariumTest
@TestPropertySource(properties = "tabularium.jobs.workers=1") // a house of its own
class GermanTest {

  /**
   * What a person reads or hears, in tags and between them; what scripts are to say is in data-.
   */
  private static final Pattern SAID =
      Pattern.compile(
          "\\s(?:aria-label|title|alt|placeholder|data-[a-z-]+(?==\"[^\"]* ))=\"([^\"]*)\"|>([^<]+)<");

  /** What the page itself says is English, such as the names of languages and a model's card. */
  private static final Pattern MARKED =
      Pattern.compile(
          "<article[^>]*\\slang=\"en\"[^>]*>.*?</article>|<(\\w+)[^>]*\\slang=\"en\"[^>]*>[^<]*</\\1>",
          Pattern.DOTALL);

  private static final String THE_PAPER = "Building and Interpreting Deep Similarity Models";

  private static final Pattern ENGLISH =
      Pattern.compile(
          "\\b(the|of|and|with|this|that|is|are|be|been|it|its|to|for|by|from|or|as|no|not|one"
              + "|there|which|where|your|you|read|anonymous|table|tables|edition|digits)\\b");
  private static final Pattern ARGUMENT =
      Pattern.compile("\\{\\d+(?:,\\w+(?:,(?:[^{}]|\\{\\d\\})*)?)?\\}|%\\d");
  private static final Pattern DECIMAL_POINT =
      Pattern.compile("(?<![\\d.]|Abschnitt )\\d+\\.(?:\\d{1,2}|\\d{4,})(?![\\d.])");

  @Autowired RestTestClient http;
  Rest rest;

  @BeforeEach
  void client() {
    rest = new Rest(http);
  }

  @Test
  void noPageSpeaksEnglish() throws IOException {
    String a = read(31);
    String b = read(32);
    rest.delete("/api/v1/tables/{id}", read(33));
    String corpus = rest.get("/api/v1/tables/{a}", a).json().at("/corpus/id").asString();
    String scan = rest.get("/api/v1/tables/{a}", a).json().at("/scan/sha256").asString();
    String described = described(corpus);
    rest.form("/pairs/" + a + "/" + b + "/judgement?verdict=same&reasons=part&reasons=misread");
    rest.form("/pairs/" + a + "/" + b + "/judgement?verdict=unrelated");
    Set<String> english = english();
    assertThat(english).hasSizeGreaterThan(300).contains("Nothing is going on.", "tables ranked");

    TreeSet<String> left = new TreeSet<>();
    for (String page :
        List.of(
            "/",
            "/jobs",
            "/about",
            "/models",
            "/models/" + ModelFiles.shipped().model().version(),
            "/upload",
            "/search",
            "/search?numbers=12+15,+13+30",
            "/search?numbers=7",
            "/search?computed=sines&radius=60000",
            "/search?computed=oblique-ascensions&latitude=45;00&sign=3",
            "/search?for=" + a + "&against=" + b + "&numbers=12+15",
            "/tables/" + a + "/part",
            "/tables/" + a + "/similar?x=0&y=0&w=300&h=400",
            "/corpora/" + corpus,
            "/corpora/" + corpus + "?q=xyzzy",
            "/corpora/" + corpus + "/delete",
            "/corpora/" + corpus + "/cite",
            "/search?numbers=12+1",
            "/search?q=xyz",
            "/scores?bigrams=20&unknown=2&corpus=" + corpus,
            "/corpora/" + corpus + "/metadata",
            described,
            "/scans/" + scan + "/delete",
            "/tables/" + a,
            "/tables/" + a + "/digits",
            "/tables/" + a + "/labels",
            "/annotate?corpus=" + corpus,
            "/annotate/grid?digit=4&corpus=" + corpus,
            "/tables/" + a + "/delete",
            "/tables/" + a + "/similar",
            "/tables/" + a + "/similar?kind=dot&group=false&apart=true",
            "/tables/" + a + "/similar?kind=sqrt",
            "/scores",
            "/scores?kind=dot&corpus=" + corpus,
            "/judgements",
            "/judgements?earlier=true",
            "/pairs/" + a + "/" + b,
            "/pairs/" + a + "/" + b + "?kind=dot",
            "/pairs/" + a + "/" + b + "?kind=sqrt",
            "/problems/unknown-host",
            "/tables/999999",
            "/nowhere")) {
      String text = page(page);
      assertThat(text).as(page).contains("</html>", "<html lang=\"de\"").doesNotContain("??");
      List<String> said = said(text);
      assertThat(said).as(page).hasSizeGreaterThan(15);
      for (String one : said) {
        if (english.contains(one)
            || english.stream().anyMatch(e -> e.indexOf(' ') > 0 && one.contains(e))
            || ENGLISH.matcher(one).find()) {
          left.add(page + ": " + one);
        }
        if (DECIMAL_POINT.matcher(one).find()) {
          left.add(page + ": " + one);
        }
      }
    }
    assertThat(left).isEmpty();
  }

  @Test
  void figuresAndDatesAreWrittenAsInGerman() {
    String a = read(34);
    String b = read(35);
    assertThat(page("/pairs/" + a + "/" + b))
        .containsPattern("<data class=\"figures score\" value=\"0\\.\\d+\"[^>]*>0,\\d{4}</data>");
    assertThat(page("/tables/" + a))
        .containsPattern(
            "<time datetime=\"\\d{4}-[^\"]*\">\\d+\\. (Januar|Februar|März|April|Mai|Juni|Juli"
                + "|August|September|Oktober|November|Dezember) \\d{4}, \\d\\d:\\d\\d</time>");
    assertThat(rest.get("/api/v1/explanations?a={a}&b={b}", a, b).json().get("score").isNumber())
        .isTrue();
  }

  private String read(long seed) {
    String id =
        rest.upload(
                TestScans.table(seed),
                "t" + seed + ".png",
                "corpus",
                "Rara",
                "title",
                "Tabulae " + seed,
                "year",
                "15" + seed)
            .id();
    assertThat(rest.read(id).get("status").asString()).isEqualTo("indexed");
    return id;
  }

  /**
   * Sends a file with every trouble that there is, in an old encoding; its page is to be looked at.
   */
  private String described(String corpus) {
    String file =
        """
        page_id;title;year;colour
        t31;Tabulæ;1531;red
        T32;Tabulae;1532;red
        absent;Tabulae;1533;red
        ;Tabulae;1534;red
        t31;Other;1535;red
        t32;Tabulae;soon;red
        t32;Tabulae;1536;red;blue
        """;
    byte[] bytes = file.getBytes(StandardCharsets.ISO_8859_1);
    return String.valueOf(
        rest.multipart("/corpora/" + corpus + "/metadata", bytes, "rara.csv")
            .headers()
            .getLocation());
  }

  private String page(String address) {
    return new String(
        http.get()
            .uri(address)
            .accept(MediaType.TEXT_HTML)
            .header("Accept-Language", "de")
            .exchange()
            .expectBody()
            .returnResult()
            .getResponseBodyContent(),
        StandardCharsets.UTF_8);
  }

  private static List<String> said(String html) {
    List<String> said = new ArrayList<>();
    Matcher found = SAID.matcher(MARKED.matcher(html).replaceAll("").replace(THE_PAPER, ""));
    while (found.find()) {
      String text = found.group(1) == null ? found.group(2) : found.group(1);
      String plain = HtmlUtils.htmlUnescape(text).strip().replaceAll("\\s+", " ");
      if (plain.codePoints().anyMatch(Character::isLetter) && !plain.startsWith("/")) {
        said.add(plain);
      }
    }
    return said;
  }

  /** All that the English bundles say and the German ones do not, apart from what is filled in. */
  private static Set<String> english() throws IOException {
    Set<String> german = new TreeSet<>();
    Set<String> english = new TreeSet<>();
    for (String bundle : List.of("/messages", "/problems")) {
      german.addAll(pieces(bundle + "_de.properties"));
      english.addAll(pieces(bundle + ".properties"));
    }
    english.removeAll(german);
    return english;
  }

  private static Set<String> pieces(String bundle) throws IOException {
    Properties messages = new Properties();
    try (Reader in =
        new InputStreamReader(
            Objects.requireNonNull(GermanTest.class.getResourceAsStream(bundle)),
            StandardCharsets.UTF_8)) {
      messages.load(in);
    }
    Set<String> pieces = new TreeSet<>();
    messages.stringPropertyNames().stream()
        .map(messages::getProperty)
        .flatMap(GermanTest::fixed)
        .forEach(pieces::add);
    return pieces;
  }

  /** What stands between the arguments, and in each of their choices. */
  private static Stream<String> fixed(String message) {
    Stream<String> choices =
        ARGUMENT
            .matcher(message)
            .results()
            .map(m -> m.group())
            .flatMap(m -> Arrays.stream(m.replaceFirst("^\\{\\d+(,\\w+,?)?", "").split("\\|")))
            .flatMap(
                choice ->
                    Arrays.stream(choice.replaceFirst("^\\d+[#<]", "").split("\\{\\d\\}|\\}")));
    return Stream.concat(Arrays.stream(ARGUMENT.split(message)), choices)
        .map(piece -> piece.replace("''", "'").strip())
        .filter(piece -> piece.codePoints().filter(Character::isLetter).count() > 1);
  }
}
