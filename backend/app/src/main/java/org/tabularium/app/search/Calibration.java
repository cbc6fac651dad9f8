package org.tabularium.app.search;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.tabularium.app.platform.Problem;
import org.tabularium.network.reading.ScoreKind;

/**
 * What a score means here: how many pairs drawn at random have a lower one, and a word for it. Each
 * word says what a lesser cause would rarely do: only one in twenty pairs of the next lesser family
 * has a score as high.
 *
 * @param kind the score
 * @param words the score that the words go by: for the plain product, which grows with the size of
 *     the tables, it is the cosine
 * @param model the version of the model that read the tables
 * @param corpus the corpus that the tables stand in; null for all
 * @param asked the size of the questions whose scores these are; null for whole tables
 * @param at when this was computed
 * @param tables how many tables were drawn from
 * @param missed the share of digits that the model misses or misreads, by its card; families are
 *     made with it
 * @param random scores of pairs drawn at random
 * @param families pairs whose cause is known, from the least to the greatest; empty where there are
 *     too few tables
 * @param some from here on a score is more than chance
 * @param strong from here on two tables are strongly related
 * @param same from here on they are the same
 */
public record Calibration(
    ScoreKind kind,
    ScoreKind words,
    String model,
    @Nullable Long corpus,
    @Nullable Size asked,
    Instant at,
    int tables,
    double missed,
    Background random,
    List<Family> families,
    double some,
    double strong,
    double same) {

  private static final int BARS = 60;

  /** As many as the longest text that can be asked with holds. */
  private static final int MOST_BIGRAMS = 100_000;

  private static final double MOST_MASS = 10;

  /**
   * How much is asked.
   *
   * @param bigrams how many places of bigrams
   * @param unknown of how many of them one digit is not known
   * @param mass of a bigram on average; 1 where it does not matter
   */
  public record Size(int bigrams, int unknown, double mass) {

    static Size of(int bigrams, int unknown, float[] phi) {
      double sum = 0;
      for (float x : phi) {
        sum += x;
      }
      return new Size(bigrams, unknown, bigrams == 0 ? 1 : Math.rint(100 * sum / bigrams) / 100);
    }

    Size ofMass(double other) {
      return new Size(bigrams, unknown, other);
    }

    /**
     * From an address.
     *
     * @return null where it does not speak of a size
     * @throws Problem 400 when it is none
     */
    static @Nullable Size of(
        @Nullable Integer bigrams, @Nullable Integer unknown, @Nullable Double mass) {
      if (bigrams == null) {
        return null;
      }
      int half = unknown == null ? 0 : unknown;
      double each = mass == null ? 1 : mass;
      if (bigrams < 1 || bigrams > MOST_BIGRAMS) {
        throw wrong("bigrams", bigrams);
      }
      if (half < 0 || half > bigrams) {
        throw wrong("unknown", half);
      }
      if (!(each > 0 && each <= MOST_MASS)) {
        throw wrong("mass", each);
      }
      return new Size(bigrams, half, each);
    }

    private static Problem wrong(String name, Number value) {
      return new Problem(HttpStatus.BAD_REQUEST, "wrong-value", name, value.toString());
    }

    private String query() {
      return "&bigrams="
          + bigrams
          + (unknown == 0 ? "" : "&unknown=" + unknown)
          + (mass == 1 ? "" : "&mass=" + mass);
    }
  }

  /** What is said of a score. */
  public enum Word {
    CHANCE,
    SOME,
    STRONG,
    SAME;

    @JsonValue
    public String lower() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Why two tables have something in common. */
  public enum Cause {
    /** Two tables drawn at random. */
    UNRELATED,
    /** The second has half of the first's numbers, the rest is another table's. */
    HALF,
    /** The same with three quarters. */
    MOST,
    /** The same numbers, each read with the errors that the model makes. */
    SAME;

    public String lower() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Pairs of one cause.
   *
   * @param judged whether these are pairs that persons judged so; otherwise they were made
   * @param scores in ascending order
   */
  public record Family(Cause cause, boolean judged, double[] scores) {

    /** The score that a share of them does not reach. */
    public double at(double share) {
      return quantile(scores, share);
    }

    /** The share of them with a score from {@code from} to below {@code to}. */
    public double share(double from, double to) {
      return Arrays.stream(scores).filter(s -> s >= from && s < to).count()
          / (double) scores.length;
    }

    /** How many fall into each of equally wide steps from 0 to 1, the fullest being 1. */
    public double[] bars() {
      double[] bars = new double[BARS];
      for (double score : scores) {
        bars[(int) Math.max(0, Math.min(BARS - 1, score * BARS))]++;
      }
      double fullest = Math.max(1, Arrays.stream(bars).max().orElse(1));
      return Arrays.stream(bars).map(count -> count / fullest).toArray();
    }
  }

  /** Whether there are tables enough for words. */
  public boolean says() {
    return !families.isEmpty();
  }

  /**
   * The word for a pair.
   *
   * @param score of {@link #kind}
   * @param cosine in any case
   * @return null where there are too few tables to say
   */
  public @Nullable Word word(double score, double cosine) {
    if (!says()) {
      return null;
    }
    double by = words == kind ? score : cosine;
    return by >= same
        ? Word.SAME
        : by >= strong ? Word.STRONG : by >= some ? Word.SOME : Word.CHANCE;
  }

  /** The share of random pairs that have a lower score; null where there are too few to say. */
  public @Nullable Double below(double score) {
    return random.below(score);
  }

  /** Where a word begins. */
  public double from(Word word) {
    return switch (word) {
      case CHANCE -> 0;
      case SOME -> some;
      case STRONG -> strong;
      case SAME -> same;
    };
  }

  /** What an address of the page or the interface needs to show this calibration. */
  public String query() {
    return "?kind="
        + kind.name().toLowerCase(Locale.ROOT)
        + (corpus == null ? "" : "&corpus=" + corpus)
        + (asked == null ? "" : asked.query());
  }

  /** Where it ends: beyond all scores for the last. */
  public double to(Word word) {
    return word == Word.SAME ? Double.MAX_VALUE : from(Word.values()[word.ordinal() + 1]);
  }

  static double quantile(double[] ascending, double share) {
    double at = share * (ascending.length - 1);
    int low = (int) Math.floor(at);
    int high = Math.min(ascending.length - 1, low + 1);
    return ascending[low] + (at - low) * (ascending[high] - ascending[low]);
  }
}
