package org.tabularium.app.jobs;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.tabularium.app.platform.PersonId;

/** The table of jobs. Every change of state is one statement that names the state it leaves. */
@Component
class JobRows {

  private static final String VIEW =
      "select j.*, p.name as person from job j join person p on p.id = j.person_id ";

  private final JdbcClient jdbc;
  private final MessageSource messages;

  JobRows(JdbcClient jdbc, MessageSource messages) {
    this.jdbc = jdbc;
    this.messages = messages;
  }

  record Submission(long id, boolean fresh) {}

  Submission submit(String kind, String identity, String subject, PersonId by) {
    while (true) {
      Optional<Long> fresh =
          jdbc.sql(
                  """
                  insert into job (kind, identity, subject, person_id) values (?, ?, ?, ?)
                  on conflict (kind, identity) where state in ('QUEUED', 'RUNNING') do nothing
                  returning id
                  """)
              .params(kind, identity, subject, by.value())
              .query(Long.class)
              .optional();
      if (fresh.isPresent()) {
        return new Submission(fresh.get(), true);
      }
      Optional<Long> there = unfinished(kind, identity);
      if (there.isPresent()) {
        return new Submission(there.get(), false);
      }
      // it ended between the two statements
    }
  }

  Optional<Long> unfinished(String kind, String identity) {
    return jdbc.sql(
            """
            select id from job
            where kind = ? and identity = ? and state in ('QUEUED', 'RUNNING')
            """)
        .params(kind, identity)
        .query(Long.class)
        .optional();
  }

  Optional<JobView> unfinished(String kind) {
    return jdbc.sql(
            VIEW + "where j.kind = ? and j.state in ('QUEUED', 'RUNNING') order by j.id limit 1")
        .param(kind)
        .query(this::view)
        .optional();
  }

  boolean exists(long id) {
    return jdbc.sql("select count(*) from job where id = ?").param(id).query(Long.class).single()
        > 0;
  }

  Optional<JobView> find(long id) {
    return jdbc.sql(VIEW + "where j.id = ?").param(id).query(this::view).optional();
  }

  List<JobView> latest(int limit) {
    return jdbc.sql(VIEW + "order by (j.state = 'RUNNING') desc, j.id desc limit ?")
        .param(limit)
        .query(this::view)
        .list();
  }

  Optional<JobView> latest(String kind, String identity) {
    return jdbc.sql(VIEW + "where j.kind = ? and j.identity = ? order by j.id desc limit 1")
        .params(kind, identity)
        .query(this::view)
        .optional();
  }

  record Start(
      long id, String kind, String identity, String subject, PersonId by, int interruptions) {}

  /**
   * From queued, or from running if the process that ran it has died, to running. Empty if the job
   * has ended meanwhile.
   */
  Optional<Start> start(long id) {
    return jdbc.sql(
            """
            update job set state = 'RUNNING', started_at = now(), progress = 0,
              message = null, message_args = '{}',
              interruptions = interruptions + case when state = 'RUNNING' then 1 else 0 end
            where id = ? and state in ('QUEUED', 'RUNNING')
            returning id, kind, identity, subject, person_id, interruptions
            """)
        .param(id)
        .query(
            (row, n) ->
                new Start(
                    row.getLong("id"),
                    row.getString("kind"),
                    row.getString("identity"),
                    row.getString("subject"),
                    new PersonId(row.getLong("person_id")),
                    row.getInt("interruptions")))
        .optional();
  }

  /** Back from running to queued: the application stops, the work has not been done. */
  void requeue(long id) {
    jdbc.sql("update job set state = 'QUEUED', progress = 0 where id = ? and state = 'RUNNING'")
        .param(id)
        .update();
  }

  void progress(long id, double fraction, @Nullable String message, List<String> arguments) {
    jdbc.sql(
            """
            update job set progress = ?, message = ?, message_args = ?
            where id = ? and state = 'RUNNING'
            """)
        .params(fraction, message, arguments.toArray(new String[0]), id)
        .update();
  }

  /** Returns what ended; empty if the job had been cancelled before. */
  Optional<JobEnded> done(long id) {
    return ended(
        jdbc.sql(
                """
                update job set state = 'DONE', progress = 1, message = null, ended_at = now()
                where id = ? and state = 'RUNNING' returning id, kind, identity, state
                """)
            .param(id));
  }

  Optional<JobEnded> failed(long id, String problem, List<String> arguments) {
    return ended(
        jdbc.sql(
                """
                update job set state = 'FAILED', message = null, problem = ?, problem_args = ?,
                  ended_at = now()
                where id = ? and state = 'RUNNING' returning id, kind, identity, state
                """)
            .params(problem, arguments.toArray(new String[0]), id));
  }

  Optional<JobEnded> cancel(long id) {
    return ended(
        jdbc.sql(
                """
                update job set state = 'CANCELLED', message = null, ended_at = now()
                where id = ? and state in ('QUEUED', 'RUNNING')
                returning id, kind, identity, state
                """)
            .param(id));
  }

  /** Those of the given jobs that somebody has cancelled. */
  Set<Long> cancelled(Collection<Long> ids) {
    if (ids.isEmpty()) { // the last one has ended meanwhile
      return Set.of();
    }
    return Set.copyOf(
        jdbc.sql("select id from job where id in (:ids) and state = 'CANCELLED'")
            .param("ids", ids)
            .query(Long.class)
            .list());
  }

  /** Moves a job up in the queue, unless it has its place already or is being worked on. */
  boolean hurry(long id, Urgency urgency) {
    return jdbc.sql(
                """
                update scheduled_tasks set priority = :priority
                where task_name = :task and task_instance = :id and not picked
                  and priority < :priority
                """)
            .param("priority", urgency.priority)
            .param("task", Jobs.TASK)
            .param("id", String.valueOf(id))
            .update()
        > 0;
  }

  /**
   * Frees what an earlier process of this installation had picked from the queue when it died,
   * instead of waiting until its heartbeat is missed.
   */
  int free(String node) {
    int freed = 0;
    for (String queue : List.of(QueueConfiguration.QUEUE, QueueConfiguration.QUEUE_BESIDE)) {
      freed +=
          jdbc.sql(
                  "update "
                      + queue
                      + " set picked = false, picked_by = null, last_heartbeat = null,"
                      + " version = version + 1 where picked and picked_by = ?")
              .param(node)
              .update();
    }
    return freed;
  }

  private static Optional<JobEnded> ended(JdbcClient.StatementSpec statement) {
    return statement
        .query(
            (row, n) ->
                new JobEnded(
                    row.getLong("id"),
                    row.getString("kind"),
                    row.getString("identity"),
                    JobState.valueOf(row.getString("state"))))
        .optional();
  }

  private JobView view(ResultSet row, int number) throws SQLException {
    return new JobView(
        row.getLong("id"),
        row.getString("kind"),
        row.getString("identity"),
        row.getString("subject"),
        JobState.valueOf(row.getString("state")),
        row.getDouble("progress"),
        text(row.getString("message"), row.getArray("message_args")),
        text(row.getString("problem"), row.getArray("problem_args")),
        instant(row, "created_at"),
        nullableInstant(row, "started_at"),
        nullableInstant(row, "ended_at"),
        row.getString("person"));
  }

  private @Nullable String text(@Nullable String key, Array arguments) throws SQLException {
    if (key == null) {
      return null;
    }
    Object[] values = Arrays.stream((Object[]) arguments.getArray()).toArray();
    return messages.getMessage(key, values, key, LocaleContextHolder.getLocale());
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static @Nullable Instant nullableInstant(ResultSet row, String column)
      throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
