package org.tabularium.app.training;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.tabularium.app.corpus.Edition;
import org.tabularium.app.corpus.Table;
import org.tabularium.app.corpus.Tables;
import org.tabularium.app.jobs.JobHandler;
import org.tabularium.app.jobs.JobRun;
import org.tabularium.app.judgement.Agreement;
import org.tabularium.app.judgement.Agreements;
import org.tabularium.app.models.Models;
import org.tabularium.app.readings.CandidateReadings;
import org.tabularium.app.readings.Readings;
import org.tabularium.app.search.PinnedSearches;
import org.tabularium.network.onnx.ModelFiles;
import org.tabularium.network.reading.Digit;
import org.tabularium.network.reading.Reading;
import org.tabularium.network.reading.ScoreKind;
import org.tabularium.network.reading.TableReader;
import org.tabularium.training.labels.LabelScore;
import org.tabularium.training.labels.LabelledPage;
import org.tabularium.training.labels.Place;

/**
 * Holds a candidate against the active version. What both read for it is kept under their names, so
 * that a later activation finds it.
 */
@Component
class ReportJob implements JobHandler {

  /** Tables that are read for the rankings, at most. */
  private static final int POOL = 240;

  /** Tables of judged pairs that are read, at most. */
  private static final int JUDGED = 240;

  private static final int SAMPLE = 5;
  private static final int SHOWN = 60;
  private static final double READING = 0.95;

  private final CandidateReports reports;
  private final TrainingRows trainings;
  private final FrozenTables frozen;
  private final Models models;
  private final Tables tables;
  private final Readings readings;
  private final CandidateReadings candidates;
  private final PinnedSearches searches;
  private final Agreements agreements;

  ReportJob(
      CandidateReports reports,
      TrainingRows trainings,
      FrozenTables frozen,
      Models models,
      Tables tables,
      Readings readings,
      CandidateReadings candidates,
      PinnedSearches searches,
      Agreements agreements) {
    this.reports = reports;
    this.trainings = trainings;
    this.frozen = frozen;
    this.models = models;
    this.tables = tables;
    this.readings = readings;
    this.candidates = candidates;
    this.searches = searches;
    this.agreements = agreements;
  }

  @Override
  public String kind() {
    return CandidateReports.KIND;
  }

  @Override
  public void run(JobRun run) throws Exception {
    String[] versions = run.identity().split("@");
    FrozenTables.Pages pages =
        trainings
            .ofVersion(versions[0])
            .map(one -> frozen.pages(trainings.labels(Long.parseLong(one.job()))))
            .orElse(new FrozenTables.Pages(List.of(), List.of()));
    List<Long> asked = searches.list().stream().map(PinnedSearches.Pinned::table).toList();
    List<Long> pool = pool(asked, versions[1]);
    List<Long> queries = asked.isEmpty() ? pool.subList(0, Math.min(SAMPLE, pool.size())) : asked;
    Set<Long> wanted = new LinkedHashSet<>();
    pages.heldOut().forEach(page -> wanted.add(Long.parseLong(page.id())));
    pages.learnt().forEach(page -> wanted.add(Long.parseLong(page.id())));
    wanted.addAll(pool);
    wanted.addAll(agreements.tables(JUDGED));
    Map<Long, Table> found = tables.find(wanted);
    Map<Long, Reading> after = read(run, versions[0], found.values(), 0);
    Map<Long, Reading> before = read(run, versions[1], found.values(), READING / 2);
    run.at(READING, "training.message.comparing");
    Tally tally = new Tally(found, before, after);
    pages.heldOut().forEach(page -> tally.add(page, true));
    pages.learnt().forEach(page -> tally.add(page, false));
    reports.keep(
        new CandidateReport(
            versions[0],
            versions[1],
            tally.both(true),
            tally.both(false),
            tally.editions(),
            tally.worse.places(),
            tally.better.places(),
            searches(versions, queries, pool, !asked.isEmpty(), found),
            agreement(versions)));
  }

  /** Tables to rank: the pinned ones, and others drawn by a fixed seed up to a number. */
  private List<Long> pool(List<Long> asked, String active) {
    List<Long> all = new ArrayList<>();
    readings.eachVector(active, vector -> all.add(vector.entry().table()));
    Collections.sort(all);
    Collections.shuffle(all, new Random(1));
    Set<Long> pool = new LinkedHashSet<>(asked);
    all.stream().limit(POOL).forEach(pool::add);
    return List.copyOf(pool);
  }

  private Map<Long, Reading> read(JobRun run, String version, Collection<Table> wanted, double from)
      throws IOException {
    Map<Long, Reading> read = new LinkedHashMap<>();
    int done = 0;
    try (TableReader reader = new TableReader(ModelFiles.read(models.file(version)).model(), 1)) {
      for (Table table : wanted) {
        double at = from + READING / 2 * done / wanted.size();
        run.at(at, "training.message.reading", done + 1, wanted.size());
        Optional<Reading> reading = candidates.of(reader, table, fraction -> run.at(at));
        reading.ifPresent(one -> read.put(table.id(), one));
        done++;
      }
    }
    return read;
  }

  private List<Agreement> agreement(String[] versions) {
    return agreements.between(versions[0], versions[1], ScoreKind.COSINE).stream()
        .filter(one -> one.pairs() > 0)
        .toList();
  }

  private CandidateReport.Searches searches(
      String[] versions,
      List<Long> queries,
      List<Long> pool,
      boolean pinned,
      Map<Long, Table> found) {
    Rankings rankings =
        new Rankings(readings.vectors(pool, versions[0]), readings.vectors(pool, versions[1]));
    List<CandidateReport.SearchChange> each = new ArrayList<>();
    for (long query : queries) {
      Rankings.Change change = rankings.change(query);
      if (change != null) {
        each.add(
            new CandidateReport.SearchChange(
                named(query, found),
                change.left().stream().map(id -> named(id, found)).toList(),
                change.came().stream().map(id -> named(id, found)).toList(),
                change.moved()));
      }
    }
    int changed = (int) each.stream().filter(one -> !one.came().isEmpty()).count();
    return new CandidateReport.Searches(pinned, rankings.among(), changed, each);
  }

  private static CandidateReport.Named named(long id, Map<Long, Table> found) {
    Table table = found.get(id);
    return new CandidateReport.Named(
        Long.toString(id), table == null ? Long.toString(id) : title(table));
  }

  private static String title(Table table) {
    Edition edition = table.edition();
    return edition == null || edition.title().isBlank()
        ? table.fileName()
        : edition.title() + (table.page().isBlank() ? "" : ", " + table.page());
  }

  /** Labelled places, as either version reads them. */
  private static final class Tally {
    private final Map<Long, Table> tables;
    private final Map<Long, Reading> before;
    private final Map<Long, Reading> after;
    private final Map<Boolean, LabelScore[]> sides = new LinkedHashMap<>();
    private final Map<String, LabelScore[]> editions = new LinkedHashMap<>();
    private final Map<String, String> titles = new LinkedHashMap<>();
    private final Map<String, Boolean> out = new LinkedHashMap<>();
    private final Changes worse = new Changes();
    private final Changes better = new Changes();

    Tally(Map<Long, Table> tables, Map<Long, Reading> before, Map<Long, Reading> after) {
      this.tables = tables;
      this.before = before;
      this.after = after;
    }

    void add(LabelledPage page, boolean heldOut) {
      long id = Long.parseLong(page.id());
      Table table = tables.get(id);
      if (table == null) {
        return; // deleted since
      }
      LabelScore[] scores = {score(page, after.get(id)), score(page, before.get(id))};
      sides.merge(heldOut, scores, Tally::plus);
      editions.merge(page.group(), scores, Tally::plus);
      titles.putIfAbsent(
          page.group(), table.edition() == null ? table.fileName() : table.edition().title());
      out.put(page.group(), heldOut);
      compare(table, scores[1], scores[0]);
    }

    private static LabelScore score(LabelledPage page, @Nullable Reading reading) {
      List<Digit> digits = reading == null ? List.of() : reading.digits();
      return LabelScore.of(page, digits);
    }

    private static LabelScore[] plus(LabelScore[] a, LabelScore[] b) {
      return new LabelScore[] {a[0].plus(b[0]), a[1].plus(b[1])};
    }

    /** Places that people labelled have a verdict by either version; others by one only. */
    private void compare(Table table, LabelScore old, LabelScore now) {
      Map<Place, LabelScore.Verdict> then = new LinkedHashMap<>();
      old.verdicts().forEach(verdict -> then.put(verdict.place(), verdict));
      for (LabelScore.Verdict verdict : now.verdicts()) {
        LabelScore.Verdict was = then.get(verdict.place());
        if (was != null && was.right() != verdict.right()) {
          (verdict.right() ? better : worse).add(table, verdict, was.read());
        }
      }
    }

    CandidateReport.@Nullable Both both(boolean heldOut) {
      LabelScore[] scores = sides.get(heldOut);
      return scores == null ? null : both(scores);
    }

    private static CandidateReport.Both both(LabelScore[] scores) {
      return new CandidateReport.Both(
          CandidateReport.Figures.of(scores[0]), CandidateReport.Figures.of(scores[1]));
    }

    List<CandidateReport.OfEdition> editions() {
      return editions.entrySet().stream()
          .map(
              one ->
                  new CandidateReport.OfEdition(
                      Objects.requireNonNull(titles.get(one.getKey())),
                      Boolean.TRUE.equals(out.get(one.getKey())),
                      both(one.getValue())))
          .toList();
    }
  }

  private static final class Changes {
    private final List<CandidateReport.Place> shown = new ArrayList<>();
    private int all;

    void add(Table table, LabelScore.Verdict verdict, @Nullable Integer before) {
      all++;
      if (shown.size() < SHOWN) {
        Place place = verdict.place();
        shown.add(
            new CandidateReport.Place(
                Long.toString(table.id()),
                table.scan().sha256(),
                table.turn() == null ? 0 : table.turn(),
                place.box().x(),
                place.box().y(),
                place.box().w(),
                place.box().h(),
                place.kind() == Place.Kind.DIGIT ? place.digit() : null,
                before,
                verdict.read()));
      }
    }

    CandidateReport.Places places() {
      return new CandidateReport.Places(all, shown);
    }
  }
}
