package org.tabularium.benchmarks;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.tabularium.network.lrp.MinShare;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.onnx.BigramNetwork;
import org.tabularium.network.onnx.ModelFiles;
import org.tabularium.network.reading.PixelBranch;
import org.tabularium.network.reading.PixelReader;
import org.tabularium.network.reading.Progress;

/**
 * One page: the network's forward pass, its branch of BiLRP down to the ink, and one digit's part
 * of it. Give a scan with {@code -p scan=FILE}. The ratio of the first two in one process, taken in
 * turns, is {@link PixelCost}'s.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 5)
@Measurement(iterations = 5, time = 5)
@Fork(1)
public class PixelBenchmark {
  @Param("")
  public String scan;

  @Param("2")
  public int threads;

  private BigramNetwork network;
  private PixelReader reader;
  private ReadPage page;
  private int next;

  @Setup(Level.Trial)
  public void open() throws Exception {
    DigitModel model = ModelFiles.shipped().model();
    page = ReadPage.of(model, Path.of(scan));
    network = new BigramNetwork(model, threads);
    reader = new PixelReader(model, 0.5, threads);
  }

  @TearDown(Level.Trial)
  public void close() {
    reader.close();
    network.close();
  }

  @Benchmark
  public BigramNetwork.Peaks forward() {
    return network.run(page.ink());
  }

  @Benchmark
  public PixelBranch branch() {
    return reader.branch(page.ink(), page.reading(), MinShare.SMALLER, Progress.NONE);
  }

  @Benchmark
  public PixelBranch.Field oneDigit() {
    next = (next + 1) % page.reading().digits().size();
    return reader.digit(page.ink(), page.reading(), next);
  }
}
