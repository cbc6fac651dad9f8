package org.tabularium.app.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.tabularium.app.Rest;
import org.tabularium.app.TabulariumTest;
import org.tabularium.app.TestScans;
import org.tabularium.app.corpus.Corpora;
import org.tabularium.app.corpus.Table;
import org.tabularium.app.corpus.Tables;
import org.tabularium.app.judgement.Judgements;
import org.tabularium.app.models.Models;
import org.tabularium.app.readings.CorrectedReadings;
import org.tabularium.app.readings.Readings;
import org.tabularium.app.readings.Rereading;
import tools.jackson.databind.JsonNode;

/** Another node on the same database: an index that no event of this one reaches. */
@TabulariumTest
class NodesTest {

  @Autowired RestTestClient http;
  @Autowired Readings readings;
  @Autowired CorrectedReadings corrected;
  @Autowired Models models;
  @Autowired Tables tables;
  @Autowired Corpora corpora;
  @Autowired Judgements judgements;
  @Autowired Meanings meanings;
  @Autowired Asking asking;
  @Autowired Rereading rereading;
  @Autowired JdbcConnectionDetails database;
  @Autowired JdbcClient jdbc;

  private Rest rest;
  private Other other;

  private final class Other extends Indexes {
    private final BlockingQueue<Set<Long>> heard = new LinkedBlockingQueue<>();
    private final BlockingQueue<Boolean> missed = new LinkedBlockingQueue<>();
    private final Search search =
        new Search(
            readings,
            corrected,
            models,
            tables,
            corpora,
            judgements,
            meanings,
            asking,
            rereading,
            this);

    Other() {
      super(readings, tables, models, meanings, database, jdbc);
    }

    @Override
    public void heard(Set<Long> ids) {
      super.heard(ids);
      heard.add(ids);
    }

    @Override
    public void missed() {
      super.missed();
      missed.add(true);
    }

    /** Until it ranks a table, or no more; it must not take longer than a second. */
    void awaitRanking(String first, String second, boolean wanted) throws InterruptedException {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
      while (rankedFor(first).contains(Long.valueOf(second)) != wanted) {
        assertThat(heard.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS))
            .as("news of %s within a second", second)
            .isNotNull();
      }
    }

    double score(String first, String second) {
      return search.neighbours(tables.get(Long.parseLong(first)), 1000).stream()
          .filter(one -> one.id() == Long.parseLong(second))
          .mapToDouble(Search.Neighbour::score)
          .findFirst()
          .orElseThrow();
    }

    List<Long> rankedFor(String id) {
      List<Long> ranked = new ArrayList<>();
      Table table = tables.get(Long.parseLong(id));
      search.neighbours(table, 1000).forEach(one -> ranked.add(one.id()));
      return ranked;
    }
  }

  @BeforeEach
  void open() {
    rest = new Rest(http);
    other = new Other();
    other.afterPropertiesSet();
  }

  @AfterEach
  void close() {
    other.destroy();
  }

  private String sent(int seed) {
    return rest.upload(TestScans.table(seed), "node-" + seed + ".png", "corpus", "Two nodes").id();
  }

  @Test
  void whatOneNodeReadsTheOtherRanksWithinASecond() throws InterruptedException {
    String first = sent(900);
    rest.read(first);
    String second = sent(901);
    rest.read(second);
    other.awaitRanking(first, second, true);
    assertThat(rest.get("/api/v1/tables/{id}/similar?corpus=Two nodes&limit=1000", first).text())
        .as("at once where it was read")
        .contains("\"id\":\"" + second + "\"");

    assertThat(rest.delete("/api/v1/tables/{id}", second).status()).isEqualTo(204);
    other.awaitRanking(first, second, false);
  }

  @Test
  void whatPeopleCorrectOnOneNodeTheOtherRanksByWithinASecond() throws InterruptedException {
    String first = sent(904);
    rest.read(first);
    String second = sent(905);
    rest.read(second);
    other.awaitRanking(first, second, true);
    double before = other.score(first, second);
    JsonNode digit = rest.get("/api/v1/tables/{id}/digits", second).json().get(0);
    String label =
        "[{\"x\":%s,\"y\":%s,\"w\":%s,\"h\":%s,\"digit\":%d}]"
            .formatted(
                digit.get("x"),
                digit.get("y"),
                digit.get("w"),
                digit.get("h"),
                (digit.get("digit").asInt() + 1) % 10);
    other.heard.clear();
    http.put()
        .uri("/api/v1/tables/{id}/labels", second)
        .header("If-Match", "*")
        .contentType(MediaType.APPLICATION_JSON)
        .body(label)
        .exchange()
        .expectStatus()
        .isOk();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
    while (other.score(first, second) == before) {
      assertThat(other.heard.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS))
          .as("news of the correction within a second")
          .isNotNull();
    }
    JsonNode here =
        rest.get("/api/v1/tables/{id}/similar?corpus=Two nodes&limit=1000", first).json();
    assertThat(here)
        .anySatisfy(
            one -> {
              assertThat(one.get("id").asString()).isEqualTo(second);
              assertThat(one.get("score").asDouble()).isEqualTo(other.score(first, second));
            });
  }

  /** A server that was restarted, a cable that was pulled: what was said meanwhile is not lost. */
  @Test
  void aBrokenLineIsMendedAndWhatWasMissedIsMadeUpFor() throws InterruptedException {
    String first = sent(902);
    rest.read(first);
    other.missed.clear();
    jdbc.sql(
            "select pg_terminate_backend(pid) from pg_stat_activity"
                + " where query like 'listen tabularium%' and pid <> pg_backend_pid()")
        .query((row, n) -> n)
        .list();
    assertThat(other.missed.poll(30, TimeUnit.SECONDS)).as("a new line").isTrue();
    String second = sent(903);
    rest.read(second);
    other.awaitRanking(first, second, true);
  }
}
