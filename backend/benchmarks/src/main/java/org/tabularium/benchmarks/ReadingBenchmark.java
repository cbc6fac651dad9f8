package org.tabularium.benchmarks;

import java.nio.file.Files;
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
import org.tabularium.network.image.GreyScan;
import org.tabularium.network.image.PageFrame;
import org.tabularium.network.image.Scans;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.onnx.BigramNetwork;
import org.tabularium.network.onnx.ModelFiles;
import org.tabularium.network.reading.Explainer;
import org.tabularium.network.reading.Explanation;
import org.tabularium.network.reading.Progress;
import org.tabularium.network.reading.Reading;
import org.tabularium.network.reading.ScoreKind;
import org.tabularium.network.reading.TableReader;

/**
 * From a file to a reading, warm: with scale and turn to choose, and with both given; beside it the
 * network alone, and a digit-level explanation of the page with itself. Give a scan with {@code -p
 * scan=FILE}, and with {@code -p model=shipped,FILE} another version beside the one that ships.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 5)
@Measurement(iterations = 5, time = 5)
@Fork(1)
public class ReadingBenchmark {
  private static final String SHIPPED = "shipped";

  @Param("")
  public String scan;

  /** A model's file, to have another one as the measure; or the one that ships. */
  @Param(SHIPPED)
  public String model;

  @Param("2")
  public int threads;

  /** Ink-map cells in one run of the network alone. */
  @Param("1048576")
  public int cells;

  /** Whether ONNX Runtime may rewrite the graph of the network alone. */
  @Param("true")
  public boolean optimised;

  private TableReader reader;
  private BigramNetwork network;
  private PageFrame frame;
  private GreyScan grey;
  private Reading reading;

  @Setup(Level.Trial)
  public void open() throws Exception {
    DigitModel digits =
        model.equals(SHIPPED)
            ? ModelFiles.shipped().model()
            : ModelFiles.read(Files.readAllBytes(Path.of(model))).model();
    reader = new TableReader(digits, threads);
    network = new BigramNetwork(digits, new BigramNetwork.Running(threads, cells, optimised));
    grey = Scans.grey(Path.of(scan));
    reading = decodeChooseAndRead();
    frame = reading.frame();
  }

  @TearDown(Level.Trial)
  public void close() {
    reader.close();
    network.close();
  }

  @Benchmark
  public Reading decodeChooseAndRead() throws Exception {
    return reader.read(Path.of(scan), null, null, null, Progress.NONE);
  }

  @Benchmark
  public Reading readAtKnownScale() throws Exception {
    return reader.read(grey, null, reading.turn(), reading.scale(), Progress.NONE);
  }

  @Benchmark
  public BigramNetwork.Peaks networkAlone() {
    return network.run(frame.inkMap(grey));
  }

  @Benchmark
  public Explanation explain() {
    return Explainer.explain(reading, reading, ScoreKind.COSINE, 1000);
  }
}
