package org.tabularium.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.tabularium.app.platform.TestDatabase;

/**
 * The application as a user starts it: the packaged jar in a process of its own, with the embedded
 * PostgreSQL server. Closing it kills it if it still runs.
 */
public final class PackagedApplication implements AutoCloseable {

  private static final Pattern READY =
      Pattern.compile("Tabularium is ready: (http://127\\.0\\.0\\.1:\\d+)");
  private static final long PATIENCE_SECONDS = 300;

  private final Process process;
  private final Path output;

  private PackagedApplication(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** Starts it on a free port, unless the arguments say otherwise, without waiting for it. */
  public static PackagedApplication start(Path data, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // a start is most of what these tests wait for
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx1g", "-jar", jar().toString()));
    command.add("--tabularium.data=" + data);
    command.add("--tabularium.postgres.programs=" + TestDatabase.programs());
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile("tabularium-application-", ".log");
    // a place where nothing lies, so that nothing can depend on where it is started
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(TestDatabase.temporaryFolder().toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("SPRING_"));
    builder.environment().put("SERVER_PORT", "0");
    return new PackagedApplication(builder.start(), output);
  }

  /** Waits until it says that it is ready, and returns its address, without a slash at the end. */
  public String awaitReady() throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) {
      Matcher ready = READY.matcher(output());
      if (ready.find()) {
        return ready.group(1);
      }
      assertThat(process.isAlive()).as("ended before it was ready:\n%s", output()).isTrue();
      assertThat(System.nanoTime()).as("not ready in time:\n%s", output()).isLessThan(end);
      Thread.sleep(50);
    }
  }

  /** Waits until it has ended by itself, and returns its exit status. */
  public int awaitEnd() throws IOException, InterruptedException {
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
        .as("still running:\n%s", output())
        .isTrue();
    return process.exitValue();
  }

  /** Ends it as Ctrl+C does, and waits. */
  public int stop() throws IOException, InterruptedException {
    process.destroy();
    return awaitEnd();
  }

  /** Ends it without a chance to tidy up. */
  public void kill() throws IOException, InterruptedException {
    process.destroyForcibly();
    awaitEnd();
  }

  /** All it has written so far. */
  public String output() throws IOException {
    return Files.readString(output);
  }

  public long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(30, TimeUnit.SECONDS);
      Files.deleteIfExists(output);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path jar() throws IOException {
    Path target = Path.of(System.getProperty("basedir", ""), "target").toAbsolutePath();
    try (Stream<Path> files = Files.list(target)) {
      return files
          .filter(file -> file.getFileName().toString().matches("tabularium-app-.*\\.jar"))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalStateException(
                      "No jar in " + target + ": run this test with mvn verify, which makes it."));
    }
  }
}
