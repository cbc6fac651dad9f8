package org.tabularium.app.lens;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.tabularium.app.platform.PersonId;

/** The table of lenses that people brought. */
@Component
class LensRows {

  private static final String VIEW =
      "select l.*, p.name as person from lens l join person p on p.id = l.person_id ";

  private final JdbcClient jdbc;

  LensRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Returns whether it is new. */
  boolean add(Lens lens, PersonId by) {
    return jdbc.sql(
                """
                insert into lens (id, name, file, layer, sees, height, width, side, gamma, person_id)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (id) do nothing
                """)
            .params(
                lens.id(),
                lens.name(),
                lens.file(),
                lens.layer(),
                lens.sees(),
                lens.height(),
                lens.width(),
                lens.side(),
                lens.gamma(),
                by.value())
            .update()
        == 1;
  }

  List<Lens> all() {
    return jdbc.sql(VIEW + "order by l.registered_at").query(LensRows::lens).list();
  }

  Optional<Lens> find(String id) {
    return jdbc.sql(VIEW + "where l.id = ?").param(id).query(LensRows::lens).optional();
  }

  boolean remove(String id) {
    return jdbc.sql("delete from lens where id = ?").param(id).update() == 1;
  }

  boolean uses(String file) {
    return jdbc.sql("select count(*) from lens where file = ?")
            .param(file)
            .query(Long.class)
            .single()
        > 0;
  }

  private static Lens lens(ResultSet row, int number) throws SQLException {
    return new Lens(
        row.getString("id"),
        row.getString("name"),
        false,
        row.getString("file"),
        row.getString("layer"),
        row.getString("sees"),
        row.getObject("height", Integer.class),
        row.getObject("width", Integer.class),
        row.getInt("side"),
        row.getString("gamma"),
        null,
        row.getObject("registered_at", OffsetDateTime.class).toInstant(),
        row.getString("person"));
  }
}
