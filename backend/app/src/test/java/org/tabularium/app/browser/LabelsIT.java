package org.tabularium.app.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import org.tabularium.app.TabulariumTest;
import org.tabularium.app.TestScans;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Labelling by hand: keys, boxes, numbers, two people, a dropped connection. */
@TabulariumTest
@TestPropertySource(properties = "tabularium.samples=false")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LabelsIT {

  private static final JsonMapper JSON = new JsonMapper();

  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;
  private Chromium chromium;
  private Page page;
  private long seed = 900;

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
    page = person("Anna");
  }

  @AfterEach
  void leave() {
    page.context().close();
  }

  private Page person(String name) {
    Page one = chromium.page("http://localhost:" + port, true);
    one.setDefaultTimeout(20_000);
    one.request()
        .put(
            "/api/v1/person",
            RequestOptions.create()
                .setHeader("Content-Type", "application/json")
                .setData("{\"name\":\"" + name + "\"}"));
    return one;
  }

  /** A table of two-digit numbers that has been read. */
  private String table() {
    return table(TestScans.table(++seed));
  }

  private String table(byte[] scan) {
    APIResponse answer =
        page.request()
            .post(
                "/api/v1/tables",
                RequestOptions.create()
                    .setMultipart(
                        FormData.create()
                            .set("corpus", "Labelling")
                            .set(
                                "file",
                                new FilePayload("sheet-" + seed + ".png", "image/png", scan))));
    assertThat(answer.status()).as(answer.text()).isIn(200, 202);
    String id = JSON.readTree(answer.text()).get("id").asString();
    page.waitForCondition(
        () -> get("/api/v1/tables/" + id).get("status").asString().equals("indexed"),
        new Page.WaitForConditionOptions().setTimeout(240_000));
    return id;
  }

  private JsonNode get(String path) {
    APIResponse answer = page.request().get(path);
    assertThat(answer.status()).as("%s: %s", path, answer.text()).isEqualTo(200);
    return JSON.readTree(answer.text());
  }

  private JsonNode labels(String table) {
    return get("/api/v1/tables/" + table + "/labels");
  }

  private Locator open(Page one, String table) {
    one.navigate("/tables/" + table + "/labels");
    one.locator("main[data-ready]").waitFor();
    return one.locator("main.labelling");
  }

  private void awaitKept(Page one) {
    assertThat(one.locator("#saved")).hasAttribute("data-saved", "saved");
  }

  private static void press(Page one, String... keys) {
    for (String key : keys) {
      one.keyboard().press(key);
    }
  }

  @Test
  void keysLabelTheDigitInFocusAndGoOn() {
    String table = table();
    Locator room = open(page, table);
    press(page, "Tab");
    assertThat(room).hasAttribute("data-focus", "1");
    press(page, "7", "Space", ".", "?");
    assertThat(room).hasAttribute("data-focus", "5");
    assertThat(room).hasAttribute("data-labels", "4");
    awaitKept(page);
    Chromium.screenshot(page, "labels-keys");
    JsonNode digits = get("/api/v1/tables/" + table + "/digits");
    List<JsonNode> said = new ArrayList<>(labels(table).values());
    assertThat(said.stream().map(label -> label.get("kind").asString()))
        .containsExactlyInAnyOrder("digit", "digit", "none", "unsure");
    JsonNode accepted =
        said.stream().filter(label -> !label.get("model").isNull()).findFirst().orElseThrow();
    assertThat(digits.values())
        .as("accepted as it was read")
        .anySatisfy(
            digit -> {
              assertThat(digit.get("digit")).isEqualTo(accepted.get("digit"));
              assertThat(digit.get("x").asDouble())
                  .isCloseTo(accepted.get("x").asDouble(), within(1.0));
            });
    assertThat(said).allSatisfy(l -> assertThat(l.get("by").asString()).isEqualTo("Anna"));

    press(page, "Shift+Tab", "Shift+Tab", "Shift+Tab", "Shift+Tab", "Backspace");
    assertThat(room).hasAttribute("data-labels", "3");
    assertThat(room).hasAttribute("data-focus", "1");

    // The next in the column stands below, not beside; after the last comes the next column's head.
    double[] head = focus(room, "data-focus-at");
    double[] at = head;
    for (int row = 1; row < 12; row++) {
      press(page, "c");
      double[] below = focus(room, "data-focus-at");
      assertThat(below[0] + below[2] / 2).isCloseTo(at[0] + at[2] / 2, within(at[2]));
      assertThat(below[1]).isGreaterThan(at[1] + at[3]);
      at = below;
    }
    press(page, "c");
    double[] next = focus(room, "data-focus-at");
    assertThat(next[0]).isGreaterThan(head[0] + 0.5 * head[2]).isLessThan(head[0] + 3 * head[2]);
    assertThat(next[1]).isCloseTo(head[1], within(head[3]));
    assertThat(chromium.complaints).isEmpty();
  }

  /** The digits of a table as the model read them, whatever people say. */
  private JsonNode read(String table) {
    return get("/api/v1/tables/" + table + "/digits?digits=read");
  }

  /** The box in focus: of the scan, or as it stands on the screen. */
  private static double[] focus(Locator room, String attribute) {
    return Arrays.stream(room.getAttribute(attribute).split(","))
        .mapToDouble(Double::parseDouble)
        .toArray();
  }

  private int readAt(String table, double[] box) {
    return read(table).values().stream()
        .min(
            Comparator.comparingDouble(
                d -> Math.hypot(d.get("x").asDouble() - box[0], d.get("y").asDouble() - box[1])))
        .orElseThrow()
        .get("digit")
        .asInt();
  }

  @Test
  void whatTheModelReadsIsItsOwnWordAfterACorrection() {
    String table = table();
    Locator room = open(page, table);
    String places = room.getAttribute("data-places");
    press(page, "Tab");
    int seen = readAt(table, focus(room, "data-focus-at"));
    int said = (seen + 5) % 10;
    press(page, Integer.toString(said));
    awaitKept(page);
    assertThat(
            get("/api/v1/tables/" + table + "/digits").values().stream()
                .filter(d -> d.get("corrected").asBoolean()))
        .singleElement()
        .satisfies(d -> assertThat(d.get("digit").asInt()).isEqualTo(said));

    open(page, table);
    press(page, "Tab");
    assertThat(page.locator("#focus-said")).hasText(Integer.toString(said));
    assertThat(page.locator("#focus-read"))
        .hasText(Pattern.compile("Model [0-9a-f]{12} reads " + seen + " .*"));
    press(page, "Space");
    awaitKept(page);
    assertThat(labels(table).values())
        .singleElement()
        .satisfies(
            label -> {
              assertThat(label.get("digit").asInt()).isEqualTo(seen);
              assertThat(label.get("model").asString()).hasSize(64);
            });
    press(page, "Shift+Tab", "Backspace");
    assertThat(room).hasAttribute("data-labels", "0");
    assertThat(room).hasAttribute("data-places", places);
    awaitKept(page);
    assertThat(get("/api/v1/tables/" + table + "/digits").values())
        .noneMatch(d -> d.get("corrected").asBoolean());
  }

  /** Another version, which read every digit of the table as the next class. */
  private String readByAnother(String table) {
    String another = "0c".repeat(32);
    jdbc.sql(
            "insert into model_version (version, card, weights) select :another,"
                + " '{\"name\":\"Another\"}', weights from model_version where active")
        .param("another", another)
        .update();
    jdbc.sql(
            """
            insert into reading select copy.* from reading r,
              lateral jsonb_populate_record(null::reading, to_jsonb(r) || jsonb_build_object(
                'id', nextval(pg_get_serial_sequence('reading', 'id')), 'model_version', :another,
                'classes', (select jsonb_agg((c + 1) % 10 order by i)
                  from unnest(r.classes) with ordinality d (c, i)))) copy
            where r.read_key = (select read_key from scanned_table where id = :table)
            """)
        .param("another", another)
        .param("table", Long.parseLong(table))
        .update();
    return another;
  }

  @Test
  void theLayerOfTheModelNamesTheVersionAndLetsOneChoose() {
    String table = table();
    String version = get("/api/v1/tables/" + table).get("model").asString();
    int digits = read(table).size();
    String another = readByAnother(table);
    try {
      Locator room = open(page, table);
      assertThat(page.locator("#layer-model-name"))
          .hasText("what model " + version.substring(0, 12) + " reads");
      assertThat(room).hasAttribute("data-model-boxes", Integer.toString(digits));
      press(page, "Tab");
      int seen = readAt(table, focus(room, "data-focus-at"));
      press(page, Integer.toString((seen + 5) % 10), "Space", "Space");
      awaitKept(page);
      assertThat(room).hasAttribute("data-labels", "3");
      press(page, "Escape");
      page.locator("[data-view=fit]").click();
      assertThat(room).hasAttribute("data-model-boxes", Integer.toString(digits));
      Chromium.screenshot(page, "labels-model-layer");

      page.locator("#version").selectOption(another);
      assertThat(page.locator("#layer-model-name")).hasText("what model 0c0c0c0c0c0c reads");
      page.locator("#viewer").focus();
      press(page, "Tab");
      assertThat(page.locator("#focus-read"))
          .hasText(Pattern.compile("Model 0c0c0c0c0c0c reads " + (seen + 1) % 10 + " .*"));
      press(page, "Space");
      awaitKept(page);
      assertThat(labels(table).values())
          .as("and it is that version's word")
          .anySatisfy(
              label -> {
                assertThat(label.get("model").asString("")).isEqualTo(another);
                assertThat(label.get("digit").asInt()).isEqualTo((seen + 1) % 10);
              });
      page.reload();
      page.locator("main[data-ready]").waitFor();
      assertThat(room).hasAttribute("data-model", another);
      page.locator("#layer-model").uncheck();
      assertThat(room).hasAttribute("data-model-boxes", "0");
    } finally {
      jdbc.sql("delete from corrected_reading where model_version = ?").param(another).update();
      jdbc.sql("delete from reading where model_version = ?").param(another).update();
      jdbc.sql("delete from model_version where version = ?").param(another).update();
    }
  }

  @Test
  void twoPeopleWhoSayHowFarThePageIsDecide() {
    String table = table();
    Page bert = person("Bert");
    try {
      Locator annas = open(page, table);
      Locator berts = open(bert, table);
      bert.context().setOffline(true);
      bert.locator("[data-state-of-page=done]").click();
      assertThat(bert.locator("#saved")).hasAttribute("data-saved", "offline");
      page.locator("[data-state-of-page=reviewed]").click();
      awaitKept(page);
      bert.context().setOffline(false);
      bert.locator("#merge").waitFor();
      assertThat(bert.locator(".mergeplace")).hasCount(1);
      assertThat(bert.locator(".mergeplace")).containsText("yours: done");
      assertThat(bert.locator(".mergeplace")).containsText("Anna: reviewed");
      Chromium.screenshot(bert, "labels-merge-state");
      bert.locator("#merge-all-theirs").click();
      bert.locator("#merge-go").click();
      awaitKept(bert);
      assertThat(berts).hasAttribute("data-state", "reviewed");
      assertThat(state(table)).isEqualTo("reviewed");

      // A review is of what was seen: what she labels meanwhile was not.
      bert.locator("[data-state-of-page=done]").click();
      awaitKept(bert);
      assertThat(annas).hasAttribute("data-state", "done");
      bert.context().setOffline(true);
      bert.locator("[data-state-of-page=reviewed]").click();
      assertThat(bert.locator("#saved")).hasAttribute("data-saved", "offline");
      page.locator("#viewer").focus();
      press(page, "Tab", "3");
      awaitKept(page);
      bert.context().setOffline(false);
      bert.locator("#merge").waitFor();
      assertThat(bert.locator(".mergeplace")).containsText("Anna: done");
      bert.locator("#merge-all-ours").click();
      bert.locator("#merge-go").click();
      awaitKept(bert);
      assertThat(state(table)).isEqualTo("reviewed");
      assertThat(labels(table)).hasSize(1);

      // Where she only labels, what he says of the page needs no decision.
      bert.context().setOffline(true);
      bert.locator("[data-state-of-page=done]").click();
      assertThat(bert.locator("#saved")).hasAttribute("data-saved", "offline");
      press(page, "4");
      awaitKept(page);
      bert.context().setOffline(false);
      awaitKept(bert);
      assertThat(bert.locator("#merge")).isHidden();
      assertThat(state(table)).isEqualTo("done");
    } finally {
      bert.context().close();
    }
  }

  private String state(String table) {
    return get("/api/v1/tables/" + table + "/labels/page").get("state").asString();
  }

  @Test
  void undoDoesNotTakeBackWhatSomebodyElseHasSaidSince() {
    String table = table();
    Page bert = person("Bert");
    try {
      Locator annas = open(page, table);
      press(page, "Tab", "9");
      awaitKept(page);
      open(bert, table);
      press(bert, "Tab", "8");
      awaitKept(bert);
      assertThat(annas).hasAttribute("data-revision", "2");
      press(page, "Control+z");
      assertThat(page.locator("#trouble")).containsText("the step was left out");
      assertThat(annas).hasAttribute("data-labels", "1");
      // What comes next is kept, so the step before has not been sent either.
      press(page, "5");
      awaitKept(page);
      assertThat(page.locator("#trouble")).isHidden();
      assertThat(labels(table).values().stream().map(label -> label.get("digit").asInt()))
          .containsExactlyInAnyOrder(8, 5);
      // Her own last step still is hers to take back.
      press(page, "Control+z");
      assertThat(annas).hasAttribute("data-labels", "1");
      awaitKept(page);
      assertThat(labels(table).values())
          .singleElement()
          .satisfies(label -> assertThat(label.get("digit").asInt()).isEqualTo(8));
    } finally {
      bert.context().close();
    }
  }

  /** Two people at one browser: what waits is sent in the name of who did it. */
  @Test
  void whatWaitsBelongsToWhoDidIt() {
    String table = table();
    open(page, table);
    page.context().setOffline(true);
    press(page, "Tab", "1", "2");
    assertThat(page.locator("#saved")).hasAttribute("data-saved", "offline");
    page.route("**/labels", route -> route.abort());
    page.context().setOffline(false);
    page.navigate("/about");
    page.unroute("**/labels");
    become("Bert");
    Locator room = open(page, table);
    awaitKept(page);
    assertThat(room).hasAttribute("data-labels", "0");
    press(page, "Tab", "Tab", "Tab", "3");
    awaitKept(page);
    assertThat(labels(table)).hasSize(1);
    become("Anna");
    open(page, table);
    awaitKept(page);
    assertThat(
            labels(table).values().stream()
                .map(label -> label.get("by").asString() + label.get("digit").asInt()))
        .containsExactlyInAnyOrder("Anna1", "Anna2", "Bert3");
  }

  private void become(String name) {
    page.request()
        .put(
            "/api/v1/person",
            RequestOptions.create()
                .setHeader("Content-Type", "application/json")
                .setData("{\"name\":\"" + name + "\"}"));
  }

  @Test
  void tabCentresAndComesNear() {
    String table = table();
    Locator room = open(page, table);
    for (int i = 0; i < 6; i++) {
      page.locator("[data-view=out]").click();
    }
    page.locator("#viewer").focus();
    for (String key : List.of("Tab", "Tab", "Shift+Tab")) {
      press(page, key);
      assertThat(room).hasAttribute("data-focus", Pattern.compile("[12]"));
      inTheMiddle(room);
    }
    // From far away, too: the last place of the page.
    press(page, "Escape", "Shift+Tab");
    inTheMiddle(room);
  }

  private void inTheMiddle(Locator room) {
    BoundingBox viewer = page.locator("#viewer").boundingBox();
    page.waitForCondition(
        () -> {
          double[] b = focus(room, "data-focus-on-screen");
          return Math.abs(b[0] + b[2] / 2 - viewer.width / 2) < 3
              && Math.abs(b[1] + b[3] / 2 - viewer.height / 2) < 3
              && Math.max(b[2], b[3]) >= 33.9;
        });
  }

  /** A page on its side is labelled upright: arrows, columns and number boxes follow the eye. */
  @Test
  void aTurnedTableIsLabelledUpright() {
    BufferedImage upright = TestScans.drawn(++seed, 12, 6);
    BufferedImage onItsSide =
        new BufferedImage(upright.getHeight(), upright.getWidth(), BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < upright.getHeight(); y++) {
      for (int x = 0; x < upright.getWidth(); x++) {
        // A quarter turn against the clock: turning it by 90 degrees brings it upright again.
        onItsSide
            .getRaster()
            .setSample(y, upright.getWidth() - 1 - x, 0, upright.getRaster().getSample(x, y, 0));
      }
    }
    String table = table(TestScans.encoded(onItsSide, "png"));
    assertThat(get("/api/v1/tables/" + table).get("turn").asInt()).isEqualTo(90);
    Locator room = open(page, table);

    // Across the page is up the scan.
    press(page, "Tab", "3", "Shift+Tab");
    awaitKept(page);
    JsonNode before = labels(table).get(0);
    press(page, "ArrowRight", "Shift+ArrowDown");
    awaitKept(page);
    JsonNode after = labels(table).get(0);
    assertThat(after.get("y").asDouble()).isEqualTo(before.get("y").asDouble() - 1);
    assertThat(after.get("x").asDouble()).isEqualTo(before.get("x").asDouble() + 10);

    // The next in the column stands further down the page: further right on the scan.
    double[] here = focus(room, "data-focus-at");
    press(page, "c");
    double[] below = focus(room, "data-focus-at");
    assertThat(below[0]).isGreaterThan(here[0] + here[2]);
    assertThat(below[1] + below[3] / 2).isCloseTo(here[1] + here[3] / 2, within(here[3]));

    // A number's digits lie side by side on the screen: one above the other on the scan.
    press(page, "Escape");
    page.locator("[data-view=fit]").click();
    BoundingBox viewer = page.locator("#viewer").boundingBox();
    press(page, "m");
    page.mouse().click(viewer.x + 300, viewer.y + 200);
    page.mouse().click(viewer.x + 380, viewer.y + 240);
    press(page, "4", "7", "Enter");
    awaitKept(page);
    List<JsonNode> number =
        labels(table).values().stream()
            .filter(label -> !label.get("number").isNull())
            .sorted(Comparator.comparingInt(label -> label.get("digit").asInt()))
            .toList();
    assertThat(number).hasSize(2);
    JsonNode four = number.get(0);
    JsonNode seven = number.get(1);
    assertThat(four.get("x")).isEqualTo(seven.get("x"));
    assertThat(four.get("y").asDouble())
        .isEqualTo(seven.get("y").asDouble() + seven.get("h").asDouble());
    assertThat(four.get("first").asBoolean() && seven.get("last").asBoolean()).isTrue();
    Chromium.screenshot(page, "labels-turned");
  }

  @Test
  void arrowsMoveAndResizeABox() {
    String table = table();
    Locator room = open(page, table);
    press(page, "Tab", "3", "Shift+Tab");
    awaitKept(page);
    JsonNode before = labels(table).get(0);
    press(page, "ArrowRight", "Shift+ArrowDown", "Alt+ArrowRight", "Alt+ArrowUp", "^", "$");
    assertThat(room).hasAttribute("data-revision", "7");
    JsonNode after = labels(table).get(0);
    assertThat(after.get("x").asDouble()).isEqualTo(before.get("x").asDouble() + 1);
    assertThat(after.get("y").asDouble()).isEqualTo(before.get("y").asDouble() + 10);
    assertThat(after.get("w").asDouble()).isEqualTo(before.get("w").asDouble() + 1);
    assertThat(after.get("h").asDouble()).isEqualTo(before.get("h").asDouble() - 1);
    assertThat(after.get("first").asBoolean() && after.get("last").asBoolean()).isTrue();

    press(page, "Control+z", "Control+z", "Control+z", "Control+z", "Control+z", "Control+z");
    assertThat(room).hasAttribute("data-revision", "13");
    assertThat(labels(table).get(0).get("x")).isEqualTo(before.get("x"));
    press(page, "Control+z");
    assertThat(room).hasAttribute("data-labels", "0");
    press(page, "Control+y", "Control+y");
    assertThat(room).hasAttribute("data-revision", "16");
    assertThat(labels(table).get(0).get("x").asDouble()).isEqualTo(before.get("x").asDouble() + 1);
  }

  @Test
  void boxesAreDrawnByTwoClicksByDraggingAndByKeysAlone() {
    String table = table();
    Locator room = open(page, table);
    BoundingBox viewer = page.locator("#viewer").boundingBox();
    press(page, "n");
    assertThat(page.locator("#hint")).not().isEmpty();
    page.mouse().click(viewer.x + 300, viewer.y + 60);
    page.mouse().click(viewer.x + 330, viewer.y + 100);
    press(page, "8");
    assertThat(room).hasAttribute("data-labels", "1");

    press(page, "x");
    // In the middle of what one sees: there is scan below, wherever the page has moved meanwhile.
    double cx = viewer.x + viewer.width / 2;
    double cy = viewer.y + viewer.height / 2;
    page.mouse().move(cx - 60, cy - 25);
    page.mouse().down();
    page.mouse().move(cx, cy);
    page.mouse().move(cx + 60, cy + 25);
    page.mouse().up();
    assertThat(room).hasAttribute("data-labels", "2");

    press(page, "n", "Enter", "5");
    assertThat(room).hasAttribute("data-labels", "3");
    awaitKept(page);
    assertThat(page.locator("#trouble")).isHidden();
    assertThat(labels(table).values().stream().map(label -> label.get("kind").asString()))
        .containsExactlyInAnyOrder("digit", "contrast", "digit");
  }

  @Test
  void aNumberIsTypedIntoItsBoxAndItsWallsAreDragged() {
    String table = table();
    Locator room = open(page, table);
    BoundingBox viewer = page.locator("#viewer").boundingBox();
    press(page, "m");
    page.mouse().click(viewer.x + 300, viewer.y + 200);
    page.mouse().click(viewer.x + 460, viewer.y + 260);
    press(page, "3", "5", "9", "Backspace", "8", "3");
    assertThat(room).hasAttribute("data-mode", "number");
    Chromium.screenshot(page, "labels-number");
    // Four digits: the second wall stands in the middle.
    page.mouse().move(viewer.x + 380, viewer.y + 230);
    page.mouse().down();
    page.mouse().move(viewer.x + 395, viewer.y + 230);
    page.mouse().move(viewer.x + 400, viewer.y + 230);
    page.mouse().up();
    press(page, "Enter");
    assertThat(room).hasAttribute("data-labels", "4");
    awaitKept(page);
    List<JsonNode> digits =
        labels(table).values().stream()
            .sorted((a, b) -> Double.compare(a.get("x").asDouble(), b.get("x").asDouble()))
            .toList();
    assertThat(digits.stream().map(d -> d.get("digit").asInt())).containsExactly(3, 5, 8, 3);
    assertThat(digits.get(0).get("first").asBoolean()).isTrue();
    assertThat(digits.get(3).get("last").asBoolean()).isTrue();
    assertThat(digits.stream().map(d -> d.get("number").asString()).distinct()).hasSize(1);
    assertThat(digits.get(1).get("w").asDouble())
        .as("the wall was dragged to the right")
        .isGreaterThan(digits.get(2).get("w").asDouble() + 5);
    for (int i = 0; i < 3; i++) {
      assertThat(digits.get(i).get("x").asDouble() + digits.get(i).get("w").asDouble())
          .isEqualTo(digits.get(i + 1).get("x").asDouble());
    }

    // A wall of a number that is there already.
    double before = digits.get(3).get("x").asDouble();
    page.mouse().move(viewer.x + 420, viewer.y + 230);
    page.mouse().down();
    page.mouse().move(viewer.x + 430, viewer.y + 230);
    page.mouse().move(viewer.x + 436, viewer.y + 230);
    page.mouse().up();
    assertThat(room).hasAttribute("data-revision", "2");
    assertThat(
            labels(table).values().stream()
                .mapToDouble(d -> d.get("x").asDouble())
                .max()
                .orElseThrow())
        .isGreaterThan(before + 5);
    press(page, "Control+z", "Control+z");
    assertThat(room).hasAttribute("data-labels", "0");
  }

  @Test
  void nothingIsLostWhenTheConnectionDrops() {
    String table = table();
    Locator room = open(page, table);
    page.context().setOffline(true);
    press(page, "Tab", "1", "2", "3");
    assertThat(page.locator("#saved")).hasAttribute("data-saved", "offline");
    assertThat(page.locator("#saved")).containsText("3");
    Chromium.screenshot(page, "labels-offline");
    assertThat(labels(table)).isEmpty();
    page.context().setOffline(false);
    awaitKept(page);
    assertThat(labels(table)).hasSize(3);

    // Nor when the tab is closed before the connection is back.
    page.context().setOffline(true);
    press(page, "4");
    assertThat(page.locator("#saved")).hasAttribute("data-saved", "offline");
    page.context().setOffline(false);
    page.route("**/labels", route -> route.abort());
    page.navigate("/about");
    page.unroute("**/labels");
    open(page, table);
    awaitKept(page);
    assertThat(labels(table)).hasSize(4);
    assertThat(room).hasAttribute("data-labels", "4");
  }

  /** Both wait in the same browser: neither forgets what the other has done. */
  @Test
  void twoTabsWithoutAConnectionLoseNothing() {
    String table = table();
    open(page, table);
    Page second = page.context().newPage();
    open(second, table);
    page.context().setOffline(true);
    press(page, "Tab", "1");
    assertThat(page.locator("#saved")).hasAttribute("data-saved", "offline");
    press(second, "Tab", "Tab", "Tab", "3");
    assertThat(second.locator("#saved")).hasAttribute("data-saved", "offline");
    press(page, "2");
    assertThat(page.locator("#saved")).containsText("2");
    // Both are closed before the connection is back; whoever comes next sends it all.
    page.route("**/labels", route -> route.abort());
    second.close();
    page.context().setOffline(false);
    page.navigate("/about");
    page.unroute("**/labels");
    Locator room = open(page, table);
    awaitKept(page);
    assertThat(room).hasAttribute("data-labels", "3");
    assertThat(labels(table).values().stream().map(label -> label.get("digit").asInt()))
        .containsExactlyInAnyOrder(1, 2, 3);
  }

  /** How many pixels of the layer above the scan are of a colour; of any, when none is named. */
  private static long painted(Page one, String colour) {
    return ((Number)
            one.evaluate(
                "async (name) => {"
                    + " await new Promise((done) => requestAnimationFrame(() =>"
                    + "   requestAnimationFrame(done)));"
                    + " const canvas = document.querySelector('#viewer canvas.overlay');"
                    + " const probe = document.createElement('canvas').getContext('2d');"
                    + " probe.fillStyle = getComputedStyle(document.documentElement)"
                    + "   .getPropertyValue(name || '--ink').trim(); probe.fillRect(0, 0, 1, 1);"
                    + " const [r, g, b] = probe.getImageData(0, 0, 1, 1).data;"
                    + " const d = canvas.getContext('2d')"
                    + "   .getImageData(0, 0, canvas.width, canvas.height).data;"
                    + " let n = 0; for (let i = 0; i < d.length; i += 4) if (d[i + 3] > 200 &&"
                    + "   (!name || (d[i] === r && d[i + 1] === g && d[i + 2] === b))) n++;"
                    + " return n; }",
                colour))
        .longValue();
  }

  @Test
  void layersShowWhoSaysWhat() {
    String table = table();
    Page bert = person("Bert");
    try {
      open(bert, table);
      press(bert, "Tab", "1", "2");
      awaitKept(bert);
    } finally {
      bert.context().close();
    }
    Locator room = open(page, table);
    press(page, "Tab", "Tab", "Tab", "3", "4");
    assertThat(room).hasAttribute("data-labels", "4");
    awaitKept(page);
    press(page, "Escape");
    Chromium.screenshot(page, "labels-layers");
    long all = painted(page, "");
    assertThat(painted(page, "--verdigris")).as("Bert's").isPositive();
    page.locator("#layer-others").uncheck();
    assertThat(painted(page, "--verdigris")).isZero();
    page.locator("#layer-model").uncheck();
    long mine = painted(page, "");
    assertThat(mine).as("what the model reads is gone").isPositive().isLessThan(all);
    page.locator("#layer-mine").uncheck();
    assertThat(painted(page, "")).isLessThan(mine);
    // Who said what of a place, from the place itself.
    page.locator("#layer-mine").check();
    page.locator("#viewer").focus();
    press(page, "Tab");
    page.locator("#focus-history").click();
    assertThat(page.locator(".action")).hasCount(1);
    assertThat(page.locator(".action")).containsText("Bert");
  }

  @Test
  void aPageHasFiveStates() {
    String table = table();
    Locator room = open(page, table);
    assertThat(room).hasAttribute("data-state", "untouched");
    for (String state : List.of("in_progress", "done", "reviewed", "reviewed_empty")) {
      page.locator("[data-state-of-page='" + state + "']").click();
      assertThat(room).hasAttribute("data-state", state);
      awaitKept(page);
      assertThat(get("/api/v1/tables/" + table + "/labels/page").get("state").asString())
          .isEqualTo(state);
    }
    // What has a digit is not empty, and what is touched again has to be reviewed again.
    page.locator("#viewer").focus();
    press(page, "Tab", "7");
    awaitKept(page);
    assertThat(room).hasAttribute("data-state", "in_progress");
    page.locator("[data-state-of-page='reviewed_empty']").click();
    assertThat(page.locator("#trouble")).isVisible();
    assertThat(room).hasAttribute("data-state", "in_progress");
    assertThat(page.locator("[data-state-of-page=reviewed_empty]"))
        .hasAttribute("aria-pressed", "false");
    assertThat(state(table)).isEqualTo("in_progress");
  }

  @Test
  void anAnswerThatIsLostDoesNoHarm() {
    String table = table();
    open(page, table);
    boolean[] lost = {false};
    page.route(
        "**/labels",
        route -> {
          if (route.request().method().equals("PATCH") && !lost[0]) {
            lost[0] = true;
            route.fetch(); // the server hears it, the page hears nothing
            route.abort();
          } else {
            route.resume();
          }
        });
    press(page, "Tab", "6", "5");
    awaitKept(page);
    assertThat(lost[0]).isTrue();
    assertThat(labels(table)).hasSize(2);
    assertThat(get("/api/v1/tables/" + table + "/labels/page").get("revision").asInt())
        .isEqualTo(2);
  }

  @Test
  void twoPeopleAtOnePageLoseNothingAndDecideWhereTheyDiffer() {
    String table = table();
    Page bert = person("Bert");
    try {
      Locator annas = open(page, table);
      open(bert, table);
      // Bert is cut off while Anna labels; he labels the first place otherwise, and others too.
      bert.context().setOffline(true);
      press(bert, "Tab", "1", "2", "3");
      assertThat(bert.locator("#saved")).hasAttribute("data-saved", "offline");
      press(page, "Tab", "9", "2");
      awaitKept(page);
      bert.context().setOffline(false);
      Locator dialog = bert.locator("#merge");
      dialog.waitFor();
      assertThat(bert.locator(".mergeplace")).hasCount(1);
      Chromium.screenshot(bert, "labels-merge");
      assertThat(bert.locator("#merge-go")).isDisabled();
      bert.locator(".mergeplace input").first().check();
      bert.locator("#merge-go").click();
      awaitKept(bert);
      List<JsonNode> said = new ArrayList<>(labels(table).values());
      assertThat(said).as("no two boxes on one digit").hasSize(3);
      assertThat(said.stream().map(label -> label.get("digit").asInt()))
          .containsExactlyInAnyOrder(1, 2, 3);
      assertThat(get("/api/v1/tables/" + table + "/labels/history").values())
          .as("Anna's word is in the history")
          .anySatisfy(
              event -> {
                assertThat(event.get("by").asString()).isEqualTo("Anna");
                assertThat(event.at("/after/digit").asInt()).isEqualTo(9);
              });

      // What others do comes by itself; what does not touch the same place needs no decision.
      assertThat(annas).hasAttribute("data-labels", "3");
      press(page, "Tab", "Tab", "8");
      awaitKept(page);
      press(bert, "5");
      awaitKept(bert);
      assertThat(dialog).isHidden();
      assertThat(labels(table)).hasSize(5);
    } finally {
      bert.context().close();
    }
  }

  @Test
  void pagesGetTheirStateAndATableViewDoesTheSame() {
    String table = table();
    Locator room = open(page, table);
    page.locator("#as-table summary").click();
    Locator fields = page.locator("#table-rows input");
    assertThat(fields.nth(100)).isAttached();
    fields.nth(0).fill("4");
    fields.nth(1).fill(".");
    fields.nth(2).focus();
    assertThat(room).hasAttribute("data-labels", "2");
    fields.nth(0).fill("");
    fields.nth(2).focus();
    assertThat(room).hasAttribute("data-labels", "1");
    page.locator("[data-state-of-page='done']").click();
    assertThat(room).hasAttribute("data-state", "done");
    awaitKept(page);
    assertThat(get("/api/v1/tables/" + table + "/labels/page").get("state").asString())
        .isEqualTo("done");
    page.locator("#open-help").click();
    assertThat(page.locator("#help")).isVisible();
    Chromium.screenshot(page, "labels-help");
    page.keyboard().press("Escape");
    page.evaluate(Chromium.axe());
    Object findings =
        page.evaluate(
            "async () => (await axe.run(document)).violations"
                + ".filter(v => ['serious', 'critical'].includes(v.impact))"
                + ".map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).join(', '))");
    assertThat((List<?>) findings).isEmpty();
  }

  @Test
  void twoThousandBoxesMoveSmoothly() {
    String table = table();
    List<String> boxes = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      boxes.add(
          "{\"id\":\"%s\",\"x\":%d,\"y\":%d,\"w\":8,\"h\":9,\"digit\":%d}"
              .formatted(UUID.randomUUID(), 20 + i % 50 * 10, 20 + i / 50 * 14, i % 10));
    }
    APIResponse put =
        page.request()
            .put(
                "/api/v1/tables/" + table + "/labels",
                RequestOptions.create()
                    .setHeader("Content-Type", "application/json")
                    .setHeader("If-Match", "\"r0\"")
                    .setData("[" + String.join(",", boxes) + "]"));
    assertThat(put.status()).as(put.text()).isEqualTo(200);
    Locator room = open(page, table);
    assertThat(room).hasAttribute("data-labels", "2000");
    // What is drawn anew while the page is zoomed and goes from box to box, and how long from a
    // key to the next box in focus and painted.
    page.evaluate(
        """
        () => {
          const room = document.querySelector("main");
          const m = (window.measured = { paints: [], frames: [], keys: [], done: false });
          let last = performance.now();
          let pressed = 0;
          const each = (now) => {
            m.frames.push(now - last);
            last = now;
            m.paints.push(Number(room.dataset.paint));
            if (!m.done) requestAnimationFrame(each);
          };
          requestAnimationFrame(each);
          addEventListener("keydown", () => (pressed = performance.now()), true);
          new MutationObserver(() => {
            const at = pressed;
            requestAnimationFrame(() => m.keys.push(performance.now() - at));
          }).observe(room, { attributeFilter: ["data-focus"] });
        }
        """);
    page.evaluate(
        """
        async () => {
          const canvas = document.querySelector("#viewer .openseadragon-canvas");
          const at = { clientX: 400, clientY: 400, bubbles: true, cancelable: true };
          for (let i = 0; i < 60; i++) {
            canvas.dispatchEvent(new WheelEvent("wheel", { deltaY: i < 30 ? -60 : 60, ...at }));
            await new Promise(requestAnimationFrame);
          }
        }
        """);
    press(page, "Tab", "3", "4", "5", "6", "7", "8", "9", "1", "2");
    assertThat(room).hasAttribute("data-focus", "10");
    page.waitForFunction("() => window.measured.keys.length >= 10");
    Object measured =
        page.evaluate(
            """
            () => {
              const { paints, frames, keys } = window.measured;
              window.measured.done = true;
              const sorted = (all) => all.sort((x, y) => x - y);
              const at = (all, q) => sorted(all)[Math.floor(q * (all.length - 1))];
              return [paints, frames, keys].flatMap((all) => [at(all, 0.5), at(all, 0.9)]);
            }
            """);
    List<Double> times =
        ((List<?>) measured).stream().map(time -> ((Number) time).doubleValue()).toList();
    System.out.printf(
        "2,000 boxes, median and nine in ten: %.1f, %.1f ms to draw them all; %.1f, %.1f ms from"
            + " frame to frame; %.1f, %.1f ms from a key to the next box%n",
        times.toArray());
    assertThat(times.get(0)).as("milliseconds of a frame of 16").isLessThan(12);
    Chromium.screenshot(page, "labels-two-thousand");
    awaitKept(page);
    assertThat(labels(table)).hasSize(2000);
  }
}
