package org.tabularium.app.readings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.tabularium.app.Rest;
import org.tabularium.app.TabulariumTest;
import org.tabularium.app.TestScans;
import org.tabularium.app.corpus.ScanStore;
import org.tabularium.app.corpus.Table;
import org.tabularium.app.corpus.Tables;
import org.tabularium.network.reading.Reading;
import tools.jackson.databind.JsonNode;

/** From table to reading, whatever comes in between. */
@TabulariumTest
class ReadingsTest {

  @Autowired RestTestClient http;
  @Autowired Readings readings;
  @Autowired Reader reader;
  @Autowired Tables tables;
  @Autowired ScanStore store;
  @Autowired JdbcClient jdbc;

  @Autowired
  @Qualifier("workers")
  SmartLifecycle workers;

  Rest rest;

  @BeforeEach
  void client() {
    rest = new Rest(http);
  }

  @Test
  void aReadingComesBackFromTheDatabaseAsItWas() throws Exception {
    String id = rest.upload(TestScans.table(200), "r.png", "corpus", "Readings").id();
    rest.read(id);
    Table table = tables.get(Long.parseLong(id));
    Reading stored = readings.find(table).orElseThrow();
    Path scan = store.path(table.scan().sha256());
    Reading fresh = reader.read(scan, null, null, null, fraction -> {});
    assertThat(stored.phi()).isEqualTo(fresh.phi());
    assertThat(stored.occurrences()).isEqualTo(fresh.occurrences());
    assertThat(stored.modelVersion()).isEqualTo(fresh.modelVersion());
    assertThat(stored.scale()).isEqualTo(fresh.scale());
    assertThat(stored.turn()).isEqualTo(fresh.turn());
    assertThat(stored.region()).isEqualTo(fresh.region());
    assertThat(stored.digits()).hasSameSizeAs(fresh.digits());
    for (int i = 0; i < stored.digits().size(); i++) {
      assertThat(stored.digits().get(i).digit()).isEqualTo(fresh.digits().get(i).digit());
      assertThat(stored.digits().get(i).row()).isEqualTo(fresh.digits().get(i).row());
      assertThat(stored.digits().get(i).column()).isEqualTo(fresh.digits().get(i).column());
      assertThat(stored.digits().get(i).box().x())
          .isCloseTo(fresh.digits().get(i).box().x(), within(1e-3));
    }
  }

  @Test
  void aCancelledReadingIsToldAndCanBeAskedForAgain() {
    // Behind enough others that it is still waiting when it is cancelled.
    List<String> others = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      others.add(rest.upload(TestScans.table(210 + i), "o.png", "corpus", "Cancel").id());
    }
    Rest.Answer last = rest.upload(TestScans.table(220), "last.png", "corpus", "Cancel");
    String job = last.json().get("job").asString();
    Rest.Answer later = rest.get("/api/v1/tables/{id}/digits", last.id());
    assertThat(later.status()).isEqualTo(202);
    assertThat(later.headers().getLocation()).hasToString("/api/v1/jobs/" + job);
    assertThat(rest.delete("/api/v1/jobs/{job}", job).status()).isEqualTo(200);

    JsonNode table = rest.read(last.id());
    assertThat(rest.get("/api/v1/jobs/{job}", job).json().get("state").asString())
        .isEqualTo("cancelled");
    assertThat(table.get("status").asString()).isEqualTo("failed");
    assertThat(table.at("/problem/type").asString()).isEqualTo("/problems/reading-cancelled");
    assertThat(table.get("why").asString()).isNotBlank();
    assertThat(rest.get("/api/v1/tables/{id}/digits", last.id()).status()).isEqualTo(409);
    assertThat(rest.post("/api/v1/tables/" + last.id() + "/reading", "").status()).isEqualTo(202);
    assertThat(rest.read(last.id()).get("status").asString()).isEqualTo("indexed");
    assertThat(rest.page("/tables/" + last.id()).text()).doesNotContain("/reading\"");
    others.forEach(id -> assertThat(rest.read(id).get("status").asString()).isEqualTo("indexed"));
  }

  @Test
  void aFailedReadingIsAskedForAgainByAForm() {
    String id = rest.upload(TestScans.table(225), "form.png", "corpus", "By form").id();
    rest.read(id);
    jdbc.sql(
            "update scanned_table set status = 'failed', problem = 'reading-cancelled' where id = ?")
        .param(Long.valueOf(id))
        .update();
    assertThat(rest.page("/tables/" + id).text())
        .contains("<form method=\"post\" action=\"/tables/" + id + "/reading\">");
    Rest.Answer asked = rest.form("/tables/" + id + "/reading");
    assertThat(asked.status()).isEqualTo(302);
    assertThat(asked.headers().getLocation().getPath()).isEqualTo("/tables/" + id);
    assertThat(rest.read(id).get("status").asString()).isEqualTo("indexed");
  }

  @Test
  void whatADeadProcessLeftIsTakenUp() {
    String lost = rest.upload(TestScans.table(230), "lost.png", "corpus", "Dead").id();
    String half = rest.upload(TestScans.table(231), "half.png", "corpus", "Dead").id();
    String old = rest.upload(TestScans.table(232), "old.png", "corpus", "Dead").id();
    List.of(lost, half, old).forEach(rest::read);
    // The job is gone, and so is the reading.
    jdbc.sql("update scanned_table set status = 'indexing' where id = ?")
        .param(Long.valueOf(lost))
        .update();
    jdbc.sql(
            "delete from reading where read_key = (select read_key from scanned_table where id = ?)")
        .param(Long.valueOf(lost))
        .update();
    // The reading is there, but the table was never told.
    jdbc.sql("update scanned_table set status = 'queued' where id = ?")
        .param(Long.valueOf(half))
        .update();
    // Read by a model that is no longer active.
    jdbc.sql(
            "delete from reading where read_key = (select read_key from scanned_table where id = ?)")
        .param(Long.valueOf(old))
        .update();

    readings.reconcile();

    assertThat(rest.get("/api/v1/tables/{id}", half).json().get("status").asString())
        .isEqualTo("indexed");
    for (String id : List.of(lost, old)) {
      assertThat(rest.read(id).get("status").asString()).isEqualTo("indexed");
      assertThat(rest.get("/api/v1/tables/{id}/digits", id).status()).isEqualTo(200);
    }
  }

  @Test
  void whatAPersonSendsIsReadBeforeWhatANewModelReadsAgain() {
    List<String> old = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      old.add(
          rest.upload(TestScans.table(250 + i), "waits-behind.png", "corpus", "Precedence").id());
    }
    old.forEach(rest::read);
    workers.stop();
    try {
      // As a build with another model finds them.
      jdbc.sql(
              """
              delete from reading where read_key in
                (select read_key from scanned_table where file_name = 'waits-behind.png')
              """)
          .update();
      readings.reconcile();
      String fresh =
          rest.upload(TestScans.table(260), "goes-first.png", "corpus", "Precedence").id();
      // Somebody asks for one of those that wait in the background.
      rest.post("/api/v1/tables/" + old.get(2) + "/reading", "");
      assertThat(
              jdbc.sql(
                      """
                      select t.id from scheduled_tasks q
                      join scanned_table t on t.job_id = cast(q.task_instance as bigint)
                      where t.file_name in ('waits-behind.png', 'goes-first.png')
                      order by q.priority desc, q.execution_time
                      """)
                  .query(String.class)
                  .list())
          .containsExactly(old.get(2), fresh, old.get(0), old.get(1));
    } finally {
      workers.start();
    }
    old.forEach(id -> assertThat(rest.read(id).get("status").asString()).isEqualTo("indexed"));
  }

  @Test
  void manyWhoSendTheSameScanAtOnceGetOneTable() throws Exception {
    byte[] scan = TestScans.table(240);
    ExecutorService senders = Executors.newFixedThreadPool(8);
    try {
      List<Future<Rest.Answer>> answers = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        String corpus = i % 2 == 0 ? "At once" : "At once too";
        answers.add(senders.submit(() -> rest.upload(scan, "same.png", "corpus", corpus)));
      }
      List<String> ids = new ArrayList<>();
      int stored = 0;
      for (Future<Rest.Answer> answer : answers) {
        assertThat(answer.get().status()).isIn(200, 202);
        stored += answer.get().status() == 202 ? 1 : 0;
        ids.add(answer.get().id());
      }
      assertThat(stored).isEqualTo(2);
      assertThat(ids.stream().distinct()).hasSize(2);
      ids.stream()
          .distinct()
          .forEach(id -> assertThat(rest.read(id).get("status").asString()).isEqualTo("indexed"));
    } finally {
      senders.shutdownNow();
    }
  }
}
