package org.tabularium.app.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The PostgreSQL server of the tests, one a JVM: the one that the system property {@code
 * tabularium.test.jdbc-url} names (with {@code tabularium.test.jdbc-user} and {@code
 * tabularium.test.jdbc-password}; its user must be allowed to create databases), or else a
 * container where a Docker engine answers (image: {@code tabularium.test.postgres-image}), or else
 * the embedded one. Tests that need a database never skip.
 */
public final class TestDatabase {

  /** Where a database is. */
  public record Address(String url, String user, String password) {}

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final Deque<Runnable> LAST = new ArrayDeque<>();
  private static @Nullable Address server;
  private static volatile boolean applicationsRan;

  private TestDatabase() {}

  /** A new, empty database. */
  public static Address fresh() {
    Address server = server();
    String name =
        "t_" + Long.toString(ProcessHandle.current().pid(), 36) + "_" + COUNT.incrementAndGet();
    try (Connection connection =
            DriverManager.getConnection(server.url, server.user, server.password);
        Statement statement = connection.createStatement()) {
      statement.execute("drop database if exists " + name);
      statement.execute("create database " + name);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot make a database on " + server.url, e);
    }
    // jdbc:postgresql://host:port/name?parameters
    String url = server.url.replaceFirst("(jdbc:postgresql://[^/]+/)[^?]*", "$1" + name);
    return new Address(url, server.user, server.password);
  }

  private static synchronized Address server() {
    if (server == null) {
      String given = System.getProperty("tabularium.test.jdbc-url", "");
      if (!given.isBlank()) {
        System.out.println("Test database: the server given, " + given);
        server =
            new Address(
                given,
                System.getProperty("tabularium.test.jdbc-user", "postgres"),
                System.getProperty("tabularium.test.jdbc-password", ""));
      } else if (DockerClientFactory.instance().isDockerAvailable()) {
        server = container();
      } else {
        server = embedded();
      }
    }
    return server;
  }

  private static Address container() {
    String image = System.getProperty("tabularium.test.postgres-image", "");
    String name = image.isBlank() ? "postgres:18" : image;
    System.out.println("Test database: a container of " + name);
    PostgreSQLContainer container =
        new PostgreSQLContainer(DockerImageName.parse(name).asCompatibleSubstituteFor("postgres"));
    container.start();
    atEnd(container::stop);
    return new Address(container.getJdbcUrl(), container.getUsername(), container.getPassword());
  }

  private static Address embedded() {
    System.out.println("Test database: the embedded server");
    Path folder = temporaryFolder();
    EmbeddedPostgres embedded =
        EmbeddedPostgres.start(
            folder,
            programs(),
            // what a crash would lose here, nobody misses
            Map.of(
                "fsync", "off",
                "synchronous_commit", "off",
                "full_page_writes", "off",
                // for the applications of many tests
                "max_connections", "100"));
    atEnd(embedded::close);
    return new Address(embedded.url(), EmbeddedPostgres.USER, embedded.password());
  }

  /** Where all tests unpack the server's programs, so that it is done once. */
  public static Path programs() {
    return Path.of(System.getProperty("basedir", ""), "target", "postgres-programs")
        .toAbsolutePath();
  }

  /** Gone when the tests are. */
  public static Path temporaryFolder() {
    try {
      Path folder = Files.createTempDirectory("tabularium-test-");
      atEnd(() -> remove(folder));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * To do when the tests are over, the last first: after the applications of this process have
   * ended, if there were any.
   */
  private static void atEnd(Runnable task) {
    synchronized (LAST) {
      if (LAST.isEmpty()) {
        SpringApplication.getShutdownHandlers().add(TestDatabase::tidyUp);
        // Spring runs its handlers only if it ever ran an application
        Runtime.getRuntime()
            .addShutdownHook(
                new Thread(
                    () -> {
                      if (!applicationsRan) {
                        tidyUp();
                      }
                    }));
      }
      LAST.push(task);
    }
  }

  private static void tidyUp() {
    synchronized (LAST) {
      while (!LAST.isEmpty()) {
        try {
          LAST.pop().run();
        } catch (RuntimeException e) {
          // the rest is tidied up all the same
          System.err.println("Left behind by the tests: " + e);
        }
      }
    }
  }

  private static void remove(Path folder) {
    try {
      ServerPrograms.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives a test's application a fresh database and an empty data folder. */
  public static final class ForApplication
      implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    @Override
    public void initialize(ConfigurableApplicationContext context) {
      applicationsRan = true;
      Address database = fresh();
      TestPropertyValues.of(
              "spring.datasource.url=" + database.url,
              "spring.datasource.username=" + database.user,
              "spring.datasource.password=" + database.password,
              "spring.datasource.hikari.maximum-pool-size=6",
              // applications of other tests wait in memory: they keep next to no connections
              "spring.datasource.hikari.minimum-idle=1",
              "spring.datasource.hikari.idle-timeout=10000",
              // who wants the sample corpus loads it
              "tabularium.samples=false",
              "tabularium.data=" + temporaryFolder())
          .applyTo(context);
    }
  }
}
