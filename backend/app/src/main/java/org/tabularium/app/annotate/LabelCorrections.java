package org.tabularium.app.annotate;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.tabularium.app.readings.SaidOfDigits;
import org.tabularium.network.reading.Correction;

/**
 * Labels as corrections of what was read: a digit, a place without one, a region without any. A
 * place of which a person is unsure, and one that is only in question, corrects nothing.
 */
@Component
class LabelCorrections implements SaidOfDigits {

  private final LabelRows rows;

  LabelCorrections(LabelRows rows) {
    this.rows = rows;
  }

  @Override
  public Said now(long table) {
    return rows.page(table)
        .map(page -> new Said(page.revision(), corrections(rows.labels(table))))
        .orElse(new Said(0, List.of()));
  }

  @Override
  public Said held(long table) {
    return rows.share(table) ? now(table) : new Said(0, List.of());
  }

  @Override
  public Said after(long table, long change) {
    int revision = rows.revisionAfter(table, change);
    return new Said(revision, revision == 0 ? List.of() : corrections(rows.at(table, revision)));
  }

  @Override
  public long last() {
    return rows.lastChange();
  }

  @Override
  public Map<Long, Integer> revisions() {
    return rows.revisions();
  }

  private static List<Correction> corrections(Collection<Label> labels) {
    return labels.stream().map(Label::mark).flatMap(LabelCorrections::correction).toList();
  }

  private static Stream<Correction> correction(Mark mark) {
    return switch (mark.kind()) {
      case DIGIT -> Stream.of(new Correction.Is(mark.box(), Objects.requireNonNull(mark.digit())));
      case NONE, CONTRAST -> Stream.of(new Correction.Empty(mark.box()));
      case UNSURE, FLAG -> Stream.empty();
    };
  }
}
