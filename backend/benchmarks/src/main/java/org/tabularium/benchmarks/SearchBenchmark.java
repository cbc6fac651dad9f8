package org.tabularium.benchmarks;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
import org.openjdk.jmh.annotations.Warmup;
import org.tabularium.network.index.VectorIndex;
import org.tabularium.network.index.VectorIndex.Entry;
import org.tabularium.network.index.VectorIndex.Example;
import org.tabularium.network.index.VectorIndex.Gate;
import org.tabularium.network.index.VectorIndex.Question;
import org.tabularium.network.index.VectorIndex.Ranking;
import org.tabularium.network.reading.Reading;
import org.tabularium.network.reading.ScoreKind;

/**
 * The exact best 50 among generated vectors as sparse as those of tables: {@link #table} asked by a
 * table, {@link #filtered} with a filter of every sort, {@link #gathered} by editions, {@link
 * #typed} asked by eight numbers; {@link #plain} is what one would write first: a loop over rows,
 * and a sort.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "-Xmx4g")
public class SearchBenchmark {

  private static final int LIMIT = 50;

  /** As many as the largest of the editions that are known. */
  private static final int TABLES_AN_EDITION = 28;

  @Param({"10000", "1000000"})
  public int tables;

  private VectorIndex index;
  private float[][] rows;
  private float[] lengths;
  private float[] asked;
  private Question table;
  private Question filtered;
  private Question gathered;
  private Question typed;

  @Setup(Level.Trial)
  public void fill() {
    Random random = new Random(1604);
    index = new VectorIndex();
    rows = new float[tables][];
    lengths = new float[tables];
    for (int at = 0; at < tables; at++) {
      int edition = 1 + at / TABLES_AN_EDITION;
      float[] phi = phi(random);
      rows[at] = phi;
      lengths[at] = length(phi);
      Entry entry =
          new Entry(
              at,
              1 + edition % 5,
              edition,
              90 * (at % 4),
              at % 9 != 0,
              (int) IntStream.range(0, 100).mapToDouble(k -> phi[k]).sum());
      index.put(entry, phi);
    }
    asked = phi(random);
    List<Example> example = List.of(new Example(asked, 1));
    table = new Question(example, ScoreKind.COSINE, Gate.OPEN, LIMIT, null);
    gathered = new Question(example, ScoreKind.COSINE, Gate.OPEN, LIMIT, 12);
    // A corpus, some years (which are editions), leave out an edition, density, turn, a table.
    Gate gate =
        new Gate(
            shelf -> shelf.corpus() != 3 && shelf.edition() % 4 != 0 && shelf.edition() != 17,
            entry -> entry.bigrams() >= 100 && entry.turn() != 180 && entry.looksLikeTable(),
            Set.of(5L));
    filtered = new Question(example, ScoreKind.COSINE, gate, LIMIT, 12);
    float[] numbers = new float[Reading.FEATURES];
    for (int bigram : new int[] {12, 15, 13, 30, 14, 45, 16, 0}) {
      numbers[bigram] = 1;
    }
    typed =
        new Question(List.of(new Example(numbers, 1)), ScoreKind.COSINE, Gate.OPEN, LIMIT, null);
  }

  /**
   * As in the sample corpus, where the median table has 172 places of 48 different bigrams, and no
   * table has fewer than 30 different ones.
   */
  private static float[] phi(Random random) {
    float[] phi = new float[Reading.FEATURES];
    int[] order = IntStream.range(0, phi.length).toArray();
    double u = random.nextDouble();
    int different = 30 + (int) (71 * u * u);
    for (int i = 0; i < different; i++) {
      int other = i + random.nextInt(phi.length - i);
      int bigram = order[other];
      order[other] = order[i];
      order[i] = bigram;
    }
    int places = (int) Math.min(900, Math.max(60, 172 * Math.exp(0.5 * random.nextGaussian())));
    for (int i = 0; i < places; i++) {
      phi[order[random.nextInt(different)]] += 0.8f + 0.2f * random.nextFloat();
    }
    return phi;
  }

  private static float length(float[] phi) {
    double squares = 0;
    for (float x : phi) {
      squares += x * x;
    }
    return (float) Math.sqrt(squares);
  }

  @Benchmark
  public Ranking table() {
    return index.rank(table);
  }

  @Benchmark
  public Ranking filtered() {
    return index.rank(filtered);
  }

  @Benchmark
  public Ranking gathered() {
    return index.rank(gathered);
  }

  @Benchmark
  public Ranking typed() {
    return index.rank(typed);
  }

  /** The same as {@link #table}, without any of the index's care. */
  @Benchmark
  public Integer[] plain() {
    float[] scores = new float[tables];
    Integer[] order = new Integer[tables];
    float own = length(asked);
    for (int at = 0; at < tables; at++) {
      float dot = 0;
      float[] row = rows[at];
      for (int k = 0; k < row.length; k++) {
        dot += row[k] * asked[k];
      }
      scores[at] = dot / (own * lengths[at]);
      order[at] = at;
    }
    Arrays.sort(order, Comparator.comparingDouble(at -> -scores[at]));
    return Arrays.copyOf(order, LIMIT);
  }
}
