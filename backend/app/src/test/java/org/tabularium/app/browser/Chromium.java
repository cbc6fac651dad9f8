package org.tabularium.app.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ViewportSize;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The system's Chromium, driven by the Playwright that npm fetched (frontend/package.json). What a
 * page writes to its console as a warning or an error, the security policy's complaints among them,
 * is kept in {@link #complaints}.
 */
final class Chromium implements AutoCloseable {

  static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final Path NODE_MODULES =
      Path.of(System.getProperty("tabularium.node-modules", "../../frontend/node_modules"));

  final List<String> complaints = new ArrayList<>();
  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  static Chromium start() {
    String executable = found(executable());
    System.setProperty("playwright.cli.dir", driver().toString());
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions()
                .setEnv(
                    Map.of(
                        "PLAYWRIGHT_NODEJS_PATH", "node",
                        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    Browser browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(Path.of(executable))
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync")));
    return new Chromium(playwright, browser);
  }

  /** Fails with one sentence where there is no Chromium: a browser test is never skipped. */
  static String found(Optional<String> executable) {
    return executable
        .filter(name -> Files.isExecutable(Path.of(name)))
        .orElseThrow(
            () ->
                new AssertionError(
                    "The browser tests need Chromium"
                        + executable.map(name -> ", and " + name + " is none").orElse("")
                        + ": install it (on Debian: apt-get install chromium) or name its"
                        + " executable with -Dtabularium.chromium=..."));
  }

  /** A page of a person's own, with her own cookies. */
  Page page(String address, boolean scripts) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setBaseURL(address)
                .setLocale("en")
                .setJavaScriptEnabled(scripts)
                .setViewportSize(new ViewportSize(1280, 800)));
    Page page = context.newPage();
    page.onConsoleMessage(
        message -> {
          if (List.of("error", "warning").contains(message.type())
              && !ofScreenshot(message.text())) {
            complaints.add(page.url() + ": " + message.text());
          }
        });
    page.onPageError(error -> complaints.add(page.url() + ": " + error));
    return page;
  }

  /**
   * Playwright hides the caret with a style of its own before a screenshot; the policy refuses it.
   */
  private static boolean ofScreenshot(String complaint) {
    return complaint.contains("sha256-9xTiqzfwFaL2SGb1rmr8gysEwVVjIvqWAgmZgqFqpEE=");
  }

  static void screenshot(Page page, String name) {
    page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
  }

  static String axe() {
    try {
      return Files.readString(NODE_MODULES.resolve("axe-core/axe.min.js"));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "axe-core is missing: run Maven's build of frontend, which fetches it from npm", e);
    }
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }

  /** Playwright looks for its driver in a folder called "package"; npm's is called by its name. */
  private static Path driver() {
    Path from = NODE_MODULES.resolve("playwright-core");
    Path to = Path.of("target", "playwright", "package");
    if (!Files.exists(from.resolve("cli.js"))) {
      throw new AssertionError(
          "playwright-core is missing: run Maven's build of frontend, which fetches it from npm");
    }
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else if (!Files.exists(copy) || Files.size(copy) != Files.size(file)) {
          Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return to.getParent().toAbsolutePath();
  }

  private static Optional<String> executable() {
    @Nullable String named = System.getProperty("tabularium.chromium");
    if (named == null) {
      named = System.getenv("TABULARIUM_CHROMIUM");
    }
    if (named != null && !named.isBlank()) {
      return Optional.of(named);
    }
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
        .flatMap(name -> Stream.of(path.split(File.pathSeparator)).map(p -> Path.of(p, name)))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }
}
