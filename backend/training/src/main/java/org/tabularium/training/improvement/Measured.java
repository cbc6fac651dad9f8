package org.tabularium.training.improvement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tabularium.network.image.Turn;
import org.tabularium.network.reading.Digit;
import org.tabularium.training.corpus.Retrieval;
import org.tabularium.training.corpus.Truth.PageTruth;
import org.tabularium.training.labels.LabelScore;
import org.tabularium.training.labels.LabelledPage;
import org.tabularium.training.labels.Place;

/**
 * How well the pages of a {@link Design} were read.
 *
 * @param editions all digits of an edition's pages, folios and titles too, by edition
 * @param targets the same over all editions in new type
 * @param invented digits read on the targets' pages that belong to no digit there
 * @param map mean average precision of the targets' pages, each asked for among all pages
 */
public record Measured(
    SortedMap<String, LabelScore> editions, LabelScore targets, int invented, double map) {

  /**
   * What was read of a page.
   *
   * @param digits boxes in pixels of the scan
   * @param phi the vector that ranks
   */
  public record Seen(List<Digit> digits, double[] phi) {}

  /**
   * @param seen by the pages' ids; all of {@link Design#pages()}
   */
  public static Measured of(Design design, Map<String, Seen> seen) {
    List<Retrieval.Item> items = new ArrayList<>();
    Map<String, List<Digit>> read = new HashMap<>();
    seen.forEach((page, one) -> read.put(page, one.digits()));
    Set<String> asking = new HashSet<>();
    for (PageTruth page : design.pages()) {
      Seen one = seen.get(page.pageId());
      if (one != null) {
        items.add(new Retrieval.Item(page.pageId(), page.table(), one.phi()));
      }
      if (design.targets().contains(design.edition(page))) {
        asking.add(page.pageId());
      }
    }
    return of(
        design,
        read,
        Retrieval.byCosine(items, (query, other) -> asking.contains(query.page()))
            .meanAveragePrecision());
  }

  /**
   * The same where somebody else has ranked.
   *
   * @param seen digits by the pages' ids; of all of {@link Design#pages()}
   */
  public static Measured of(Design design, Map<String, List<Digit>> seen, double map) {
    SortedMap<String, LabelScore> editions = new TreeMap<>();
    LabelScore targets = LabelScore.NONE;
    int invented = 0;
    for (PageTruth page : design.pages()) {
      List<Digit> read = seen.get(page.pageId());
      if (read == null) {
        throw new IllegalArgumentException(page.pageId() + " was not read");
      }
      LabelScore score = score(design, page, read);
      String edition = design.edition(page);
      editions.merge(edition, score, LabelScore::plus);
      if (design.targets().contains(edition)) {
        targets = targets.plus(score);
        invented += read.size() - score.right() - score.misread();
      }
    }
    return new Measured(editions, targets, invented, map);
  }

  private static LabelScore score(Design design, PageTruth page, List<Digit> read) {
    LabelledPage all =
        new LabelledPage(
            page.pageId(),
            design.edition(page),
            design.scan(page),
            page.pageId(),
            null,
            Turn.UPRIGHT,
            null,
            page.digits().stream().map(d -> Place.digit(d.box(), d.digit())).toList());
    return LabelScore.of(all, read);
  }

  /** Share of the targets' digits that are missed or misread. */
  public double error() {
    return targets.error();
  }

  /** The most that an edition in known type has lost since then, in recall; below 0: none has. */
  public double lost(Measured before, Design design) {
    return design.others().stream()
        .mapToDouble(e -> before.recall(e) - recall(e))
        .max()
        .orElse(Double.NEGATIVE_INFINITY);
  }

  /** Share of an edition's digits that are read right. */
  public double recall(String edition) {
    LabelScore score = editions.get(edition);
    if (score == null) {
      throw new IllegalArgumentException(edition + " was not measured");
    }
    return score.recall();
  }

  /** For reports of programs. */
  Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("digits", targets.there());
    figures.put("missed", targets.missed());
    figures.put("misread", targets.misread());
    figures.put("invented", invented);
    figures.put("error", error());
    figures.put("map", map);
    Map<String, Object> recalls = new LinkedHashMap<>();
    editions.keySet().forEach(edition -> recalls.put(edition, recall(edition)));
    figures.put("recall", recalls);
    return figures;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%s, %d invented, mAP %.3f, %s", targets, invented, map, recalls());
  }

  private String recalls() {
    StringBuilder text = new StringBuilder();
    editions.keySet().forEach(e -> text.append(String.format("%s %.4f ", e, recall(e))));
    return text.toString().strip();
  }
}
