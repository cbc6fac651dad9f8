package org.tabularium.app.search;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.tabularium.app.corpus.Corpora;
import org.tabularium.app.corpus.Table;
import org.tabularium.network.image.Region;
import org.tabularium.network.reading.Reading;
import org.tabularium.network.reading.ScoreKind;

/** Finds out by which calibration scores get their words, or why they get none. */
@Service
public class Meanings {

  private final Calibrations calibrations;
  private final QuestionCalibrations questions;
  private final Corpora corpora;

  Meanings(Calibrations calibrations, QuestionCalibrations questions, Corpora corpora) {
    this.corpora = corpora;
    this.calibrations = calibrations;
    this.questions = questions;
  }

  /** Why nothing is said of scores. */
  public enum Silence {
    /** They are means of several. */
    SEVERAL,
    /** Another model read the tables than those that random pairs are drawn from. */
    OLDER,
    /** Too little is asked. */
    SHORT,
    /** Too few tables were read, or too few as long as what is asked. */
    FEW;

    /** Names the message that says it. */
    public String lower() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What is known of the scores of a question.
   *
   * @param calibration gives the words; null where nothing is said
   * @param silence why not; null where something is said
   */
  public record Meaning(@Nullable Calibration calibration, @Nullable Silence silence) {

    private static Meaning none(Silence silence) {
      return new Meaning(null, silence);
    }
  }

  /** What is usually asked first of a version, before the first who asks would have to wait. */
  void prepare(String version) {
    calibrations.prepare(version);
  }

  /** Drops what was computed of other versions than these. */
  void keep(Set<String> versions) {
    calibrations.keep(versions);
    questions.keep(versions);
  }

  /** Of the scores that a ranking lists. */
  Meaning of(Asked asked, Search.Query query) {
    if (asked.several()) {
      return Meaning.none(Silence.SEVERAL);
    }
    if (query.model() != null || asked.examples().isEmpty()) {
      return Meaning.none(Silence.OLDER);
    }
    Asked.Example example = asked.examples().get(0);
    if (example.source() instanceof Asked.OfTable of) {
      long corpus = of.table().corpus().id();
      return of.parts().isEmpty()
          ? said(calibrations.of(query.kind(), corpus))
          : said(query.kind(), corpus, example.size());
    }
    return said(query.kind(), onlyCorpus(query), example.size());
  }

  /** The corpus that is searched, where it is one. */
  private @Nullable Long onlyCorpus(Search.Query query) {
    List<String> named = query.filter().corpora();
    Set<Long> in = named.isEmpty() ? Set.of() : corpora.idsOf(named);
    return in.size() == 1 ? in.iterator().next() : null;
  }

  /**
   * Of the score of a pair.
   *
   * @param parts of the first table that count; none for all of it
   * @param first what was read there
   * @param older the version that read both; null for the active one
   */
  public Meaning of(
      Table table, List<Region> parts, Reading first, ScoreKind kind, @Nullable String older) {
    if (older != null) {
      return Meaning.none(Silence.OLDER);
    }
    return parts.isEmpty()
        ? said(calibrations.of(kind, table.corpus().id()))
        : said(
            kind,
            table.corpus().id(),
            Calibration.Size.of(first.occurrences().size(), 0, first.phi()));
  }

  /** The calibration of whole tables, or of questions of a size. */
  Calibration calibration(ScoreKind kind, @Nullable Long corpus, Calibration.@Nullable Size size) {
    // The mass of a bigram matters to the plain product only.
    return size == null
        ? calibrations.of(kind, corpus)
        : questions.of(kind, corpus, kind == ScoreKind.DOT ? size : size.ofMass(1));
  }

  private Meaning said(ScoreKind kind, @Nullable Long corpus, Calibration.Size size) {
    if (size.bigrams() < QuestionCalibrations.LEAST_BIGRAMS) {
      return Meaning.none(Silence.SHORT);
    }
    return said(calibration(kind, corpus, size));
  }

  private static Meaning said(Calibration calibration) {
    return calibration.says() || calibration.random().says()
        ? new Meaning(calibration, calibration.says() ? null : Silence.FEW)
        : Meaning.none(Silence.FEW);
  }
}
