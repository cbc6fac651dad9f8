package org.tabularium.app.search;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Which tables have changed, and that another version of the model is about to be, or was,
 * activated, told to every node that shares the database, this one included: by PostgreSQL's
 * NOTIFY, which goes out with the commit and is lost with a rollback. A connection is kept for
 * listening; a pooler between, if there is one, must not share it (PgBouncer: pool by session).
 * While it is broken nothing is heard, so whoever listens is told when it is whole again.
 */
final class News implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(News.class);

  private static final String CHANNEL = "tabularium_tables";

  /** What is said of no table: that another version was activated. */
  private static final String ACTIVATED = "activated";

  /** The same of a version that is about to be: its name follows. */
  private static final String COMING = "coming ";

  /** A message has at most 8,000 bytes. */
  private static final int MOST = 300;

  /** How often silence is checked for being a broken line. */
  private static final int SILENCE_MS = 10_000;

  private static final int AGAIN_MS = 500;

  /** Who listens. */
  interface Listener {
    /** Something was said about these tables. */
    void heard(Set<Long> tables);

    /** This version of the model is about to be activated. */
    void coming(String version);

    /** Another version of the model was activated. */
    void activated();

    /** Anything may have been said meanwhile. */
    void missed();
  }

  private final JdbcConnectionDetails database;
  private final Listener listener;
  private Connection line;
  private boolean closed;

  /** From here on everything is heard, as soon as {@link #start} is called. */
  News(JdbcConnectionDetails database, Listener listener) {
    this.database = database;
    this.listener = listener;
    try {
      line = open();
    } catch (SQLException e) {
      throw new IllegalStateException("no connection to listen on", e);
    }
  }

  void start() {
    Thread thread = new Thread(this::run, "search-news");
    thread.setDaemon(true);
    thread.start();
  }

  /** Tells all nodes when the transaction commits. */
  static void tell(JdbcClient jdbc, Collection<Long> tables) {
    List<Long> all = List.copyOf(tables);
    for (int from = 0; from < all.size(); from += MOST) {
      say(
          jdbc,
          all.subList(from, Math.min(all.size(), from + MOST)).stream()
              .map(String::valueOf)
              .collect(Collectors.joining(",")));
    }
  }

  /** Tells all nodes, when the transaction commits, that another version was activated. */
  static void tellActivated(JdbcClient jdbc) {
    say(jdbc, ACTIVATED);
  }

  /** Tells all nodes at once that a version is about to be activated. */
  static void tellComing(JdbcClient jdbc, String version) {
    say(jdbc, COMING + version);
  }

  private static void say(JdbcClient jdbc, String message) {
    jdbc.sql("select pg_notify(:channel, :message)")
        .param("channel", CHANNEL)
        .param("message", message)
        .query((row, n) -> n)
        .list();
  }

  private Connection open() throws SQLException {
    // Not of the pool, which would hand a listening connection to somebody else.
    Connection fresh =
        DriverManager.getConnection(
            database.getJdbcUrl(), database.getUsername(), database.getPassword());
    try (Statement statement = fresh.createStatement()) {
      statement.execute("listen " + CHANNEL);
    } catch (SQLException e) {
      fresh.close();
      throw e;
    }
    return fresh;
  }

  private void run() {
    while (true) {
      try {
        PGConnection heard = line().unwrap(PGConnection.class);
        PGNotification[] notes = heard.getNotifications(SILENCE_MS);
        Set<Long> tables = new HashSet<>();
        boolean activated = false;
        String coming = null;
        for (PGNotification note : notes == null ? new PGNotification[0] : notes) {
          if (note.getParameter().equals(ACTIVATED)) {
            activated = true;
          } else if (note.getParameter().startsWith(COMING)) {
            coming = note.getParameter().substring(COMING.length());
          } else {
            Stream.of(note.getParameter().split(",")).map(Long::valueOf).forEach(tables::add);
          }
        }
        if (coming != null) {
          listener.coming(coming);
        }
        if (!tables.isEmpty()) {
          listener.heard(tables);
        }
        if (activated) {
          listener.activated();
        }
        if (notes == null && !line().isValid(5)) {
          throw new SQLException("the connection does not answer");
        }
      } catch (SQLException | RuntimeException e) {
        if (!again(e)) {
          return;
        }
      }
    }
  }

  private synchronized Connection line() {
    return line;
  }

  /** A new line; false when none is wanted any more. */
  private synchronized boolean again(Exception broken) {
    if (closed) {
      return false;
    }
    log.warn("The line on which other nodes tell what they read is broken: {}", broken.toString());
    hangUp(line);
    while (!closed) {
      try {
        line = open();
        listener.missed();
        return true;
      } catch (SQLException | RuntimeException e) {
        try {
          wait(AGAIN_MS);
        } catch (InterruptedException interrupted) {
          return false;
        }
      }
    }
    return false;
  }

  private static void hangUp(Connection line) {
    try {
      line.abort(Runnable::run);
    } catch (SQLException e) {
      // Broken already.
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
    hangUp(line);
  }
}
