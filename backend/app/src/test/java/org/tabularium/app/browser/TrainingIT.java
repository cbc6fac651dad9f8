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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;
import org.tabularium.app.TabulariumTest;
import org.tabularium.app.TestScans;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * From labels to a new version in the browser: the check, the curve, what was stopped and what went
 * to its end, the comparison, and the two ways it can end.
 *
 * <p>The labels say that nearly every 3 is an 8. Such a model is easily told from the one it began
 * with: it reads more of what people say, and loses the few 3s that they left.
 */
@TabulariumTest
@TestPropertySource(properties = "tabularium.samples=false")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrainingIT {

  private static final double PATIENCE = 600_000;
  private static final String CORPUS = "Training room";
  private static final String COPY = "Training room, another copy";
  private static final int OTHERS = 11;
  private static final JsonMapper JSON = new JsonMapper();

  @LocalServerPort private int port;
  private Chromium chromium;
  private Page page;
  private String before;
  private final List<String> learnt = new ArrayList<>();
  private String aside;
  private String asideEdition;
  private final List<String> pinned = new ArrayList<>();

  @BeforeAll
  void labelsOfTwoBooks() {
    PlaywrightAssertions.setDefaultAssertionTimeout(60_000);
    chromium = Chromium.start();
    page = chromium.page("http://127.0.0.1:" + port, true);
    page.setDefaultTimeout(60_000);
    before = active();
    learnt.add(send(CORPUS, "Tabulae motuum", "1551", 8801, 14, 6));
    learnt.add(send(CORPUS, "Tabulae motuum", "1551", 8802, 14, 6));
    aside = send(CORPUS, "Canones sinuum", "1579", 8803, 14, 6);
    asideEdition = get("/api/v1/tables/" + aside).at("/edition/id").asString();
    final String copy = send(COPY, "Canones sinuum", "1579", 8804, 8, 4);
    for (int i = 0; i < OTHERS; i++) {
      String other = send(CORPUS, "Ephemerides", "1600", 8810 + i, 8, 4);
      if (i < 3) {
        pinned.add(other);
      }
    }
    learnt.forEach(table -> label(table, 0));
    label(aside, 3);
    label(copy, 0);
    for (String table : pinned) {
      APIResponse put = page.request().put("/api/v1/pinned-searches/" + table);
      assertThat(put.status()).as(put.text()).isEqualTo(204);
    }
    judge(pinned.get(0), pinned.get(1), "variant");
    judge(pinned.get(0), aside, "unrelated");
    judge(pinned.get(1), learnt.get(0), "unrelated");
    chromium.complaints.clear();
  }

  /** Others expect the version that was active. */
  @AfterAll
  void asItWas() {
    if (chromium == null) {
      return;
    }
    for (String table : pinned) {
      page.request().delete("/api/v1/pinned-searches/" + table);
    }
    if (before != null && !before.equals(active())) {
      page.request().post("/api/v1/models/" + before + "/activation");
      page.waitForCondition(
          () -> before.equals(active()), new Page.WaitForConditionOptions().setTimeout(PATIENCE));
    }
    chromium.close();
  }

  @Test
  void fromTheCheckToTheVersionThatRanks() {
    theFormSaysWhatIsMissingAndHowLongItTakes();
    String kept = stoppedWhileItsCurveIsDrawn();
    String version = goesToItsEnd();
    theComparisonTellsWhatWouldChange(version);
    oneIsDiscarded(kept);
    theOtherRanksAndGoesBack(version);
    assertThat(chromium.complaints)
        .filteredOn(one -> !one.contains("status of 422")) // the refusal
        .isEmpty();
  }

  // ---- before the start ----

  private void theFormSaysWhatIsMissingAndHowLongItTakes() {
    page.navigate("/models");
    page.locator("main a[href='/training/new']").first().click();
    Locator corpora = page.locator("input[name=corpus]");
    for (int i = 0; i < corpora.count(); i++) {
      String name = corpora.nth(i).locator("xpath=..").innerText().strip();
      if (!name.equals(CORPUS) && !name.equals(COPY)) {
        checked(corpora.nth(i), false);
      }
    }
    page.waitForResponse("**/training/new?*", () -> page.locator("#hold").selectOption("chosen"));
    Locator edition = page.locator("#edition-" + asideEdition);
    assertThat(edition).isEnabled();
    for (Locator other : page.locator("input[name=heldOut]:checked").all()) {
      if (!asideEdition.equals(other.inputValue())) {
        checked(page.locator("#" + other.getAttribute("id")), false);
      }
    }
    checked(edition, true);
    assertThat(page.locator("[data-finding=leak]")).containsText("Canones sinuum");
    assertThat(edition).isFocused();
    shot("training-1-leak");
    axe();
    page.locator("#training-form button.primary").click();
    assertThat(page.locator("#refusal")).isVisible();
    assertThat(edition).isChecked();
    shot("training-2-refused");
    axe();

    Locator copy =
        page.locator("label", new Page.LocatorOptions().setHasText(COPY)).locator("input");
    checked(copy, false);
    assertThat(page.locator("[data-finding=leak]")).hasCount(0);
    assertThat(page.locator("#refusal")).hasCount(0);
    assertThat(page.locator("[data-finding=few-labels]")).containsText("3 (0)");
    assertThat(page.locator("[data-finding=unreviewed]")).isVisible();
    assertThat(page.locator("#estimate[data-seconds]"))
        .containsText(
            "160 steps: about",
            new com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions()
                .setTimeout(PATIENCE));
    shot("training-3-ready");
    axe();
  }

  /** Ticks or unticks, and waits until the check has been made anew. */
  private void checked(Locator box, boolean on) {
    if (box.isChecked() != on) {
      page.waitForResponse("**/training/new?*", () -> box.setChecked(on));
      page.waitForFunction("() => !document.querySelector('.htmx-request, .htmx-swapping')");
    }
  }

  // ---- while it runs ----

  private String stoppedWhileItsCurveIsDrawn() {
    page.waitForResponse("**/training/new?*", () -> page.locator("#length").selectOption("long"));
    page.locator("#training-form button.primary").click();
    page.waitForURL(Pattern.compile("/training/\\d+$"));
    String job = job();
    Locator rows = page.locator("#points tbody tr td:nth-child(3)");
    page.waitForCondition(() -> rows.count() >= 2, patient());
    int first = drawn();
    assertThat(first).as("points of the line").isGreaterThanOrEqualTo(2);
    shot("training-4-curve");
    axe();
    page.waitForCondition(() -> drawn() > first, patient());
    assertThat(get("/api/v1/training/" + job).get("outcome").isNull())
        .as("the line grows while it runs")
        .isTrue();
    assertThat(page.locator("#state progress")).hasAttribute("value", Pattern.compile("0\\.\\d+"));
    assertThat(page.locator("#doing")).containsText(Pattern.compile("step \\d+ of 640"));
    page.locator("#state button").click();
    page.locator("[data-outcome=registered]").waitFor(waiting());
    JsonNode run = get("/api/v1/training/" + job);
    assertThat(run.get("state").asString()).isEqualTo("cancelled");
    assertThat(run.get("stepsDone").asInt()).isBetween(40, 639);
    assertThat(page.locator("[data-outcome]"))
        .containsText("It was stopped after step " + run.get("stepsDone").asInt());
    assertThat(drawn()).isEqualTo(run.get("curve").size());
    shot("training-5-stopped");
    axe();
    return run.get("version").asString();
  }

  private String goesToItsEnd() {
    page.locator(".kicker a").click();
    page.locator("#check").waitFor();
    page.navigate(
        "/training/new?hold=chosen&seed=2&heldOut=" + asideEdition + "&corpus=" + corpusId());
    page.locator("#training-form button.primary").click();
    page.waitForURL(Pattern.compile("/training/\\d+$"));
    page.locator("[data-outcome=registered]").waitFor(waiting());
    JsonNode run = get("/api/v1/training/" + job());
    assertThat(run.get("stepsDone").asInt()).isEqualTo(160);
    page.waitForCondition(() -> drawn() == 9, patient());
    assertThat(page.locator("#curve svg")).hasAttribute("aria-label", Pattern.compile("step 160"));
    shot("training-6-ended");
    axe();
    return run.get("version").asString();
  }

  // ---- before it replaces the other ----

  private void theComparisonTellsWhatWouldChange(String version) {
    page.locator("#state a[href$='/comparison']").click();
    page.locator("#figures").waitFor(waiting());
    JsonNode report = get("/api/v1/models/" + version + "/report");
    JsonNode held = report.get("heldOut");
    Locator first = page.locator("#figures tbody tr").first().locator("td");
    assertThat(first.nth(0)).hasText(held.at("/candidate/labels").asString());
    assertThat(first.nth(1)).hasText(percent(held.at("/active/recall").asDouble()));
    assertThat(first.nth(2)).hasText(percent(held.at("/candidate/recall").asDouble()));
    assertThat(held.at("/candidate/recall").asDouble())
        .as("more of what people say")
        .isGreaterThan(held.at("/active/recall").asDouble());
    Locator three = page.locator("#by-digit tbody tr").nth(3).locator("td");
    assertThat(three.nth(0)).hasText("3");
    assertThat(three.nth(1)).hasText("100.0%");

    crops("worse-title", report.get("worse"));
    crops("better-title", report.get("better"));
    assertThat(page.locator("section[aria-labelledby=worse-title] .places .note"))
        .containsText(new String[] {"3: 3 → 8"});
    assertThat(report.at("/searches/changed").asInt())
        .as(report.get("searches").toString())
        .isPositive();
    assertThat(page.locator(".otherwise li")).hasCount(pinned.size());
    assertThat(page.locator(".otherwise li:not([data-came='0'])"))
        .hasCount(report.at("/searches/changed").asInt());
    Locator agreement = page.locator("#agreement tbody tr");
    assertThat(agreement).hasCount(2);
    assertThat(agreement.first()).containsText("this version");
    // of what other tests judged some pairs may have been read by both, too
    int pairs = report.at("/agreement/0/pairs").asInt();
    assertThat(pairs).isGreaterThanOrEqualTo(3);
    assertThat(agreement.first().locator("td").first()).hasText(Integer.toString(pairs));
    shot("training-7-comparison");
    page.evaluate("document.querySelectorAll('.taken').forEach(d => (d.open = true))");
    assertThat(page.locator(".confusion").first().locator("tbody tr")).hasCount(11);
    shot("training-8-comparison-open");
    axe();
    page.setViewportSize(820, 1180);
    assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
        .isTrue();
    shot("training-9-comparison-tablet");
    page.setViewportSize(1280, 800);
  }

  /** As many pictures as the report shows places, and each of them is there. */
  private void crops(String title, JsonNode places) {
    Locator pictures = page.locator("section[aria-labelledby=" + title + "] .places img");
    assertThat(places.get("all").asInt()).as(title).isPositive();
    assertThat(pictures).hasCount(places.get("shown").size());
    for (Locator picture : pictures.all()) {
      picture.scrollIntoViewIfNeeded();
      page.waitForCondition(
          () -> (Boolean) picture.evaluate("i => i.complete && i.naturalWidth > 20"), patient());
    }
  }

  private void oneIsDiscarded(String version) {
    page.navigate("/models/" + version + "/comparison");
    page.locator("#figures").waitFor(waiting());
    page.locator("a.button[href='/models/" + version + "']").click();
    page.locator("summary", new Page.LocatorOptions().setHasText("Discard")).click();
    shot("training-10-discard");
    axe();
    page.locator("form[action$='/discard'] button").click();
    assertThat(page.locator(".badge")).hasText("discarded");
    assertThat(get("/api/v1/models/" + version).get("state").asString()).isEqualTo("discarded");
    shot("training-11-discarded");
    axe();
  }

  private void theOtherRanksAndGoesBack(String version) {
    page.navigate("/models/" + version);
    page.locator("summary", new Page.LocatorOptions().setHasText("Activate")).click();
    shot("training-12-activate");
    axe();
    page.locator("form[action$='/activation'] button").click();
    page.waitForCondition(() -> version.equals(active()), patient());
    assertThat(page.locator(".badge").first()).hasText("reads and ranks");
    shot("training-13-active");
    axe();
    page.navigate("/tables/" + pinned.get(0) + "/similar");
    page.locator(".hit").first().waitFor();
    assertThat(page.locator("main")).containsText(version.substring(0, 12));
    page.navigate("/models/" + before);
    page.locator(".back button").click();
    page.waitForCondition(() -> before.equals(active()), patient());
    page.navigate("/models");
    assertThat(page.locator("main")).containsText(version.substring(0, 12));
    shot("training-14-models");
    axe();
  }

  // ---- tools ----

  private int drawn() {
    return ((Number)
            page.evaluate(
                "(document.querySelector('#curve polyline.check')?.getAttribute('points') ?? '')"
                    + ".split(' ').filter(Boolean).length"))
        .intValue();
  }

  private String job() {
    return page.url().substring(page.url().lastIndexOf('/') + 1);
  }

  private String corpusId() {
    return get("/api/v1/tables/" + aside).at("/corpus/id").asString();
  }

  private static String percent(double share) {
    return String.format(java.util.Locale.ROOT, "%.1f%%", 100 * share);
  }

  private static Page.WaitForConditionOptions patient() {
    return new Page.WaitForConditionOptions().setTimeout(PATIENCE);
  }

  private static Locator.WaitForOptions waiting() {
    return new Locator.WaitForOptions().setTimeout(PATIENCE);
  }

  private void shot(String name) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setFullPage(true)
            .setPath(Chromium.SCREENSHOTS.resolve(name + ".png")));
    tidy();
  }

  /** Tools leave empty style attributes; htmx would carry them over, and the policy complain. */
  private void tidy() {
    page.evaluate(
        "document.querySelectorAll('[style=\"\"]').forEach(e => e.removeAttribute('style'))");
  }

  private void axe() {
    page.evaluate(Chromium.axe());
    Object violations =
        page.evaluate(
            "async () => (await axe.run(document)).violations"
                + ".filter(v => ['serious', 'critical'].includes(v.impact))"
                + ".map(v => v.id + ': ' + v.nodes.map(n => n.target).join(' '))");
    assertThat((List<?>) violations).as(page.url()).isEmpty();
    tidy();
  }

  private String send(String corpus, String title, String year, int seed, int rows, int columns) {
    FormData form =
        FormData.create()
            .set("corpus", corpus)
            .set("title", title)
            .set("year", year)
            .set("page", "f. " + seed % 100)
            .set(
                "file",
                new FilePayload(
                    "t" + seed + ".png",
                    "image/png",
                    TestScans.encoded(TestScans.drawn(seed, rows, columns), "png")));
    APIResponse answer =
        page.request().post("/api/v1/tables", RequestOptions.create().setMultipart(form));
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    String table = JSON.readTree(answer.text()).get("id").asString();
    page.waitForCondition(
        () -> get("/api/v1/tables/" + table).get("status").asString().equals("indexed"), patient());
    return table;
  }

  /** Labels what was read, but for the 3s: all of them but so many are said to be 8s. */
  private void label(String table, int left) {
    List<Map<String, Object>> labels = new ArrayList<>();
    int threes = 0;
    for (JsonNode d : get("/api/v1/tables/" + table + "/digits")) {
      int digit = d.get("digit").asInt();
      if (digit == 3 && threes++ >= left) {
        digit = 8;
      }
      labels.add(
          Map.of(
              "x", d.get("x").asDouble(),
              "y", d.get("y").asDouble(),
              "w", d.get("w").asDouble(),
              "h", d.get("h").asDouble(),
              "digit", digit));
    }
    APIResponse put =
        page.request()
            .put(
                "/api/v1/tables/" + table + "/labels",
                RequestOptions.create().setHeader("If-Match", "*").setData(labels));
    assertThat(put.status()).as(put.text()).isEqualTo(200);
  }

  private void judge(String a, String b, String verdict) {
    APIResponse answer =
        page.request()
            .post(
                "/api/v1/judgements",
                RequestOptions.create().setData(Map.of("a", a, "b", b, "verdict", verdict)));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
  }

  private String active() {
    for (JsonNode model : get("/api/v1/models")) {
      if (model.get("active").asBoolean()) {
        return model.get("version").asString();
      }
    }
    throw new AssertionError("none is active");
  }

  private JsonNode get(String path) {
    APIResponse answer = page.request().get(path);
    assertThat(answer.status()).as("%s: %s", path, answer.text()).isEqualTo(200);
    return JSON.readTree(answer.text());
  }
}
