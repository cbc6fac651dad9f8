package org.tabularium.app.search;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.tabularium.app.models.Models;
import org.tabularium.app.readings.Readings;
import org.tabularium.app.search.Calibration.Cause;
import org.tabularium.app.search.Calibration.Family;
import org.tabularium.app.search.Calibration.Size;
import org.tabularium.app.search.Calibrations.Sheet;
import org.tabularium.network.reading.Explainer;
import org.tabularium.network.reading.ScoreKind;

/**
 * Computes what the scores of a part of a table, of numbers typed or computed, and of a picture
 * mean: what questions of the same size reach.
 *
 * <p>Such a question is a stretch of neighbouring bigrams of one table, as long as what is asked.
 * Chance is what it reaches with tables of other editions, but for those that are strongly related
 * as a whole: their scores are lopsided, so that no mirror would take relatives out. The other
 * families have half of it, three quarters or all from the table that it is compared with, the rest
 * from a third; that table is read with the errors that the model's card owns up to. Where numbers
 * are typed with a digit that is not known, so many of the stretch's bigrams are known by half,
 * too.
 */
@Service
class QuestionCalibrations {

  private static final Logger log = LoggerFactory.getLogger(QuestionCalibrations.class);

  /** Below this, half of the bigrams, three quarters and all of them are not different numbers. */
  static final int LEAST_BIGRAMS = 4;

  private static final int LEAST_TABLES = 5;
  private static final int PAIRS = 4000;
  private static final int MADE = 1000;
  private static final double RARE = 0.05;
  private static final long SEED = 1542;

  /** A table takes part when it has at least this share of the bigrams asked for. */
  private static final double LONG_ENOUGH = 0.75;

  private static final int MOST_KEPT = 256;

  private final Calibrations calibrations;
  private final Readings readings;
  private final Models models;
  private final Map<Of, Stock> stocks = new ConcurrentHashMap<>();
  private final Set<Of> renewing = ConcurrentHashMap.newKeySet();
  private final Map<Key, Known> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Known> eldest) {
          return size() > MOST_KEPT;
        }
      };

  QuestionCalibrations(Calibrations calibrations, Readings readings, Models models) {
    this.calibrations = calibrations;
    this.readings = readings;
    this.models = models;
  }

  /** The tables of a corpus, or of all where it is null, as a version of the model read them. */
  private record Of(String model, @Nullable Long corpus) {}

  private record Key(String model, ScoreKind kind, @Nullable Long corpus, Size size) {}

  private record Known(Stock from, Calibration calibration) {}

  /** The tables of a corpus when so much had changed. */
  private record Stock(long changes, List<Printed> tables) {
    boolean stale(long now) {
      return now - changes > tables.size() / 100;
    }
  }

  /**
   * A table.
   *
   * @param bigrams in the order in which they stand on the page
   */
  record Printed(Sheet sheet, short[] bigrams) {}

  /**
   * What scores of questions of this size mean in a corpus; in all of them where it holds too few
   * tables, or for null.
   */
  Calibration of(ScoreKind kind, @Nullable Long corpus, Size size) {
    String model = models.active().version();
    Calibration here = kept(new Key(model, kind, corpus, size));
    return here.says() || corpus == null ? here : kept(new Key(model, kind, null, size));
  }

  private Calibration kept(Key key) {
    Stock stock = stock(new Of(key.model(), key.corpus()));
    synchronized (known) {
      Known last = known.get(key);
      if (last != null && last.from() == stock) {
        return last.calibration();
      }
    }
    Calibration fresh =
        computed(
            key.kind(),
            key.model(),
            key.corpus(),
            stock.tables(),
            key.size(),
            calibrations.missed(key.model()),
            related(key.corpus()));
    synchronized (known) {
      known.put(key, new Known(stock, fresh));
    }
    return fresh;
  }

  /** The cosine from which on two whole tables are strongly related; beyond all where none says. */
  private double related(@Nullable Long corpus) {
    Calibration whole = calibrations.of(ScoreKind.COSINE, corpus);
    return whole.says() ? whole.strong() : Double.MAX_VALUE;
  }

  /** Had while somebody waits only when there are none; renewed behind her back. */
  private Stock stock(Of of) {
    Stock last = stocks.get(of);
    if (last == null) {
      return renewed(of);
    }
    if (last.stale(calibrations.changes()) && renewing.add(of)) {
      CompletableFuture.runAsync(
          () -> {
            try {
              renewed(of);
            } catch (RuntimeException e) {
              log.warn("The tables that questions are made of could not be had anew", e);
            } finally {
              renewing.remove(of);
            }
          });
    }
    return last;
  }

  private Stock renewed(Of of) {
    long now = calibrations.changes();
    List<Sheet> sheets = calibrations.sheets(of.model(), of.corpus());
    Map<Long, short[]> bigrams =
        readings.bigrams(sheets.stream().map(Sheet::table).toList(), of.model());
    List<Printed> tables = new ArrayList<>();
    for (Sheet sheet : sheets) {
      short[] printed = bigrams.get(sheet.table());
      if (printed != null && printed.length > 0) {
        tables.add(new Printed(sheet, printed));
      }
    }
    Stock fresh = new Stock(now, List.copyOf(tables));
    stocks.put(of, fresh);
    return fresh;
  }

  /** Drops what was computed of other versions than these. */
  void keep(Set<String> versions) {
    stocks.keySet().removeIf(of -> !versions.contains(of.model()));
    synchronized (known) {
      known.keySet().removeIf(key -> !versions.contains(key.model()));
    }
  }

  static Calibration computed(
      ScoreKind kind,
      String model,
      @Nullable Long corpus,
      List<Printed> all,
      Size size,
      double missed,
      double related) {
    List<Printed> askers =
        all.stream()
            .filter(table -> table.bigrams().length >= LONG_ENOUGH * size.bigrams())
            .toList();
    ScoreKind words = Calibrations.wordsOf(kind);
    double[] usual = strangers(all, askers, size, kind, Double.MAX_VALUE);
    Background random = new Background(kind, usual);
    List<Family> families = new ArrayList<>();
    double some = 0;
    double strong = 0;
    double same = 0;
    if (size.bigrams() >= LEAST_BIGRAMS && random.says() && askers.size() >= LEAST_TABLES) {
      families.add(
          new Family(Cause.UNRELATED, false, strangers(all, askers, size, words, related)));
      families.add(made(Cause.HALF, 0.5, all, askers, size, words, missed));
      families.add(made(Cause.MOST, 0.75, all, askers, size, words, missed));
      families.add(made(Cause.SAME, 1, all, askers, size, words, missed));
      some = families.get(0).at(1 - RARE);
      strong = Math.max(some, families.get(1).at(1 - RARE));
      same = Math.max(strong, families.get(2).at(1 - RARE));
    }
    return new Calibration(
        kind,
        words,
        model,
        corpus,
        size,
        Instant.now(),
        askers.size(),
        missed,
        random,
        List.copyOf(families),
        some,
        strong,
        same);
  }

  /** What stretches reach with tables of other editions that are not related so much. */
  private static double[] strangers(
      List<Printed> all, List<Printed> askers, Size size, ScoreKind kind, double related) {
    if (!enough(all, askers)) {
      return new double[0];
    }
    Random random = new Random(SEED);
    double[] scores = new double[PAIRS];
    int n = 0;
    for (int i = 0; i < PAIRS; i++) {
      Printed asker = askers.get(random.nextInt(askers.size()));
      Printed other = all.get(random.nextInt(all.size()));
      if (strange(asker, other)
          && Explainer.score(asker.sheet().phi(), other.sheet().phi(), ScoreKind.COSINE)
              < related) {
        float[] question = new float[asker.sheet().phi().length];
        stretch(asker, length(asker, size), question, random);
        scores[n++] = Explainer.score(weighed(question, size, random), other.sheet().phi(), kind);
      }
    }
    double[] ascending = Arrays.copyOf(scores, n);
    Arrays.sort(ascending);
    return ascending;
  }

  /** Whether there are as many different pairs of tables as whole tables need. */
  private static boolean enough(List<Printed> all, List<Printed> askers) {
    return askers.stream()
            .flatMap(asker -> all.stream().filter(other -> strange(asker, other)))
            .limit(Background.LEAST)
            .count()
        == Background.LEAST;
  }

  private static Family made(
      Cause cause,
      double part,
      List<Printed> all,
      List<Printed> askers,
      Size size,
      ScoreKind kind,
      double missed) {
    Random random = new Random(SEED);
    double[] scores = new double[MADE];
    for (int i = 0; i < MADE; i++) {
      Printed asker = askers.get(random.nextInt(askers.size()));
      Printed third = all.get(random.nextInt(all.size()));
      int length = length(asker, size);
      float[] question = new float[asker.sheet().phi().length];
      int own = (int) Math.round(part * length);
      stretch(asker, own, question, random);
      stretch(third, length - own, question, random);
      float[] read = Calibrations.read(Calibrations.counts(asker.sheet().phi()), missed, random);
      scores[i] = Explainer.score(weighed(question, size, random), read, kind);
    }
    Arrays.sort(scores);
    return new Family(cause, false, scores);
  }

  private static boolean strange(Printed a, Printed b) {
    long edition = a.sheet().edition();
    return a.sheet().table() != b.sheet().table()
        && (edition == 0 || edition != b.sheet().edition());
  }

  private static int length(Printed asker, Size size) {
    return Math.min(asker.bigrams().length, size.bigrams());
  }

  /** Counts so many neighbouring bigrams of a table, from anywhere on; all where it has fewer. */
  private static void stretch(Printed table, int length, float[] counts, Random random) {
    int all = table.bigrams().length;
    int taken = Math.min(all, length);
    int from = random.nextInt(all - taken + 1);
    for (int i = 0; i < taken; i++) {
      counts[table.bigrams()[from + i]]++;
    }
  }

  /** With as many digits unknown, and each bigram of as much mass, as in what is asked. */
  private static float[] weighed(float[] counts, Size size, Random random) {
    int left = 0;
    for (float count : counts) {
      left += Math.round(count);
    }
    int unknown = (int) Math.round(size.unknown() * (double) left / size.bigrams());
    float[] weighed = new float[counts.length];
    for (int k = 0; k < counts.length; k++) {
      for (int i = Math.round(counts[k]); i > 0; i--) {
        if (random.nextInt(left--) < unknown) {
          unknown--;
          boolean first = random.nextBoolean();
          for (int digit = 0; digit < 10; digit++) {
            weighed[first ? 10 * digit + k % 10 : k / 10 * 10 + digit] +=
                (float) (size.mass() / 10);
          }
        } else {
          weighed[k] += (float) size.mass();
        }
      }
    }
    return weighed;
  }
}
