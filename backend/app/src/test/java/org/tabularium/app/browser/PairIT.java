package org.tabularium.app.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tabularium.app.TestScans;
import tools.jackson.databind.JsonNode;

/** Two tables side by side: what is drawn, what is covered, what is judged. */
class PairIT extends PairRoom {

  /** Keeps what was last stroked on the canvas of arcs: width and opacity of each line. */
  private static final String LISTEN =
      """
      const is = (c) => c.canvas.id === "arcs";
      const { setTransform, stroke } = CanvasRenderingContext2D.prototype;
      CanvasRenderingContext2D.prototype.setTransform = function (...all) {
        if (is(this)) window.stroked = [];
        return setTransform.apply(this, all);
      };
      CanvasRenderingContext2D.prototype.stroke = function (...all) {
        if (is(this)) window.stroked.push([this.lineWidth, this.globalAlpha]);
        return stroke.apply(this, all);
      };
      """;

  private String first;
  private String second;
  private String third;

  @BeforeAll
  void lay() {
    first = read("Pairs", "pair-a.png", TestScans.drawn(61, 22, 8));
    second = read("Pairs", "pair-b.png", TestScans.drawn(62, 22, 8));
    third = read("Pairs", "pair-c.png", TestScans.drawn(63, 6, 4));
  }

  @Test
  void aKeyJudgesAndAnotherTakesItBack() {
    open("");
    Locator bar = page.locator("#judgement");
    page.keyboard().press("1");
    assertThat(bar).hasAttribute("data-verdict", "same");
    assertThat(page.locator("#verdict-same")).hasAttribute("aria-pressed", "true");
    assertThat(page.locator("#judgement-said")).containsText("same");
    page.keyboard().press("0");
    assertThat(bar).hasAttribute("data-verdict", "unrelated");
    page.keyboard().press("z");
    assertThat(bar).hasAttribute("data-verdict", "same");
    page.locator("#judgement .why summary").click();
    page.locator("#judgement input[value='other-layout']").check();
    page.locator("#judgement-note").fill("3 columns there, 102 rows");
    // figures in a note are no verdicts
    assertThat(bar).hasAttribute("data-verdict", "same");
    page.locator("#judgement-keep").click();
    assertThat(page.locator("#judgement .judged")).containsText("3 earlier");
    Chromium.screenshot(page, "pair-judged");

    page.locator("#keys-on").uncheck();
    page.keyboard().press("2");
    page.keyboard().press("j");
    page.reload();
    page.locator("main.pair[data-drawn]").waitFor();
    assertThat(bar).hasAttribute("data-verdict", "same");
    page.locator("#keys-on").check();

    page.navigate("/tables/" + first + "/similar?group=false");
    assertThat(page.locator(".hit[data-table='" + second + "'] .verdictmark")).hasText("= same");
    page.keyboard().press("j");
    assertThat(page.locator(".ranking .hit h2 a").first()).isFocused();
    page.keyboard().press("j");
    assertThat(page.locator(".ranking .hit h2 a").nth(1)).isFocused();
    page.keyboard().press("k");
    page.keyboard().press("Enter");
    assertThat(page.locator("main.pair")).isVisible();

    page.navigate("/judgements");
    assertThat(page.locator("table.judged tbody tr").first()).containsText("102 rows");
    assertThat(page.locator(".agreement tbody tr").first()).isVisible();
    Chromium.screenshot(page, "judgements");
    assertThat(chromium.complaints).isEmpty();
  }

  /** As many as make the part, and each as strong as its share. */
  @Test
  void arcsAreAsStrongAsTheirShares() {
    page.addInitScript(LISTEN);
    open("");
    JsonNode explanation =
        get("/api/v1/explanations?a=" + first + "&b=" + second + "&limit=100000");
    List<Double> relevances = new ArrayList<>();
    explanation.get("pairs").forEach(pair -> relevances.add(pair.get("relevance").asDouble()));
    double score = explanation.get("score").asDouble();

    slide("10");
    int arcs = number("data-arcs");
    double part = relevances.subList(0, arcs).stream().mapToDouble(r -> r).sum() / score;
    assertThat(part).isBetween(0.0999, 0.1 + relevances.get(arcs) / score + 1e-3);
    assertThat(number("data-ribbons")).isZero();
    List<double[]> drawn = stroked(arcs);
    double crowd = 0.5 + 0.5 * Math.min(1, 24.0 / arcs);
    for (int i = 0; i < arcs; i++) {
      double strength = Math.sqrt(relevances.get(i) / relevances.get(0));
      assertThat(drawn.get(i)[0]).isCloseTo(0.4 + 0.4 * strength, within(0.01));
      assertThat(drawn.get(i)[1]).isCloseTo((0.08 + 0.26 * strength) * crowd, within(0.01));
    }

    slide("100");
    assertThat(relevances.size()).as("more than are drawn one by one").isGreaterThan(200);
    assertThat(number("data-arcs")).isEqualTo(200);
    int ribbons = number("data-ribbons");
    assertThat(ribbons).isPositive();
    List<double[]> all = stroked(ribbons + 200);
    assertThat(all.get(ribbons - 1)[0]).as("the strongest ribbon lies on top").isEqualTo(7);
    assertThat(all.get(0)[0]).isLessThan(7);
    assertThat(page.locator("#under")).containsText(ribbons + " ribbons");
    Chromium.screenshot(page, "pair-ribbons");
    slide("0");
    assertThat(number("data-arcs")).isZero();
  }

  /** Nothing that is gathered is lost, whatever the turn. */
  @Test
  void ribbonsHoldAllAndPlacesMeetTheirLike() {
    open("");
    assertThat(
            page.evaluate(
                """
                async () => {
                  const { gather, enough, upright } = await import("/js/arcs.js");
                  const place = (x, y) => ({ middle: [x, y] });
                  const pairs = [3, 2, 1, 1].map((relevance, i) =>
                    ({ p: place(i, 0), q: place(10 * i, 5), relevance }));
                  const ribbons = gather(pairs, (side, { middle }) => Math.floor(middle[0] / 20));
                  const digits = [{ x: 10, y: 20, w: 10, h: 10 }, { x: 90, y: 180, w: 10, h: 20 }];
                  const back = [0, 90, 180, 270].map((turn) => {
                    const frame = upright(digits, turn);
                    return frame.from(frame.to([33, 44])).map(Math.round).join();
                  });
                  const corner = upright(digits, 90).to([10, 200]).join();
                  return [
                    ribbons.reduce((sum, r) => sum + r.relevance, 0), ribbons.at(-1).relevance,
                    ribbons.at(-1).from[0], back.join(" "), corner,
                    [0, 0.3, 0.43, 0.7, 1].map((part) => enough([3, 5, 6, 7], part)).join(),
                  ].join("|");
                }
                """))
        .isEqualTo("7|5|0.4|33,44 33,44 33,44 33,44|0,0|0,1,2,2,4");
    page.locator("#viewer-a").hover();
    assertThat(page.locator("#viewer-b")).hasAttribute("data-cursor", Pattern.compile("\\d+ \\d+"));
    page.locator("h2#ledger-title").hover();
    assertThat(page.locator("#viewer-b[data-cursor]")).hasCount(0);
  }

  /** Arcs, ribbons, ink and lens say in their tables what they draw, and it adds up. */
  @Test
  void everyPictureHasATableThatSaysTheSame() {
    open("");
    slide("100");
    page.locator("#places summary").click();
    assertThat(page.locator("#places-arcs tr")).hasCount(number("data-arcs"));
    Locator ribbons = page.locator("#places-ribbons tbody tr");
    assertThat(ribbons).hasCount(number("data-ribbons"));
    assertThat(ribbons.first()).containsText("of five from above");
    int matches =
        get("/api/v1/explanations?a=" + first + "&b=" + second + "&limit=100000")
            .get("pairs")
            .size();
    assertThat(
            200
                + ribbons.locator("td:nth-child(3)").allTextContents().stream()
                    .mapToInt(text -> Integer.parseInt(text.replace(",", "")))
                    .sum())
        .as("every match is drawn or gathered")
        .isEqualTo(matches);
    assertThat(percents("#places-arcs td:last-child, #places-ribbons td:last-child"))
        .isCloseTo(100, within(1.5));
    assertThat(page.locator("#places-said")).containsText("100.0 %");
    Chromium.screenshot(page, "pair-lists");
    slide("3");
    assertThat(page.locator("#places-arcs tr")).hasCount(number("data-arcs"));
    assertThat(page.locator("#places-ribbons")).isHidden();

    // What is held stands alone; the ledger's folded lines unfold for the keys, too.
    page.locator("#ledger .bigram").first().click();
    String bigram = page.locator("#ledger .bigram").first().textContent();
    assertThat(page.locator("#places-arcs tr th").first()).hasText(bigram);
    assertThat(page.locator("#places-said")).containsText("held");
    page.keyboard().press("Escape");
    assertThat(page.locator("#ledger tbody tr:visible")).hasCount(20);
    page.locator("#ledger .bigram").nth(19).focus();
    page.keyboard().press("ArrowDown");
    assertThat(page.locator("#ledger .bigram").nth(20)).isFocused();
    assertThat(page.locator("#ledger-whole")).hasCount(0);

    page.locator("#show-ink").check();
    page.locator("main.pair[data-ink]").waitFor();
    page.locator("#ink-list summary").click();
    for (String side : List.of("a", "b")) {
      assertThat(page.locator("#ink-list table[data-side='" + side + "'] tbody tr").first())
          .isVisible();
      assertThat(percents("#ink-list table[data-side='" + side + "'] td:last-child"))
          .as("the ink of " + side + " adds up")
          .isCloseTo(100, within(1.5));
    }
    page.locator("#ink-list tbody button").first().click();
    assertThat(page.locator("#ink-digit")).isVisible();
    page.locator("#show-ink").uncheck();
    assertThat(page.locator("#ink-list")).isHidden();

    page.locator("#show-lens").check();
    page.locator("main.pair[data-lens]").waitFor();
    page.locator("#lens-list summary").click();
    for (String side : List.of("a", "b")) {
      assertThat(page.locator("#lens-list table[data-side='" + side + "'] tbody tr").first())
          .isVisible();
      assertThat(percents("#lens-list table[data-side='" + side + "'] td:last-child"))
          .isCloseTo(100, within(1.5));
    }
    assertThat(chromium.complaints).isEmpty();
  }

  /** By keys alone; what comes opens by itself, and drawing and picture are the same. */
  @Test
  void whatALensSeesIsSavedAsAFigure() throws Exception {
    open("");
    assertThat(page.locator("#lens-figures")).isHidden();
    page.locator("#show-lens").check();
    page.locator("main.pair[data-lens]").waitFor();
    assertThat(page.locator("#lens-figures")).isVisible();
    axe();
    String lens = page.locator("#lens-model").inputValue();
    Map<String, Path> files = new HashMap<>();
    for (String format : List.of("svg", "png")) {
      String link = "#lens-figures a[data-format='" + format + "']";
      page.locator(format.equals("svg") ? "#lens-keys" : "#lens-figures a").first().focus();
      tabTo(link);
      Download download = page.waitForDownload(() -> page.keyboard().press("Enter"));
      assertThat(download.suggestedFilename())
          .isEqualTo("tabularium-" + first + "-" + second + "-lens." + format);
      assertThat(download.url()).contains("/lenses/" + lens + "/figure", "palette=rubric");
      Path file = Chromium.SCREENSHOTS.resolve("pair-lens-figure-saved." + format);
      download.saveAs(file);
      files.put(format, file);
    }
    page.locator("#lens-figures a").first().scrollIntoViewIfNeeded();
    Chromium.screenshot(page, "pair-lens-save");

    BufferedImage png = ImageIO.read(files.get("png").toFile());
    page.setViewportSize(png.getWidth() / 2, png.getHeight() / 2);
    page.navigate(files.get("svg").toAbsolutePath().toUri().toString());
    Chromium.screenshot(page, "pair-lens-figure");
    BufferedImage svg = ImageIO.read(Chromium.SCREENSHOTS.resolve("pair-lens-figure.png").toFile());
    assertThat(difference(svg, png)).as("of 255").isLessThan(2);

    page.setViewportSize(1280, 800);
    open("");
    page.locator("#show-ink").check();
    page.locator("#ink-safe").check();
    page.locator("#show-lens").check();
    page.locator("main.pair[data-lens]").waitFor();
    assertThat(page.locator("#lens-figures a[href*='palette=safe']")).hasCount(2);
    page.locator("#show-lens").uncheck();
    assertThat(page.locator("#lens-figures")).isHidden();
    assertThat(chromium.complaints).isEmpty();
  }

  /** Mean over the pages' points and colours; the second is twice as large. */
  private static double difference(BufferedImage one, BufferedImage twice) {
    int top = 110;
    int bottom = 1100; // below stands the caption, in another face where the book's is not there
    long sum = 0;
    for (int y = top; y < bottom; y++) {
      for (int x = 0; x < one.getWidth(); x++) {
        for (int shift = 0; shift <= 16; shift += 8) {
          int there = 0;
          for (int near = 0; near < 4; near++) {
            there += twice.getRGB(2 * x + near % 2, 2 * y + near / 2) >> shift & 255;
          }
          sum += Math.abs((one.getRGB(x, y) >> shift & 255) - there / 4);
        }
      }
    }
    return sum / (3.0 * one.getWidth() * (bottom - top));
  }

  @Test
  void sheetsTurnTogetherOrAlone() {
    open("");
    String a = sheet("a");
    String b = sheet("b");
    page.locator("[data-view='turn']").click();
    page.waitForFunction(OTHER, List.of("a", a));
    page.waitForFunction(OTHER, List.of("b", b));
    page.locator("#together").uncheck();
    page.locator("#viewer-b").click();
    a = sheet("a");
    b = sheet("b");
    page.locator("[data-view='turn']").click();
    page.waitForFunction(OTHER, List.of("b", b));
    assertThat(sheet("a")).isEqualTo(a);
  }

  @Test
  void whatIsCoveredIsForetoldAndReadAgain() {
    open("");
    page.locator("#cover-on").click();
    var box = page.locator("#viewer-a").boundingBox();
    page.mouse().move(box.x + box.width * 0.3, box.y + box.height * 0.2);
    page.mouse().down();
    page.mouse().move(box.x + box.width * 0.4, box.y + box.height * 0.4);
    page.mouse().move(box.x + box.width * 0.6, box.y + box.height * 0.6);
    page.mouse().up();
    double once = outcome("predicted");
    assertThat(outcome("recomputed")).isCloseTo(once, within(0.05));
    assertThat(outcome("evidence")).isPositive();
    assertThat(page.locator("#cover-list li")).hasCount(1);
    Chromium.screenshot(page, "pair-covered");

    // The same by keys, in the other table: a corner, some steps, the other corner.
    page.locator("#viewer-b .openseadragon-canvas").focus();
    page.keyboard().press("Enter");
    for (int i = 0; i < 3; i++) {
      page.keyboard().press("ArrowRight");
      page.keyboard().press("ArrowDown");
    }
    settled("b");
    page.keyboard().press("Enter");
    assertThat(page.locator("#cover-list li")).hasCount(2);
    page.waitForCondition(() -> outcome("predicted") != once);
    assertThat(outcome("recomputed")).isCloseTo(outcome("predicted"), within(0.05));

    axe();
    page.locator("#cover-clear").click();
    assertThat(page.locator("#cover-outcome")).isHidden();
    page.locator("#cover-on").click();
    assertThat(page.locator("#cover")).isHidden();
    assertThat(chromium.complaints).isEmpty();
  }

  @Test
  void numbersThatStandInOneOnlyAreMarkedAndFound() {
    open("");
    assertThat(page.locator("#viewer-a[data-missing]")).hasCount(0);
    page.locator("#missing summary").click();
    assertThat(page.locator("#viewer-a")).hasAttribute("data-missing", Pattern.compile("[1-9].*"));
    String before = sheet("b");
    page.locator("#missing button[data-side='1']").first().click();
    page.waitForFunction(OTHER, List.of("b", before));
    settled("b");
    Chromium.screenshot(page, "pair-missing");
    axe();
  }

  @Test
  void aDigitReadWronglyIsSaidInOneClick() {
    open("");
    assertThat(page.locator("#flag")).isHidden();
    var box = page.locator("#viewer-a").boundingBox();
    Locator flag = page.locator("#flag");
    // Far enough from one another to be no double click.
    for (int i = 0; i < 160 && !flag.isVisible(); i++) {
      double x = 0.25 + 0.5 * (i * 0.37 % 1);
      double y = 0.3 + 0.45 * i / 160;
      page.mouse().click(box.x + x * box.width, box.y + y * box.height);
      page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))");
    }
    flag.click();
    Locator room = page.locator("main.pair[data-flagged]");
    room.waitFor();
    assertThat(page.locator("#flagged")).not().isEmpty();
    JsonNode said = get("/api/v1/tables/" + first + "/labels/history");
    assertThat(said.size()).isEqualTo(1);
    assertThat(said.toString()).contains("flag");
    page.keyboard().press("Escape");
    assertThat(flag).isHidden();
  }

  /** No pointer: a digit without any partner is found in the list, held, and flagged. */
  @Test
  void aDigitIsHeldAndFlaggedByKeysAlone() {
    page.navigate("/pairs/" + second + "/" + third);
    page.locator("main.pair[data-drawn]").waitFor();
    tabTo("#digit-list summary");
    page.keyboard().press("Enter");
    Locator rows = page.locator("#digit-list table[data-side='a'] tbody tr");
    assertThat(rows.first()).isVisible();
    int all = get("/api/v1/tables/" + second + "/digits").size();
    assertThat(rows).hasCount(all);
    page.keyboard().press("Tab");
    assertThat(rows.first().locator("button")).isFocused();
    // As one reads them: the first row, of numbers of two digits, from the left.
    List<Double> lefts =
        rows.locator("td:nth-child(2)").allTextContents().stream()
            .limit(10)
            .map(text -> Double.valueOf(text.replaceAll(" .*", "")))
            .toList();
    assertThat(lefts).isSorted();
    List<String> shares = rows.locator("td:last-child").allTextContents();
    int alone = shares.indexOf("no partner");
    assertThat(alone).as("a digit that the small table has no partner for").isNotNegative();
    for (int i = 0; i < alone; i++) {
      page.keyboard().press("ArrowDown");
    }
    Locator button = rows.nth(alone).locator("button");
    assertThat(button).isFocused();
    assertThat(page.locator("#flag")).isHidden();
    page.keyboard().press("Enter");
    assertThat(button).hasAttribute("aria-pressed", "true");
    assertThat(page.locator("#flag")).isVisible();
    assertThat(page.locator("#under")).containsText("held");
    Chromium.screenshot(page, "pair-digit-list");
    axe();
    page.keyboard().press("f");
    String digit = button.getAttribute("data-digit");
    page.locator("main.pair[data-flagged='0 " + digit + "']").waitFor();
    JsonNode said = get("/api/v1/tables/" + second + "/labels/history");
    assertThat(said.size()).isEqualTo(1);
    assertThat(said.toString()).contains("flag");
    page.keyboard().press("Escape");
    assertThat(button).hasAttribute("aria-pressed", "false");

    // One stop further the other table; among the arcs every place has its digits.
    page.keyboard().press("Tab");
    assertThat(page.locator("#digit-list table[data-side='b'] tbody button").first()).isFocused();
    tabTo("#places summary");
    page.keyboard().press("Enter");
    tabTo("#places-arcs button");
    page.keyboard().press("ArrowRight");
    page.keyboard().press("Enter");
    assertThat(page.locator("#places-said")).containsText("held");
    assertThat(page.locator("#places-arcs button[aria-pressed='true']").first()).isFocused();
    // The button under the scans does what the key does.
    page.locator("#flag").focus();
    page.keyboard().press("Enter");
    page.waitForCondition(() -> get("/api/v1/tables/" + second + "/labels/history").size() == 2);
    assertThat(chromium.complaints).isEmpty();
  }

  /** Whatever is asked of a pair that was asked for by a part speaks of that part. */
  @Test
  void aPartCountsInEverythingThatThePageSays() {
    JsonNode columns = get("/api/v1/tables/" + first + "/columns");
    List<String> box = columns.get(2).get("box").values().stream().map(JsonNode::asString).toList();
    double whole = get("/api/v1/explanations?a=" + first + "&b=" + second).get("score").asDouble();
    open("?box=" + String.join(",", box));
    double score = Double.parseDouble(page.locator("main.pair").getAttribute("data-score"));
    assertThat(score).isNotCloseTo(whole, within(1e-3));
    assertThat(Double.parseDouble(page.locator("#ledger-sum").getAttribute("value")))
        .isCloseTo(score, within(1e-9));
    assertThat(page.locator("#pair-parts")).containsText("Only the framed part");
    page.locator("#show-ink").check();
    page.locator("main.pair[data-ink]").waitFor();
    String[] ink = page.locator("main.pair").getAttribute("data-ink").split(" ");
    assertThat(Double.parseDouble(ink[2])).isCloseTo(score, within(1e-4));
    assertThat(Double.parseDouble(ink[0]) + Double.parseDouble(ink[1]))
        .isCloseTo(score, within(1e-3));
    String figure = page.locator("#figures a[download$='.svg']").getAttribute("href");
    assertThat(figure).contains("depth=pixels", "box=");
    assertThat(page.request().get(figure).text())
        .contains(String.format("%.4f", score), "Only a part of the first table counts");
    Chromium.screenshot(page, "pair-part-ink");
    page.locator("#show-ink").uncheck();
    page.locator("#cover-on").click();
    var viewer = page.locator("#viewer-a").boundingBox();
    page.mouse().move(viewer.x + viewer.width * 0.2, viewer.y + viewer.height * 0.2);
    page.mouse().down();
    page.mouse().move(viewer.x + viewer.width * 0.5, viewer.y + viewer.height * 0.4);
    page.mouse().move(viewer.x + viewer.width * 0.8, viewer.y + viewer.height * 0.5);
    page.mouse().up();
    assertThat(outcome("score")).isCloseTo(score, within(1e-4));
    assertThat(outcome("recomputed")).isCloseTo(outcome("predicted"), within(0.05));
    assertThat(chromium.complaints).isEmpty();
  }

  @Test
  void theLedgerIsSortedByOneClickAndStillAddsUp() {
    open("");
    for (String column : List.of("bigram", "a", "b", "contribution")) {
      page.locator("#ledger [data-sort='" + column + "']").click();
      Locator head = page.locator("#ledger th:has([data-sort='" + column + "'])");
      boolean ascending = "ascending".equals(head.getAttribute("aria-sort"));
      assertThat(ascending).as(column).isEqualTo(column.equals("bigram"));
      List<Double> values =
          page.locator("#ledger tbody tr[data-bigram]").all().stream()
              .map(row -> Double.valueOf(row.getAttribute("data-" + column)))
              .toList();
      assertThat(values.size()).isGreaterThan(20);
      List<Double> sorted = new ArrayList<>(values);
      sorted.sort(ascending ? Comparator.naturalOrder() : Comparator.reverseOrder());
      assertThat(values).as(column).isEqualTo(sorted);
      assertThat(values.get(0)).isNotEqualTo(values.get(values.size() - 1));
      List<String> running = page.locator("#ledger .running span").allTextContents();
      assertThat(running.get(running.size() - 1)).as(column).isEqualTo("100.0");
      assertThat(Double.parseDouble(running.get(0))).isLessThan(50);
    }
  }

  /** On a tablet nothing is lost to the right. */
  @Test
  void fitsATablet() {
    page.setViewportSize(820, 1180);
    open("");
    Chromium.screenshot(page, "pair-tablet");
    assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
        .isTrue();
    axe();
  }

  private double outcome(String part) {
    page.locator("#cover-outcome:visible").waitFor();
    return Double.parseDouble(
        page.locator("#cover-outcome [data-part='" + part + "']").getAttribute("data-value"));
  }

  private void slide(String percent) {
    page.locator("#part").fill(percent);
    assertThat(page.locator("#part-said")).hasText(percent);
    page.waitForFunction(
        "n => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))");
  }

  private int number(String attribute) {
    return Integer.parseInt(page.locator("#arcs").getAttribute(attribute));
  }

  /** Width and opacity of what was drawn last. */
  private List<double[]> stroked(int many) {
    page.waitForFunction("n => window.stroked.length === n", many);
    List<double[]> drawn = new ArrayList<>();
    for (Object one : (List<?>) page.evaluate("window.stroked")) {
      List<?> pair = (List<?>) one;
      drawn.add(
          new double[] {
            ((Number) pair.get(0)).doubleValue(), ((Number) pair.get(1)).doubleValue()
          });
    }
    return drawn;
  }

  private void open(String query) {
    open(first, second, query);
  }
}
