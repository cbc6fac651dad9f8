package org.tabularium.app.search;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.event.TransactionalEventListener;
import org.tabularium.app.corpus.TablesChanged;
import org.tabularium.app.corpus.TablesGone;
import org.tabularium.app.judgement.Agreements;
import org.tabularium.app.judgement.JudgementGiven;
import org.tabularium.app.judgement.Verdict;
import org.tabularium.app.models.Models;
import org.tabularium.app.readings.ReadingStored;
import org.tabularium.app.readings.Readings;
import org.tabularium.app.search.Calibration.Cause;
import org.tabularium.app.search.Calibration.Family;
import org.tabularium.network.reading.Explainer;
import org.tabularium.network.reading.ScoreKind;
import tools.jackson.databind.JsonNode;

/**
 * Computes what scores mean, from the tables that have been read and from what persons have judged.
 *
 * <p>Chance is what random pairs do. Since some of them are related after all, and lift the upper
 * end, the bound of chance is taken from the lower half, mirrored at the middle, where that is the
 * stricter reading of the same pairs. The other families are made: a table, and another that has a
 * part of its bigrams and for the rest those of a third, both read with the errors that the model's
 * card owns up to. As soon as persons have judged {@value #ENOUGH} pairs so, theirs take the place
 * of those made.
 */
@Service
public class Calibrations {

  private static final Logger log = LoggerFactory.getLogger(Calibrations.class);

  static final int ENOUGH = 20;

  /** Below this a table says too little to be cut in half. */
  private static final int LEAST_BIGRAMS = 20;

  private static final int LEAST_TABLES = 5;
  private static final int MOST_TABLES = 1500;
  private static final int MOST_PAIRS = 20_000;
  private static final int MADE = 2000;
  private static final double RARE = 0.05;
  private static final long SEED = 1604;

  /** Where the card is silent. */
  private static final double USUALLY_MISSED = 0.06;

  private final Readings readings;
  private final Models models;
  private final Agreements agreements;
  private final AtomicLong changes = new AtomicLong();
  private final AtomicLong judged = new AtomicLong();
  private final Map<Key, Known> known = new ConcurrentHashMap<>();
  private final Set<Key> renewing = ConcurrentHashMap.newKeySet();

  Calibrations(Readings readings, Models models, Agreements agreements) {
    this.readings = readings;
    this.models = models;
    this.agreements = agreements;
  }

  private record Key(String model, ScoreKind kind, @Nullable Long corpus) {}

  /** Computed when so much had changed. */
  private record Known(long changes, long judged, Calibration calibration) {}

  /** A vector with the edition that it stands in, 0 for none. */
  record Sheet(long table, long edition, float[] phi) {}

  /**
   * What scores mean in a corpus; in all of them where it holds too few tables, or for null.
   *
   * <p>Computed anew, in the background, when a hundredth of the tables has changed or somebody has
   * judged.
   */
  public Calibration of(ScoreKind kind, @Nullable Long corpus) {
    String model = models.active().version();
    Calibration here = kept(new Key(model, kind, corpus));
    return here.random().says() || corpus == null ? here : kept(new Key(model, kind, null));
  }

  /** What is usually asked first, computed before the first who asks would have to wait for it. */
  void prepare(String model) {
    kept(new Key(model, ScoreKind.COSINE, null));
  }

  /** Drops what nobody asks for any more once this version ranks, but for the one before. */
  void keep(Set<String> versions) {
    known.keySet().removeIf(key -> !versions.contains(key.model()));
  }

  /** Computed while somebody waits only when there is nothing to show; renewed behind her back. */
  private Calibration kept(Key key) {
    Known last = known.get(key);
    if (last == null) {
      return renewed(key);
    }
    boolean stale =
        last.judged() != judged.get()
            || changes.get() - last.changes() > last.calibration().tables() / 100;
    if (stale && renewing.add(key)) {
      CompletableFuture.runAsync(
          () -> {
            try {
              renewed(key);
            } catch (RuntimeException e) {
              log.warn("The meaning of scores could not be computed anew; the next look tries", e);
            } finally {
              renewing.remove(key);
            }
          });
    }
    return last.calibration();
  }

  private Calibration renewed(Key key) {
    long now = changes.get();
    long judgements = judged.get();
    Calibration fresh =
        computed(
            key.kind(),
            key.model(),
            key.corpus(),
            sheets(key.model(), key.corpus()),
            agreements.judged(key.model(), wordsOf(key.kind())),
            missed(key.model()));
    known.put(key, new Known(now, judgements, fresh));
    return fresh;
  }

  /** Grows with every table that comes, changes or goes. */
  long changes() {
    return changes.get();
  }

  /** Of very many tables some, always the same: those whose numbers, well stirred, come first. */
  List<Sheet> sheets(String model, @Nullable Long corpus) {
    List<Sheet> all = new ArrayList<>();
    readings.eachVector(
        model,
        vector -> {
          if (corpus == null || vector.entry().corpus() == corpus) {
            all.add(new Sheet(vector.entry().table(), vector.entry().edition(), vector.phi()));
          }
        });
    all.sort(
        Comparator.comparingLong((Sheet s) -> s.table() * 0x9E3779B97F4A7C15L)
            .thenComparingLong(Sheet::table));
    return all.size() > MOST_TABLES ? List.copyOf(all.subList(0, MOST_TABLES)) : all;
  }

  /** The share of digits not found or misread, on generated tables in typefaces kept aside. */
  double missed(String model) {
    JsonNode counted = models.get(model).card().path("held_out_tables");
    double digits = counted.path("digits").asDouble(0);
    double right = counted.path("found").asDouble(0) - counted.path("misread").asDouble(0);
    return digits > 0 ? Math.max(0, 1 - right / digits) : USUALLY_MISSED;
  }

  static ScoreKind wordsOf(ScoreKind kind) {
    return kind == ScoreKind.DOT ? ScoreKind.COSINE : kind;
  }

  static Calibration computed(
      ScoreKind kind,
      String model,
      @Nullable Long corpus,
      List<Sheet> all,
      List<Agreements.Judged> judged,
      double missed) {
    List<Sheet> sheets = all.stream().filter(sheet -> sum(sheet.phi()) > 0).toList();
    ScoreKind words = wordsOf(kind);
    Random random = new Random(SEED);
    List<int[]> pairs = pairs(sheets, random);
    Background usual = new Background(kind, scores(sheets, pairs, kind));
    List<Sheet> large = sheets.stream().filter(sheet -> sum(sheet.phi()) >= LEAST_BIGRAMS).toList();
    List<Family> families = new ArrayList<>();
    double some = 0;
    double strong = 0;
    double same = 0;
    if (usual.says() && large.size() >= LEAST_TABLES) {
      Set<Long> related = new HashSet<>();
      judged.stream()
          .filter(one -> one.verdict() != Verdict.UNRELATED)
          .forEach(one -> related.add(name(one.a(), one.b())));
      List<int[]> strangers =
          pairs.stream()
              .filter(
                  p -> !related.contains(name(sheets.get(p[0]).table(), sheets.get(p[1]).table())))
              .toList();
      families.add(
          family(Cause.UNRELATED, judged, Verdict.UNRELATED, scores(sheets, strangers, words)));
      families.add(
          family(Cause.HALF, judged, Verdict.RELATED, made(large, words, 0.5, missed, random)));
      families.add(
          family(Cause.MOST, judged, Verdict.VARIANT, made(large, words, 0.75, missed, random)));
      families.add(family(Cause.SAME, judged, Verdict.SAME, made(large, words, 1, missed, random)));
      some = chance(families.get(0));
      strong = Math.max(some, families.get(1).at(1 - RARE));
      same = Math.max(strong, families.get(2).at(1 - RARE));
    }
    return new Calibration(
        kind,
        words,
        model,
        corpus,
        null,
        Instant.now(),
        sheets.size(),
        missed,
        usual,
        List.copyOf(families),
        some,
        strong,
        same);
  }

  /** Related pairs among those drawn lift the upper end: the lower one, mirrored, knows better. */
  private static double chance(Family unrelated) {
    double upper = unrelated.at(1 - RARE);
    return unrelated.judged() ? upper : Math.min(upper, 2 * unrelated.at(0.5) - unrelated.at(RARE));
  }

  private static Family family(
      Cause cause, List<Agreements.Judged> judged, Verdict verdict, double[] made) {
    double[] said =
        judged.stream()
            .filter(one -> one.verdict() == verdict)
            .mapToDouble(Agreements.Judged::score)
            .sorted()
            .toArray();
    return said.length >= ENOUGH ? new Family(cause, true, said) : new Family(cause, false, made);
  }

  /** All pairs of different editions, or so many of them drawn at random. */
  private static List<int[]> pairs(List<Sheet> sheets, Random random) {
    List<int[]> pairs = new ArrayList<>();
    int n = sheets.size();
    if ((long) n * (n - 1) / 2 <= MOST_PAIRS) {
      for (int a = 0; a < n; a++) {
        for (int b = 0; b < a; b++) {
          add(pairs, sheets, a, b);
        }
      }
    } else {
      for (int i = 0; i < MOST_PAIRS; i++) {
        add(pairs, sheets, random.nextInt(n), random.nextInt(n));
      }
    }
    return pairs;
  }

  private static void add(List<int[]> pairs, List<Sheet> sheets, int a, int b) {
    long edition = sheets.get(a).edition();
    if (a != b && (edition == 0 || edition != sheets.get(b).edition())) {
      pairs.add(new int[] {a, b});
    }
  }

  private static double[] scores(List<Sheet> sheets, List<int[]> pairs, ScoreKind kind) {
    return pairs.stream()
        .mapToDouble(
            pair -> Explainer.score(sheets.get(pair[0]).phi(), sheets.get(pair[1]).phi(), kind))
        .sorted()
        .toArray();
  }

  /** Pairs of which the second has this part of the first's bigrams, and for the rest a third's. */
  private static double[] made(
      List<Sheet> sheets, ScoreKind kind, double part, double missed, Random random) {
    double[] scores = new double[MADE];
    for (int i = 0; i < MADE; i++) {
      int[] first = counts(sheets.get(random.nextInt(sheets.size())).phi());
      int[] third = counts(sheets.get(random.nextInt(sheets.size())).phi());
      int all = Arrays.stream(first).sum();
      int[] second = drawn(first, (int) Math.round(part * all), random);
      int[] rest = drawn(third, all - Arrays.stream(second).sum(), random);
      for (int k = 0; k < second.length; k++) {
        second[k] += rest[k];
      }
      scores[i] = Explainer.score(read(first, missed, random), read(second, missed, random), kind);
    }
    Arrays.sort(scores);
    return scores;
  }

  static int[] counts(float[] phi) {
    int[] counts = new int[phi.length];
    for (int k = 0; k < phi.length; k++) {
      counts[k] = Math.round(phi[k]);
    }
    return counts;
  }

  /** So many of these, without putting any back until all have been drawn. */
  private static int[] drawn(int[] counts, int many, Random random) {
    int[] drawn = new int[counts.length];
    int[] left = new int[Arrays.stream(counts).sum()];
    int n = 0;
    for (int k = 0; k < counts.length; k++) {
      for (int i = 0; i < counts[k]; i++) {
        left[n++] = k;
      }
    }
    int rest = 0;
    for (int i = 0; i < many && left.length > 0; i++) {
      if (rest == 0) {
        rest = left.length;
      }
      int at = random.nextInt(rest);
      drawn[left[at]]++;
      int last = left[--rest];
      left[rest] = left[at];
      left[at] = last;
    }
    return drawn;
  }

  /** As the model would read it: a bigram is lost when either of its digits is. */
  static float[] read(int[] counts, double missed, Random random) {
    double kept = (1 - missed) * (1 - missed);
    float[] phi = new float[counts.length];
    for (int k = 0; k < counts.length; k++) {
      for (int i = 0; i < counts[k]; i++) {
        if (random.nextDouble() < kept) {
          phi[k]++;
        } else {
          // A misread digit leaves another bigram in its place as often as none.
          if (random.nextBoolean()) {
            phi[random.nextInt(phi.length)]++;
          }
        }
      }
    }
    return phi;
  }

  private static double sum(float[] phi) {
    double sum = 0;
    for (float x : phi) {
      sum += x;
    }
    return sum;
  }

  private static long name(long a, long b) {
    return Math.min(a, b) * 1_000_003 + Math.max(a, b);
  }

  @EventListener
  void on(ReadingStored stored) {
    changes.incrementAndGet();
  }

  @EventListener
  void on(TablesChanged changed) {
    changes.addAndGet(changed.tables().size());
  }

  @EventListener
  void on(TablesGone gone) {
    changes.addAndGet(gone.tables().size());
  }

  @TransactionalEventListener
  void on(JudgementGiven given) {
    judged.incrementAndGet();
  }
}
