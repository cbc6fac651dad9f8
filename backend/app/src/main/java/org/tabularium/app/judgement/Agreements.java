package org.tabularium.app.judgement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.tabularium.app.models.Model;
import org.tabularium.app.models.Models;
import org.tabularium.app.readings.Readings;
import org.tabularium.network.reading.Explainer;
import org.tabularium.network.reading.ScoreKind;

/** Holds every model version's scores against what persons have judged. */
@Service
public class Agreements {

  private static final int ALL = 100_000;

  private final Judgements judgements;
  private final Models models;
  private final Readings readings;

  Agreements(Judgements judgements, Models models, Readings readings) {
    this.judgements = judgements;
    this.models = models;
    this.readings = readings;
  }

  /**
   * A judged pair with its score.
   *
   * @param verdict never null, never {@link Verdict#UNSURE}
   */
  public record Judged(long a, long b, Verdict verdict, double score) {}

  /** All versions, the latest first; those that have read no judged pair are left out. */
  @Transactional(readOnly = true)
  public List<Agreement> all(ScoreKind kind) {
    List<Judgement> decided = decided();
    return models.list().stream()
        .map(model -> of(model, kind, decided, decided.size()))
        .filter(one -> one.pairs() > 0 || one.active())
        .toList();
  }

  /** The judged pairs that a version of the model has read, with their scores. */
  @Transactional(readOnly = true)
  public List<Judged> judged(String version, ScoreKind kind) {
    return scored(version, kind, decided());
  }

  /**
   * Two versions by the same pairs, those whose tables both have read: what one of them has not
   * read would tell nothing of which ranks better.
   */
  @Transactional(readOnly = true)
  public List<Agreement> between(String version, String other, ScoreKind kind) {
    List<Judgement> decided = decided();
    Set<Long> common = new HashSet<>(read(version, decided));
    common.retainAll(read(other, decided));
    List<Judgement> pairs =
        decided.stream()
            .filter(one -> common.contains(one.a()) && common.contains(one.b()))
            .toList();
    return Stream.of(version, other)
        .map(models::get)
        .map(model -> of(model, kind, pairs, decided.size()))
        .toList();
  }

  private Set<Long> read(String version, List<Judgement> decided) {
    return readings.vectors(tablesOf(decided), version).stream()
        .map(vector -> vector.entry().table())
        .collect(Collectors.toSet());
  }

  /** Tables of judged pairs, whole pairs only, those that were judged last first. */
  @Transactional(readOnly = true)
  public List<Long> tables(int most) {
    Set<Long> tables = new LinkedHashSet<>();
    for (Judgement one : decided()) {
      Set<Long> more = new LinkedHashSet<>(tables);
      more.add(one.a());
      more.add(one.b());
      if (more.size() <= most) {
        tables = more;
      }
    }
    return List.copyOf(tables);
  }

  private static List<Long> tablesOf(List<Judgement> decided) {
    return decided.stream().flatMap(one -> Stream.of(one.a(), one.b())).distinct().toList();
  }

  private List<Judgement> decided() {
    return judgements.list(new Judgements.Wanted(null, null, null, false), 0, ALL).stream()
        .filter(one -> one.verdict() != Verdict.UNSURE)
        .toList();
  }

  private Agreement of(Model model, ScoreKind kind, List<Judgement> decided, int all) {
    List<Judged> judged = scored(model.version(), kind, decided);
    int wanted = (int) judged.stream().filter(one -> one.verdict().wanted()).count();
    Map<Long, List<Judged>> byTable =
        judged.stream()
            .flatMap(one -> Stream.of(Map.entry(one.a(), one), Map.entry(one.b(), one)))
            .collect(
                Collectors.groupingBy(
                    Map.Entry::getKey,
                    Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    List<List<Judged>> mixed = byTable.values().stream().filter(Agreements::isMixed).toList();
    OptionalDouble mean = mixed.stream().mapToDouble(Agreements::precision).average();
    return new Agreement(
        model.version(),
        model.active(),
        kind.name().toLowerCase(Locale.ROOT),
        judged.size(),
        wanted,
        all - judged.size(),
        isMixed(judged) ? precision(judged) : null,
        isMixed(judged) ? Double.valueOf(wanted / (double) judged.size()) : null,
        mixed.size(),
        mean.isPresent() ? mean.getAsDouble() : null);
  }

  private static boolean isMixed(List<Judged> judged) {
    return judged.stream().map(one -> one.verdict().wanted()).distinct().count() == 2;
  }

  private static double precision(List<Judged> judged) {
    return AveragePrecision.of(
        judged.stream()
            .map(one -> new AveragePrecision.Scored(one.score(), one.verdict().wanted()))
            .toList());
  }

  private List<Judged> scored(String version, ScoreKind kind, List<Judgement> decided) {
    Map<Long, float[]> vectors = new HashMap<>();
    readings
        .vectors(tablesOf(decided), version)
        .forEach(vector -> vectors.put(vector.entry().table(), vector.phi()));
    List<Judged> judged = new ArrayList<>();
    for (Judgement one : decided) {
      float[] a = vectors.get(one.a());
      float[] b = vectors.get(one.b());
      if (a != null && b != null && one.verdict() != null) {
        judged.add(new Judged(one.a(), one.b(), one.verdict(), Explainer.score(a, b, kind)));
      }
    }
    return judged;
  }
}
