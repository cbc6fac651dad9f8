package org.tabularium.app.home;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.tabularium.app.corpus.Corpora;
import org.tabularium.app.corpus.Corpus;
import org.tabularium.app.corpus.Tables;
import org.tabularium.app.jobs.JobState;
import org.tabularium.app.jobs.JobView;
import org.tabularium.app.jobs.Jobs;
import org.tabularium.app.readings.Readings;

/**
 * The jobs as pages show them: with the way to what they made, and those on the pages of a
 * generated corpus gathered, for nobody asked for them one by one.
 */
@Component
class Work {

  private static final int LOOKED_THROUGH = 500;

  private final Jobs jobs;
  private final Tables tables;
  private final Corpora corpora;

  Work(Jobs jobs, Tables tables, Corpora corpora) {
    this.jobs = jobs;
    this.tables = tables;
    this.corpora = corpora;
  }

  /** A job; the names are those of the REST JSON, and {@code link} is a path of ours. */
  record Job(
      long id,
      String kind,
      String subject,
      @Nullable String link,
      String state,
      double progress,
      @Nullable String message,
      @Nullable String problem,
      Instant created,
      @Nullable Instant started,
      @Nullable Instant ended,
      String person) {}

  /**
   * The jobs on the pages of one generated corpus.
   *
   * @param corpus tells how far they have come
   * @param person who gave them
   * @param jobs the latest on each page, the latest first
   */
  record Gathered(Corpus corpus, String person, List<Job> jobs) {}

  /**
   * The latest work.
   *
   * @param jobs what people gave, and whatever failed
   * @param gathered the rest
   */
  record Latest(List<Job> jobs, List<Gathered> gathered) {}

  /**
   * @param limit how many jobs are listed one by one
   */
  Latest latest(int limit) {
    List<JobView> all = jobs.latest(LOOKED_THROUGH);
    Map<String, Long> generated = tables.generatedReadKeys();
    Map<String, Long> links =
        tables.firstOf(all.stream().filter(Work::reads).map(Work::readKey).toList());
    List<Job> single = new ArrayList<>();
    Map<Long, List<Job>> byCorpus = new LinkedHashMap<>();
    Set<String> seen = new HashSet<>();
    for (JobView view : all) {
      Long corpus = reads(view) ? generated.get(readKey(view)) : null;
      boolean latest = corpus == null || seen.add(readKey(view));
      if (corpus == null || (latest && view.state() == JobState.FAILED)) {
        if (single.size() < limit) {
          single.add(job(view, links));
        }
      } else if (latest) {
        byCorpus.computeIfAbsent(corpus, id -> new ArrayList<>()).add(job(view, links));
      }
    }
    List<Gathered> gathered = new ArrayList<>();
    byCorpus.forEach(
        (id, of) -> {
          Optional<Corpus> corpus = corpora.find(id);
          // Deleted between the two look-ups.
          corpus.ifPresent(c -> gathered.add(new Gathered(c, of.get(0).person(), of)));
        });
    return new Latest(single, gathered);
  }

  private static boolean reads(JobView view) {
    return view.kind().equals(Readings.KIND);
  }

  private static String readKey(JobView view) {
    return Readings.readKey(view.identity());
  }

  private static Job job(JobView view, Map<String, Long> links) {
    Long table = reads(view) ? links.get(readKey(view)) : null;
    return new Job(
        view.id(),
        view.kind(),
        view.subject(),
        table == null ? null : "/tables/" + table,
        view.state().name().toLowerCase(Locale.ROOT),
        view.progress(),
        view.message(),
        view.problem(),
        view.created(),
        view.started(),
        view.ended(),
        view.person());
  }
}
