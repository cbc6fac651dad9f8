package org.tabularium.app.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server of our own, for people who have none: its programs come from the class path,
 * its data lies in a folder of ours. It is as safe as a real one: everything committed is on the
 * disk, it listens on loopback only, and it asks for a password that only the owner of the folder
 * can read.
 *
 * <p>Whoever starts it must hold the folder alone ({@link DataFolder}): a server found running
 * there was left behind by a process that was killed, and is stopped.
 */
final class EmbeddedPostgres implements AutoCloseable {

  static final String USER = "tabularium";
  static final String DATABASE = "tabularium";

  private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);
  private static final String PASSWORD_FILE = "tabularium-password";
  private static final int PATIENCE_SECONDS = 60;

  private final ServerPrograms programs;
  private final Path cluster;
  private final Path serverLog;
  private final String password;
  private final int port;

  private EmbeddedPostgres(
      ServerPrograms programs, Path cluster, Path serverLog, String password, int port) {
    this.programs = programs;
    this.cluster = cluster;
    this.serverLog = serverLog;
    this.password = password;
    this.port = port;
  }

  /**
   * Starts the server on the database in {@code folder/postgres}, which is made if it is not there.
   *
   * @param folder held by this process alone
   * @param programsFolder where the programs are unpacked
   * @param extra server settings that override ours
   * @throws CannotStart with the reason
   */
  static EmbeddedPostgres start(Path folder, Path programsFolder, Map<String, String> extra) {
    try {
      ServerPrograms programs = ServerPrograms.unpack(programsFolder);
      Path cluster = folder.resolve("postgres");
      Path serverLog = folder.resolve("postgres.log");
      if (Files.exists(cluster.resolve("PG_VERSION"))) {
        requireVersion(programs, cluster);
        stopOrphan(programs, cluster);
      } else {
        initialise(programs, folder, cluster);
      }
      String password = password(cluster);
      int port = launch(programs, cluster, serverLog, extra);
      EmbeddedPostgres server = new EmbeddedPostgres(programs, cluster, serverLog, password, port);
      try {
        server.makeDatabase();
      } catch (SQLException e) {
        server.close();
        throw new CannotStart("postgres-failed", e, cluster, e.getMessage(), serverLog);
      }
      return server;
    } catch (IOException e) {
      throw new CannotStart("data-folder-unusable", e, folder, String.valueOf(e.getMessage()));
    }
  }

  String url() {
    return url(DATABASE);
  }

  String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  String password() {
    return password;
  }

  /** Stops the server; what was committed is on the disk already. */
  @Override
  public void close() {
    try {
      Outcome stopped =
          run(
              programs,
              "pg_ctl",
              "stop",
              "-D",
              cluster.toString(),
              "-m",
              "fast",
              "-w",
              "-t",
              String.valueOf(PATIENCE_SECONDS));
      if (stopped.status != 0) {
        log.warn("PostgreSQL did not stop: {}", stopped.output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // ---- making the cluster

  /**
   * In a folder of another name, moved when complete: a process killed in between leaves no half.
   */
  private static void initialise(ServerPrograms programs, Path folder, Path cluster)
      throws IOException {
    log.info("Making a new database in {}", cluster);
    Path half = folder.resolve("postgres.new");
    ServerPrograms.delete(half);
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    Path passwordFile = folder.resolve("password.new");
    Files.deleteIfExists(passwordFile);
    Files.createFile(passwordFile);
    DataFolder.keepPrivate(passwordFile);
    Files.writeString(passwordFile, HexFormat.of().formatHex(random) + "\n");
    Outcome made =
        run(
            programs,
            "initdb",
            "-D",
            half.toString(),
            "--username=" + USER,
            "--auth=scram-sha-256",
            "--pwfile=" + passwordFile,
            "--encoding=UTF8",
            // the same order of letters on every machine
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8");
    if (made.status != 0) {
      throw new CannotStart(
          "postgres-failed", null, cluster, tail(made.output), folder.resolve("postgres.log"));
    }
    Files.move(passwordFile, half.resolve(PASSWORD_FILE), StandardCopyOption.ATOMIC_MOVE);
    Files.move(half, cluster, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String password(Path cluster) throws IOException {
    Path file = cluster.resolve(PASSWORD_FILE);
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new CannotStart("postgres-no-password", e, cluster, file);
    }
  }

  private static void requireVersion(ServerPrograms programs, Path cluster) throws IOException {
    String theirs = Files.readString(cluster.resolve("PG_VERSION")).strip();
    Outcome version = run(programs, "postgres", "--version");
    // "postgres (PostgreSQL) 18.6"
    String ours = version.output.replaceAll("(?s).*\\(PostgreSQL\\) (\\d+).*", "$1");
    if (!theirs.equals(ours)) {
      throw new CannotStart("postgres-other-version", null, cluster, theirs, ours);
    }
  }

  private void makeDatabase() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url("postgres"), USER, password);
        Statement statement = connection.createStatement()) {
      try (ResultSet found =
          statement.executeQuery("select 1 from pg_database where datname = '" + DATABASE + "'")) {
        if (found.next()) {
          return;
        }
      }
      statement.execute("create database " + DATABASE);
    }
  }

  // ---- starting and stopping

  /** Returns the port. */
  private static int launch(
      ServerPrograms programs, Path cluster, Path serverLog, Map<String, String> extra)
      throws IOException {
    for (int attempt = 1; ; attempt++) {
      if (Files.exists(serverLog)) {
        // the log of a server that died tells why: it is kept for one more start
        Files.move(
            serverLog,
            serverLog.resolveSibling("postgres.log.old"),
            StandardCopyOption.REPLACE_EXISTING);
      }
      int port = freePort();
      writeSettings(cluster, port, extra);
      Outcome started =
          run(
              programs,
              // pg_ctl takes the server out of our process group: Ctrl+C must reach us first
              "pg_ctl",
              "start",
              "-D",
              cluster.toString(),
              "-l",
              serverLog.toString(),
              "-w",
              "-t",
              String.valueOf(PATIENCE_SECONDS));
      if (started.status == 0) {
        return port;
      }
      String said = tail(Files.exists(serverLog) ? read(serverLog) : started.output);
      // somebody may have taken the port between our look and the server's
      if (attempt == 3 || !said.contains("could not bind")) {
        throw new CannotStart("postgres-failed", null, cluster, said, serverLog);
      }
    }
  }

  private static void writeSettings(Path cluster, int port, Map<String, String> extra)
      throws IOException {
    Map<String, String> settings = new TreeMap<>();
    settings.put("listen_addresses", "127.0.0.1");
    settings.put("port", String.valueOf(port));
    settings.put("unix_socket_directories", "");
    settings.put("password_encryption", "scram-sha-256");
    settings.put("fsync", "on");
    settings.put("synchronous_commit", "on");
    settings.put("full_page_writes", "on");
    settings.put("max_connections", "40");
    settings.put("shared_buffers", "128MB");
    settings.put("timezone", "UTC");
    settings.put("log_timezone", "UTC");
    settings.put("lc_messages", "C");
    settings.put("logging_collector", "off");
    settings.putAll(extra);
    StringBuilder text =
        new StringBuilder("# Written by Tabularium at each start: changes here are lost.\n");
    settings.forEach(
        (name, value) ->
            text.append(name).append(" = '").append(value.replace("'", "''")).append("'\n"));
    Files.writeString(cluster.resolve("postgresql.conf"), text);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  /**
   * Stops a server that outlived the process that started it. Its pid file may also name a process
   * that has nothing to do with us, if the machine went down and the number was given again.
   */
  private static void stopOrphan(ServerPrograms programs, Path cluster) throws IOException {
    Path pidFile = cluster.resolve("postmaster.pid");
    if (!Files.exists(pidFile)) {
      return;
    }
    List<String> lines = Files.readAllLines(pidFile, StandardCharsets.ISO_8859_1);
    Optional<ProcessHandle> process = lines.isEmpty() ? Optional.empty() : process(lines.get(0));
    if (process.isEmpty() || !isServer(process.get())) {
      Files.deleteIfExists(pidFile);
      return;
    }
    log.info("Stopping the PostgreSQL server that a killed Tabularium left on {}", cluster);
    // its word, not the process table, tells whether it stopped: where nobody reaps the dead, they
    // stay
    for (String mode : List.of("fast", "immediate")) {
      Outcome stopped =
          run(programs, "pg_ctl", "stop", "-D", cluster.toString(), "-m", mode, "-w", "-t", "30");
      if (stopped.status == 0 || !Files.exists(pidFile)) {
        return;
      }
    }
    throw new CannotStart(
        "postgres-will-not-stop", null, cluster, String.valueOf(process.get().pid()));
  }

  private static Optional<ProcessHandle> process(String pid) {
    try {
      return ProcessHandle.of(Long.parseLong(pid.strip())).filter(ProcessHandle::isAlive);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static boolean isServer(ProcessHandle process) {
    return process
        .info()
        .command()
        .map(command -> Path.of(command).getFileName().toString())
        .map(name -> name.equals("postgres") || name.equalsIgnoreCase("postgres.exe"))
        // the system hides other people's programs from us; the server was started by us
        .orElse(false);
  }

  // ---- running its programs

  private record Outcome(int status, String output) {}

  private static Outcome run(ServerPrograms programs, String program, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    boolean root = isRoot();
    if (root) {
      // PostgreSQL refuses to run as root. In a user namespace of its own it is nobody, with root's
      // files, and without root's powers.
      command.addAll(List.of("unshare", "--user"));
    }
    command.add(programs.program(program));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile("tabularium-", ".out");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              // a file, not a pipe: a server keeps its starter's pipes open
              .redirectOutput(output.toFile());
      builder.environment().put("LC_ALL", "C");
      builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
      Process process;
      try {
        process = builder.start();
      } catch (IOException e) {
        throw root
            ? new CannotStart("postgres-root", e, e.getMessage())
            : new CannotStart("postgres-cannot-run", e, programs.home(), e.getMessage());
      }
      try {
        if (!process.waitFor(3 * PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new IOException(program + " did not end");
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
        throw new IOException(program + " was interrupted", e);
      }
      String said = read(output);
      if (process.exitValue() != 0 && root && said.contains("unshare:")) {
        // it may be forbidden to become somebody else, or, having become one, to run the program
        throw said.contains(program)
            ? new CannotStart("postgres-cannot-run", null, programs.home(), said.strip())
            : new CannotStart("postgres-root", null, said.strip());
      }
      return new Outcome(process.exitValue(), said);
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private static boolean isRoot() {
    if (!ServerPrograms.system().equals("linux")) {
      return false;
    }
    try {
      return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException | UnsupportedOperationException e) {
      return "root".equals(System.getProperty("user.name"));
    }
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }

  private static String tail(String text) {
    List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
  }
}
