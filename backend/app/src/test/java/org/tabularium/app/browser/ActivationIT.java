package org.tabularium.app.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;
import org.tabularium.app.OtherModels;
import org.tabularium.app.TabulariumTest;
import org.tabularium.app.TestScans;
import org.tabularium.app.models.Models;
import org.tabularium.app.platform.PersonId;
import org.tabularium.network.model.DigitModel;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A version is activated in the browser, its progress seen, and one click goes back. */
@TabulariumTest
@TestPropertySource(properties = {"tabularium.samples=false", "tabularium.jobs.workers=1"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ActivationIT {

  private static final double PATIENCE = 240_000;
  private static final int TABLES = 14;
  private static final JsonMapper JSON = new JsonMapper();

  @LocalServerPort private int port;
  @Autowired private Models models;
  private Chromium chromium;
  private Page page;
  private String shipped;
  private final List<String> tables = new ArrayList<>();

  @BeforeAll
  void someTables() {
    chromium = Chromium.start();
    page = chromium.page("http://127.0.0.1:" + port, true);
    page.setDefaultTimeout(60_000);
    shipped = models.shipped();
    for (int i = 0; i < TABLES; i++) {
      FormData form =
          FormData.create()
              .set("corpus", "To be read again")
              .set(
                  "file",
                  new FilePayload(
                      "again-" + i + ".png",
                      "image/png",
                      TestScans.encoded(TestScans.drawn(880 + i, 16, 8), "png")));
      APIResponse answer =
          page.request().post("/api/v1/tables", RequestOptions.create().setMultipart(form));
      tables.add(JSON.readTree(answer.text()).get("id").asString());
    }
    for (String table : tables) {
      page.waitForCondition(
          () -> get("/api/v1/tables/" + table).get("status").asString().equals("indexed"),
          new Page.WaitForConditionOptions().setTimeout(PATIENCE));
    }
  }

  @AfterAll
  void close() {
    if (chromium != null) {
      chromium.close();
    }
  }

  private String candidate(long seed) {
    DigitModel model = OtherModels.of(seed);
    models.register(
        model,
        JSON.createObjectNode().put("name", "Digits, learnt further"),
        shipped,
        null,
        PersonId.ANONYMOUS);
    return model.version();
  }

  @Test
  void itsProgressIsSeenThenItRanksAndOneClickGoesBack() {
    String other = candidate(81);
    activate(other);
    Pattern some = Pattern.compile("([2-9]|1[0-3]) of " + TABLES + " tables read");
    assertThat(page.locator("#doing")).hasText(some, within());
    double progress =
        ((Number) page.locator("#activation progress").evaluate("p => p.value")).doubleValue();
    assertThat(progress).isBetween(0.05, 0.98);
    assertThat(page.locator("#activation")).containsText("Until it is done");
    assertThat(ranks()).as("meanwhile").isEqualTo(shipped);
    Chromium.screenshot(page, "activation-progress");
    axe();

    // The page says by itself when it is done.
    Locator badge = page.locator(".pagehead .badge");
    assertThat(badge).hasText("reads and ranks", within());
    assertThat(page).hasURL(Pattern.compile("/models/" + other));
    assertThat(ranks()).isEqualTo(other);
    Chromium.screenshot(page, "activation-done");
    axe();

    page.locator(".back button").click();
    assertThat(page).hasURL(Pattern.compile("/models/" + shipped));
    assertThat(badge).hasText("reads and ranks");
    assertThat(ranks()).as("by one click").isEqualTo(shipped);
    assertThat(page.locator(".back button")).containsText(other.substring(0, 12));
    Chromium.screenshot(page, "activation-back");
    axe();

    page.navigate("/models");
    assertThat(page.locator(".back button")).containsText(other.substring(0, 12));
    Chromium.screenshot(page, "activation-list");
    axe();
    page.locator(".back button").click();
    assertThat(badge).hasText("reads and ranks");
    assertThat(ranks()).isEqualTo(other);
    page.locator(".back button").click();
    assertThat(page).hasURL(Pattern.compile("/models/" + shipped));
    assertThat(ranks()).isEqualTo(shipped);
    assertThat(chromium.complaints).isEmpty();
  }

  @Test
  void itIsCancelledAndGoesOnWhereItStopped() {
    String other = candidate(82);
    activate(other);
    Pattern some = Pattern.compile("([2-9]|1[0-3]) of " + TABLES + " tables read");
    assertThat(page.locator("#doing")).hasText(some, within());
    page.locator("#activation button").click();
    assertThat(page.locator("#activation")).hasCount(0);
    assertThat(page.locator(".pagehead .badge")).hasText("candidate");
    assertThat(ranks()).isEqualTo(shipped);
    activate(other);
    assertThat(page.locator("#doing")).hasText(some, within());
    page.locator("#activation button").click();
    assertThat(page.locator("#activation")).hasCount(0);
    page.locator("summary", new Page.LocatorOptions().setHasText("Discard")).click();
    page.locator("form[action$='/discard'] button").click();
    assertThat(page.locator(".pagehead .badge")).hasText("discarded");
    assertThat(chromium.complaints).isEmpty();
  }

  private void activate(String version) {
    page.navigate("/models/" + version);
    page.locator("summary", new Page.LocatorOptions().setHasText("Activate this version")).click();
    page.locator("form[action$='/activation'] button.primary").click();
    page.locator("#activation").waitFor();
  }

  private static LocatorAssertions.HasTextOptions within() {
    return new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE);
  }

  /** The version that ranks, as a ranking says. */
  private String ranks() {
    JsonNode ranking = get("/api/v1/tables/" + tables.get(0) + "/similar?limit=100");
    assertThat(ranking.size()).isEqualTo(TABLES - 1);
    String version = ranking.get(0).at("/table/model").asString();
    assertThat(ranking)
        .allSatisfy(one -> assertThat(one.at("/table/model").asString()).isEqualTo(version));
    return version;
  }

  private void axe() {
    page.evaluate(Chromium.axe());
    Object violations =
        page.evaluate(
            "async () => (await axe.run(document)).violations"
                + ".map(v => v.id + ': ' + v.nodes.map(n => n.target).join(' '))");
    assertThat((List<?>) violations).isEmpty();
  }

  private JsonNode get(String path) {
    APIResponse answer = page.request().get(path);
    assertThat(answer.status()).as("%s: %s", path, answer.text()).isEqualTo(200);
    return JSON.readTree(answer.text());
  }
}
