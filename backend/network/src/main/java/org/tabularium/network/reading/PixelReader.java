package org.tabularium.network.reading;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.tabularium.network.image.InkMap;
import org.tabularium.network.lrp.MinShare;
import org.tabularium.network.lrp.Rule;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.onnx.PixelNetwork;
import org.tabularium.network.onnx.PixelNetwork.Places;
import org.tabularium.network.onnx.PixelNetwork.Relevances;
import org.tabularium.network.reading.PixelBranch.Field;

/** Finds what in the ink made the digits of a reading. Safe for use by many threads. */
public final class PixelReader implements AutoCloseable {
  /** Digits in one run of the network: their activations still fit into a core's cache. */
  private static final int BATCH = 16;

  /** Rounding apart, an activation computed again is the same; scans decode alike everywhere. */
  private static final float SAME = 1e-2f;

  private final PixelNetwork network;
  private final double gamma;
  private final int threads;

  /**
   * @param model the version that read the tables
   * @param gamma of the rule at each convolution; 0.5 in the paper
   * @param threads that share the digits of one table
   */
  public PixelReader(DigitModel model, double gamma, int threads) {
    this(model, new Rule.Gamma(gamma, PixelNetwork.STABILISER), threads);
  }

  PixelReader(DigitModel model, Rule.Gamma rule, int threads) {
    this.network = new PixelNetwork(model, rule, 1);
    this.gamma = rule.gamma();
    this.threads = threads;
  }

  public DigitModel model() {
    return network.model();
  }

  public double gamma() {
    return gamma;
  }

  /**
   * One table's branch of BiLRP.
   *
   * @param ink the ink map that was read, upright, at the reading's scale
   * @param progress told as the work goes on; may stop it
   * @throws IllegalArgumentException when another model version made the reading, or it was made
   *     from another ink map: its digits are not there
   */
  public PixelBranch branch(InkMap ink, Reading reading, MinShare share, Progress progress) {
    checked(reading);
    Places places = places(reading);
    int n = places.count();
    List<Field> fields = new ArrayList<>(n);
    ExecutorService pool =
        Executors.newFixedThreadPool(threads, work -> new Thread(work, "relevance-of-digits"));
    try {
      List<Future<List<Field>>> parts = new ArrayList<>();
      for (int i = 0; i < n; i += BATCH) {
        Places some = places.part(i, Math.min(n, i + BATCH));
        parts.add(pool.submit(() -> fields(ink, some)));
      }
      for (Future<List<Field>> part : parts) {
        progress.at((double) fields.size() / n);
        fields.addAll(part.get());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("relevance could not be computed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new java.util.concurrent.CancellationException("interrupted");
    } finally {
      pool.shutdownNow();
      ended(pool);
    }
    for (int d = 0; d < n; d++) {
      Digit digit = reading.digits().get(d);
      if (Math.abs(fields.get(d).raw()[digit.digit()] - digit.confidence()) > SAME) {
        throw new IllegalArgumentException(
            "the ink map is not the one that was read: where a "
                + digit.digit()
                + " was found with "
                + digit.confidence()
                + " there is "
                + fields.get(d).raw()[digit.digit()]);
      }
    }
    progress.at(1);
    return PixelBranch.of(reading, gamma, share, ink.width(), ink.height(), network.side(), fields);
  }

  /** Waits for runs that are under way: the network must not be closed under them. */
  private static void ended(ExecutorService pool) {
    boolean interrupted = false;
    boolean ended = false;
    while (!ended) {
      try {
        ended = pool.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** What made a single digit. */
  public Field digit(InkMap ink, Reading reading, int digit) {
    checked(reading);
    return fields(ink, places(reading).part(digit, digit + 1)).get(0);
  }

  /** Cells a side of a digit's receptive field. */
  public int side() {
    return network.side();
  }

  private List<Field> fields(InkMap ink, Places places) {
    Relevances found = network.run(ink, places);
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < places.count(); i++) {
      fields.add(
          new Field(
              network.first(places.column()[i]),
              network.first(places.row()[i]),
              found.relevance()[i],
              found.lost()[i],
              found.raw()[i]));
    }
    return fields;
  }

  private void checked(Reading reading) {
    if (!reading.modelVersion().equals(model().version())) {
      throw new IllegalArgumentException("the table was read by another model version");
    }
  }

  private static Places places(Reading reading) {
    List<Digit> digits = reading.digits();
    return new Places(
        digits.stream().mapToInt(Digit::digit).toArray(),
        digits.stream().mapToInt(Digit::row).toArray(),
        digits.stream().mapToInt(Digit::column).toArray());
  }

  @Override
  public void close() {
    network.close();
  }
}
