package org.tabularium.app.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;
import org.tabularium.app.TabulariumTest;
import org.tabularium.app.TestScans;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A browser before two tables, for the tests of what lies side by side. */
@TabulariumTest
@TestPropertySource(properties = "tabularium.samples=false")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PairRoom {

  static final double PATIENCE = 240_000;
  static final JsonMapper JSON = new JsonMapper();

  private static final String SHEET =
      "side => document.querySelector('#viewer-' + side + ' .openseadragon-canvas canvas').toDataURL()";

  /** Whether a sheet shows something else than before: {@code [side, before]}. */
  static final String OTHER = "([side, before]) => (" + SHEET + ")(side) !== before";

  @LocalServerPort private int port;
  Chromium chromium;
  Page page;

  @BeforeAll
  void openTheHouse() {
    PlaywrightAssertions.setDefaultAssertionTimeout(20_000);
    chromium = Chromium.start();
    page = chromium.page(address(), true);
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
    page = somebody();
  }

  @AfterEach
  void leave() {
    page.context().close();
  }

  /** A person of her own, who has never been here. */
  Page somebody() {
    Page one = chromium.page(address(), true);
    one.setDefaultTimeout(20_000);
    return one;
  }

  void open(String a, String b, String query) {
    page.navigate("/pairs/" + a + "/" + b + query);
    page.locator("main.pair[data-drawn]").waitFor();
    settled("a");
  }

  /** A table that has been read. */
  String read(String corpus, String name, BufferedImage image) {
    String table = send(corpus, name, image);
    page.waitForCondition(
        () -> get("/api/v1/tables/" + table).get("status").asString().equals("indexed"),
        new Page.WaitForConditionOptions().setTimeout(PATIENCE));
    return table;
  }

  /** A table that is going to be read. */
  String send(String corpus, String name, BufferedImage image) {
    FormData form =
        FormData.create()
            .set("corpus", corpus)
            .set("file", new FilePayload(name, "image/png", TestScans.encoded(image, "png")));
    APIResponse answer =
        page.request().post("/api/v1/tables", RequestOptions.create().setMultipart(form));
    assertThat(answer.status()).as(answer.text()).isIn(200, 202);
    return JSON.readTree(answer.text()).get("id").asString();
  }

  JsonNode get(String path) {
    APIResponse answer = page.request().get(path);
    assertThat(answer.status()).as("%s: %s", path, answer.text()).isEqualTo(200);
    return JSON.readTree(answer.text());
  }

  /** Whether no work of a kind waits or goes on: what was cancelled, nobody has begun anew. */
  void rests(String kind) {
    assertThat(get("/api/v1/jobs?limit=100"))
        .filteredOn(job -> job.get("kind").asString().equals(kind))
        .isNotEmpty()
        .noneMatch(job -> Pattern.matches("queued|running", job.get("state").asString()));
  }

  String sheet(String side) {
    settled(side);
    return (String) page.evaluate(SHEET, side);
  }

  void settled(String side) {
    page.waitForFunction(
        "side => { const now = ("
            + SHEET
            + ")(side); const same = window.seen === now; window.seen = now; return same; }",
        side,
        new Page.WaitForFunctionOptions().setPollingInterval(400));
  }

  double percents(String cells) {
    return page.locator(cells).allTextContents().stream()
        .mapToDouble(text -> Double.parseDouble(text.replace("%", "").strip()))
        .sum();
  }

  /** By the Tab key alone. */
  void tabTo(String what) {
    for (int i = 0; i < 600; i++) {
      if ((Boolean) page.evaluate("what => document.activeElement.matches(what)", what)) {
        return;
      }
      page.keyboard().press("Tab");
    }
    throw new AssertionError("Tab does not lead to " + what);
  }

  void axe() {
    page.evaluate(Chromium.axe());
    Object findings =
        page.evaluate(
            "async () => (await axe.run(document)).violations"
                + ".map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).join(', '))");
    assertThat((List<?>) findings).isEmpty();
  }

  String address() {
    return "http://localhost:" + port;
  }
}
