package org.tabularium.app.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import org.tabularium.network.lrp.Layer;
import org.tabularium.network.lrp.Layer.Padding;
import org.tabularium.network.lrp.Net;
import org.tabularium.network.onnx.NetWriter;
import tools.jackson.databind.JsonNode;

/** The lens: another network is chosen, waited for, cancelled, looked through, worked by keys. */
class LensIT extends PairRoom {

  private static final String CANCELLED = "Cancelled. Switch the lens on again to ask anew.";
  private static final String SEEDED = "Seeded";

  private String first;
  private String second;
  private String network;

  @BeforeAll
  void lay() throws IOException {
    first = read("Looked at", "lens-a.png", sample("s02_tavole_1541_p014"));
    second = read("Looked at", "lens-b.png", sample("s02_tavole_1541_p028"));
    network = bring();
  }

  @AfterAll
  void putAway() {
    somebody().request().delete("/api/v1/lenses/" + network);
  }

  @Test
  void anotherNetworkIsChosenCancelledAndComesWhenItIsAskedForAgain() {
    open(first, second, "");
    page.locator("#show-lens").check();
    double[] typefaces = lens();
    assertThat(said()).containsText("Typefaces");
    String seen = overlay();
    Set<String> all = new HashSet<>();

    // By the pointer.
    String job = begun(() -> page.locator("#lens-model").selectOption(network));
    all.add(job);
    assertThat(said()).containsText("Looking at both tables with the other network");
    assertThat(page.locator("#lens-progress")).isVisible();
    moves();
    Chromium.screenshot(page, "lens-progress");
    page.locator("#lens-cancel").click();
    isCancelled(job);
    Chromium.screenshot(page, "lens-cancelled");
    axe();

    // By keys; who has cancelled stands where she can ask again, and her choice is kept.
    tabTo("#show-lens");
    job = begun(() -> page.keyboard().press("Space"));
    assertThat(all.add(job)).as("new work").isTrue();
    moves();
    tabTo("#lens-cancel");
    page.keyboard().press("Enter");
    isCancelled(job);
    assertThat(page.locator("#show-lens")).isFocused();

    // By somebody else.
    job = begun(() -> page.keyboard().press("Space"));
    assertThat(all.add(job)).isTrue();
    moves();
    page.request().delete("/api/v1/jobs/" + job);
    isCancelled(job);

    job = begun(() -> page.locator("#show-lens").check());
    assertThat(all.add(job)).isTrue();
    double[] sums = lens();
    assertThat(state(job)).isEqualTo("done");
    assertThat(sums[2]).isNotCloseTo(typefaces[2], within(1e-6));
    for (int side = 0; side < 2; side++) {
      assertThat(sums[side]).as("heat and losses").isCloseTo(sums[2], within(1e-4 * sums[2]));
    }
    assertThat(page.locator("#lens-progress")).isHidden();
    assertThat(page.locator("#lens-cancel")).isHidden();
    assertThat(said()).containsText(SEEDED);
    assertThat(overlay()).isNotEqualTo(seen);
    Chromium.screenshot(page, "lens-other-network");
    assertThat(chromium.complaints).isEmpty();
  }

  /** An address that names a network which is gone says so, and lets one choose another. */
  @Test
  void anAddressNamesTheNetwork() {
    open(first, second, "");
    page.locator("#show-lens").check();
    lens();
    String told = said().textContent();
    String typefaces = page.locator("#lens-model").inputValue();
    Page other = somebody();
    other.navigate(page.locator("#lasting").getAttribute("href"));
    other.locator("main.pair[data-lens]").waitFor();
    assertThat(other.locator("#lens-said")).hasText(told);
    other.context().close();

    open(first, second, "?lens=" + "0".repeat(64));
    assertThat(said()).containsText("the network that the address names is not here");
    Chromium.screenshot(page, "lens-gone");
    // Nor is any other taken for it, however often it is asked for.
    page.locator("#show-lens").uncheck();
    page.locator("#show-lens").check();
    assertThat(said()).containsText("the network that the address names is not here");
    assertThat(page.locator("#lens-model")).hasValue("");
    page.locator("#lens-model").selectOption(typefaces);
    lens();
    assertThat(said()).hasText(told);
    assertThat(chromium.complaints).isEmpty();
  }

  /**
   * Figure 11 C of the paper: where the bigram network has nothing, a network of forms has much.
   */
  @Test
  void theGenericNetworkLooksAtBorders() {
    open(first, second, "");
    page.locator("#show-lens").check();
    lens();
    JsonNode view =
        get(
            "/api/v1/lenses/"
                + page.locator("#lens-model").inputValue()
                + "/explanations?a="
                + first
                + "&b="
                + second);
    for (String side : List.of("a", "b")) {
      double covered = view.at("/" + side + "/digits").asDouble();
      assertThat(view.at("/" + side + "/onDigits").asDouble()).isBetween(covered, 0.5);
    }
    page.locator("#lens-size").fill("240");
    page.evaluate("scrollTo(0, 0)");
    Chromium.screenshot(page, "lens-borders");
    page.locator("#lens-size").fill("40");
    double[] heading = under(22);
    Chromium.screenshot(page, "lens-on-a-border");
    double[] columns = under(242);
    assertThat(heading[1]).as("no number, no bigram").isZero();
    assertThat(heading[0]).as("and yet much for a network of forms").isGreaterThan(2);
    assertThat(columns[1]).as("among the numbers").isGreaterThan(columns[0]).isPositive();
    assertThat(chromium.complaints).isEmpty();
  }

  @Test
  void itIsWorkedByKeysAlone() {
    open(first, second, "");
    tabTo("#show-lens");
    page.keyboard().press("Space");
    lens();
    tabTo("#lens-size");
    String size = page.locator("#lens-size").inputValue();
    page.keyboard().press("ArrowRight");
    assertThat(page.locator("#lens-size")).not().hasValue(size);
    tabTo("#lens-keys");
    Locator room = page.locator("main.pair");
    for (String key : List.of("ArrowLeft", "ArrowUp", "ArrowRight", "ArrowDown", "Enter")) {
      String before = room.getAttribute("data-lens-at");
      page.keyboard().press(key);
      assertThat(room).not().hasAttribute("data-lens-at", before);
    }
    assertThat(room).hasAttribute("data-lens-at", Pattern.compile("1 .*"));
    size = page.locator("#lens-size").inputValue();
    page.keyboard().press("+");
    assertThat(page.locator("#lens-size")).not().hasValue(size);
    page.keyboard().press("-");
    assertThat(page.locator("#lens-size")).hasValue(size);
    tabTo("#lens-list summary");
    page.keyboard().press("Enter");
    assertThat(page.locator("#lens-list tbody tr").first()).isVisible();
    Chromium.screenshot(page, "lens-by-keys");
    axe();
    assertThat(chromium.complaints).isEmpty();
  }

  /** What a network and the losses make of a side each, and the score. */
  private double[] lens() {
    Locator room = page.locator("main.pair[data-lens]");
    room.waitFor(new Locator.WaitForOptions().setTimeout(PATIENCE));
    return Stream.of(room.getAttribute("data-lens").split(" "))
        .mapToDouble(Double::parseDouble)
        .toArray();
  }

  /** Which per cent of either network's relevance lie under the glass, so far down the sheet. */
  private double[] under(double down) {
    String before = page.locator("main.pair").getAttribute("data-lens-at");
    var box = page.locator("#viewer-a").boundingBox();
    page.mouse().move(box.x + box.width / 2, box.y + down);
    assertThat(page.locator("main.pair")).not().hasAttribute("data-lens-at", before);
    return Pattern.compile("(\\d+\\.\\d) %")
        .matcher(page.locator("#lens-under").textContent())
        .results()
        .mapToDouble(found -> Double.parseDouble(found.group(1)))
        .toArray();
  }

  private Locator said() {
    return page.locator("#lens-said");
  }

  private String overlay() {
    return (String)
        page.evaluate("() => document.querySelector('#viewer-a canvas.overlay').toDataURL()");
  }

  /** The job that is begun. */
  private String begun(Runnable asked) {
    Response answer =
        page.waitForResponse(
            one -> one.url().contains("/api/v1/lenses/" + network) && one.status() == 202, asked);
    return JSON.readTree(answer.text()).get("job").asString();
  }

  private void moves() {
    page.waitForFunction("() => document.getElementById('lens-progress').value > 0");
  }

  private String state(String job) {
    return get("/api/v1/jobs/" + job).get("state").asString();
  }

  private void isCancelled(String job) {
    assertThat(said()).hasText(CANCELLED);
    assertThat(state(job)).isEqualTo("cancelled");
    rests("lens");
    assertThat(page.locator("#show-lens")).not().isChecked();
    for (String gone : List.of("lens-choices", "lens-progress", "lens-cancel", "lens-list")) {
      assertThat(page.locator("#" + gone)).isHidden();
    }
    assertThat(page.locator("main.pair[data-lens]")).hasCount(0);
  }

  private static BufferedImage sample(String name) throws IOException {
    return ImageIO.read(
        new ClassPathResource("corpus-samples/pages/" + name + ".jpg").getInputStream());
  }

  /** So many maps that one can cancel in the middle; what it sees is of no interest here. */
  private String bring() {
    Random random = new Random(7);
    List<Layer> layers =
        List.of(
            convolution(random, 1, 32),
            new Layer.Rectify(),
            convolution(random, 32, 48),
            new Layer.Rectify(),
            new Layer.MaxPool(2, 2, Padding.NONE));
    byte[] onnx =
        NetWriter.write(
            Net.sequence(new int[] {1, 640, 480}, layers),
            List.of("conv1", "relu1", "conv2", "relu2", "pool"));
    APIResponse answer =
        page.request()
            .post(
                "/api/v1/lenses",
                RequestOptions.create()
                    .setMultipart(
                        FormData.create()
                            .set("name", SEEDED)
                            .set(
                                "file",
                                new FilePayload("seeded.onnx", "application/octet-stream", onnx))));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return JSON.readTree(answer.text()).get("id").asString();
  }

  private static Layer convolution(Random random, int in, int out) {
    double[] w = new double[9 * in * out];
    Arrays.setAll(w, i -> random.nextGaussian() / 3);
    double[] b = new double[out];
    Arrays.setAll(b, i -> 0.05 * random.nextGaussian());
    return new Layer.Convolve(in, out, 3, 3, 1, 1, new Padding(1, 1, 1, 1), w, b);
  }
}
