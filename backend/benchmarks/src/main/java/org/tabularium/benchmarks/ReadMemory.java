package org.tabularium.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.tabularium.network.image.GreyScan;
import org.tabularium.network.image.Scans;
import org.tabularium.network.onnx.ModelFiles;
import org.tabularium.network.reading.Progress;
import org.tabularium.network.reading.Reading;
import org.tabularium.network.reading.TableReader;

/**
 * How much memory the reading of one scan takes: {@code ReadMemory SCAN}, in a process of its own,
 * since peaks only rise. Tells the most that lay in Java's heap, which includes what was not
 * collected yet ({@code -Xmx} bounds it), and, on Linux, the most of the process, with what the
 * runtime takes outside the heap.
 */
public final class ReadMemory {

  private ReadMemory() {}

  public static void main(String[] arguments) throws Exception {
    Path file = Path.of(arguments[0]);
    GreyScan scan = Scans.grey(file);
    try (TableReader reader = new TableReader(ModelFiles.shipped().model(), 2)) {
      Reading reading = reader.read(scan, null, null, null, Progress.NONE);
      double cells =
          reading.scale() * reading.scale() * (double) scan.width() * scan.height() / 1e6;
      long heap =
          ManagementFactory.getMemoryPoolMXBeans().stream()
              .filter(pool -> pool.getType() == MemoryType.HEAP)
              .map(MemoryPoolMXBean::getPeakUsage)
              .mapToLong(usage -> usage.getUsed())
              .sum();
      System.out.printf(
          Locale.ROOT,
          "%s: %.1f megapixels, %.1f million cells, %d digits; heap %d MB, process %s%n",
          file.getFileName(),
          (double) scan.width() * scan.height() / 1e6,
          cells,
          reading.digits().size(),
          heap >> 20,
          process());
    }
  }

  private static String process() throws Exception {
    Path status = Path.of("/proc/self/status");
    return Files.exists(status)
        ? Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("VmHWM"))
            .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024 + " MB")
            .findFirst()
            .orElse("unknown")
        : "unknown";
  }
}
