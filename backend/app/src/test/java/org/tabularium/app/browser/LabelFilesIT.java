package org.tabularium.app.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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

/** Labels as files on pages, and the history of what was said. */
@TabulariumTest
@TestPropertySource(properties = "tabularium.samples=false")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LabelFilesIT {

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
    page.request()
        .put(
            "/api/v1/person",
            RequestOptions.create()
                .setHeader("Content-Type", "application/json")
                .setData("{\"name\":\"Anna\"}"));
  }

  @AfterEach
  void leave() {
    page.context().close();
  }

  private JsonNode upload(String corpus, String name, long seed) {
    APIResponse answer =
        page.request()
            .post(
                "/api/v1/tables",
                RequestOptions.create()
                    .setMultipart(
                        FormData.create()
                            .set("corpus", corpus)
                            .set(
                                "file",
                                new FilePayload(name, "image/png", TestScans.table(seed)))));
    assertThat(answer.status()).as(answer.text()).isIn(200, 202);
    return JSON.readTree(answer.text());
  }

  private void accessible() {
    page.evaluate(Chromium.axe());
    Object violations =
        page.evaluate(
            "async () => (await axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa',"
                + " 'wcag22aa'] })).violations.map((v) => v.id + ': ' + v.nodes.map((n) =>"
                + " n.html).join(' '))");
    assertThat(violations)
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
        .isEmpty();
  }

  private void send(String name, String text) {
    page.locator("#file")
        .setInputFiles(new FilePayload(name, "text/csv", text.getBytes(StandardCharsets.UTF_8)));
    page.locator(".choosefile button").click();
  }

  @Test
  void labelsAreTakenAwayAndBroughtInAfterALook() throws IOException {
    JsonNode table = upload("Files on pages", "f_book_1550_p1.png", 980);
    String corpus = table.at("/corpus/id").asString();
    String id = table.get("id").asString();
    page.navigate("/corpora/" + corpus);
    page.locator("a[href='/corpora/" + corpus + "/labels']").click();
    assertThat(page.locator("h1")).hasText("Labels in and out");
    accessible();
    Chromium.screenshot(page, "label-files");

    // What cannot be understood stays here, with the reason.
    send("page.xml", "<PcGts>\n<Page>\n</PcGts>");
    assertThat(page.locator("[role=alert]")).containsText("line 3");

    send(
        "mine.csv",
        """
        page_id,xywh,number
        f_book_1550_p1.png,"60,44,24,19",31
        f_book_1550_p1.png,"60,84,24",31
        f_book_1550_p2.png,"60,44,24,19",32
        """);
    assertThat(page.locator("h1")).hasText("mine.csv");
    assertThat(page.locator(".verdict")).containsText("2 new labels on one table");
    assertThat(page.locator(".verdict")).containsText("one waits for its page");
    assertThat(page.locator(".troubles tbody tr")).hasCount(1);
    assertThat(page.locator(".unmatched tbody tr")).containsText("f_book_1550_p2");
    accessible();
    Chromium.screenshot(page, "label-file-preview");
    assertThat(labels(id)).as("nothing has changed yet").isEmpty();

    // By the keyboard alone.
    page.locator("main button.primary").focus();
    page.keyboard().press("Enter");
    assertThat(page.locator(".verdict")).containsText("It brought 2 labels on one table");
    assertThat(labels(id)).hasSize(2);

    page.navigate("/corpora/" + corpus + "/labels");
    assertThat(page.locator(".waiting tbody tr")).containsText("f_book_1550_p2");
    assertThat(page.locator("#applied + ul")).containsText("mine.csv");
    for (String format :
        new String[] {
          "csv-digits", "w3c", "page-labels", "page-both", "alto-labels", "coco", "yolo"
        }) {
      Download download =
          page.waitForDownload(() -> page.locator("[data-format='" + format + "']").click());
      assertThat(Files.size(download.path())).as(format).isPositive();
    }
    accessible();
    Chromium.screenshot(page, "label-files-waiting");
    page.locator(".waiting button").click();
    assertThat(page.locator(".waiting")).hasCount(0);

    // The file differs from what somebody says here: it overrules only when told to.
    page.navigate("/tables/" + id + "/labels/file");
    send("other.csv", "page_id,xywh,number\nany name.png,\"60,44,12,19\",8\n");
    assertThat(page.locator(".troubles")).containsText("somebody says otherwise here");
    page.locator("[name=overrule]").check();
    page.locator("main button.primary").click();
    assertThat(page.locator(".verdict")).containsText("It brought one label");
    assertThat(labels(id).get(0).get("digit").asInt()).isEqualTo(8);

    // The question before a delete counts them.
    page.navigate("/tables/" + id + "/delete");
    assertThat(page.locator(".dependents")).containsText("2 labels that people gave");
    page.navigate("/corpora/" + corpus + "/delete");
    assertThat(page.locator(".dependents")).containsText("2 labels that people gave");
    // The page that did not load well is the one that was refused.
    assertThat(chromium.complaints).allMatch(complaint -> complaint.contains("422"));
  }

  private JsonNode labels(String table) {
    return JSON.readTree(page.request().get("/api/v1/tables/" + table + "/labels").text());
  }

  private void patch(String table, String body) {
    APIResponse answer =
        page.request()
            .patch(
                "/api/v1/tables/" + table + "/labels",
                RequestOptions.create()
                    .setHeader("Content-Type", "application/json")
                    .setHeader("If-Match", "*")
                    .setData(body));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  @Test
  void whatWasSaidCanBeLookedUpAndBroughtBack() {
    String id = upload("History on pages", "h.png", 981).get("id").asString();
    String label = "11111111-2222-4333-8444-55555555550" + (port % 10);
    String change = "{\"changes\":[{\"id\":\"" + label + "\",\"after\":%s}]}";
    patch(id, change.formatted("{\"x\":60,\"y\":50,\"w\":14,\"h\":20,\"digit\":4}"));
    patch(id, change.formatted("{\"x\":60,\"y\":50,\"w\":14,\"h\":20,\"digit\":9}"));
    patch(id, "{\"state\":\"done\"}");
    patch(id, change.formatted("null"));
    page.navigate("/tables/" + id + "/labels");
    page.locator("a[href='/tables/" + id + "/labels/history']").click();
    assertThat(page.locator(".action")).hasCount(4);
    assertThat(page.locator("#revision-2 .events")).containsText("4 → 9");
    assertThat(page.locator("#revision-2")).containsText("Anna");
    assertThat(page.locator("#revision-3")).containsText("done");
    accessible();
    Chromium.screenshot(page, "label-history");

    // Blame: what was said of one place.
    page.locator("#revision-2 .events a").click();
    assertThat(page.locator(".action")).hasCount(3);
    page.goBack();

    // Somebody else is quicker: nothing is brought back, and the page says so.
    patch(id, change.formatted("{\"x\":60,\"y\":50,\"w\":14,\"h\":20,\"digit\":1}"));
    page.locator("#revision-2 button").click();
    assertThat(page.locator("[role=alert]")).containsText("Somebody was quicker");
    assertThat(labels(id).get(0).get("digit").asInt()).isEqualTo(1);
    page.locator("#revision-2 button").click();
    assertThat(page.locator(".action").first()).containsText("as it is now");
    assertThat(labels(id).get(0).get("digit").asInt()).isEqualTo(9);
    assertThat(chromium.complaints).isEmpty();
  }
}
