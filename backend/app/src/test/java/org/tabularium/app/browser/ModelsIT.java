package org.tabularium.app.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.RequestOptions;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;
import org.tabularium.app.ForeignNetworks;
import org.tabularium.app.TabulariumTest;
import org.tabularium.network.model.DigitModel;

/** A network of other tools, from the form on the page of the models to its own page. */
@TabulariumTest
@TestPropertySource(properties = "tabularium.samples=false")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModelsIT {

  /** A trial reads a page, perhaps on a machine that has other things to do. */
  private static final double PATIENCE = 100_000;

  private static final String AXE =
      "async () => (await axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa',"
          + " 'wcag22aa'] })).violations.map((v) => v.id + ': ' + v.nodes.map((n) =>"
          + " n.html).join(' '))";

  @LocalServerPort private int port;
  private Chromium chromium;
  private Page page;

  @BeforeAll
  void openTheHouse() {
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
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
    page.setDefaultTimeout(PATIENCE);
    APIResponse named =
        page.request()
            .put(
                "/api/v1/person",
                RequestOptions.create()
                    .setHeader("Content-Type", "application/json")
                    .setData("{\"name\":\"Bettina\"}"));
    assertThat(named.status()).isEqualTo(200);
  }

  @AfterEach
  void leave() {
    page.context().close();
  }

  private void choose(String name, byte[] bytes) {
    page.locator("#model-onnx")
        .setInputFiles(new FilePayload(name, "application/octet-stream", bytes));
  }

  private void accessible() {
    page.evaluate(Chromium.axe());
    assertThat(page.evaluate(AXE))
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
        .isEmpty();
  }

  @Test
  void aNetworkIsTriedUnderstoodRegisteredAndStandsOnItsPage() {
    DigitModel odd = ForeignNetworks.otherMaps("1234567890", 0.05);
    page.navigate("/models");
    choose("one-first.onnx", ForeignNetworks.of(odd));
    page.locator("#model-file button[name=preview]").click();
    assertThat(page.locator("#trial")).containsText("it reads nothing");
    assertThat(page.locator("#hint")).containsText("1234567890");
    assertThat(page.locator("#brought-title")).hasText("It was tried");
    assertThat(page.locator("#outcome")).isFocused();
    accessible();
    Chromium.screenshot(page, "model-file-tried");

    // The hint goes into the form, which has kept the file.
    page.locator("#use-hint").click();
    assertThat(page.locator("#model-order")).hasValue("1234567890");
    page.locator("#model-about").fill("From a school of printers in Paris");
    Chromium.screenshot(page, "model-file-form");
    page.locator("#model-file button.primary").click();
    assertThat(page.locator("#brought-title")).hasText("It is registered as a candidate");
    assertThat(page.locator("#hint")).hasCount(0);
    assertThat(page.locator("#versions")).containsText("one-first.onnx");
    assertThat(page.locator("#sending")).isHidden();
    accessible();
    Chromium.screenshot(page, "model-file-registered");

    page.locator("#outcome a").first().click();
    assertThat(page.locator("dl.facts").first()).containsText("From a school of printers in Paris");
    assertThat(page.locator("dl.facts").first()).containsText("Bettina");
    assertThat(page.locator("#use-title")).isVisible();
    accessible();
    Chromium.screenshot(page, "model-file-version");
    page.locator("summary", new Page.LocatorOptions().setHasText("Discard this candidate")).click();
    page.locator("form[action$=discard] button").click();
    assertThat(page.locator(".pagehead .badge")).hasText("discarded");
    assertThat(chromium.complaints).isEmpty();
  }

  @Test
  void whatIsRefusedIsSaidOnThePageAndTheFormStaysFilled() {
    page.navigate("/models");
    byte[] good = ForeignNetworks.of(ForeignNetworks.deeper(911));
    String text = new String(good, StandardCharsets.ISO_8859_1).replace("Relu", "Tanh");
    page.locator("#model-file details summary").click();
    page.locator("#model-name").fill("Of another kind");
    choose("tanh.onnx", text.getBytes(StandardCharsets.ISO_8859_1));
    page.locator("#model-file button.primary").click();
    assertThat(page.locator("#refusal")).containsText("the operator Tanh (node relu1)");
    assertThat(page.locator("#model-name")).hasValue("Of another kind");
    accessible();
    Chromium.screenshot(page, "model-file-refused");
  }
}
