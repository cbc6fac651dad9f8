package org.tabularium.app.training;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.tabularium.app.jobs.JobState;
import org.tabularium.app.platform.PersonId;
import org.tabularium.training.trainer.Retraining;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Trainings and their checkpoints in the database. */
@Component
class TrainingRows {

  private static final TypeReference<List<Retraining.Point>> CURVE = new TypeReference<>() {};

  private static final String VIEW =
      """
      select t.*, j.state, j.started_at, p.name as person
      from training t join job j on j.id = t.job_id join person p on p.id = t.person_id
      """;

  private final JdbcClient jdbc;
  private final JsonMapper json;

  TrainingRows(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /**
   * What a training is given.
   *
   * @param base null for random weights
   * @param labels the frozen file
   */
  record Given(
      long id, @Nullable String base, long seed, int steps, String labels, PersonId person) {}

  long insert(
      @Nullable String base,
      List<String> corpora,
      Retraining.Settings settings,
      String labels,
      String sha256,
      TrainingRun.BothCounts counts,
      PersonId by) {
    return jdbc.sql(
            """
            insert into training (base, corpora, seed, steps, labels, labels_sha256, counts, person_id)
            values (:base, :corpora, :seed, :steps, :labels, :sha256, cast(:counts as json), :by)
            returning id
            """)
        .param("base", base)
        .param("corpora", corpora.toArray(String[]::new))
        .param("seed", settings.seed())
        .param("steps", settings.steps())
        .param("labels", labels)
        .param("sha256", sha256)
        .param("counts", json.writeValueAsString(counts))
        .param("by", by.value())
        .query(Long.class)
        .single();
  }

  void doneBy(long training, long job) {
    jdbc.sql("update training set job_id = :job where id = :id")
        .param("job", job)
        .param("id", training)
        .update();
  }

  /** The job of a training with the same inputs that has not ended. */
  Optional<Long> underWay(@Nullable String base, Retraining.Settings settings, String sha256) {
    return jdbc.sql(
            """
            select j.id from training t join job j on j.id = t.job_id
            where j.state in ('QUEUED', 'RUNNING') and t.base is not distinct from cast(:base as text)
              and t.seed = :seed and t.steps = :steps and t.labels_sha256 = :sha256
            order by j.id desc limit 1
            """)
        .param("base", base)
        .param("seed", settings.seed())
        .param("steps", settings.steps())
        .param("sha256", sha256)
        .query(Long.class)
        .optional();
  }

  Optional<TrainingRun> ofJob(long job) {
    return jdbc.sql(VIEW + "where t.job_id = ?").param(job).query(this::run).optional();
  }

  Optional<TrainingRun> ofVersion(String version) {
    return jdbc.sql(VIEW + "where t.version = ? order by t.id limit 1")
        .param(version)
        .query(this::run)
        .optional();
  }

  List<TrainingRun> latest(int limit) {
    return jdbc.sql(VIEW + "order by t.id desc limit ?").param(limit).query(this::run).list();
  }

  String labels(long job) {
    return jdbc.sql("select labels from training where job_id = ?")
        .param(job)
        .query(String.class)
        .single();
  }

  /** Notes that work has begun; false when nothing is to be done any more. */
  boolean begin(long id) {
    return jdbc.sql("update training set begun = true where id = ? and outcome is null")
            .param(id)
            .update()
        > 0;
  }

  Given given(long id) {
    return jdbc.sql("select * from training where id = ?")
        .param(id)
        .query(
            (row, n) ->
                new Given(
                    id,
                    row.getString("base"),
                    row.getLong("seed"),
                    row.getInt("steps"),
                    row.getString("labels"),
                    new PersonId(row.getLong("person_id"))))
        .single();
  }

  void inputs(long id, String hash) {
    jdbc.sql("update training set input_hash = ? where id = ?").params(hash, id).update();
  }

  void reached(long id, List<Retraining.Point> curve, int steps) {
    jdbc.sql("update training set curve = cast(? as json), steps_done = ? where id = ?")
        .params(json.writeValueAsString(curve), steps, id)
        .update();
  }

  void checkpoint(long id, byte[] state) {
    jdbc.sql(
            """
            insert into training_checkpoint (training_id, state) values (?, ?)
            on conflict (training_id) do update set state = excluded.state
            """)
        .params(id, state)
        .update();
  }

  byte @Nullable [] checkpoint(long id) {
    return jdbc.sql("select state from training_checkpoint where training_id = ?")
        .param(id)
        .query(byte[].class)
        .optional()
        .orElse(null);
  }

  /**
   * What a training took.
   *
   * @param setup seconds before the first step
   * @param step seconds a step
   * @param cpu seconds of processor time, all in all
   */
  record Took(double setup, double step, double cpu) {}

  void took(long id, Took took, String node) {
    jdbc.sql(
            """
            update training set setup_seconds = ?, step_seconds = ?, cpu_seconds = ?, node = ?
            where id = ?
            """)
        .params(took.setup(), took.step(), took.cpu(), node, id)
        .update();
  }

  /** What the last trainings here took, the latest first. */
  List<Took> took(String node, int limit) {
    return jdbc.sql(
            """
            select setup_seconds / greatest(1, (counts -> 'learnt' ->> 'tables')::int
                + (counts -> 'heldOut' ->> 'tables')::int) as setup, step_seconds, cpu_seconds
            from training where node = ? and step_seconds is not null order by id desc limit ?
            """)
        .params(node, limit)
        .query(
            (row, n) ->
                new Took(
                    row.getDouble("setup"),
                    row.getDouble("step_seconds"),
                    row.getDouble("cpu_seconds")))
        .list();
  }

  /** Says what came of it, once; its checkpoint is not needed any more. */
  boolean settle(
      long id, TrainingRun.Outcome outcome, @Nullable Integer best, @Nullable String version) {
    boolean first =
        jdbc.sql(
                    """
                    update training set outcome = :outcome, best_step = :best, version = :version,
                      ended_at = now() where id = :id and outcome is null
                    """)
                .param("outcome", outcome.lower())
                .param("best", best)
                .param("version", version)
                .param("id", id)
                .update()
            > 0;
    jdbc.sql("delete from training_checkpoint where training_id = ?").param(id).update();
    return first;
  }

  boolean hasBegun(long id) {
    return jdbc.sql("select begun from training where id = ?")
        .param(id)
        .query(Boolean.class)
        .optional()
        .orElse(false);
  }

  TrainingRun get(long id) {
    return jdbc.sql(VIEW + "where t.id = ?").param(id).query(this::run).single();
  }

  JobState jobState(long id) {
    return jdbc.sql("select j.state from training t join job j on j.id = t.job_id where t.id = ?")
        .param(id)
        .query((row, n) -> JobState.valueOf(row.getString("state")))
        .single();
  }

  /** Those whose job has ended and of which nothing has come: the process died in between. */
  List<Long> unsettled() {
    return jdbc.sql(
            """
            select t.id from training t join job j on j.id = t.job_id
            where t.outcome is null and j.state in ('DONE', 'FAILED', 'CANCELLED') order by t.id
            """)
        .query(Long.class)
        .list();
  }

  private TrainingRun run(ResultSet row, int n) throws SQLException {
    List<Retraining.Point> curve = json.readValue(row.getString("curve"), CURVE);
    String outcome = row.getString("outcome");
    Array corpora = row.getArray("corpora");
    return new TrainingRun(
        row.getLong("id"),
        Long.toString(row.getLong("job_id")),
        row.getString("state").toLowerCase(Locale.ROOT),
        row.getString("base"),
        List.of((String[]) corpora.getArray()),
        row.getLong("seed"),
        json.readValue(row.getString("counts"), TrainingRun.BothCounts.class),
        row.getString("labels_sha256"),
        row.getString("input_hash"),
        row.getInt("steps"),
        row.getInt("steps_done"),
        curve,
        row.getObject("best_step", Integer.class),
        outcome == null ? null : TrainingRun.Outcome.valueOf(outcome.toUpperCase(Locale.ROOT)),
        row.getString("version"),
        row.getObject("cpu_seconds", Double.class),
        row.getString("person"),
        instant(row, "created_at"),
        row.getObject("ended_at") == null ? null : instant(row, "ended_at"));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
