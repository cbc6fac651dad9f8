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
import java.util.regex.Pattern;
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
import tools.jackson.databind.json.JsonMapper;

/** Tables pinned here and there, and any two of them side by side. */
@TabulariumTest
@TestPropertySource(properties = "tabularium.samples=false")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrayIT {

  private static final double PATIENCE = 240_000;
  private static final JsonMapper JSON = new JsonMapper();

  @LocalServerPort private int port;
  private Chromium chromium;
  private Page page;
  private final List<String> ids = new ArrayList<>();

  @BeforeAll
  void fiveTables() {
    PlaywrightAssertions.setDefaultAssertionTimeout(20_000);
    chromium = Chromium.start();
    page = chromium.page(address(), true);
    for (int i = 0; i < 5; i++) {
      APIResponse answer =
          page.request()
              .post(
                  "/api/v1/tables",
                  RequestOptions.create()
                      .setMultipart(
                          FormData.create()
                              .set("corpus", "Tray")
                              .set("title", "Volume " + i)
                              .set("year", "" + (1550 + i))
                              .set(
                                  "file",
                                  new FilePayload(
                                      "tray-" + i + ".png",
                                      "image/png",
                                      TestScans.encoded(TestScans.drawn(840 + i, 12, 4), "png")))));
      ids.add(JSON.readTree(answer.text()).get("id").asString());
    }
    for (String id : ids) {
      page.waitForCondition(
          () ->
              JSON.readTree(page.request().get("/api/v1/tables/" + id).text())
                  .get("status")
                  .asString()
                  .equals("indexed"),
          new Page.WaitForConditionOptions().setTimeout(PATIENCE));
    }
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
    page.setDefaultTimeout(20_000);
  }

  @AfterEach
  void leave() {
    page.context().close();
  }

  private String address() {
    return "http://localhost:" + port;
  }

  @Test
  void tablesArePinnedByButtonsAndByKeysAndOutliveThePage() {
    page.navigate("/tables/" + ids.get(0));
    Locator tray = page.locator("#tray");
    Locator pinned = tray.locator("li");
    assertThat(tray).isHidden();
    page.locator(".reader button[data-pin]").click();
    assertThat(pinned).hasCount(1);
    assertThat(pinned.first()).containsText("Volume 0");
    assertThat(page.locator("#tray-open")).isHidden();
    assertThat(page.locator("#tray-said")).containsText("Volume 0 is pinned; 1 of four.");

    // Through the ranking by keys: J goes down, X pins.
    page.navigate("/tables/" + ids.get(0) + "/similar?group=false&corpus=Tray");
    assertThat(pinned).hasCount(1);
    page.keyboard().press("j");
    page.keyboard().press("x");
    page.keyboard().press("j");
    page.keyboard().press("x");
    assertThat(pinned).hasCount(3);
    assertThat(page.locator(".hit button[data-pin][aria-pressed='true']")).hasCount(2);
    Locator third = page.locator(".hit").nth(2);
    third.locator("button[data-pin]").click();
    assertThat(pinned).hasCount(4);
    page.locator(".hit").nth(3).locator("button[data-pin]").click();
    assertThat(pinned).hasCount(4);
    assertThat(tray.locator(".toomany")).isVisible();
    assertThat(page.locator("#tray-said")).containsText("Four are pinned already");
    Chromium.screenshot(page, "tray");

    // Two of them: the boxes say which.
    String fourth = third.getAttribute("data-table");
    while (tray.locator("input:checked").count() > 0) {
      String one = tray.locator("input:checked").first().getAttribute("value");
      tray.locator("input[value='" + one + "']").uncheck();
    }
    assertThat(page.locator("#tray-open")).isHidden();
    tray.locator("input[value='" + ids.get(0) + "']").check();
    tray.locator("input[value='" + fourth + "']").check();
    page.locator("#tray-open").click();
    assertThat(page).hasURL(Pattern.compile(".*/pairs/" + ids.get(0) + "/" + fourth));
    page.locator("main.pair[data-drawn]").waitFor();
    assertThat(pinned).hasCount(4);
    assertThat(page.locator(".pairhead button[data-pin][aria-pressed='true']")).hasCount(2);

    // On the pair's page X means the second.
    page.keyboard().press("x");
    assertThat(pinned).hasCount(3);
    assertThat(page.locator(".pairhead .second button[data-pin]"))
        .hasAttribute("aria-pressed", "false");
    page.locator("#keys-on").uncheck();
    page.keyboard().press("x");
    assertThat(pinned).hasCount(3);
    page.locator("#keys-on").check();
    page.setViewportSize(820, 1180);
    Chromium.screenshot(page, "tray-tablet");
    assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
        .isTrue();
    tray.locator("li button").first().click();
    assertThat(pinned).hasCount(2);
    page.locator("#tray-clear").click();
    assertThat(tray).isHidden();
    page.reload();
    assertThat(tray).isHidden();
    assertThat(chromium.complaints).isEmpty();
  }

  @Test
  void whatWasDeletedMeanwhileIsPinnedNoMore() {
    page.navigate("/tables/" + ids.get(0));
    page.evaluate(
        "id => localStorage.setItem('tabularium-tray', JSON.stringify(["
            + "{ id: '999999', title: 'Gone', byline: '', thumb: '/iiif/3/none/full/max/0/default.jpg' },"
            + "{ id, title: 'Here', byline: '', thumb: document.querySelector('main').dataset.thumb }]))",
        ids.get(0));
    page.reload();
    assertThat(page.locator("#tray li")).hasCount(1);
    assertThat(page.locator("#tray li")).containsText("Here");

    // Whatever else stands in the storage breaks nothing.
    page.evaluate("() => localStorage.setItem('tabularium-tray', '{\"no\": list')");
    page.reload();
    assertThat(page.locator("#tray")).isHidden();
    page.locator(".reader button[data-pin]").click();
    assertThat(page.locator("#tray li")).hasCount(1);
  }

  @Test
  void anotherWindowSeesItAtOnce() {
    Page other = page.context().newPage();
    other.navigate("/tables/" + ids.get(1));
    page.navigate("/tables/" + ids.get(0));
    page.locator(".reader button[data-pin]").click();
    assertThat(other.locator("#tray li")).hasCount(1);
    other.locator(".reader button[data-pin]").click();
    assertThat(page.locator("#tray li")).hasCount(2);
    assertThat(page.locator("#tray-open"))
        .hasAttribute("href", "/pairs/" + ids.get(0) + "/" + ids.get(1));
  }
}
