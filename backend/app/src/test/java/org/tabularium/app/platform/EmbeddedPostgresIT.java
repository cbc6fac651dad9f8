package org.tabularium.app.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded server must be as safe as a real one. */
class EmbeddedPostgresIT {

  @TempDir Path folder;

  @Test
  void keepsWhatIsCommittedAndIsClosedToStrangers() throws Exception {
    String password;
    try (EmbeddedPostgres server = start()) {
      password = server.password();
      assertThat(setting(server, "fsync")).isEqualTo("on");
      assertThat(setting(server, "synchronous_commit")).isEqualTo("on");
      assertThat(setting(server, "full_page_writes")).isEqualTo("on");
      assertThat(setting(server, "data_checksums")).isEqualTo("on");
      assertThat(setting(server, "server_encoding")).isEqualTo("UTF8");
      assertThat(setting(server, "listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(setting(server, "unix_socket_directories")).isEmpty();
      assertThat(setting(server, "password_encryption")).isEqualTo("scram-sha-256");
      assertThat(Integer.parseInt(setting(server, "max_connections"))).isLessThanOrEqualTo(50);
      assertThat(rules(server)).isNotEmpty().containsOnly("scram-sha-256");

      assertThat(password).hasSizeGreaterThanOrEqualTo(32);
      for (String wrong : new String[] {"", "wrong", "tabularium", "postgres"}) {
        assertThatThrownBy(
                () ->
                    DriverManager.getConnection(server.url(), EmbeddedPostgres.USER, wrong).close())
            .isInstanceOf(SQLException.class)
            .hasMessageContaining("password");
      }
      execute(server, "create table kept (what text)");
      execute(server, "insert into kept values ('kept')");
      onlyOwnerReads(folder.resolve("postgres"));
      onlyOwnerReads(folder.resolve("postgres/tabularium-password"));
    }
    assertThat(folder.resolve("password.new")).doesNotExist();
    assertThat(folder.resolve("postgres/postmaster.pid")).as("stopped").doesNotExist();

    try (EmbeddedPostgres again = start()) {
      assertThat(again.password()).isEqualTo(password);
      assertThat(text(again, "select what from kept")).isEqualTo("kept");
    }
  }

  @Test
  void takesOverFromAServerLeftBehind() throws Exception {
    EmbeddedPostgres orphan = start();
    execute(orphan, "create table kept as select 'kept' as what");
    long pid = serverPid();
    // nobody closes the first: so it is after a SIGKILL of the process that started it
    try (EmbeddedPostgres next = start()) {
      assertThat(serverPid()).isNotEqualTo(pid);
      assertThatThrownBy(() -> connect(orphan)).as("stopped").isInstanceOf(SQLException.class);
      assertThat(text(next, "select what from kept")).isEqualTo("kept");
    }
  }

  @Test
  void recoversFromTheDeathOfTheServer() throws Exception {
    EmbeddedPostgres killed = start();
    execute(killed, "create table kept as select 'kept' as what");
    ProcessHandle server = ProcessHandle.of(serverPid()).orElseThrow();
    server.destroyForcibly();
    server.onExit().get(30, TimeUnit.SECONDS);
    assertThat(folder.resolve("postgres/postmaster.pid")).as("left behind").exists();
    try (EmbeddedPostgres next = start()) {
      assertThat(text(next, "select what from kept")).isEqualTo("kept");
    }
  }

  @Test
  void leavesAStrangerAloneWhoseNumberIsInTheOldPidFile() throws Exception {
    start().close();
    Process stranger = new ProcessBuilder("sleep", "600").start();
    try {
      Files.writeString(
          folder.resolve("postgres/postmaster.pid"),
          stranger.pid() + "\n" + folder.resolve("postgres") + "\n1\n5432\n\n127.0.0.1\n");
      start().close();
      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void doesNotTakeAHalfMadeDatabaseForAWholeOne() throws Exception {
    Files.createDirectories(folder.resolve("postgres.new/base"));
    Files.writeString(folder.resolve("postgres.new/PG_VERSION"), "18\n");
    Files.writeString(folder.resolve("password.new"), "old");
    try (EmbeddedPostgres server = start()) {
      assertThat(text(server, "select 1")).isEqualTo("1");
      assertThat(server.password()).isNotEqualTo("old");
    }
    assertThat(folder.resolve("postgres.new")).doesNotExist();
  }

  @Test
  void saysThatADatabaseIsOfAnotherVersion() throws Exception {
    start().close();
    Files.writeString(folder.resolve("postgres/PG_VERSION"), "14\n");
    assertThatThrownBy(this::start)
        .isInstanceOfSatisfying(
            CannotStart.class,
            e -> {
              assertThat(e).hasMessageContainingAll("PostgreSQL 14", "PostgreSQL 18", "postgres");
              assertThat(e.remedy()).contains("pg_dump", "--tabularium.data");
            });
  }

  @Test
  void saysThatThePasswordIsMissing() throws Exception {
    start().close();
    Files.delete(folder.resolve("postgres/tabularium-password"));
    assertThatThrownBy(this::start)
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("tabularium-password");
  }

  @Test
  void saysWhyTheServerDidNotStart() throws Exception {
    assertThatThrownBy(
            () ->
                EmbeddedPostgres.start(
                        folder, TestDatabase.programs(), Map.of("shared_buffers", "nonsense"))
                    .close())
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("shared_buffers");
  }

  @Test
  void worksInAFolderWithAnUnusualName() throws Exception {
    Path unusual = folder.resolve("a 'folder' & (more) %s");
    Files.createDirectories(unusual);
    try (EmbeddedPostgres server =
        EmbeddedPostgres.start(unusual, TestDatabase.programs(), Map.of())) {
      assertThat(text(server, "select 1")).isEqualTo("1");
    }
  }

  // ----

  private EmbeddedPostgres start() {
    return EmbeddedPostgres.start(folder, TestDatabase.programs(), Map.of());
  }

  private long serverPid() throws IOException {
    return Long.parseLong(
        Files.readAllLines(folder.resolve("postgres/postmaster.pid")).get(0).strip());
  }

  private static String setting(EmbeddedPostgres server, String name) throws SQLException {
    return text(server, "show " + name);
  }

  private static List<String> rules(EmbeddedPostgres server) throws SQLException {
    return List.of(
        text(server, "select string_agg(auth_method, ',') from pg_hba_file_rules").split(","));
  }

  private static String text(EmbeddedPostgres server, String sql) throws SQLException {
    try (Connection connection = connect(server);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      assertThat(row.next()).isTrue();
      return row.getString(1);
    }
  }

  private static void execute(EmbeddedPostgres server, String sql) throws SQLException {
    try (Connection connection = connect(server);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Connection connect(EmbeddedPostgres server) throws SQLException {
    return DriverManager.getConnection(server.url(), EmbeddedPostgres.USER, server.password());
  }

  private static void onlyOwnerReads(Path path) throws IOException {
    if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .endsWith("------");
    }
  }
}
