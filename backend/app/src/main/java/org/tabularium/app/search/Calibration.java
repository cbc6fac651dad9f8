package org.tabularium.app.search;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
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
    Instant at,
    int tables,
    double missed,
    Background random,
    List<Family> families,
    double some,
    double strong,
    double same) {

  private static final int BARS = 60;

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
