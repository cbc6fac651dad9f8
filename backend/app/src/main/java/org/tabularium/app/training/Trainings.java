package org.tabularium.app.training;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;
import org.tabularium.app.corpus.Corpus;
import org.tabularium.app.jobs.Jobs;
import org.tabularium.app.platform.Person;
import org.tabularium.app.platform.Problem;

/** Trainings: checked, started, looked at. */
@Service
public class Trainings {

  /** The kind of the jobs that train. */
  static final String KIND = "train";

  private final Plans plans;
  private final FrozenTables frozen;
  private final TrainingRows rows;
  private final Training engine;
  private final Pace pace;
  private final Jobs jobs;
  private final MessageSource messages;
  private final TransactionTemplate transaction;

  Trainings(
      Plans plans,
      FrozenTables frozen,
      TrainingRows rows,
      Training engine,
      Pace pace,
      Jobs jobs,
      MessageSource messages,
      TransactionTemplate transaction) {
    this.plans = plans;
    this.frozen = frozen;
    this.rows = rows;
    this.engine = engine;
    this.pace = pace;
    this.jobs = jobs;
    this.messages = messages;
    this.transaction = transaction;
  }

  /**
   * What there is to know before a training starts. Nothing is stored; the first time on a machine
   * a few steps are made in the background, to know how long one takes.
   *
   * @throws Problem 404 when base, a corpus or an edition is not here; 400
   */
  TrainingCheck check(TrainingWanted wanted) {
    Plans.Plan plan = plans.of(wanted);
    List<Finding> findings = new ArrayList<>(plan.findings());
    Training.State state = engine.stateSoFar();
    if (state != null && !state.available()) {
      findings.add(Finding.blocks("engine", String.valueOf(state.why())));
    }
    boolean ready = findings.stream().noneMatch(one -> one.weight() == Finding.Weight.BLOCKS);
    Pace.Estimate estimate = pace.estimate(plan.settings().steps(), plan.tables());
    if (estimate == null && ready) {
      pace.tryOut(
          plans.network(plan.base()),
          frozen.pages(frozen.freeze(plan.ids(), plan.sides(), plan.base())).learnt());
    }
    return new TrainingCheck(
        ready,
        plan.base(),
        plan.corpora().stream().map(Corpus::name).toList(),
        plan.settings().seed(),
        plan.settings().steps(),
        Sides.Counts.of(plan.sides().learnt()),
        Sides.Counts.of(plan.sides().heldOut()),
        plan.sides().choices(),
        findings.stream().sorted(Comparator.comparing(Finding::weight)).map(this::told).toList(),
        estimate,
        estimate == null && ready);
  }

  private TrainingCheck.Told told(Finding finding) {
    return new TrainingCheck.Told(
        finding.code(),
        finding.weight(),
        messages.getMessage(
            "training.finding." + finding.code(),
            finding.arguments().toArray(),
            LocaleContextHolder.getLocale()));
  }

  /**
   * Starts a training on the labels as they are now. One with the same inputs that has not ended is
   * not started twice.
   *
   * @return its job
   * @throws Problem as {@link #check}; 422 when a finding speaks against it; 503 without an engine
   */
  public long start(TrainingWanted wanted, Person by) {
    Training.State state = engine.state();
    if (!state.available()) {
      throw new Problem(
          HttpStatus.SERVICE_UNAVAILABLE, "training-engine", String.valueOf(state.why()));
    }
    Long job = transaction.execute(status -> submit(plans.of(wanted), by));
    return job == null ? 0 : job;
  }

  private long submit(Plans.Plan plan, Person by) {
    plan.findings().stream()
        .filter(finding -> finding.weight() == Finding.Weight.BLOCKS)
        .findFirst()
        .ifPresent(
            finding -> {
              throw new Problem(
                  HttpStatus.UNPROCESSABLE_CONTENT,
                  "training-" + finding.code(),
                  finding.arguments().toArray());
            });
    String labels = frozen.freeze(plan.ids(), plan.sides(), plan.base());
    String sha256 = sha256(labels);
    Optional<Long> same = rows.underWay(plan.base(), plan.settings(), sha256);
    if (same.isPresent()) {
      return same.get();
    }
    List<String> names = plan.corpora().stream().map(Corpus::name).toList();
    long training =
        rows.insert(
            plan.base(),
            names,
            plan.settings(),
            labels,
            sha256,
            new TrainingRun.BothCounts(
                Sides.Counts.of(plan.sides().learnt()), Sides.Counts.of(plan.sides().heldOut())),
            by.id());
    long job =
        jobs.submit(KIND, Long.toString(training), names.stream().collect(subject()), by.id());
    rows.doneBy(training, job);
    return job;
  }

  private static java.util.stream.Collector<CharSequence, ?, String> subject() {
    return Collectors.collectingAndThen(
        Collectors.joining(", "), all -> all.length() > 80 ? all.substring(0, 79) + "…" : all);
  }

  /**
   * A training.
   *
   * @throws Problem 404
   */
  @Transactional(readOnly = true)
  public TrainingRun get(long job) {
    return rows.ofJob(job)
        .orElseThrow(() -> Problem.notFound("no-such-training", Long.toString(job)));
  }

  /** The latest first. */
  @Transactional(readOnly = true)
  public List<TrainingRun> latest(int limit) {
    return rows.latest(limit);
  }

  /** The training that made a version; empty when it was not made here. */
  @Transactional(readOnly = true)
  public Optional<TrainingRun> ofVersion(String version) {
    return rows.ofVersion(version);
  }

  /**
   * The labels it was given, as they were then: CSV.
   *
   * @throws Problem 404
   */
  @Transactional(readOnly = true)
  public String labels(long job) {
    get(job);
    return rows.labels(job);
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
