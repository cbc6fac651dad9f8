package org.tabularium.benchmarks;

import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Fills an application's database with tables to be ranked, without reading a scan for each: {@code
 * ManyTables JDBC-URL USER PASSWORD TABLES}. Each is a table that has been read already with its
 * digits exchanged at random (every 3 a 7, and so on), so that it is as dense and as lopsided as a
 * true one, and its own numbers; 28 stand in one edition. They stand in a corpus of their own, with
 * which they go again. The application takes them up at its next start.
 */
public final class ManyTables {

  private static final String CORPUS = "Measured";
  private static final int IN_AN_EDITION = 28;
  private static final int DIGITS = 10;
  private static final int BATCH = 200;

  private ManyTables() {}

  /** What a copy is made of. */
  private record Source(
      long table,
      long reading,
      String scan,
      int width,
      int height,
      Short[] classes,
      Short[] bigrams,
      Float[] phi) {}

  public static void main(String[] arguments) throws SQLException {
    int many = Integer.parseInt(arguments[3]);
    try (Connection connection =
        DriverManager.getConnection(arguments[0], arguments[1], arguments[2])) {
      connection.setAutoCommit(false);
      List<Source> sources = sources(connection);
      if (sources.isEmpty()) {
        throw new IllegalStateException("nothing has been read yet that could be copied");
      }
      long corpus =
          one(
              connection,
              "insert into corpus (name, created_by) select '"
                  + CORPUS
                  + "', min(id) from person returning id");
      Random random = new Random(1);
      long edition = 0;
      try (PreparedStatement reading =
              connection.prepareStatement(
                  """
                  insert into reading (read_key, model_version, region_x, region_y, region_width,
                    region_height, turn, scale, confidence, looks_like_table, classes, confidences,
                    boxes, bigrams, firsts, seconds, masses, phi, aside, cell_rows, cell_columns,
                    runner_classes, runner_confidences, insets)
                  select ?, model_version, region_x, region_y, region_width, region_height, turn,
                    scale, confidence, looks_like_table, ?, confidences, boxes, ?, firsts, seconds,
                    masses, ?, aside, cell_rows, cell_columns, runner_classes, runner_confidences, insets
                  from reading where id = ?""");
          PreparedStatement table =
              connection.prepareStatement(
                  """
                  insert into scanned_table (corpus_id, edition_id, scan_sha256, region_x, region_y,
                    region_width, region_height, read_key, file_name, page, status, model_version,
                    turn, scale, confidence, looks_like_table, digits, occurrences, created_by)
                  select ?, ?, scan_sha256, ?, 0, ?, ?, ?, file_name, ?, status, model_version,
                    turn, scale, confidence, looks_like_table, digits, occurrences, created_by
                  from scanned_table where id = ?""")) {
        for (int i = 0; i < many; i++) {
          if (i % IN_AN_EDITION == 0) {
            int n = i / IN_AN_EDITION;
            edition =
                one(
                    connection,
                    "insert into edition (corpus_id, fingerprint, title, authors, place, year,"
                        + " created_at, created_by) select "
                        + corpus
                        + ", 'measured-"
                        + n
                        + "', 'Volume "
                        + n
                        + "', array['Author "
                        + n % 40
                        + "'], 'Place "
                        + n % 12
                        + "', "
                        + (1480 + n % 170)
                        + ", now(), min(id) from person returning id");
          }
          Source source = sources.get(i % sources.size());
          // A region of its own, so that no two are the same table; it shows what was copied.
          int left = 1 + i / sources.size();
          int width = Math.max(1, source.width() - left);
          String key =
              source.scan() + "/" + left + ",0," + width + "," + source.height() + "/any/any";
          List<Integer> exchanged = new ArrayList<>();
          for (int digit = 0; digit < DIGITS; digit++) {
            exchanged.add(digit);
          }
          Collections.shuffle(exchanged, random);
          Float[] phi = new Float[source.phi().length];
          for (int k = 0; k < phi.length; k++) {
            phi[exchanged.get(k / DIGITS) * DIGITS + exchanged.get(k % DIGITS)] = source.phi()[k];
          }
          reading.setString(1, key);
          reading.setArray(2, shorts(connection, source.classes(), exchanged, 1));
          reading.setArray(3, shorts(connection, source.bigrams(), exchanged, 2));
          reading.setArray(4, connection.createArrayOf("float4", phi));
          reading.setLong(5, source.reading());
          reading.addBatch();
          table.setLong(1, corpus);
          table.setLong(2, edition);
          table.setInt(3, left);
          table.setInt(4, width);
          table.setInt(5, source.height());
          table.setString(6, key);
          table.setString(7, Integer.toString(i % IN_AN_EDITION + 1));
          table.setLong(8, source.table());
          table.addBatch();
          if (i % BATCH == BATCH - 1 || i == many - 1) {
            reading.executeBatch();
            table.executeBatch();
          }
        }
      }
      connection.commit();
      try (Statement statement = connection.createStatement()) {
        connection.setAutoCommit(true);
        statement.execute("analyze");
      }
    }
    System.out.println(many + " tables; start the application again to have them ranked");
  }

  private static Array shorts(
      Connection connection, Short[] values, List<Integer> exchanged, int digits)
      throws SQLException {
    Short[] others = new Short[values.length];
    for (int i = 0; i < others.length; i++) {
      int value = values[i];
      int other =
          digits == 1
              ? exchanged.get(value)
              : exchanged.get(value / DIGITS) * DIGITS + exchanged.get(value % DIGITS);
      others[i] = (short) other;
    }
    return connection.createArrayOf("int2", others);
  }

  private static List<Source> sources(Connection connection) throws SQLException {
    List<Source> sources = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                select t.id, r.id as reading, t.scan_sha256, s.width, s.height, r.classes, r.bigrams,
                  r.phi
                from scanned_table t
                join scan s on s.sha256 = t.scan_sha256
                join reading r on r.read_key = t.read_key and r.model_version = t.model_version
                where t.status = 'indexed' and t.region_x is null
                order by t.id""")) {
      while (row.next()) {
        sources.add(
            new Source(
                row.getLong(1),
                row.getLong(2),
                row.getString(3),
                row.getInt(4),
                row.getInt(5),
                (Short[]) row.getArray(6).getArray(),
                (Short[]) row.getArray(7).getArray(),
                (Float[]) row.getArray(8).getArray()));
      }
    }
    return sources;
  }

  private static long one(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
