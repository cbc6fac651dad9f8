package org.tabularium.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.tabularium.app.platform.TestDatabase;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.onnx.ModelFiles;
import tools.jackson.databind.JsonNode;

/**
 * The process is killed while one model version takes the place of another: the old one serves
 * until the other is whole, nothing that was read is lost, and what was begun goes on by itself.
 */
class KilledActivationIT {

  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final int TABLES = 16;

  private final Path data = TestDatabase.temporaryFolder().resolve("data");
  private final TestDatabase.Address database = TestDatabase.fresh();
  private final JdbcClient jdbc =
      JdbcClient.create(
          new DriverManagerDataSource(database.url(), database.user(), database.password()));

  private PackagedApplication start() throws IOException {
    return PackagedApplication.start(
        data,
        "--tabularium.samples=false",
        "--spring.datasource.url=" + database.url(),
        "--spring.datasource.username=" + database.user(),
        "--spring.datasource.password=" + database.password());
  }

  private static Rest rest(PackagedApplication application) throws Exception {
    return new Rest(RestTestClient.bindToServer().baseUrl(application.awaitReady()).build());
  }

  /** As a training registers it. */
  private String candidate(long seed, String parent) {
    DigitModel model = OtherModels.of(seed);
    jdbc.sql("insert into model_version (version, card, weights, parent) values (?, '{}', ?, ?)")
        .params(model.version(), ModelFiles.write(model, "{}"), parent)
        .update();
    return model.version();
  }

  private Set<Long> readBy(String version) {
    return Set.copyOf(
        jdbc.sql("select id from reading where model_version = ?")
            .param(version)
            .query(Long.class)
            .list());
  }

  private static String active(Rest rest) {
    for (JsonNode model : rest.get("/api/v1/models").json()) {
      if (model.get("active").asBoolean()) {
        return model.get("version").asString();
      }
    }
    throw new AssertionError("none is active");
  }

  /** Of all tables of which version, with which scores. */
  private static String ranking(Rest rest, String table) {
    Rest.Answer answer = rest.get("/api/v1/tables/" + table + "/similar?limit=1000");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    StringBuilder all = new StringBuilder();
    for (JsonNode one : answer.json()) {
      all.append(one.get("id").asString())
          .append(' ')
          .append(one.get("score"))
          .append(' ')
          .append(one.at("/table/model").asString())
          .append('\n');
    }
    return all.toString();
  }

  @Test
  void goesOnWhereItWasAndTheOldOneServesMeanwhile() throws Exception {
    String shipped;
    String other;
    String table;
    String before;
    String job;
    Set<Long> read = new HashSet<>();
    try (PackagedApplication application = start()) {
      Rest rest = rest(application);
      shipped = active(rest);
      other = candidate(61, shipped);
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < TABLES; i++) {
        ids.add(rest.upload(TestScans.table(6100 + i), i + ".png", "corpus", "Killed").id());
      }
      ids.forEach(rest::read);
      table = ids.get(0);
      before = ranking(rest, table);
      assertThat(before.lines()).hasSize(TABLES - 1).allMatch(one -> one.endsWith(shipped));
      Rest.Answer begun = rest.post("/api/v1/models/" + other + "/activation", "");
      assertThat(begun.status()).isEqualTo(202);
      job = "/api/v1/jobs/" + begun.json().get("job").asString();
      while (readBy(other).size() < 2) {
        assertThat(rest.get(job).json().get("state").asString()).isIn("queued", "running");
      }
      application.kill();
      read.addAll(readBy(other));
      assertThat(read).as("in the middle").hasSizeLessThan(TABLES);
    }

    String after;
    try (PackagedApplication application = start()) {
      Rest rest = rest(application);
      int meanwhile = 0;
      while (true) {
        String ranking = ranking(rest, table);
        if (!ranking.equals(before)) {
          after = ranking;
          break;
        }
        meanwhile++;
      }
      assertThat(meanwhile).as("the old one serves").isPositive();
      assertThat(after.lines()).hasSize(TABLES - 1).allMatch(one -> one.endsWith(other));
      JsonNode ended = rest.until(job, one -> !one.get("state").asString().equals("running"));
      assertThat(ended.get("state").asString()).as("the same job, by itself").isEqualTo("done");
      assertThat(readBy(other)).as("nothing twice").hasSize(TABLES).containsAll(read);
      assertThat(active(rest)).isEqualTo(other);
      // A version that was active before changes places at once: kill the process at that.
      Random random = new Random(6100);
      Thread asking =
          new Thread(
              () -> {
                for (int i = 0; ; i++) {
                  try {
                    String version = i % 2 == 0 ? shipped : other;
                    rest.post("/api/v1/models/" + version + "/activation", "");
                  } catch (RuntimeException killed) {
                    return;
                  }
                }
              });
      int changes = changes();
      asking.start();
      while (changes() < changes + 2 + random.nextInt(4)) {
        assertThat(asking.isAlive()).isTrue();
      }
      application.kill();
      asking.join();
    }

    try (PackagedApplication application = start()) {
      Rest rest = rest(application);
      String active = active(rest);
      assertThat(
              jdbc.sql("select version from model_activation order by id desc limit 1")
                  .query(String.class)
                  .single())
          .as("which version is active and the record of it, in one transaction")
          .isEqualTo(active);
      assertThat(
              jdbc.sql("select distinct model_version from scanned_table where status = 'indexed'")
                  .query(String.class)
                  .list())
          .as("and what stands with the tables")
          .containsExactly(active);
      assertThat(ranking(rest, table)).isEqualTo(active.equals(other) ? after : before);
      assertThat(rest.post("/api/v1/models/" + shipped + "/activation", "").status())
          .isEqualTo(200);
      assertThat(ranking(rest, table)).as("back").isEqualTo(before);
      assertThat(application.stop()).isIn(0, 143);
    }
  }

  private int changes() {
    return jdbc.sql("select count(*) from model_activation").query(Integer.class).single();
  }
}
