package org.tabularium.app.platform;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.text.Normalizer;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Everybody who ever gave a name. One name, however it is capitalised, is one person. */
@Component
public class People {

  private static final int LONGEST = 100;

  private final JdbcClient jdbc;

  People(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The person of a number. */
  public Optional<Person> find(PersonId id) {
    return jdbc.sql("select id, name from person where id = ?")
        .param(id.value())
        .query(People::person)
        .optional();
  }

  /**
   * The person of a name, who is made if she is new.
   *
   * @throws Problem if the name is empty, longer than 100 characters or holds control characters
   */
  @Transactional
  public Person named(String name) {
    String clean = Normalizer.normalize(name, Normalizer.Form.NFC).strip().replaceAll(" +", " ");
    if (clean.isEmpty()
        || clean.codePointCount(0, clean.length()) > LONGEST
        || clean
            .codePoints()
            .anyMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT)) {
      throw new Problem(HttpStatus.BAD_REQUEST, "bad-name", LONGEST);
    }
    jdbc.sql("insert into person (name) values (?) on conflict (lower(name)) do nothing")
        .param(clean)
        .update();
    return jdbc.sql("select id, name from person where lower(name) = lower(?)")
        .param(clean)
        .query(People::person)
        .single();
  }

  Optional<Person> byCookie(String key) {
    UUID uuid;
    try {
      uuid = UUID.fromString(key);
    } catch (IllegalArgumentException notOurs) {
      return Optional.empty();
    }
    return jdbc.sql("select id, name from person where cookie_key = ?")
        .param(uuid)
        .query(People::person)
        .optional();
  }

  String cookie(PersonId id) {
    return jdbc.sql("select cookie_key from person where id = ?")
        .param(id.value())
        .query(UUID.class)
        .single()
        .toString();
  }

  private static Person person(ResultSet row, int number) throws SQLException {
    return new Person(new PersonId(row.getLong("id")), row.getString("name"));
  }
}
