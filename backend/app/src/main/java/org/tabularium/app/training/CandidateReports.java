package org.tabularium.app.training;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.tabularium.app.jobs.JobView;
import org.tabularium.app.jobs.Jobs;
import org.tabularium.app.models.Models;
import org.tabularium.app.platform.PersonId;
import org.tabularium.app.platform.Problem;
import tools.jackson.databind.json.JsonMapper;

/** The reports of candidates: asked for, kept, found again. */
@Service
public class CandidateReports {

  /** The kind of the jobs that make them. */
  static final String KIND = "candidate-report";

  private final JdbcClient jdbc;
  private final Jobs jobs;
  private final Models models;
  private final JsonMapper json;

  CandidateReports(JdbcClient jdbc, Jobs jobs, Models models, JsonMapper json) {
    this.jdbc = jdbc;
    this.jobs = jobs;
    this.models = models;
    this.json = json;
  }

  /**
   * Has a version held against the one that is active now.
   *
   * @return the job
   * @throws Problem 404
   */
  @Transactional
  public long ask(String version, PersonId by) {
    models.get(version);
    return jobs.submit(
        KIND, identity(version, models.active().version()), version.substring(0, 12), by);
  }

  static String identity(String version, String against) {
    return version + "@" + against;
  }

  /** The latest report on a version, whichever it was held against. */
  @Transactional(readOnly = true)
  public Optional<CandidateReport> find(String version) {
    return jdbc.sql(
            "select report::text from candidate_report where version = ?"
                + " order by made_at desc limit 1")
        .param(version)
        .query(String.class)
        .optional()
        .map(report -> json.readValue(report, CandidateReport.class));
  }

  /** The job that makes the report against the active version, if it has not ended. */
  @Transactional(readOnly = true)
  public Optional<JobView> underWay(String version) {
    return latest(version).filter(job -> !job.state().isEnded());
  }

  /** The last job that made it, or failed to. */
  @Transactional(readOnly = true)
  public Optional<JobView> latest(String version) {
    return jobs.latest(KIND, identity(version, models.active().version()));
  }

  @Transactional
  void keep(CandidateReport report) {
    jdbc.sql(
            """
            insert into candidate_report (version, against, report)
            values (:version, :against, cast(:report as json))
            on conflict (version, against) do update
              set report = excluded.report, made_at = now()
            """)
        .param("version", report.version())
        .param("against", report.against())
        .param("report", json.writeValueAsString(report))
        .update();
  }
}
