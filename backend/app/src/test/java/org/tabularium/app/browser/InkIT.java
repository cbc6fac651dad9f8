package org.tabularium.app.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tabularium.app.TestScans;
import tools.jackson.databind.JsonNode;

/** The layer of the ink: waited for, cancelled, coloured, cited, worked by keys alone. */
class InkIT extends PairRoom {

  private static final String CORPUS = "Inked";
  private static final String CANCELLED = "Cancelled. Switch the ink on again to ask anew.";

  private static final Pattern NUMBER = Pattern.compile("-?\\d+\\.\\d+(e-?\\d+)?");

  private String first;
  private String second;
  private String large;
  private String larger;

  @BeforeAll
  void lay() {
    first = read(CORPUS, "ink-a.png", TestScans.drawn(401, 14, 6));
    second = read(CORPUS, "ink-b.png", TestScans.drawn(402, 14, 6));
    // So many digits that one can cancel in the middle of them.
    large = read(CORPUS, "ink-large.png", TestScans.drawn(403, 80, 30));
    larger = read(CORPUS, "ink-larger.png", TestScans.drawn(404, 80, 30));
  }

  @Test
  void workIsCancelledInTheMiddleAndComesWhenItIsAskedForAgain() {
    open(large, larger, "");
    Set<String> all = new HashSet<>();

    // By the pointer.
    List<String> jobs = begun(() -> page.locator("#show-ink").check());
    all.addAll(jobs);
    assertThat(said()).containsText("Working back from the digits to the ink");
    assertThat(page.locator("#ink-progress")).isVisible();
    moves();
    page.evaluate("scrollTo(0, 150)");
    Chromium.screenshot(page, "ink-progress");
    page.locator("#ink-cancel").click();
    isCancelled(jobs);
    page.evaluate("scrollTo(0, 150)");
    Chromium.screenshot(page, "ink-cancelled");
    axe();
    assertThat(page).hasURL(Pattern.compile(".*/pairs/\\d+/\\d+"));

    // By keys; who has cancelled stands where she can ask again.
    tabTo("#show-ink");
    jobs = begun(() -> page.keyboard().press("Space"));
    assertThat(all).as("new work").doesNotContainAnyElementsOf(jobs);
    all.addAll(jobs);
    moves();
    tabTo("#ink-cancel");
    page.keyboard().press("Enter");
    isCancelled(jobs);
    assertThat(page.locator("#show-ink")).isFocused();

    // By somebody else.
    jobs = begun(() -> page.keyboard().press("Space"));
    all.addAll(jobs);
    moves();
    jobs.forEach(job -> page.request().delete("/api/v1/jobs/" + job));
    isCancelled(jobs);

    jobs = begun(() -> page.locator("#show-ink").check());
    assertThat(all).doesNotContainAnyElementsOf(jobs);
    assertThat(ink(PATIENCE)[2]).isPositive();
    assertThat(states(jobs)).allMatch("done"::equals);
    assertThat(page.locator("#ink-progress")).isHidden();
    assertThat(page.locator("#ink-cancel")).isHidden();
    assertThat(states(List.copyOf(all))).as("what was cancelled stays so").doesNotContain("queued");
    page.evaluate("scrollTo(0, 150)");
    Chromium.screenshot(page, "ink-again");
    assertThat(chromium.complaints).isEmpty();
  }

  /**
   * Neither rule makes up for what it loses: ink and losses are the score, and the page says so.
   */
  @Test
  void everyGammaAndShareDrawsOtherInkOfTheSameScore() {
    open(first, second, "");
    double score = Double.parseDouble(page.locator("main.pair").getAttribute("data-score"));
    page.locator("#show-ink").check();
    ink(PATIENCE);
    Set<String> drawn = new HashSet<>();
    List<String> gammas =
        page.locator("#ink-gamma option").all().stream().map(o -> o.getAttribute("value")).toList();
    assertThat(gammas).hasSize(6);
    for (String gamma : gammas) {
      page.locator("#ink-gamma").selectOption(gamma);
      for (String share : List.of("smaller", "equal")) {
        page.locator("#ink-share").selectOption(share);
        page.waitForURL(Pattern.compile(".*gamma=" + gamma + "&share=" + share).asPredicate());
        double[] sums = ink(PATIENCE);
        assertThat(sums[2]).as("gamma %s, %s", gamma, share).isCloseTo(score, within(1e-9));
        assertThat(sums[0] + sums[1]).isCloseTo(score, within(1e-6));
        assertThat(Math.abs(sums[1])).isLessThan(1e-4 * score);
        List<Double> told =
            NUMBER
                .matcher(said().textContent())
                .results()
                .map(r -> Double.valueOf(r.group()))
                .toList();
        assertThat(told.get(0)).isCloseTo(sums[0], within(1e-5));
        assertThat(told.get(1)).isCloseTo(sums[1], within(1e-4 * Math.abs(sums[1])));
        assertThat(told.get(2)).isCloseTo(sums[2], within(1e-5));
        assertThat(drawn.add(overlay("a"))).as("another picture").isTrue();
      }
    }
    assertThat(chromium.complaints).isEmpty();
  }

  @Test
  void theOtherTwoColoursAreInEveryPictureAndStay() {
    open(first, second, "");
    assertThat(page.locator("#heat-colours")).isHidden();
    page.locator("#show-ink").check();
    page.locator("#ink-gamma").selectOption("0"); // more speaks against
    ink(PATIENCE);
    assertThat(page.locator("#heat-colours"))
        .hasText(Pattern.compile("for the similarity\\s+against it\\s+orange and purple.*"));
    coloured("red", "blue", "orange", "purple");
    assertThat(swatches()).isEqualTo("rgb(168, 40, 30),rgb(36, 71, 143)");
    page.evaluate("scrollTo(0, 150)");
    Chromium.screenshot(page, "ink-red-blue");

    page.keyboard().press("Escape");
    page.locator("#ink-safe").check();
    isSafe();
    page.evaluate("scrollTo(0, 150)");
    Chromium.screenshot(page, "ink-orange-purple");
    axe();
    String figure = page.locator("#figures a[download$='.svg']").getAttribute("href");
    assertThat(figure).contains("palette=safe");
    assertThat(page.request().get(figure).text())
        .contains("orange speaks for the similarity, purple against it");

    // The lens has the same two, with or without the ink.
    page.locator("#show-lens").check();
    page.locator("main.pair[data-lens]").waitFor(new Locator.WaitForOptions().setTimeout(PATIENCE));
    page.locator("#show-ink").uncheck();
    assertThat(swatches()).isEqualTo(SAFE);
    page.keyboard().press("Escape");
    page.waitForFunction(PAINTED, List.of(LEFT, "orange", "red"));
    page.evaluate("scrollTo(0, 0)");
    Chromium.screenshot(page, "lens-orange-purple");
    page.locator("#ink-safe").uncheck();
    page.waitForFunction(PAINTED, List.of(LEFT, "red", "orange"));
    page.locator("#ink-safe").check();
    page.locator("#show-lens").uncheck();
    assertThat(page.locator("#heat-colours")).isHidden();
    page.locator("#show-ink").check();
    ink(PATIENCE);

    page.reload();
    ink(PATIENCE);
    isSafe();
    // Kept for other pairs, too; a choice of hers and of nobody else.
    page.navigate("/pairs/" + second + "/" + first);
    page.locator("main.pair[data-drawn]").waitFor();
    assertThat(page.locator("#ink-safe")).isChecked();
    assertThat(page.locator("#show-ink")).not().isChecked();
    Page other = somebody();
    other.navigate("/pairs/" + first + "/" + second);
    other.locator("main.pair[data-drawn]").waitFor();
    assertThat(other.locator("#ink-safe")).not().isChecked();
    other.context().close();
    assertThat(chromium.complaints).isEmpty();
  }

  @Test
  void theLinkToCiteOpensTheSameLayersForSomebodyElse() {
    open(first, second, "?kind=dot");
    String plain = page.locator("#lasting").getAttribute("href");
    assertThat(plain).doesNotContain("depth=");
    page.locator("#show-ink").check();
    page.locator("#ink-gamma").selectOption("0.25");
    page.locator("#ink-share").selectOption("equal");
    page.locator("#ink-safe").check();
    page.locator("#show-lens").check();
    page.locator("main.pair[data-lens]").waitFor(new Locator.WaitForOptions().setTimeout(PATIENCE));
    ink(PATIENCE);
    holdADigit();
    String network = page.locator("#lens-model").inputValue();
    page.waitForURL(url -> url.contains("digit=") && url.contains("lens=" + network));
    String address = page.url();
    page.locator(".cite summary").click();
    Locator lasting = page.locator("#lasting");
    assertThat(lasting).hasText(Pattern.compile(".*depth=pixels&gamma=0.25&share=equal.*"));
    assertThat(lasting).hasAttribute("href", lasting.textContent());
    String seen = seen(page);
    lasting.scrollIntoViewIfNeeded();
    Chromium.screenshot(page, "ink-cited");

    for (String link : List.of(lasting.textContent(), address)) {
      Page other = somebody();
      other.navigate(link);
      other.locator("main.pair[data-ink][data-lens]").waitFor();
      assertThat(other.locator("#ink-digit")).isVisible();
      assertThat(other.locator("#show-ink")).isChecked();
      assertThat(other.locator("#show-lens")).isChecked();
      assertThat(other.locator("#lens-model")).hasValue(network);
      assertThat(other.locator("#ink-gamma")).hasValue("0.25");
      assertThat(other.locator("#ink-share")).hasValue("equal");
      assertThat(other.locator("#ink-safe")).isChecked();
      other.waitForFunction(PAINTED, List.of(DIGIT, "orange", "red"));
      assertThat(seen(other)).isEqualTo(seen);
      Chromium.screenshot(other, "ink-opened-by-link");
      // What the link shows is no choice of hers.
      other.navigate("/pairs/" + first + "/" + second);
      other.locator("main.pair[data-drawn]").waitFor();
      assertThat(other.locator("#ink-safe")).not().isChecked();
      other.context().close();
    }

    page.keyboard().press("Escape");
    assertThat(lasting).not().hasAttribute("href", Pattern.compile(".*digit=\\d.*"));
    page.locator("#show-ink").uncheck();
    page.locator("#show-lens").uncheck();
    assertThat(lasting).hasAttribute("href", plain);
    // Nonsense in an address is left aside.
    open(first, second, "?depth=pixels&gamma=77&share=none&digit=100000&of=b");
    assertThat(ink(PATIENCE)[2]).isPositive();
    assertThat(page.locator("#ink-gamma")).hasValue("0.5");
    assertThat(page.locator("#ink-digit")).isHidden();
    assertThat(chromium.complaints).isEmpty();
  }

  @Test
  void allOfItIsWorkedByKeysAlone() {
    open(first, second, "");
    tabTo("#show-ink");
    page.keyboard().press("Space");
    double[] before = ink(PATIENCE);
    tabTo("#ink-safe");
    page.keyboard().press("Space");
    page.waitForFunction(PAINTED, List.of(LEFT, "orange", "red"));
    tabTo("#ink-gamma");
    page.keyboard().press("ArrowDown");
    assertThat(page.locator("#ink-gamma")).hasValue("1");
    page.waitForURL(url -> url.contains("gamma=1"));
    assertThat(ink(PATIENCE)[0]).isNotEqualTo(before[0]);
    tabTo("#ink-share");
    page.keyboard().press("ArrowDown");
    assertThat(page.locator("#ink-share")).hasValue("equal");
    page.waitForURL(url -> url.contains("share=equal"));
    ink(PATIENCE);
    assertThat(page.locator("#ink-share")).isFocused();
    tabTo("#ink-list summary");
    page.keyboard().press("Enter");
    tabTo("#ink-list tbody button");
    page.keyboard().press("Enter");
    assertThat(page.locator("#ink-digit")).isVisible();
    page.evaluate("scrollTo(0, 150)");
    Chromium.screenshot(page, "ink-by-keys");
    axe();
    page.keyboard().press("Escape");
    assertThat(page.locator("#ink-digit")).isHidden();
    assertThat(page.locator("#ink-list tbody button").first()).isFocused();
    assertThat(chromium.complaints).isEmpty();
  }

  /** On a desk and on a telephone nothing is lost to the right. */
  @Test
  void fitsAnyScreen() {
    for (int width : List.of(1280, 820, 390)) {
      page.setViewportSize(width, 844);
      open(first, second, "?depth=pixels");
      ink(PATIENCE);
      page.locator("#show-lens").check();
      page.locator("main.pair[data-lens]")
          .waitFor(new Locator.WaitForOptions().setTimeout(PATIENCE));
      holdADigit();
      page.evaluate("scrollTo(0, 0)");
      assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
          .as("%s pixels", width)
          .isTrue();
      page.screenshot(
          new Page.ScreenshotOptions()
              .setFullPage(true)
              .setPath(Chromium.SCREENSHOTS.resolve("ink-" + width + ".png")));
      axe();
    }
    assertThat(chromium.complaints).isEmpty();
  }

  private static final String SAFE = "rgb(230, 97, 1),rgb(94, 60, 153)";
  private static final String LEFT = "#viewer-a canvas.overlay";
  private static final String RIGHT = "#viewer-b canvas.overlay";
  private static final String DIGIT = "#ink-digit canvas";

  /** How many pixels of a canvas are of the hue of which colour of relevance. */
  private static final String HUES =
      """
      (canvas => {
        const of = document.querySelector(canvas);
        const copy = new OffscreenCanvas(of.width, of.height).getContext("2d", { willReadFrequently: true });
        copy.drawImage(of, 0, 0);
        const { data } = copy.getImageData(0, 0, of.width, of.height);
        const found = { red: 0, blue: 0, orange: 0, purple: 0 };
        for (let i = 0; i < data.length; i += 4) {
          const [r, g, b] = data.slice(i, i + 3);
          const most = Math.max(r, g, b);
          const range = most - Math.min(r, g, b);
          if (data[i + 3] < 40 || range < 0.25 * most || most < 60) continue;
          const hue = 60 * (most === r ? (g - b) / range : most === g ? 2 + (b - r) / range : 4 + (r - g) / range);
          if (Math.abs(hue - 4) < 9) found.red++;
          else if (Math.abs(hue - 26) < 9) found.orange++;
          else if (Math.abs(hue - 220) < 14) found.blue++;
          else if (Math.abs(hue - 262) < 14) found.purple++;
        }
        return found;
      })
      """;

  /** Whether a canvas is painted in a colour, and not in the one in its stead. */
  private static final String PAINTED =
      "([canvas, one, not]) => { const found = ("
          + HUES
          + ")(canvas); return found[one] > 5 && found[one] > 5 * found[not]; }";

  /** Both sheets, and a digit that is looked at, are in two colours and not in the other two. */
  private void coloured(String positive, String negative, String notPositive, String notNegative) {
    for (String canvas : List.of(LEFT, RIGHT)) {
      page.waitForFunction(PAINTED, List.of(canvas, positive, notPositive));
      page.waitForFunction(PAINTED, List.of(canvas, negative, notNegative));
    }
    holdADigit();
    page.waitForFunction(PAINTED, List.of(DIGIT, positive, notPositive));
  }

  private void isSafe() {
    coloured("orange", "purple", "red", "blue");
    assertThat(swatches()).isEqualTo(SAFE);
    assertThat(page.locator("#ink-safe")).isChecked();
  }

  private String swatches() {
    return (String)
        page.evaluate(
            "() => [...document.querySelectorAll('#heat-colours .swatch')]"
                + ".map(one => getComputedStyle(one).backgroundColor).join()");
  }

  /** What a page tells of the ink and of the digit that is looked at. */
  private static String seen(Page one) {
    return one.locator("main.pair").getAttribute("data-ink")
        + one.locator("#ink-said").textContent()
        + one.locator("#ink-digit h2").textContent()
        + one.locator("#ink-digit [data-part='text']").textContent()
        + one.locator("#lens-said").textContent();
  }

  /** The second of the second table's, which is not the first that comes to mind. */
  private void holdADigit() {
    page.locator("#ink-list").evaluate("list => list.open = true");
    page.locator("#ink-list table[data-side='b'] tbody button").nth(1).click();
    assertThat(page.locator("#ink-digit")).isVisible();
    theSecondIsMarked();
  }

  /** Of the ten classes listed: the digit's own, and the strongest of the others. */
  private void theSecondIsMarked() {
    String own = page.locator("#ink-digit tr.first th").textContent();
    Map<String, Double> raw = new HashMap<>();
    for (Locator row : page.locator("#ink-digit tbody tr").all()) {
      String figure = row.locator("td").first().textContent().replace('\u2212', '-');
      raw.put(row.locator("th").textContent(), Double.valueOf(figure));
    }
    assertThat(raw).hasSize(10);
    assertThat(page.locator("#ink-digit h2")).containsText(own);
    raw.remove(own);
    Locator marked = page.locator("#ink-digit tr.second th");
    assertThat(marked).hasCount(1);
    String second = marked.textContent();
    // Two may be as strong as each other to two decimals.
    assertThat(raw.get(second)).isEqualTo(Collections.max(raw.values()));
    assertThat(page.locator("#ink-digit [data-part='text']"))
        .containsText("The second was " + second + ",");
  }

  private String overlay(String side) {
    page.waitForFunction(
        "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))");
    return (String)
        page.evaluate(
            "side => document.querySelector('#viewer-' + side + ' canvas.overlay').toDataURL()",
            side);
  }

  private Locator said() {
    return page.locator("#ink-said");
  }

  /** Sum over the ink, what was lost, score. */
  private double[] ink(double patience) {
    Locator room = page.locator("main.pair[data-ink]");
    room.waitFor(new Locator.WaitForOptions().setTimeout(patience));
    return Stream.of(room.getAttribute("data-ink").split(" "))
        .mapToDouble(Double::parseDouble)
        .toArray();
  }

  /** The jobs that switching on begins. */
  private List<String> begun(Runnable switchOn) {
    Response answer =
        page.waitForResponse(
            one -> one.url().contains("depth=pixels") && one.status() == 202, switchOn);
    return JSON.readTree(answer.text()).get("jobs").valueStream().map(JsonNode::asString).toList();
  }

  private void moves() {
    page.waitForFunction("() => document.getElementById('ink-progress').value > 0");
  }

  private List<String> states(List<String> jobs) {
    return jobs.stream().map(id -> get("/api/v1/jobs/" + id).get("state").asString()).toList();
  }

  private void isCancelled(List<String> jobs) {
    assertThat(said())
        .hasText(CANCELLED, new LocatorAssertions.HasTextOptions().setTimeout(20_000));
    assertThat(states(jobs)).allMatch("cancelled"::equals);
    rests("pixels");
    assertThat(page.locator("#show-ink")).not().isChecked();
    for (String gone : List.of("ink-choices", "ink-progress", "ink-cancel", "ink-list")) {
      assertThat(page.locator("#" + gone)).isHidden();
    }
    assertThat(page.locator("main.pair[data-ink]")).hasCount(0);
  }
}
