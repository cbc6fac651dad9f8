package org.tabularium.app.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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

/**
 * Every page, in every language: no serious finding of axe-core, closed and with all that can be
 * opened open; nothing lost to the right on a tablet; the focus seen wherever Tab leads.
 */
@TabulariumTest
@TestPropertySource(properties = "tabularium.samples=false")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryPageIT {

  private static final double PATIENCE = 240_000;
  private static final int MOST_TABS = 70;
  private static final JsonMapper JSON = new JsonMapper();

  @LocalServerPort private int port;
  @Autowired private Models models;
  private Chromium chromium;
  private final Map<String, String> pages = new LinkedHashMap<>();

  @BeforeAll
  void threeTables() {
    chromium = Chromium.start();
    Page page = chromium.page(address(), true);
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      APIResponse answer =
          page.request()
              .post(
                  "/api/v1/tables",
                  RequestOptions.create()
                      .setMultipart(
                          FormData.create()
                              .set("corpus", "Every page")
                              .set("title", i < 2 ? "Tabulae" : "Canones")
                              .set("authors", "Peuerbach, Georg")
                              .set("place", "Basel")
                              .set("year", i < 2 ? "1551" : "1560")
                              .set("page", "" + (10 + i))
                              .set(
                                  "file",
                                  new FilePayload(
                                      "every-" + i + ".png",
                                      "image/png",
                                      TestScans.encoded(TestScans.drawn(820 + i, 18, 6), "png")))));
      assertThat(answer.status()).as(answer.text()).isEqualTo(202);
      ids.add(JSON.readTree(answer.text()).get("id").asString());
    }
    for (String id : ids) {
      page.waitForCondition(
          () -> get(page, "/api/v1/tables/" + id).get("status").asString().equals("indexed"),
          new Page.WaitForConditionOptions().setTimeout(PATIENCE));
    }
    String a = ids.get(0);
    String b = ids.get(1);
    APIResponse judged =
        page.request()
            .post(
                "/api/v1/judgements",
                RequestOptions.create()
                    .setData(Map.of("a", a, "b", b, "verdict", "same", "note", "every page")));
    assertThat(judged.status()).as(judged.text()).isEqualTo(201);
    JsonNode table = get(page, "/api/v1/tables/" + a);
    String corpus = table.at("/corpus/id").asString();
    String version = table.get("model").asString();
    pages.put("/", "main.home");
    pages.put("/about", "main");
    pages.put("/annotate?corpus=" + corpus, ".queueroom");
    pages.put("/annotate/grid?digit=4&corpus=" + corpus, "main[data-ready]");
    pages.put("/corpora/" + corpus, ".card");
    pages.put("/corpora/" + corpus + "?q=xyzzy", ".empty");
    pages.put("/corpora/" + corpus + "/cite", "#cite-link");
    pages.put("/corpora/" + corpus + "/delete", "main");
    pages.put("/corpora/" + corpus + "/labels", "main");
    pages.put("/corpora/" + corpus + "/metadata", ".choosefile");
    pages.put("/jobs", ".jobs");
    pages.put("/judgements", ".judged");
    pages.put("/models", "main");
    pages.put("/models/" + version, "main");
    String candidate = candidate();
    pages.put("/models/" + candidate, "#use-title");
    pages.put("/models/" + candidate + "/comparison", "main");
    pages.put("/training/new", "#check");
    pages.put("/networks", ".network");
    pages.put("/pairs/" + a + "/" + b, "main[data-drawn]");
    pages.put("/pairs/" + a + "/" + ids.get(2) + "?kind=dot", "main[data-drawn]");
    pages.put("/problems/unknown-host", "main");
    pages.put("/scans/" + table.at("/scan/sha256").asString() + "/delete", ".dependents");
    pages.put("/scores", ".scores");
    pages.put("/scores?bigrams=12&corpus=" + corpus, ".scores");
    pages.put("/search", "#numbers");
    pages.put("/search?computed=sines&radius=60000", ".hit");
    pages.put("/search?numbers=12+15+1%3F&for=" + a + "&against=" + b, ".hit");
    pages.put("/tables/" + a, "#viewer[data-shown]");
    pages.put("/tables/" + a + "/delete", ".dependents");
    pages.put("/tables/" + a + "/digits", "td.digits");
    pages.put("/tables/" + a + "/labels", "#open-help");
    pages.put("/tables/" + a + "/labels/history", "main");
    pages.put("/tables/" + a + "/part", "#viewer.live");
    pages.put("/tables/" + a + "/similar", ".hit");
    pages.put("/upload", "#upload");
    pages.put("/nowhere", ".fault");
    page.context().close();
  }

  private String candidate() {
    DigitModel model = OtherModels.of(71);
    models.register(model, JSON.createObjectNode(), models.shipped(), null, PersonId.ANONYMOUS);
    return model.version();
  }

  @AfterAll
  void close() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "de"})
  void canBeReadByEverybody(String language) {
    Page page = in(language);
    List<String> found = new ArrayList<>();
    pages.forEach(
        (address, sign) -> {
          page.setViewportSize(1280, 800);
          page.navigate(address);
          page.locator(sign).first().waitFor();
          assertThat(page.locator("html").getAttribute("lang")).isEqualTo(language);
          findings(page, address, found);
          page.evaluate("document.querySelectorAll('details').forEach(d => (d.open = true))");
          findings(page, address + ", opened", found);
          page.setViewportSize(820, 1180);
          if (!(Boolean) page.evaluate("document.documentElement.scrollWidth <= innerWidth")) {
            found.add(address + ": wider than a tablet");
          }
          if (page.locator("#open-help").count() > 0) {
            page.locator("#open-help").click();
            findings(page, address + ", help", found);
          }
        });
    assertThat(found).isEmpty();
    page.context().close();
  }

  /** The pair's layers, and the tray, which lies on every page once something is pinned. */
  @ParameterizedTest
  @ValueSource(strings = {"en", "de"})
  void soCanWhatIsSwitchedOn(String language) {
    Page page = in(language);
    List<String> found = new ArrayList<>();
    String pair =
        pages.keySet().stream().filter(one -> one.startsWith("/pairs/")).findFirst().orElseThrow();
    page.navigate(pair);
    page.locator("main[data-drawn]").waitFor();
    page.keyboard().press("x");
    page.locator("#tray li").waitFor();
    page.locator("#show-ink").check();
    page.locator("main[data-ink]").waitFor();
    page.locator("#ink-list summary").click();
    page.locator("#ink-list tbody tr").first().waitFor();
    page.locator("#show-lens").check();
    page.locator("main[data-lens]").waitFor();
    page.locator("#lens-list summary").click();
    page.locator("#lens-list tbody tr").first().waitFor();
    page.locator("#part").fill("100");
    page.locator("#places summary").click();
    page.locator("#cover-on").click();
    findings(page, "pair, all layers", found);
    Chromium.screenshot(page, "pair-layers-" + language);
    page.setViewportSize(820, 1180);
    findings(page, "pair, all layers, tablet", found);
    assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
        .isTrue();
    assertThat(found).isEmpty();
    page.context().close();
  }

  /** Wherever Tab leads there is a line around it, or around what holds it. */
  @ParameterizedTest
  @ValueSource(strings = {"en"})
  void theFocusIsSeen(String language) {
    Page page = in(language);
    List<String> unseen = new ArrayList<>();
    pages.forEach(
        (address, sign) -> {
          page.navigate(address);
          page.locator(sign).first().waitFor();
          for (int i = 0; i < MOST_TABS; i++) {
            page.keyboard().press("Tab");
            String told =
                (String)
                    page.evaluate(
                        """
                        () => {
                          const focused = document.activeElement;
                          if (!focused || focused === document.body) return "end";
                          for (let e = focused; e && e !== document.body; e = e.parentElement) {
                            const { outlineStyle, outlineWidth } = getComputedStyle(e);
                            if (outlineStyle !== "none" && parseFloat(outlineWidth) >= 1) return "";
                          }
                          return focused.outerHTML.slice(0, 120);
                        }
                        """);
            if (told.equals("end")) {
              break;
            }
            if (!told.isEmpty()) {
              unseen.add(address + ": " + told);
            }
          }
        });
    assertThat(unseen).isEmpty();
    page.context().close();
  }

  private Page in(String language) {
    Page page = chromium.page(address(), true);
    page.setDefaultTimeout(60_000);
    page.context()
        .addCookies(List.of(new Cookie("tabularium-language", language).setUrl(address())));
    return page;
  }

  private static void findings(Page page, String where, List<String> found) {
    page.evaluate(Chromium.axe());
    Object findings =
        page.evaluate(
            "async () => (await axe.run(document)).violations"
                + ".filter(v => ['serious', 'critical'].includes(v.impact))"
                + ".map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).join(', '))");
    for (Object one : (List<?>) findings) {
      found.add(where + ": " + one);
    }
  }

  private static JsonNode get(Page page, String path) {
    APIResponse answer = page.request().get(path);
    assertThat(answer.status()).as("%s: %s", path, answer.text()).isEqualTo(200);
    return JSON.readTree(answer.text());
  }

  private String address() {
    return "http://localhost:" + port;
  }
}
