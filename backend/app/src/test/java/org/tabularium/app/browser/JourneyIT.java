package org.tabularium.app.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import java.awt.geom.AffineTransform;
import java.awt.image.AffineTransformOp;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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

/**
 * From the home page to a table, its ranking, a pair and the ledger that adds up; upload, work,
 * accessibility, reading without scripts. Four tables are there before: two that print the same
 * numbers, the second smaller and lying on its side, and two others.
 */
@TabulariumTest
@TestPropertySource(properties = "tabularium.samples=false")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JourneyIT {

  private static final String SHELF = "Journey";
  private static final double PATIENCE = 240_000;
  private static final JsonMapper JSON = new JsonMapper();

  @LocalServerPort private int port;
  private Chromium chromium;
  private Page page;
  private String corpus;
  private String first;
  private String twin;

  @BeforeAll
  void openTheHouse() {
    PlaywrightAssertions.setDefaultAssertionTimeout(20_000);
    chromium = Chromium.start();
    page = chromium.page(address(), true);
    BufferedImage drawn = TestScans.drawn(1, 14, 6);
    first = send(SHELF, "first.png", TestScans.encoded(drawn, "png"));
    twin = send(SHELF, "twin.png", TestScans.encoded(smallerOnItsSide(drawn), "png"));
    List<String> others =
        List.of(
            send(SHELF, "other.png", TestScans.table(2)),
            send(SHELF, "another.png", TestScans.table(3)));
    List.of(first, twin, others.get(0), others.get(1)).forEach(this::waitUntilRead);
    corpus = get("/api/v1/tables/" + first).get("corpus").get("id").asString();
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
    page = chromium.page(address(), true);
    page.setDefaultTimeout(20_000);
  }

  @AfterEach
  void leave() {
    page.context().close();
  }

  @Test
  void leadsFromHomeToALedgerThatAddsUpToTheScoreInTheRanking() {
    page.navigate("/");
    assertThat(page.locator("main.home")).isVisible();
    Chromium.screenshot(page, "home");

    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(SHELF).setExact(true))
        .click();
    assertThat(page.locator(".cards .card")).hasCount(4);
    Chromium.screenshot(page, "corpus");

    page.locator("[data-table='" + first + "']").click();
    assertThat(page.locator("#viewer")).hasAttribute("data-shown", Pattern.compile("1[5-9][0-9]"));
    Chromium.screenshot(page, "table");

    page.locator("a.button.primary").click();
    Locator best = page.locator(".ranking .hit").first();
    assertThat(best).hasAttribute("data-table", twin);
    String ranked = best.locator(".scored data.score").textContent().strip();
    double score = Double.parseDouble(best.locator(".scored data.score").getAttribute("value"));
    Chromium.screenshot(page, "similar");

    best.getByText("See why").click();
    awaitArcs();
    Chromium.screenshot(page, "pair");
    for (String side : List.of("a", "b")) {
      assertThat(page.locator("#viewer-" + side)).hasAttribute("data-outside", "0");
    }
    assertThat(page.locator(".between data.score")).hasText(ranked);
    assertThat(page.locator("#ledger-sum")).hasText(ranked);
    assertThat(Double.parseDouble(page.locator("#ledger-sum").getAttribute("value")))
        .isCloseTo(score, within(1e-9));
    assertThat(lines("contribution").stream().mapToDouble(d -> d).sum())
        .isCloseTo(score, within(1e-9));
    assertThat(Double.parseDouble(page.locator("main.pair").getAttribute("data-explained")))
        .as("all pairs of places, drawn or not")
        .isCloseTo(score, within(1e-4 * score));
    assertThat(page.locator("#ledger tbody tr").last().locator(".running")).hasText("100.0 %");
    int resting = Integer.parseInt(page.locator("#arcs").getAttribute("data-arcs"));
    assertThat(resting).isBetween(1, 40);
    page.locator("#part").fill("100");
    assertThat(page.locator("#arcs")).not().hasAttribute("data-arcs", Integer.toString(resting));
    assertThat(Integer.parseInt(page.locator("#arcs").getAttribute("data-arcs"))).isBetween(1, 200);
    assertThat(chromium.complaints).isEmpty();
  }

  @Test
  void theDigitsReadLieOverTheScanUntilTheyAreSwitchedOff() {
    page.navigate("/tables/" + first);
    assertThat(page.locator("#viewer")).hasAttribute("data-shown", Pattern.compile("[1-9].*"));
    String inked =
        "() => { const c = document.querySelector('#viewer canvas.overlay');"
            + " return c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(v => v); }";
    page.waitForFunction(inked);
    page.locator("#show-digits").uncheck();
    page.waitForFunction("() => !(" + inked + ")()");
    page.locator("#show-digits").check();
    page.waitForFunction(inked);
  }

  @Test
  void theTwoSheetsMoveTogetherUntilTheyAreParted() {
    page.navigate("/pairs/" + first + "/" + twin);
    awaitArcs();
    String second = sheet("b");
    page.locator("#viewer-a").hover();
    page.mouse().wheel(0, -600);
    page.waitForFunction(OTHER_SHEET, List.of("b", second));

    page.locator("#together").uncheck();
    second = settled("b");
    String before = sheet("a");
    page.locator("#viewer-a").hover();
    page.mouse().wheel(0, 600);
    page.waitForFunction(OTHER_SHEET, List.of("a", before));
    assertThat(sheet("b")).as("the second sheet stays where it is").isEqualTo(second);
  }

  private static final String SHEET =
      "side => document.querySelector('#viewer-' + side + ' .openseadragon-canvas canvas').toDataURL()";
  private static final String OTHER_SHEET = "([side, before]) => (" + SHEET + ")(side) !== before";

  /** What a viewer shows, pixel by pixel. */
  private String sheet(String side) {
    return (String) page.evaluate(SHEET, side);
  }

  /** The same once nothing moves any more. */
  private String settled(String side) {
    page.waitForFunction(
        "side => { const now = ("
            + SHEET
            + ")(side); const same = window.seen === now;"
            + " window.seen = now; return same; }",
        side,
        new Page.WaitForFunctionOptions().setPollingInterval(400));
    return sheet(side);
  }

  @Test
  void everyKindOfScoreHasItsOwnLedgerThatAddsUp() {
    for (String kind : List.of("cosine", "dot", "sqrt")) {
      page.navigate("/tables/" + first + "/similar?kind=" + kind);
      Locator ranked = page.locator(".hit[data-table='" + twin + "'] .scored data.score");
      double score = Double.parseDouble(ranked.getAttribute("value"));
      String shown = ranked.textContent();
      page.navigate("/pairs/" + first + "/" + twin + "?kind=" + kind);
      assertThat(page.locator("#ledger-sum")).hasText(shown);
      assertThat(lines("contribution").stream().mapToDouble(d -> d).sum() / score)
          .as("sum over score, %s", kind)
          .isCloseTo(1, within(1e-6));
    }
  }

  @Test
  void whatIsLookedAtLightsItsPartners() {
    page.navigate("/pairs/" + first + "/" + twin);
    awaitArcs();
    Locator room = page.locator("main.pair");
    assertThat(room).hasAttribute("data-lit", "");

    Locator line = page.locator("#ledger tbody tr").nth(2);
    line.hover();
    assertThat(room).hasAttribute("data-lit", Pattern.compile("[1-9]\\d* [1-9]\\d*"));
    assertThat(line).hasClass(Pattern.compile(".*lit.*"));
    page.locator("h2#ledger-title").hover();
    assertThat(room).hasAttribute("data-lit", "");

    for (String side : List.of("a", "b")) {
      page.mouse().wheel(0, -2000);
      hoverADigit("#viewer-" + side);
      assertThat(room).hasAttribute("data-lit", Pattern.compile("[1-9]\\d* [1-9]\\d*"));
      assertThat(page.locator("#ledger tr.lit").first()).isAttached();
      Chromium.screenshot(page, "pair-digit-" + side);
    }
  }

  @Test
  void theInkThatCarriesTheScoreAddsUpToIt() {
    page.navigate("/pairs/" + first + "/" + twin);
    awaitArcs();
    page.locator("#show-ink").check();
    Locator room = page.locator("main.pair[data-ink]");
    room.waitFor(new Locator.WaitForOptions().setTimeout(120_000));
    String told = room.getAttribute("data-ink");
    double[] sums = Stream.of(told.split(" ")).mapToDouble(Double::parseDouble).toArray();
    assertThat(sums[0] + sums[1]).as("ink and what was lost").isCloseTo(sums[2], within(1e-6));
    assertThat(sums[2])
        .as("the score of the page")
        .isEqualTo(Double.parseDouble(room.getAttribute("data-score")));
    assertThat(page.locator("#arcs")).hasAttribute("data-arcs", "0");

    hoverADigit("#viewer-a");
    page.mouse().down();
    page.mouse().up();
    Locator digit = page.locator("#ink-digit");
    digit.waitFor();
    assertThat(digit.locator("tbody tr")).hasCount(10);
    String named = digit.locator("tr.first th").textContent();
    assertThat(digit.locator("h2")).containsText(named);
    Chromium.screenshot(page, "pair-ink");
    for (String format : List.of("svg", "png")) {
      assertThat(page.locator("#figures a[href*='format=" + format + "']"))
          .hasAttribute("href", Pattern.compile(".*depth=pixels.*gamma=0.5.*digit=\\d+.*"));
    }

    page.locator("#ink-gamma").selectOption("0");
    page.waitForCondition(
        () -> !room.getAttribute("data-ink").equals(told),
        new Page.WaitForConditionOptions().setTimeout(120_000));
    page.keyboard().press("Escape");
    assertThat(digit).isHidden();
    page.locator("#show-ink").uncheck();
    assertThat(page.locator("#ink-choices")).isHidden();
    assertThat(page.locator("#arcs")).hasAttribute("data-arcs", Pattern.compile("[1-9].*"));
  }

  @Test
  void theLensShowsWhatAnotherNetworkSees() {
    page.navigate("/pairs/" + first + "/" + twin);
    awaitArcs();
    page.locator("#show-lens").check();
    Locator room = page.locator("main.pair[data-lens]");
    room.waitFor(new Locator.WaitForOptions().setTimeout(120_000));
    double[] sums =
        Stream.of(room.getAttribute("data-lens").split(" "))
            .mapToDouble(Double::parseDouble)
            .toArray();
    assertThat(sums[2]).isPositive();
    for (int side = 0; side < 2; side++) {
      assertThat(sums[side]).as("heat and losses").isCloseTo(sums[2], within(1e-4 * sums[2]));
    }
    assertThat(page.locator("#lens-model option").first()).containsText("Typefaces");
    assertThat(page.locator("#lens-said")).containsText("cosine of");
    assertThat(page.locator("#arcs")).hasAttribute("data-arcs", "0");

    page.evaluate("scrollTo(0, 0)");
    var box = page.locator("#viewer-b").boundingBox();
    page.mouse().move(box.x + box.width / 2, box.y + box.height / 2);
    assertThat(room).hasAttribute("data-lens-at", Pattern.compile("1 0\\.\\d+ 0\\.\\d+"));
    assertThat(page.locator("#lens-under")).containsText("Under the lens");
    Chromium.screenshot(page, "pair-lens");
    String without = (String) page.evaluate(DRAWN, "a");
    page.locator("#lens-size").fill("200");
    page.waitForFunction("before => (" + DRAWN + ")('a') !== before", without);

    page.locator("#lens-keys").focus();
    String before = room.getAttribute("data-lens-at");
    page.keyboard().press("ArrowLeft");
    assertThat(room).not().hasAttribute("data-lens-at", before);
    page.keyboard().press("Enter");
    assertThat(room).hasAttribute("data-lens-at", Pattern.compile("0 0\\.\\d+ 0\\.\\d+"));
    page.locator("#show-lens").uncheck();
    assertThat(page.locator("#lens-choices")).isHidden();
    assertThat(page.locator("#arcs")).hasAttribute("data-arcs", Pattern.compile("[1-9].*"));
    assertThat(chromium.complaints).isEmpty();
  }

  private static final String DRAWN =
      "side => document.querySelector('#viewer-' + side + ' canvas.overlay').toDataURL()";

  /** A network that cannot be explained is refused on the page where it was brought. */
  @Test
  void aNetworkIsBroughtOrRefusedWithASentence() {
    page.navigate("/networks");
    assertThat(page.locator(".network").first()).containsText("Typefaces");
    page.locator("#network-file")
        .setInputFiles(
            new FilePayload(
                "no.onnx", "application/octet-stream", "no".getBytes(StandardCharsets.UTF_8)));
    page.locator(".bring button").click();
    assertThat(page.locator("#refusal")).containsText("ONNX");
    Chromium.screenshot(page, "networks");
  }

  @Test
  void keysLeadThroughTheListThatOneCameFrom() {
    page.navigate("/tables/" + first + "/similar?group=false&corpus=" + corpus);
    List<String> listed =
        page.locator(".ranking .hit").all().stream()
            .map(hit -> hit.getAttribute("data-table"))
            .toList();
    assertThat(listed).hasSize(3);
    page.locator(".ranking .hit").first().getByText("See why").click();
    page.locator("main.pair[data-drawn]").waitFor();
    assertThat(page).hasURL(pairOf(listed.get(0)));
    for (Map.Entry<String, Integer> step :
        List.of(Map.entry("j", 1), Map.entry("j", 2), Map.entry("k", 1))) {
      page.keyboard().press(step.getKey());
      assertThat(page).hasURL(pairOf(listed.get(step.getValue())));
      page.locator("main.pair[data-drawn]").waitFor();
    }
    assertThat(page.locator(".pairhead .place")).hasText("Rank 2 of 3");
    page.locator(".pairhead .kicker a").first().click();
    assertThat(page.locator(".ranking .hit")).hasCount(3);
  }

  @Test
  void theLedgerIsWorkedByKeys() {
    page.navigate("/pairs/" + first + "/" + twin);
    awaitArcs();
    Locator bigrams = page.locator("#ledger .bigram");
    bigrams.first().focus();
    page.keyboard().press("ArrowDown");
    assertThat(bigrams.nth(1)).isFocused();
    assertThat(page.locator("#ledger tbody tr").nth(1)).hasClass(Pattern.compile(".*lit.*"));
    page.keyboard().press("Enter");
    assertThat(bigrams.nth(1)).hasAttribute("aria-pressed", "true");
    Chromium.screenshot(page, "pair-held");
    page.keyboard().press("Escape");
    assertThat(bigrams.nth(1)).hasAttribute("aria-pressed", "false");
    assertThat(page.locator("main.pair")).hasAttribute("data-lit", "");
  }

  @Test
  void theListNarrowsAndTheAddressTellsHow() {
    page.navigate("/corpora/" + corpus);
    page.locator("#q").fill("twin");
    assertThat(page.locator(".cards .card")).hasCount(1);
    assertThat(page).hasURL(Pattern.compile(".*[?&]q=twin.*"));
    page.reload();
    assertThat(page.locator(".cards .card")).hasCount(1);
    page.locator("#q").fill("no such thing");
    assertThat(page.locator(".empty")).isVisible();
  }

  @Test
  void typedNumbersFindTheTableThatPrintsThem() {
    page.navigate("/");
    page.locator("#numbers").fill(numbersOf(first));
    page.keyboard().press("Enter");
    assertThat(page.locator(".ranking .hit").first())
        .hasAttribute("data-table", Pattern.compile(first + "|" + twin));
    Chromium.screenshot(page, "search-numbers");
  }

  @Test
  void aPictureIsSearchedWithAndNotStored() {
    int before = get("/api/v1/tables").get("total").asInt();
    page.navigate("/");
    page.locator("#picture")
        .setInputFiles(new FilePayload("asked.png", "image/png", TestScans.table(2)));
    assertThat(page).hasURL(Pattern.compile(".*/search"));
    assertThat(page.locator(".ranking .hit").first().locator("data.score")).hasText("1.0000");
    assertThat(page.locator("#answer")).containsText("asked.png");
    assertThat(get("/api/v1/tables").get("total").asInt()).isEqualTo(before);
  }

  @Test
  void anUploadShowsItsProgressAndJoinsTheRanking() {
    page.navigate("/upload");
    page.locator("#corpus").fill("Uploads");
    page.locator("#files")
        .setInputFiles(
            new FilePayload[] {
              new FilePayload("four.png", "image/png", TestScans.table(4)),
              new FilePayload(
                  "no-picture.jpg", "image/jpeg", "hello".getBytes(StandardCharsets.UTF_8))
            });
    Locator rows = page.locator("#uploads .job");
    assertThat(rows).hasCount(2);
    assertThat(rows.nth(1)).hasAttribute("data-state", "failed");
    assertThat(rows.nth(1).locator(".state")).not().isEmpty();
    assertThat(rows.nth(0))
        .hasAttribute(
            "data-state", "done", new LocatorAssertions.HasAttributeOptions().setTimeout(PATIENCE));
    Chromium.screenshot(page, "upload");

    String uploaded = rows.nth(0).locator("a").getAttribute("href").replaceAll(".*/", "");
    page.navigate("/tables/" + first + "/similar?group=false");
    assertThat(page.locator(".hit[data-table='" + uploaded + "']")).isVisible();
    page.navigate("/tables/" + uploaded);
    assertThat(page.locator("#viewer")).hasAttribute("data-shown", Pattern.compile("[1-9].*"));
  }

  @Test
  void workMovesAndCanBeCancelled() {
    for (int i = 0; i < 10; i++) {
      send(
          "Much work",
          "much-" + i + ".png",
          TestScans.encoded(TestScans.drawn(100 + i, 60, 24), "png"));
    }
    page.navigate("/jobs");
    String last = page.locator(".job[data-state='queued']").first().getAttribute("id");
    Locator waiting = page.locator("#" + last);
    assertThat(waiting.locator("progress")).isVisible();
    waiting.getByRole(AriaRole.BUTTON).click();
    assertThat(waiting).hasAttribute("data-state", "cancelled");
    Chromium.screenshot(page, "jobs");
    page.waitForFunction(
        "() => [...document.querySelectorAll('.job progress')].some(bar => bar.value > 0)");
    assertThat(page.locator(".job[data-state='running'], .job[data-state='queued']"))
        .hasCount(0, new LocatorAssertions.HasCountOptions().setTimeout(PATIENCE));
    assertThat(waiting).hasAttribute("data-state", "cancelled");
  }

  @Test
  void homeShowsTheReadingMoveWithoutScrolling() {
    for (int i = 0; i < 8; i++) {
      send(
          "A first reading", // first on the shelves
          "first-" + i + ".png",
          TestScans.encoded(TestScans.drawn(200 + i, 60, 24), "png"));
    }
    page.navigate("/");
    Locator bar = page.locator(".shelf .reading:not([hidden]) progress").first();
    assertThat(bar).isVisible();
    var box = bar.boundingBox();
    assertThat(box.y + box.height).isLessThan(page.viewportSize().height - 50);
    page.waitForFunction(
        "() => { const bar = document.querySelector('.shelf .reading progress');"
            + " return bar.value > 0; }");
    Chromium.screenshot(page, "home-reading");
  }

  @Test
  void aNameIsAskedOnce() {
    page.navigate("/about");
    page.locator(".person summary").click();
    page.locator("#person-name").fill("Tycho");
    page.keyboard().press("Enter");
    assertThat(page).hasURL(Pattern.compile(".*/about"));
    assertThat(page.locator(".person summary")).hasText("Tycho");
    page.navigate("/");
    assertThat(page.locator(".person summary")).hasText("Tycho");
  }

  @Test
  void deletingAsksAndSaysWhatGoesWithIt() {
    String doomed = send("Doomed", "doomed.png", TestScans.table(5));
    waitUntilRead(doomed);
    page.navigate("/tables/" + doomed + "/delete");
    assertThat(page.locator(".dependents li").first()).isVisible();
    Chromium.screenshot(page, "delete");
    page.locator("main form button").click();
    assertThat(page).not().hasURL(Pattern.compile(".*/delete"));
    page.navigate("/tables/" + doomed);
    assertThat(page.locator(".fault h1")).isVisible();
    Chromium.screenshot(page, "error");
  }

  @Test
  void everyPageReadsWithoutScripts() {
    page.context().close();
    page = chromium.page(address(), false);
    page.navigate("/");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(SHELF).setExact(true))
        .click();
    page.locator("[data-table='" + first + "']").click();
    assertThat(page.locator("#viewer img")).isVisible();
    page.locator("a.button.primary").click();
    page.locator(".ranking .hit").first().getByText("See why").click();
    assertThat(page.locator("#viewer-a img")).isVisible();
    assertThat(page.locator("#ledger tbody tr").first()).isVisible();
    Chromium.screenshot(page, "pair-without-scripts");
    page.navigate("/tables/" + first + "/digits");
    assertThat(page.locator("td.digits").first()).isVisible();
  }

  @Test
  void axeFindsNothingSerious() {
    Map<String, String> rooms =
        Map.ofEntries(
            Map.entry("/", "main.home"),
            Map.entry("/corpora/" + corpus, ".card"),
            Map.entry("/tables/" + first, "#viewer[data-shown]"),
            Map.entry("/tables/" + first + "/digits", "td.digits"),
            Map.entry("/tables/" + first + "/delete", ".dependents"),
            Map.entry("/scans/" + scan(first) + "/delete", ".dependents"),
            Map.entry("/corpora/" + corpus + "/metadata", ".choosefile"),
            Map.entry("/tables/" + first + "/similar", ".hit"),
            Map.entry("/search?numbers=12+15", "#answer"),
            Map.entry("/pairs/" + first + "/" + twin, "main[data-drawn]"),
            Map.entry("/judgements", ".judgements"),
            Map.entry("/scores", ".scores"),
            Map.entry("/upload", "#upload"),
            Map.entry("/jobs", ".jobs"),
            Map.entry("/about", "main"),
            Map.entry("/networks", ".network"),
            Map.entry("/nowhere", ".fault"));
    String axe = Chromium.axe();
    rooms.forEach(
        (path, sign) -> {
          page.navigate(path);
          page.locator(sign).first().waitFor();
          page.evaluate(axe);
          Object findings =
              page.evaluate(
                  "async () => (await axe.run(document)).violations"
                      + ".filter(v => ['serious', 'critical'].includes(v.impact))"
                      + ".map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).join(', '))");
          assertThat((List<?>) findings).as("serious findings on %s", path).isEmpty();
        });
  }

  private String address() {
    return "http://localhost:" + port;
  }

  private Pattern pairOf(String table) {
    return Pattern.compile(".*/pairs/" + first + "/" + table + "\\?.*");
  }

  private String scan(String table) {
    return get("/api/v1/tables/" + table).at("/scan/sha256").asString();
  }

  private void awaitArcs() {
    page.locator("main.pair[data-drawn]").waitFor();
    assertThat(page.locator("#arcs")).hasAttribute("data-arcs", Pattern.compile("[1-9].*"));
  }

  private List<Double> lines(String column) {
    return page.locator("#ledger tbody tr").all().stream()
        .map(line -> Double.parseDouble(line.getAttribute("data-" + column)))
        .toList();
  }

  /** Moves the pointer over the middle of a viewer until it meets a digit that has partners. */
  private void hoverADigit(String viewer) {
    page.evaluate("scrollTo(0, 0)");
    var box = page.locator(viewer).boundingBox();
    for (double y = 0.3; y < 0.7; y += 0.01) {
      for (double x = 0.2; x < 0.8; x += 0.01) {
        page.mouse().move(box.x + x * box.width, box.y + y * box.height);
        if (!"".equals(page.locator("main.pair").getAttribute("data-lit"))) {
          return;
        }
      }
    }
    throw new AssertionError("no digit with a partner under the pointer in " + viewer);
  }

  private String numbersOf(String table) {
    StringBuilder numbers = new StringBuilder();
    JsonNode features = get("/api/v1/tables/" + table + "/features").get("features");
    features
        .propertyStream()
        .forEach(
            feature ->
                numbers.append(
                    (feature.getKey() + " ")
                        .repeat((int) Math.round(feature.getValue().asDouble()))));
    return numbers.toString();
  }

  private String send(String corpus, String name, byte[] picture) {
    APIResponse answer =
        page.request()
            .post(
                "/api/v1/tables",
                RequestOptions.create()
                    .setMultipart(
                        FormData.create()
                            .set("corpus", corpus)
                            .set("file", new FilePayload(name, "image/png", picture))));
    assertThat(answer.status()).as(answer.text()).isIn(200, 202);
    return JSON.readTree(answer.text()).get("id").asString();
  }

  private JsonNode get(String path) {
    APIResponse answer = page.request().get(path);
    assertThat(answer.status()).as("%s: %s", path, answer.text()).isEqualTo(200);
    return JSON.readTree(answer.text());
  }

  private void waitUntilRead(String table) {
    page.waitForCondition(
        () -> {
          String status = get("/api/v1/tables/" + table).get("status").asString();
          assertThat(status).isNotEqualTo("failed");
          return status.equals("indexed");
        },
        new Page.WaitForConditionOptions().setTimeout(PATIENCE));
  }

  private static BufferedImage smallerOnItsSide(BufferedImage image) {
    // a quarter turn counterclockwise, so that a quarter turn clockwise brings it upright
    AffineTransform turn = AffineTransform.getScaleInstance(0.9, 0.9);
    turn.translate(0, image.getWidth());
    turn.quadrantRotate(-1);
    BufferedImage turned =
        new BufferedImage(
            (int) (0.9 * image.getHeight()),
            (int) (0.9 * image.getWidth()),
            BufferedImage.TYPE_BYTE_GRAY);
    new AffineTransformOp(turn, AffineTransformOp.TYPE_BICUBIC).filter(image, turned);
    return turned;
  }
}
