package org.tabularium.app.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;
import org.tabularium.app.TabulariumTest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every way to ask, among the sample corpus, whose truth says what each page prints. */
@TabulariumTest
@TestPropertySource(properties = "tabularium.samples=false")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AskIT {

  private static final Path TRUTH = Path.of("..", "..", "corpus-samples", "truth");
  private static final double PATIENCE = 900_000;
  private static final JsonMapper JSON = new JsonMapper();

  @LocalServerPort private int port;
  private Chromium chromium;
  private Page page;

  /** The table that a page carries, by the page's file name; and the page's number here. */
  private final Map<String, String> carried = new LinkedHashMap<>();

  private final Map<String, String> ids = new HashMap<>();

  @BeforeAll
  void readTheSamples() throws IOException {
    PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
    chromium = Chromium.start();
    page = chromium.page(address(), true);
    for (String line : Files.readAllLines(TRUTH.resolve("tables.csv"))) {
      String[] cells = line.split(",");
      if (cells[0].endsWith(".jpg")) {
        carried.put(cells[0], cells[1]);
      }
    }
    assertThat(carried).hasSizeGreaterThan(60);
    for (String file : carried.keySet()) {
      String[] book = file.split("_");
      APIResponse answer =
          page.request()
              .post(
                  "/api/v1/tables",
                  RequestOptions.create()
                      .setMultipart(
                          FormData.create()
                              .set("corpus", "Asked after")
                              .set("title", book[1])
                              .set("year", book[2])
                              .set("file", new FilePayload(file, "image/jpeg", scan(file)))));
      assertThat(answer.status()).as(answer.text()).isEqualTo(202);
      ids.put(file, JSON.readTree(answer.text()).get("id").asString());
    }
    String corpus =
        get("/api/v1/tables/" + ids.values().iterator().next()).at("/corpus/id").asString();
    String read = "/api/v1/tables?corpus=" + corpus + "&status=indexed&size=1";
    page.waitForCondition(
        () -> get(read).get("total").asInt() >= carried.size(),
        new Page.WaitForConditionOptions().setTimeout(PATIENCE));
    page.context().close();
  }

  @AfterAll
  void close() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @BeforeEach
  void enter() {
    chromium.complaints.clear();
    page = chromium.page(address(), true);
    page.setDefaultTimeout(30_000);
  }

  @AfterEach
  void leave() {
    page.context().close();
  }

  private String address() {
    return "http://127.0.0.1:" + port;
  }

  private JsonNode get(String path) {
    APIResponse answer = page.request().get(path);
    assertThat(answer.status()).as("%s: %s", path, answer.text()).isEqualTo(200);
    return JSON.readTree(answer.text());
  }

  private JsonNode asked(Map<String, ?> question) {
    APIResponse answer =
        page.request().post("/api/v1/search", RequestOptions.create().setData(question));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return JSON.readTree(answer.text());
  }

  private static byte[] scan(String file) throws IOException {
    return Files.readAllBytes(Path.of("..", "..", "corpus-samples", "pages", file));
  }

  /** All numbers in the body of a page's table, as the truth has them. */
  private static String numbersOf(String file) throws IOException {
    Map<String, StringBuilder> numbers = new TreeMap<>();
    List<String> lines = Files.readAllLines(TRUTH.resolve(file.replace(".jpg", ".digits.csv")));
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",");
      if (!cells[6].equals("-1")) {
        numbers.computeIfAbsent(cells[5], n -> new StringBuilder()).append(cells[4]);
      }
    }
    return String.join(" ", numbers.values());
  }

  @Test
  void theNumbersTypedFindThePageThatPrintsThem() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Map.Entry<String, String> one : carried.entrySet()) {
      JsonNode best = asked(Map.of("numbers", numbersOf(one.getKey()), "limit", "1")).get(0);
      String found = best.at("/table/fileName").asString();
      // Another edition of the same table prints the same numbers.
      if (!one.getValue().equals(carried.get(found))) {
        wrong.add(one.getKey() + " -> " + found);
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void aComputedTableFindsThosePagesFirstThatCarryIt() {
    Map<String, Map<String, String>> computed =
        Map.of(
            "sines-r60000-step60-from60", Map.of("kind", "sines", "radius", "60,000"),
            "sines-r100000-step30-from30",
                Map.of("kind", "sines", "radius", "100000", "step", "30", "last", "45"),
            "declinations-e1413", Map.of("kind", "declinations", "obliquity", "23;33"),
            "right-ascensions-e1410-sign3", Map.of("kind", "right-ascensions", "sign", "3"),
            "oblique-ascensions-e1410-lat2880-sign0",
                Map.of("kind", "oblique-ascensions", "latitude", "48"),
            "longest-days-e1431-from1", Map.of("kind", "longest-days", "obliquity", "23;51"));
    computed.forEach(
        (table, parameters) -> {
          assertThat(carried).as("a table of the corpus").containsValue(table);
          JsonNode best = asked(Map.of("computed", parameters, "limit", "1")).get(0);
          assertThat(carried.get(best.at("/table/fileName").asString()))
              .as("who prints %s?", parameters)
              .isEqualTo(table);
        });
  }

  @Test
  void byNumbersWithOneDigitUnknownOrFromASpreadsheet() throws IOException {
    String file = "s02_tavole_1541_p038.jpg";
    page.navigate("/search");
    page.locator("#numbers")
        .fill(numbersOf(file).replaceFirst("(\\d)\\d ", "$1? ").replace(' ', '\t'));
    page.locator(".question button.primary").click();
    Locator best = page.locator(".ranking .hit").first();
    assertThat(carried.get(fileOf(best))).isEqualTo(carried.get(file));
    assertThat(page.locator(".examples")).containsText("bigrams");
    // All its numbers stand there, and the word says so; where the word comes from is shown.
    assertThat(best.locator(".word")).hasText("same");
    assertThat(best.locator(".usual")).containsText("random questions");
    assertThat(page.locator(".nowords")).hasCount(0);
    assertThat(chromium.complaints).isEmpty();
    Chromium.screenshot(page, "ask-numbers");
    best.locator(".word").click();
    assertThat(page).hasURL(Pattern.compile(".*/scores\\?.*bigrams=\\d+&unknown=\\d+.*"));
    assertThat(page.locator("tr[data-cause]")).hasCount(4);
    Chromium.screenshot(page, "ask-numbers-words");
    // Of one corpus the words are of that corpus.
    String corpus = get("/api/v1/tables/" + ids.get(file)).at("/corpus/id").asString();
    page.navigate("/search?numbers=" + numbersOf(file).replace(' ', '+') + "&corpus=" + corpus);
    assertThat(best.locator(".word"))
        .hasAttribute("href", Pattern.compile(".*[?&]corpus=" + corpus + "(&.*)?"));
    page.navigate("/search?numbers=" + numbersOf(file).replace(' ', '+'));
    assertThat(best.locator(".word"))
        .hasAttribute("href", Pattern.compile("(?!.*corpus=).*bigrams=.*"));
    page.goBack();
    page.navigate("/search?numbers=12+1");
    assertThat(page.locator(".nowords")).hasAttribute("data-silence", "short");
    page.goBack();
    String list = page.locator("#ranking").textContent();
    page.reload();
    assertThat(page.locator("#ranking").textContent())
        .as("the address tells it all")
        .isEqualTo(list);
  }

  @Test
  void byAComputedTable() {
    page.navigate("/search");
    assertThat(page.locator("#computed-radius")).isHidden();
    page.locator(".computed summary").click();
    page.locator("#computed").selectOption("sines");
    assertThat(page.locator("#computed-radius")).isVisible();
    assertThat(page.locator("#computed-latitude")).isHidden();
    page.locator("#computed-radius").fill("60,000");
    page.locator(".question button.primary").click();
    assertThat(page).hasURL(Pattern.compile(".*computed=sines.*radius=60.*"));
    assertThat(carried.get(fileOf(page.locator(".ranking .hit").first())))
        .isEqualTo("sines-r60000-step60-from60");
    page.locator(".examples summary").click();
    assertThat(page.locator(".printed tr")).hasCount(90);
    assertThat(page.locator(".printed tr").nth(29)).hasText("3030000");
    Chromium.screenshot(page, "ask-computed");
    page.reload();
    assertThat(page.locator("#computed-radius")).hasValue("60000");
    assertThat(chromium.complaints).isEmpty();
  }

  @Test
  void byAPartDrawnOrChosenByKeys() {
    String id = ids.get("s01_tabulae-sphaerae_1515_p024.jpg");
    page.navigate("/tables/" + id + "/part");
    Locator viewer = page.locator("#viewer.live");
    viewer.waitFor();
    assertThat(page.locator(".pickcolumns input")).hasCount(7);
    var box = viewer.boundingBox();
    page.mouse().move(box.x + 0.42 * box.width, box.y + 0.2 * box.height);
    page.mouse().down();
    page.mouse().move(box.x + 0.52 * box.width, box.y + 0.9 * box.height);
    page.mouse().up();
    assertThat(viewer).hasAttribute("data-counted", Pattern.compile("[1-9]\\d"));
    for (String field : List.of("x", "y", "w", "h")) {
      assertThat(page.locator("#box-" + field)).hasValue(Pattern.compile("\\d+"));
    }
    Chromium.screenshot(page, "ask-part");

    // The same by keys alone: away with the box, all columns but the first, search.
    for (String field : List.of("x", "y", "w", "h")) {
      page.locator("#box-" + field).fill("");
    }
    assertThat(viewer).hasAttribute("data-counted", "0");
    for (int column = 1; column < 7; column++) {
      page.locator(".pickcolumns input").nth(column).focus();
      page.keyboard().press("Space");
    }
    assertThat(viewer).hasAttribute("data-counted", Pattern.compile("[1-9]\\d"));
    page.locator("#part button.primary").focus();
    page.keyboard().press("Enter");
    assertThat(page).hasURL(Pattern.compile(".*/similar\\?box=.*&box=.*"));
    assertThat(carried.get(fileOf(page.locator(".ranking .hit").first())))
        .isEqualTo("declinations-e1410");
    assertThat(page.locator(".asked .parts .scan")).hasCount(6);
    Chromium.screenshot(page, "ask-part-ranking");
    String score = page.locator(".ranking .hit data.score").first().getAttribute("value");
    String word = page.locator(".ranking .hit .word").first().textContent();
    page.locator(".ranking .hit").first().getByText("See why").click();
    assertThat(page.locator("main.pair")).hasAttribute("data-score", score);
    assertThat(page.locator(".pairhead .place")).containsText("Rank 1 of");
    assertThat(page.locator(".pairhead .word")).hasText(word);
    assertThat(page.locator(".pairhead .usual")).containsText("random questions");
  }

  @Test
  void byExamplesForAndAgainst() {
    page.navigate("/tables/" + ids.get("s05_tablas_1572_p031.jpg") + "/similar?group=false");
    page.locator(".ranking .hit").first().getByText("More like this").click();
    assertThat(page.locator(".examples li.for")).hasCount(2);
    page.locator(".ranking .hit").nth(3).getByText("Not like this").click();
    assertThat(page.locator(".examples li.against")).hasCount(1);
    Locator hit = page.locator(".ranking .hit").first();
    double[] parts =
        hit.locator(".scoreparts data.score").all().stream()
            .mapToDouble(part -> Double.parseDouble(part.getAttribute("value")))
            .toArray();
    double score = Double.parseDouble(hit.locator(".scored data.score").getAttribute("value"));
    assertThat(score)
        .isCloseTo(
            (parts[0] + parts[1]) / 2 - parts[2], org.assertj.core.api.Assertions.within(1e-9));
    assertThat(page.locator(".nowords")).hasAttribute("data-silence", "several");
    Chromium.screenshot(page, "ask-examples");
    String part = hit.locator(".scoreparts data.score").first().getAttribute("value");
    hit.locator(".scoreparts a").first().click();
    assertThat(page.locator("main.pair")).hasAttribute("data-score", part);
    page.goBack();
    page.locator(".examples li.against").getByText("take it away").click();
    assertThat(page.locator(".examples li")).hasCount(2);
    assertThat(chromium.complaints).isEmpty();
  }

  @Test
  void byAPictureThatIsNotKept() throws IOException {
    String file = "s07_primum-mobile_1592_p045.jpg";
    int before = get("/api/v1/tables?size=1").get("total").asInt();
    page.navigate("/search");
    page.locator("#picture").setInputFiles(new FilePayload("mine.jpg", "image/jpeg", scan(file)));
    assertThat(page.locator(".examples")).containsText("mine.jpg");
    assertThat(page.locator(".ranking .hit").first()).hasAttribute("data-table", ids.get(file));
    assertThat(page.locator(".ranking .hit .word").first()).hasText("same");
    assertThat(page.locator("#cite-link")).hasCount(0);
    assertThat(get("/api/v1/tables?size=1").get("total").asInt()).isEqualTo(before);
    Chromium.screenshot(page, "ask-picture");
  }

  /** A file of the type, let go of over an element, or pasted. */
  private void given(String event, String selector, String name, String type, byte[] bytes) {
    page.evaluate(
        """
        ([event, selector, name, type, base64]) => {
          const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
          const data = new DataTransfer();
          data.items.add(new File([bytes], name, { type }));
          const about = { bubbles: true, cancelable: true };
          document.querySelector(selector).dispatchEvent(
            event === "paste"
              ? new ClipboardEvent(event, { ...about, clipboardData: data })
              : new DragEvent(event, { ...about, dataTransfer: data }));
        }
        """,
        List.of(event, selector, name, type, Base64.getEncoder().encodeToString(bytes)));
  }

  @Test
  void byAPictureDroppedOrPasted() throws IOException {
    String file = "s07_primum-mobile_1592_p045.jpg";
    for (String way : List.of("drop .askpicture", "drop .question", "paste body")) {
      String[] words = way.split(" ");
      page.navigate("/search");
      given(words[0], words[1], way.replace(' ', '-') + ".jpg", "image/jpeg", scan(file));
      assertThat(page.locator(".examples")).containsText(way.replace(' ', '-') + ".jpg");
      assertThat(page.locator(".ranking .hit").first()).hasAttribute("data-table", ids.get(file));
    }
    // What made the score is told, for no address could tell it later.
    Locator best = page.locator(".ranking .hit").first();
    best.locator(".shared summary").click();
    Chromium.screenshot(page, "ask-picture-why");
    assertThat(sumOf(best)).isCloseTo(scoreOf(best), org.assertj.core.api.Assertions.within(1e-9));
    assertThat(chromium.complaints).isEmpty();
  }

  private static double sumOf(Locator hit) {
    return hit.locator(".shared tbody data").all().stream()
        .mapToDouble(one -> Double.parseDouble(one.getAttribute("value")))
        .sum();
  }

  private static double scoreOf(Locator hit) {
    return Double.parseDouble(hit.locator(".scored data.score").getAttribute("value"));
  }

  @Test
  void byAFileOfNumbersDropped() throws IOException {
    String file = "s02_tavole_1541_p038.jpg";
    String csv = "\"" + numbersOf(file).replace(" ", "\"\r\n\"") + "\"\r\n";
    page.navigate("/search");
    given(
        "drop",
        "#numbers",
        "numbers.csv",
        "text/csv",
        csv.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(page.locator("#numbers")).hasValue(numbersOf(file));
    assertThat(carried.get(fileOf(page.locator(".ranking .hit").first())))
        .isEqualTo(carried.get(file));
  }

  /**
   * The densest page, with the signs of degrees and minutes, which an address writes with nine
   * signs.
   */
  @Test
  void byAWholePageWithItsDegreesAndMinutes() throws IOException {
    String file = null;
    for (String one : carried.keySet()) {
      file = file == null || numbersOf(one).length() > numbersOf(file).length() ? one : file;
    }
    String[] numbers = numbersOf(file).split(" ");
    StringBuilder typed = new StringBuilder();
    for (int i = 0; i < numbers.length; i++) {
      typed.append(numbers[i]).append(i % 2 == 0 ? "\u00b0 " : "\u2032\n");
    }
    page.navigate("/search");
    page.locator("#numbers").fill(typed.toString());
    page.locator(".question button.primary").click();
    Locator hits = page.locator(".ranking .hit");
    assertThat(carried.get(fileOf(hits.first()))).isEqualTo(carried.get(file));
    assertThat(page.url()).doesNotContain("%C2", "%E2");
    assertThat(page.locator("#numbers")).hasValue(typed.toString());
    page.reload();
    assertThat(page.locator("#numbers")).hasValue(numbersOf(file));
    assertThat(carried.get(fileOf(hits.first()))).isEqualTo(carried.get(file));

    // Why: the shares of the bigrams, and where they stand.
    hits.first().locator(".shared summary").click();
    assertThat(sumOf(hits.first()))
        .isCloseTo(scoreOf(hits.first()), org.assertj.core.api.Assertions.within(1e-9));
    Chromium.screenshot(page, "ask-numbers-why");
    hits.first().locator(".shared a").click();
    assertThat(page.locator("#viewer")).hasAttribute("data-lit", Pattern.compile("[1-9]\\d*"));
    assertThat(page.locator("#under")).containsText("Framed");
    Chromium.screenshot(page, "ask-numbers-places");

    // Several thousand more by hand: still an answer, and the next one, too.
    page.navigate("/search");
    page.locator("#numbers").fill("27 81 ".repeat(8_000));
    page.locator(".question button.primary").click();
    assertThat(hits.first()).isVisible();
    page.locator("input[name='kind'][value='dot']").check();
    assertThat(page).hasURL(Pattern.compile(".*kind=dot.*"));
    assertThat(hits.first()).isVisible();
    assertThat(chromium.complaints).isEmpty();
  }

  /** No question goes wrong in silence, and what was typed is not lost. */
  @Test
  void whatCannotBeAskedIsSaid() {
    page.navigate("/search?numbers=12+15++13+30");
    Locator refused = page.locator("#refused");
    String tooMany = "1".repeat(100_001);
    page.locator("#numbers").fill(tooMany);
    page.locator(".question button.primary").click();
    assertThat(refused).containsText("Up to 100,000");
    assertThat(page.locator(".ranking .hit").first()).isVisible();
    Chromium.screenshot(page, "ask-too-much");

    page.locator("#numbers").fill("");
    page.locator(".computed summary").click();
    page.locator("#computed").selectOption("sines");
    page.locator("#computed-radius").fill("many");
    page.locator(".question button.primary").click();
    assertThat(page.locator("#answer .notice[role='alert'] h2")).hasText("A value is not valid");
    assertThat(refused).isHidden();

    page.context().setOffline(true);
    page.locator("#computed-radius").fill("60000");
    page.locator(".question button.primary").click();
    assertThat(refused).containsText("does not answer");
    page.context().setOffline(false);
    page.locator(".question button.primary").click();
    assertThat(page.locator(".ranking .hit").first()).isVisible();
    assertThat(refused).isHidden();
  }

  @Test
  void byWordsAndYearsOnTheHistogram() {
    // Other tests' tables are not counted.
    String table = ids.get("s05_tablas_1572_p031.jpg");
    String corpus = get("/api/v1/tables/" + table).at("/corpus/id").asString();
    page.navigate("/tables/" + table + "/similar?corpus=" + corpus);
    assertThat(page.locator(".ranking .hit")).hasCount(12);
    Locator bars = page.locator(".histogram .all");
    bars.first().scrollIntoViewIfNeeded();
    var first = bars.first().boundingBox();
    page.mouse().move(first.x + first.width / 2, first.y + 10);
    page.mouse().down();
    var tenth = bars.nth(9).boundingBox();
    page.mouse().move(tenth.x + tenth.width / 2, tenth.y + 10);
    page.mouse().up();
    assertThat(page).hasURL(Pattern.compile(".*yearFrom=\\d{4}.*"));
    page.waitForFunction("() => document.querySelectorAll('.ranking .hit').length < 12");
    assertThat(page.locator(".histogram .out").first()).isAttached();
    Chromium.screenshot(page, "ask-years");
    page.locator("#q").fill("tavole");
    assertThat(page.locator(".ranking .hit")).hasCount(1);
    assertThat(page).hasURL(Pattern.compile(".*q=tavole.*"));
  }

  /** Title, author, printer, place, years, without any number. */
  @Test
  void byWordsAlone() {
    page.navigate("/search");
    page.locator("#q").fill("tavole");
    page.locator(".question button.primary").click();
    assertThat(page).hasURL(Pattern.compile(".*/search\\?.*q=tavole.*"));
    Locator cards = page.locator("#listed .card");
    assertThat(cards.first()).isVisible();
    assertThat(page.locator(".ranking")).hasCount(0);
    int expected = get("/api/v1/tables?q=tavole&size=1").get("total").asInt();
    assertThat(cards).hasCount(expected);
    assertThat(expected).isBetween(1, 60);
    Chromium.screenshot(page, "ask-words");
    page.navigate("/search?yearFrom=1541&yearTo=1541&q=tavole");
    assertThat(cards).hasCount(expected);
    page.navigate("/search?yearFrom=1542&yearTo=1543&q=tavole");
    assertThat(page.locator("#listed .empty")).isVisible();
    page.navigate("/search?yearTo=1999");
    assertThat(page.locator("#listed .pages a[rel='next']")).isVisible();
    page.locator("#listed .pages a[rel='next']").click();
    assertThat(page).hasURL(Pattern.compile(".*page=1&yearTo=1999"));
    assertThat(cards.first()).isVisible();
    assertThat(chromium.complaints).isEmpty();
  }

  @Test
  void axeFindsNothingSerious() {
    String id = ids.get("s01_tabulae-sphaerae_1515_p024.jpg");
    for (String address :
        List.of(
            "/search",
            "/search?computed=sines&radius=60000",
            "/search?numbers=12+15+1%3F&kind=dot&author=x",
            "/search?for=" + id + "&against=" + ids.get("s05_tablas_1572_p031.jpg"),
            "/tables/" + id + "/part",
            "/tables/" + id + "/similar?box=100,100,300,900&yearFrom=1500&turn=0")) {
      page.navigate(address);
      page.evaluate(Chromium.axe());
      Object found =
          page.evaluate(
              "async () => (await axe.run(document)).violations"
                  + ".filter(v => ['serious', 'critical'].includes(v.impact))"
                  + ".map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).join(', '))");
      assertThat((List<?>) found).as(address).isEmpty();
    }
  }

  private String fileOf(Locator hit) {
    hit.waitFor();
    String id = hit.getAttribute("data-table");
    Set<String> names =
        ids.entrySet().stream()
            .filter(one -> one.getValue().equals(id))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    return names.iterator().next();
  }
}
