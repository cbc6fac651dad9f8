package org.tabularium.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.tabularium.network.image.UnreadableScan;
import org.tabularium.network.onnx.ModelFiles;
import org.tabularium.network.reading.Progress;
import org.tabularium.network.reading.Reading;
import org.tabularium.network.reading.TableReader;

/**
 * The command that reads every scan of a folder, from the file to the reading, scale, turn and
 * other sizes of type to choose: {@code CorpusCost FOLDER [THREADS]}. Prints medians a page of wall
 * and processor time, and the most memory that the process took. The first pages warm up and do not
 * count.
 */
public final class CorpusCost {
  private static final int WARM_UP = 5;

  private CorpusCost() {}

  public static void main(String[] arguments) throws IOException, UnreadableScan {
    Path folder = Path.of(arguments[0]);
    int threads = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2;
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    List<Path> scans;
    try (Stream<Path> all = Files.list(folder)) {
      scans =
          all.filter(p -> p.toString().matches(".*\\.(jpe?g|png|tiff?|webp)")).sorted().toList();
    }
    List<Double> wall = new ArrayList<>();
    List<Double> processor = new ArrayList<>();
    int apart = 0;
    try (TableReader reader = new TableReader(ModelFiles.shipped().model(), threads)) {
      for (Path scan : scans.subList(0, Math.min(WARM_UP, scans.size()))) {
        reader.read(scan, null, null, null, Progress.NONE);
      }
      for (Path scan : scans) {
        long time = System.nanoTime();
        long used = system.getProcessCpuTime();
        Reading reading = reader.read(scan, null, null, null, Progress.NONE);
        wall.add((System.nanoTime() - time) / 1e6);
        processor.add((system.getProcessCpuTime() - used) / 1e6);
        apart += reading.frame().insets().isEmpty() ? 0 : 1;
      }
      System.out.printf(
          Locale.ROOT,
          "%d scans, model %s, %d threads; %s, %d processors, Java %s, load %.1f; %d scans with other sizes of type%n"
              + "| | median | nine of ten |%n| --- | --- | --- |%n"
              + "| wall | %.0f ms | %.0f ms |%n| processor | %.0f ms | %.0f ms |%n"
              + "most memory: %s%n",
          scans.size(),
          reader.model().version().substring(0, 12),
          threads,
          System.getProperty("os.name") + " " + System.getProperty("os.arch"),
          system.getAvailableProcessors(),
          System.getProperty("java.version"),
          system.getSystemLoadAverage(),
          apart,
          quantile(wall, 0.5),
          quantile(wall, 0.9),
          quantile(processor, 0.5),
          quantile(processor, 0.9),
          memory());
    }
  }

  private static double quantile(List<Double> values, double q) {
    double[] sorted = values.stream().mapToDouble(v -> v).sorted().toArray();
    return sorted.length == 0 ? 0 : sorted[(int) (q * (sorted.length - 1))];
  }

  /** Heap and native together, where the system tells. */
  private static String memory() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return "not told by this system";
    }
    return Arrays.stream(Files.readString(status).split("\n"))
        .filter(line -> line.startsWith("VmHWM"))
        .map(line -> line.substring(6).strip())
        .findFirst()
        .orElse("not told by this system");
  }
}
