package org.tabularium.app.readings;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.tabularium.app.corpus.Table;
import org.tabularium.app.corpus.TableProgress;
import org.tabularium.app.platform.Problem;

/**
 * What another version than the active one has read and has yet to read. A reading is kept with its
 * version, so what was read once is there when that version is asked for again.
 */
@Service
public class Rereading {

  private final TableProgress progress;
  private final JdbcClient jdbc;

  Rereading(TableProgress progress, JdbcClient jdbc) {
    this.progress = progress;
    this.jdbc = jdbc;
  }

  /**
   * The keys of the tables that can be found and that this version has not read; those that failed
   * or were not read by any version do not count.
   */
  @Transactional(readOnly = true)
  public List<String> missing(String version) {
    return jdbc.sql(
            """
            select t.read_key from scanned_table t
            where t.status = 'indexed' and not exists (
              select 1 from reading r where r.read_key = t.read_key and r.model_version = :version)
            group by t.read_key order by min(t.id)
            """)
        .param("version", version)
        .query(String.class)
        .list();
  }

  /** How many tables, by key, a version has read. */
  @Transactional(readOnly = true)
  public int read(String version) {
    return jdbc.sql("select count(*) from reading where model_version = ?")
        .param(version)
        .query(Integer.class)
        .single();
  }

  /**
   * Puts what a version read in the place of what stands with the tables, in the caller's
   * transaction. Nothing is overwritten: the readings of other versions stay.
   *
   * @param failed what this version could not read, by key, and why
   * @return the tables that can be found now and could not before, or the other way round
   */
  @Transactional
  public Set<Long> adopt(String version, Map<String, Problem> failed) {
    Set<Long> changed = new HashSet<>();
    failed.forEach(
        (readKey, problem) -> {
          changed.addAll(
              jdbc.sql("select id from scanned_table where read_key = :key and status = 'indexed'")
                  .param("key", readKey)
                  .query(Long.class)
                  .list());
          progress.queued(readKey);
          progress.failed(readKey, problem.slug(), problem.arguments().toArray());
        });
    changed.addAll(
        jdbc.sql(
                """
                select t.id from scanned_table t
                join reading r on r.read_key = t.read_key and r.model_version = :version
                where t.status <> 'indexed'
                """)
            .param("version", version)
            .query(Long.class)
            .list());
    jdbc.sql(
            """
            update scanned_table t set status = 'indexed', problem = null, why = null,
              model_version = r.model_version, turn = r.turn, scale = r.scale,
              confidence = r.confidence, looks_like_table = r.looks_like_table,
              digits = cardinality(r.classes), occurrences = cardinality(r.bigrams),
              other_sizes = coalesce(
                (select array_agg(one.number order by one.i)
                  from unnest(r.insets) with ordinality as one (number, i) where one.i % 6 <> 0),
                '{}'),
              version = t.version + 1
            from reading r where r.read_key = t.read_key and r.model_version = :version
            """)
        .param("version", version)
        .update();
    return changed;
  }

  /**
   * Sends back to the queue what can be found and this version has not read, in the caller's
   * transaction: it joins as it is read.
   *
   * @return the tables
   */
  @Transactional
  public Set<Long> queueMissing(String version) {
    List<String> missing = missing(version);
    Set<Long> tables =
        new HashSet<>(
            jdbc.sql("select id from scanned_table where read_key = any(:keys)")
                .param("keys", missing.toArray(String[]::new))
                .query(Long.class)
                .list());
    progress.queued(missing);
    return tables;
  }

  /** Deletes what a version read; the others' readings stay. */
  @Transactional
  public int forget(String version) {
    return jdbc.sql("delete from reading where model_version = ?").param(version).update();
  }

  /**
   * Tables with what this version read in them, where something else stands with them: for an
   * answer that was begun before another version was activated, or that cites one.
   */
  @Transactional(readOnly = true)
  public Map<Long, Table> as(String version, Map<Long, Table> tables) {
    Collection<Long> others =
        tables.values().stream()
            .filter(table -> table.model() != null && !table.model().equals(version))
            .map(Table::id)
            .toList();
    if (others.isEmpty()) {
      return tables;
    }
    Map<Long, Table> all = new HashMap<>(tables);
    record Read(long id, TableProgress.Outcome outcome) {}
    jdbc.sql(
            """
            select t.id, r.turn, r.scale, r.confidence, r.looks_like_table,
              cardinality(r.classes) as digits, cardinality(r.bigrams) as occurrences, r.insets
            from scanned_table t
            join reading r on r.read_key = t.read_key and r.model_version = :version
            where t.id = any(:ids)
            """)
        .param("version", version)
        .param("ids", others.toArray(Long[]::new))
        .query(
            (row, n) ->
                new Read(
                    row.getLong("id"),
                    new TableProgress.Outcome(
                        version,
                        row.getInt("turn"),
                        row.getDouble("scale"),
                        row.getFloat("confidence"),
                        row.getBoolean("looks_like_table"),
                        row.getInt("digits"),
                        row.getInt("occurrences"),
                        ReadingRow.insets(
                            Stream.of((Double[]) row.getArray("insets").getArray())
                                .mapToDouble(Double::doubleValue)
                                .toArray()))))
        .list()
        .forEach(one -> all.computeIfPresent(one.id(), (id, table) -> table.readAs(one.outcome())));
    return all;
  }
}
