package org.tabularium.app.models;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.tabularium.app.platform.PersonId;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The table of model versions, and the record of which was active since when. */
@Component
class ModelRows {

  private static final String VIEW =
      """
      select m.version, m.card, m.parent, m.labels is not null as labelled, m.registered_at,
        m.discarded_at, p.name as person,
        case when m.active then 'ACTIVE'
          when m.discarded_at is not null then 'DISCARDED'
          when exists (select 1 from model_activation a where a.version = m.version) then 'RETIRED'
          else 'CANDIDATE' end as state
      from model_version m left join person p on p.id = m.registered_by
      """;

  private final JdbcClient jdbc;
  private final JsonMapper json;

  ModelRows(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** The latest first. */
  List<Model> all() {
    return jdbc.sql(VIEW + "order by m.registered_at desc, m.version").query(this::model).list();
  }

  Optional<Model> find(String version) {
    return jdbc.sql(VIEW + "where m.version = ?").param(version).query(this::model).optional();
  }

  /** The version that is active as far as this transaction sees; empty before the first start. */
  Optional<String> active() {
    return jdbc.sql("select version from model_version where active")
        .query(String.class)
        .optional();
  }

  /** Nobody changes which version is active until the transaction ends. */
  void shareActive() {
    lock("pg_advisory_xact_lock_shared");
  }

  /** Nobody else changes it, or holds it, until the transaction ends. */
  void lockActive() {
    lock("pg_advisory_xact_lock");
  }

  private void lock(String function) {
    jdbc.sql("select 1 from " + function + "(hashtextextended('model/active', 0))")
        .query(Integer.class)
        .single();
  }

  Optional<byte[]> weights(String version) {
    return jdbc.sql("select weights from model_version where version = ?")
        .param(version)
        .query(byte[].class)
        .optional();
  }

  Optional<byte[]> labels(String version) {
    return jdbc.sql("select labels from model_version where version = ? and labels is not null")
        .param(version)
        .query(byte[].class)
        .optional();
  }

  /** One that is here stays as it is, but is discarded no more. */
  void insert(
      String version,
      String card,
      byte[] weights,
      @Nullable String parent,
      byte @Nullable [] labels,
      @Nullable PersonId by) {
    jdbc.sql(
            """
            insert into model_version (version, card, weights, parent, labels, registered_by)
            values (:version, :card, :weights, :parent, :labels, :by)
            on conflict (version) do update set discarded_at = null, discarded_by = null
            """)
        .param("version", version)
        .param("card", card)
        .param("weights", weights)
        .param("parent", parent)
        .param("labels", labels)
        .param("by", by == null ? null : by.value())
        .update();
  }

  /** Makes a version the active one, and writes down who did. */
  void activate(String version, @Nullable PersonId by) {
    String before = active().orElse(null);
    jdbc.sql("update model_version set active = false where active").update();
    jdbc.sql("update model_version set active = true where version = ?").param(version).update();
    jdbc.sql(
            "insert into model_activation (version, before, person_id)"
                + " values (:version, :before, :by)")
        .param("version", version)
        .param("before", before)
        .param("by", by == null ? null : by.value())
        .update();
  }

  void discard(String version, PersonId by) {
    jdbc.sql(
            "update model_version set discarded_at = now(), discarded_by = :by"
                + " where version = :version")
        .param("by", by.value())
        .param("version", version)
        .update();
  }

  /** The latest first. */
  List<Activation> activations() {
    return jdbc.sql(
            """
            select a.at, a.version, a.before, p.name as person
            from model_activation a left join person p on p.id = a.person_id
            order by a.id desc
            """)
        .query(
            (row, n) ->
                new Activation(
                    row.getObject("at", OffsetDateTime.class).toInstant(),
                    row.getString("version"),
                    row.getString("before"),
                    row.getString("person")))
        .list();
  }

  private Model model(ResultSet row, int number) throws SQLException {
    return new Model(
        row.getString("version"),
        Model.State.valueOf(row.getString("state")),
        card(row.getString("card")),
        row.getString("parent"),
        row.getBoolean("labelled"),
        row.getString("person"),
        row.getObject("registered_at", OffsetDateTime.class).toInstant(),
        instant(row.getObject("discarded_at", OffsetDateTime.class)));
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }

  private JsonNode card(String card) {
    try {
      return card.isBlank() ? json.createObjectNode() : json.readTree(card);
    } catch (JacksonException e) {
      return json.createObjectNode().put("text", card);
    }
  }
}
