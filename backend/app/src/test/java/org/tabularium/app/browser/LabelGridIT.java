package org.tabularium.app.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;
import org.tabularium.app.TabulariumTest;
import org.tabularium.app.TestScans;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Many digits at once, and what to label next. */
@TabulariumTest
@TestPropertySource(properties = "tabularium.samples=false")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LabelGridIT {

  private static final JsonMapper JSON = new JsonMapper();

  @LocalServerPort private int port;
  private Chromium chromium;
  private Page page;

  @BeforeAll
  void openTheHouse() {
    PlaywrightAssertions.setDefaultAssertionTimeout(20_000);
    chromium = Chromium.start();
  }

  @AfterAll
  void closeTheHouse() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @BeforeEach
  void enter() {
    chromium.complaints.clear();
    page = chromium.page("http://localhost:" + port, true);
    page.setDefaultTimeout(20_000);
  }

  @AfterEach
  void leave() {
    page.context().close();
  }

  /** A corpus of tables that have been read. */
  private String corpus(String name, long... seeds) {
    String corpus = "";
    for (long seed : seeds) {
      APIResponse answer =
          page.request()
              .post(
                  "/api/v1/tables",
                  RequestOptions.create()
                      .setMultipart(
                          FormData.create()
                              .set("corpus", name)
                              .set("title", "Book " + seed)
                              .set(
                                  "file",
                                  new FilePayload(
                                      "g" + seed + ".png",
                                      "image/png",
                                      TestScans.encoded(TestScans.drawn(seed, 20, 10), "png")))));
      assertThat(answer.status()).as(answer.text()).isIn(200, 202);
      JsonNode table = JSON.readTree(answer.text());
      corpus = table.at("/corpus/id").asString();
      String id = table.get("id").asString();
      page.waitForCondition(
          () -> get("/api/v1/tables/" + id).get("status").asString().equals("indexed"),
          new Page.WaitForConditionOptions().setTimeout(240_000));
    }
    return corpus;
  }

  private JsonNode get(String path) {
    APIResponse answer = page.request().get(path);
    assertThat(answer.status()).as("%s: %s", path, answer.text()).isEqualTo(200);
    return JSON.readTree(answer.text());
  }

  private Locator open(String corpus, int digit) {
    page.navigate("/annotate/grid?corpus=" + corpus + "&digit=" + digit);
    page.locator("main[data-ready]").waitFor();
    return page.locator("main.gridroom");
  }

  private List<JsonNode> labels(String corpus) {
    List<JsonNode> all = new ArrayList<>();
    get("/api/v1/tables?size=100&corpus=" + corpus)
        .get("items")
        .forEach(
            table ->
                get("/api/v1/tables/" + table.get("id").asString() + "/labels").forEach(all::add));
    return all;
  }

  private int open(Locator room) {
    return Integer.parseInt(room.getAttribute("data-open"));
  }

  @Test
  void wrongOnesAreClickedAndTypedAndTheRestIsRight() {
    String corpus = corpus("Grid", 31, 32);
    Locator room = open(corpus, 4);
    int all = open(room);
    assertThat(all).isGreaterThan(20);
    List<JsonNode> crops = new ArrayList<>();
    get("/api/v1/labels/crops?digit=4&corpus=" + corpus).forEach(crops::add);
    assertThat(crops.stream().map(crop -> crop.get("margin").asDouble()).toList())
        .as("most doubtful first")
        .isSorted();
    Locator buttons = page.locator("#grid button");
    buttons.nth(1).click();
    buttons.nth(3).click();
    page.keyboard().press("9");
    buttons.nth(5).click();
    buttons
        .nth(8)
        .click(
            new Locator.ClickOptions()
                .setModifiers(List.of(com.microsoft.playwright.options.KeyboardModifier.SHIFT)));
    assertThat(room).hasAttribute("data-chosen", "4");
    page.keyboard().press(".");
    Chromium.screenshot(page, "labels-grid");
    assertThat(room).hasAttribute("data-open", Integer.toString(all - 6));
    page.keyboard().press("Enter");
    assertThat(room).hasAttribute("data-open", "0");
    assertThat(page.locator("#saved")).hasAttribute("data-saved", "saved");
    List<JsonNode> said = labels(corpus);
    assertThat(said).hasSize(all);
    assertThat(said.stream().filter(l -> l.get("kind").asString().equals("none"))).hasSize(4);
    assertThat(said.stream().filter(l -> l.get("digit").asInt(-1) == 9)).hasSize(2);
    assertThat(said.stream().filter(l -> !l.get("model").isNull()))
        .as("what the model read is on record as its word")
        .hasSize(all - 6)
        .allSatisfy(l -> assertThat(l.get("digit").asInt()).isEqualTo(4));

    // One action is one step, however many places it was about.
    page.keyboard().press("Control+z");
    assertThat(room).hasAttribute("data-open", Integer.toString(all - 6));
    page.keyboard().press("Control+z");
    assertThat(room).hasAttribute("data-open", Integer.toString(all - 2));
    page.keyboard().press("Control+y");
    assertThat(room).hasAttribute("data-open", Integer.toString(all - 6));
    page.keyboard().press("Control+z");
    assertThat(room).hasAttribute("data-open", Integer.toString(all - 2));
    assertThat(page.locator("#saved")).hasAttribute("data-saved", "saved");
    assertThat(labels(corpus)).hasSize(2);
    assertThat(chromium.complaints).isEmpty();
  }

  /** A model that is right needs no click: keys and clicks a digit, counted and reported. */
  @Test
  void threeHundredDigitsOfARightModelTakeFewKeys() {
    String corpus = corpus("Grid of a right model", 41, 42);
    int labelled = 0;
    int strokes = 0;
    for (int digit = 0; digit < 10; digit++) {
      Locator room = open(corpus, digit);
      int all = open(room);
      if (all == 0) {
        continue;
      }
      page.keyboard().press("Enter");
      assertThat(room).hasAttribute("data-open", "0");
      assertThat(page.locator("#saved")).hasAttribute("data-saved", "saved");
      labelled += Integer.parseInt(room.getAttribute("data-labelled"));
      strokes += Integer.parseInt(room.getAttribute("data-strokes")) + 1; // and one to come here
    }
    assertThat(labelled).isGreaterThanOrEqualTo(300);
    double each = (double) strokes / labelled;
    System.out.printf(
        "Grid: %d digits with %d keys and clicks, %.3f each%n", labelled, strokes, each);
    assertThat(each).isLessThan(1.2);

    // With one digit in ten wrong: each is clicked and typed.
    String other = corpus("Grid of a weak model", 43);
    Locator room = open(other, 3);
    int all = open(room);
    for (int i = 0; i < all; i += 10) {
      page.locator("#grid button").nth(i).click();
      page.keyboard().press("8");
    }
    page.keyboard().press("Enter");
    assertThat(room).hasAttribute("data-open", "0");
    int weak = Integer.parseInt(room.getAttribute("data-strokes"));
    System.out.printf(
        "Grid, a tenth wrong: %d digits with %d, %.3f each%n", all, weak, (double) weak / all);
    assertThat((double) weak / all).isLessThan(1.2);

    // The same by keys alone, every step of an arrow counted.
    room = open(other, 4);
    int some = open(room);
    for (int i = 0; i < some; i += 10) {
      page.keyboard().press("8");
      assertThat(page.locator("#grid button").nth(i)).hasAttribute("data-said", "8");
      for (int step = i; step < Math.min(i + 10, some - 1); step++) {
        page.keyboard().press("ArrowRight");
      }
    }
    page.keyboard().press("Enter");
    assertThat(room).hasAttribute("data-open", "0");
    int keys = Integer.parseInt(room.getAttribute("data-strokes"));
    assertThat(keys).as("steps count").isGreaterThanOrEqualTo(some - 1);
    System.out.printf(
        "Grid, a tenth wrong, keys alone: %d digits with %d, %.3f each%n",
        some, keys, (double) keys / some);
    assertThat((double) keys / some).isLessThan(1.2);
  }

  /** What is taken over is the word of the version that read it, whichever ranks by now. */
  @Test
  void whatIsAcceptedIsTheWordOfTheVersionThatReadIt() {
    String corpus = corpus("Grid of two versions", 81);
    String version =
        get("/api/v1/labels/crops?digit=1&corpus=" + corpus).get(0).get("model").asString();
    assertThat(get("/api/v1/tables?corpus=" + corpus).at("/items/0/model").asString())
        .isEqualTo(version);
    String another = "1d".repeat(32);
    // As after an activation between two helpings of the same grid.
    page.route(
        "**/labels/crops**",
        route -> {
          APIResponse answer = route.fetch();
          route.fulfill(
              new Route.FulfillOptions()
                  .setResponse(answer)
                  .setBody(answer.text().replace(version, another)));
        });
    Locator room = open(corpus, 1);
    page.keyboard().press("Enter");
    assertThat(room).hasAttribute("data-open", "0");
    assertThat(page.locator("#saved")).hasAttribute("data-saved", "saved");
    assertThat(labels(corpus))
        .isNotEmpty()
        .allSatisfy(label -> assertThat(label.get("model").asString()).isEqualTo(another));
  }

  /** Two hundred are seen at once, without scrolling, on a small laptop. */
  @Test
  void twoHundredStandOnAScreen() {
    String corpus = corpus("Grid of two hundred", 82);
    page.route(
        "**/labels/crops**",
        route -> {
          APIResponse answer = route.fetch();
          List<JsonNode> some = new ArrayList<>(JSON.readTree(answer.text()).values());
          List<JsonNode> many = new ArrayList<>();
          for (int i = 0; i < 200; i++) {
            many.add(some.get(i % some.size()));
          }
          route.fulfill(
              new Route.FulfillOptions()
                  .setResponse(answer)
                  .setBody(JSON.writeValueAsString(many)));
        });
    Locator room = open(corpus, 7);
    assertThat(room).hasAttribute("data-open", "200");
    assertThat(page.locator("#grid button")).hasCount(200);
    page.waitForCondition(
        () ->
            (Boolean)
                page.evaluate(
                    "() => [...document.querySelectorAll('#grid img')]"
                        + ".every(i => i.complete && i.naturalWidth > 0)"));
    Chromium.screenshot(page, "labels-grid-two-hundred");
    BoundingBox last = page.locator("#grid button").last().boundingBox();
    BoundingBox bar = page.locator(".gridbar").boundingBox();
    assertThat(page.locator("#grid button").first().boundingBox().y).isNotNegative();
    assertThat(last.y + last.height).as("above the bar").isLessThanOrEqualTo(bar.y);
    assertThat(bar.y + bar.height).as("on the screen").isLessThanOrEqualTo(800);
  }

  @Test
  void keysAloneDoAndADroppedConnectionLosesNothing() {
    String corpus = corpus("Grid by keys", 51);
    Locator room = open(corpus, 5);
    int all = open(room);
    page.context().setOffline(true);
    page.keyboard().press("ArrowRight");
    page.keyboard().press("Space");
    page.keyboard().press("Shift+ArrowRight");
    assertThat(room).hasAttribute("data-chosen", "2");
    page.keyboard().press("6");
    page.keyboard().press("Enter");
    assertThat(page.locator("#saved")).hasAttribute("data-saved", "offline");
    assertThat(labels(corpus)).isEmpty();
    page.context().setOffline(false);
    assertThat(page.locator("#saved")).hasAttribute("data-saved", "saved");
    List<JsonNode> said = labels(corpus);
    assertThat(said).hasSize(all);
    assertThat(said.stream().filter(l -> l.get("digit").asInt() == 6)).hasSize(2);

    // Nor does a tab that is closed before the connection is back.
    open(corpus, 6);
    page.context().setOffline(true);
    page.keyboard().press("7");
    assertThat(page.locator("#saved")).hasAttribute("data-saved", "offline");
    page.route("**/batch", route -> route.abort());
    page.context().setOffline(false);
    page.navigate("/about");
    page.unroute("**/batch");
    open(corpus, 6);
    assertThat(page.locator("#saved")).hasAttribute("data-saved", "saved");
    assertThat(labels(corpus)).hasSize(all + 1);
  }

  @Test
  void whatSomebodyElseSaidStays() {
    String corpus = corpus("Grid of two", 61);
    Locator room = open(corpus, 2);
    int all = open(room);
    JsonNode crop = get("/api/v1/labels/crops?digit=2&corpus=" + corpus).get(0);
    page.request()
        .patch(
            "/api/v1/tables/" + crop.get("table").asString() + "/labels",
            RequestOptions.create()
                .setHeader("Content-Type", "application/json")
                .setHeader("X-Tabularium-Person", "Clara")
                .setHeader("If-Match", "*")
                .setData(
                    "{\"changes\":[{\"id\":\"%s\",\"after\":{\"x\":%s,\"y\":%s,\"w\":%s,\"h\":%s,\"digit\":7}}]}"
                        .formatted(
                            java.util.UUID.randomUUID(),
                            crop.get("x"),
                            crop.get("y"),
                            crop.get("w"),
                            crop.get("h"))));
    page.keyboard().press("Enter");
    assertThat(page.locator("#trouble")).containsText("Clara");
    List<JsonNode> said = labels(corpus);
    assertThat(said).hasSize(all);
    assertThat(said.stream().filter(l -> l.get("digit").asInt() == 7)).hasSize(1);
  }

  @Test
  void theQueueSaysWhyEachPlaceWasPicked() {
    String corpus = corpus("Queue", 71, 72, 73);
    JsonNode table = get("/api/v1/tables?corpus=" + corpus).get("items").get(0);
    String id = table.get("id").asString();
    JsonNode digit = get("/api/v1/tables/" + id + "/digits").get(3);
    page.request()
        .post(
            "/api/v1/tables/" + id + "/flags",
            RequestOptions.create()
                .setHeader("Content-Type", "application/json")
                .setData(digit.toString()));
    JsonNode queue = get("/api/v1/labels/queue?corpus=" + corpus + "&limit=30");
    assertThat(queue).hasSize(30);
    assertThat(queue.get(0).get("why").get(0).asString()).isEqualTo("flagged");
    assertThat(queue.values()).allSatisfy(crop -> assertThat(crop.get("why")).isNotEmpty());
    assertThat(
            IntStream.range(1, 12)
                .mapToObj(i -> queue.get(i).get("table").asString())
                .distinct()
                .count())
        .as("from every book, not the worst page alone")
        .isEqualTo(3);

    page.navigate("/annotate?corpus=" + corpus);
    assertThat(page.locator(".queue li")).not().hasCount(0);
    Chromium.screenshot(page, "labels-queue");
    page.locator(".queue a").first().click();
    page.locator("main.labelling[data-ready]").waitFor();
    assertThat(page.locator("#focus-by")).not().isEmpty();
    page.keyboard().press("1");
    assertThat(page.locator("#saved")).hasAttribute("data-saved", "saved");
    assertThat(get("/api/v1/labels/queue?corpus=" + corpus).get(0).get("why").get(0).asString())
        .as("the flag is answered")
        .isNotEqualTo("flagged");

    // What has few labels is asked for: label all the 4s and 5s, and the others are rare.
    for (int often : new int[] {4, 5}) {
      Locator room = open(corpus, often);
      page.keyboard().press("Enter");
      assertThat(room).hasAttribute("data-open", "0");
      assertThat(page.locator("#saved")).hasAttribute("data-saved", "saved");
    }
    assertThat(get("/api/v1/labels/queue?corpus=" + corpus).values())
        .anySatisfy(crop -> assertThat(crop.get("why").toString()).contains("rare"));
    page.evaluate(Chromium.axe());
    Object findings =
        page.evaluate(
            "async () => (await axe.run(document)).violations"
                + ".filter(v => ['serious', 'critical'].includes(v.impact))"
                + ".map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).join(', '))");
    assertThat((List<?>) findings).isEmpty();
  }
}
