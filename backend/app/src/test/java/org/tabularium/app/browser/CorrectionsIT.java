package org.tabularium.app.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
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

/** Corrected digits are marked on every page that shows them, and can be switched off. */
@TabulariumTest
@TestPropertySource(properties = "tabularium.samples=false")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CorrectionsIT {

  private static final double PATIENCE = 240_000;
  private static final JsonMapper JSON = new JsonMapper();

  @LocalServerPort private int port;
  private Chromium chromium;
  private Page page;
  private String first;
  private String second;

  @BeforeAll
  void twoTablesOfWhichOneIsCorrected() {
    PlaywrightAssertions.setDefaultAssertionTimeout(20_000);
    chromium = Chromium.start();
    page = chromium.page("http://127.0.0.1:" + port, true);
    page.setDefaultTimeout(20_000);
    first = send("corrected-a.png", 71);
    second = send("corrected-b.png", 72);
    JsonNode digits = get("/api/v1/tables/" + first + "/digits");
    List<Map<String, Object>> labels = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      JsonNode d = digits.get(10 * i);
      labels.add(
          Map.of(
              "x", d.get("x").asDouble(),
              "y", d.get("y").asDouble(),
              "w", d.get("w").asDouble(),
              "h", d.get("h").asDouble(),
              "digit", (d.get("digit").asInt() + 1) % 10));
    }
    APIResponse put =
        page.request()
            .put(
                "/api/v1/tables/" + first + "/labels",
                RequestOptions.create().setHeader("If-Match", "*").setData(labels));
    assertThat(put.status()).as(put.text()).isEqualTo(200);
    chromium.complaints.clear();
  }

  @AfterAll
  void closeTheHouse() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @Test
  void theTableMarksThemAndTheSwitchShowsWhatWasRead() {
    page.navigate("/tables/" + first);
    page.locator("#viewer[data-corrected='12']").waitFor();
    assertThat(page.locator(".whichdigits")).containsText("12 digits corrected by people");
    assertThat(page.locator(".whichdigits [aria-current]")).hasText("as corrected");
    Chromium.screenshot(page, "corrected-table");
    axe();
    page.locator(".whichdigits a", new Page.LocatorOptions().setHasText("as read")).click();
    page.locator("#viewer[data-corrected='0']").waitFor();
    assertThat(page).hasURL(Pattern.compile("digits=read"));
    assertThat(page.locator(".whichdigits [aria-current]")).hasText("as read");
    page.locator(".also a[href*='/digits']").click();
    assertThat(page.locator(".digits .corrected")).hasCount(0);
    page.locator(".whichdigits a", new Page.LocatorOptions().setHasText("as corrected")).click();
    assertThat(page.locator(".digits .corrected")).hasCount(12);
    Chromium.screenshot(page, "corrected-text");
    axe();
    assertThat(chromium.complaints).isEmpty();
  }

  @Test
  void thePairMarksThemInSheetAndLedgerAndInkSaysThatItDoesNot() {
    page.navigate("/pairs/" + first + "/" + second);
    page.locator("main.pair[data-drawn]").waitFor();
    page.locator("#viewer-a[data-corrected='12']").waitFor();
    String corrected = page.locator("main.pair").getAttribute("data-score");
    assertThat(page.locator("#ledger .byhand").count()).isPositive();
    assertThat(page.locator("#ink-asread")).containsText("as they were read");
    assertThat(page.locator("#lasting")).hasAttribute("href", Pattern.compile("labels=\\d+"));
    // What is drawn adds up to the score of the corrected digits.
    assertThat(Double.parseDouble(page.locator("main.pair").getAttribute("data-explained")))
        .isCloseTo(Double.parseDouble(corrected), org.assertj.core.api.Assertions.within(1e-5));
    Chromium.screenshot(page, "corrected-pair");
    page.locator("#missing summary").click();
    assertThat(page.locator("#missing section:first-of-type .byhand").count()).isPositive();
    assertThat(page.locator("#missing section:last-of-type .byhand")).hasCount(0);
    page.locator("#missing").scrollIntoViewIfNeeded();
    Chromium.screenshot(page, "corrected-numbers");
    page.evaluate("() => scrollTo(0, 0)");
    axe();
    page.locator(".whichdigits a", new Page.LocatorOptions().setHasText("as read")).click();
    page.locator("#viewer-a[data-corrected='0']").waitFor();
    assertThat(page.locator("main.pair").getAttribute("data-score")).isNotEqualTo(corrected);
    assertThat(page.locator("#ledger .byhand")).hasCount(0);
    assertThat(page.locator("#missing .byhand")).hasCount(0);

    page.navigate("/tables/" + second + "/similar?group=false");
    page.locator(".whichdigits a", new Page.LocatorOptions().setHasText("as read")).click();
    assertThat(page).hasURL(Pattern.compile("digits=read"));
    assertThat(page.locator("#cite-link")).hasValue(Pattern.compile("digits=read"));
    Chromium.screenshot(page, "corrected-ranking");
    axe();
    assertThat(chromium.complaints).isEmpty();
  }

  /** A flag is about what the model read, also where a person has corrected it. */
  @Test
  void aFlagOnACorrectedDigitNamesWhatWasRead() {
    page.navigate("/pairs/" + first + "/" + second);
    page.locator("main.pair[data-drawn]").waitFor();
    List<?> at =
        (List<?>)
            page.evaluate(
                "() => { const sheet = document.getElementById('viewer-a');"
                    + " const { left, top, width, height } = sheet.getBoundingClientRect();"
                    + " for (let y = top; y < top + height; y += 4)"
                    + "   for (let x = left; x < left + width; x += 4) {"
                    + "     sheet.dispatchEvent("
                    + "       new PointerEvent('pointermove', { clientX: x, clientY: y }));"
                    + "     if (document.getElementById('under').textContent.includes('read as'))"
                    + "       return [x, y]; }"
                    + " return null; }");
    assertThat(at).as("a corrected digit on the sheet").hasSize(2);
    page.mouse().click(((Number) at.get(0)).doubleValue(), ((Number) at.get(1)).doubleValue());
    assertThat(page.locator("#under")).containsText("held");
    Matcher told =
        Pattern.compile("Digit (\\d).*read as (\\d)").matcher(page.locator("#under").textContent());
    assertThat(told.find()).isTrue();
    assertThat(told.group(1)).isNotEqualTo(told.group(2));
    page.locator("#flag").click();
    page.locator("main.pair[data-flagged]").waitFor();
    JsonNode flag = get("/api/v1/tables/" + first + "/labels/history").get(0).get("after");
    assertThat(flag.get("kind").asString()).isEqualTo("flag");
    assertThat(flag.get("digit").asString()).isEqualTo(told.group(2));
  }

  private void axe() {
    page.evaluate(Chromium.axe());
    Object violations =
        page.evaluate(
            "async () => (await axe.run(document)).violations"
                + ".filter(v => ['serious', 'critical'].includes(v.impact))"
                + ".map(v => v.id + ': ' + v.nodes.map(n => n.target).join(' '))");
    assertThat((List<?>) violations).isEmpty();
  }

  private String send(String name, int seed) {
    FormData form =
        FormData.create()
            .set("corpus", "Corrected pages")
            .set(
                "file",
                new FilePayload(
                    name, "image/png", TestScans.encoded(TestScans.drawn(seed, 22, 8), "png")));
    APIResponse answer =
        page.request().post("/api/v1/tables", RequestOptions.create().setMultipart(form));
    String table = JSON.readTree(answer.text()).get("id").asString();
    page.waitForCondition(
        () -> get("/api/v1/tables/" + table).get("status").asString().equals("indexed"),
        new Page.WaitForConditionOptions().setTimeout(PATIENCE));
    return table;
  }

  private JsonNode get(String path) {
    APIResponse answer = page.request().get(path);
    assertThat(answer.status()).as("%s: %s", path, answer.text()).isEqualTo(200);
    return JSON.readTree(answer.text());
  }
}
