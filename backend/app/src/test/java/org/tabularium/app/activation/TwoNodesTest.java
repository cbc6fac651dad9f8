package org.tabularium.app.activation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.tabularium.app.Node;
import org.tabularium.app.OtherModels;
import org.tabularium.app.Rest;
import org.tabularium.app.TestScans;
import org.tabularium.app.models.Models;
import org.tabularium.app.platform.PersonId;
import org.tabularium.app.platform.TestDatabase;
import org.tabularium.network.model.DigitModel;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Two applications that share nothing but the database and the scans: one follows the other. */
@Tag("database")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoNodesTest {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final int TABLES = 10;

  private Node first;
  private Node second;
  private List<String> tables;
  private String shipped;

  @BeforeAll
  void twoNodesAndSomeTables() {
    TestDatabase.Address database = TestDatabase.fresh();
    Path scans = TestDatabase.temporaryFolder();
    first = Node.start(database, scans);
    second = Node.start(database, scans);
    shipped = first.bean(Models.class).shipped();
    tables = new ArrayList<>();
    for (int i = 0; i < TABLES; i++) {
      Rest by = i % 2 == 0 ? first.rest() : second.rest();
      tables.add(by.upload(TestScans.table(5200 + i), "n" + i + ".png", "corpus", "Shared").id());
    }
    tables.forEach(first.rest()::read);
    assertThat(first.bean(Models.class)).isNotSameAs(second.bean(Models.class));
  }

  @AfterAll
  void close() {
    second.close();
    first.close();
  }

  private String candidate(long seed) {
    DigitModel model = OtherModels.of(seed);
    first
        .bean(Models.class)
        .register(model, new JsonMapper().createObjectNode(), shipped, null, PersonId.ANONYMOUS);
    return model.version();
  }

  private static Rest.Answer activate(Node node, String version) {
    return node.rest().post("/api/v1/models/" + version + "/activation", "");
  }

  private String address() {
    return "/api/v1/tables/" + tables.get(0) + "/similar?limit=100";
  }

  /** A ranking: the version of every hit, its score and what was read there. */
  private static String ranking(Rest.Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    StringBuilder all = new StringBuilder();
    for (JsonNode one : answer.json()) {
      all.append(one.get("id").asString())
          .append(' ')
          .append(one.get("score"))
          .append(' ')
          .append(one.at("/table/digitCount"))
          .append(' ')
          .append(one.at("/table/model").asString())
          .append('\n');
    }
    return all.toString();
  }

  /** What a node answered to a search, and when it was asked and had answered. */
  private record Answered(
      Node node, long asked, long answered, Instant answeredAt, String ranking) {}

  /** Searches on both nodes, by two people each, until it is closed. */
  private final class Load implements AutoCloseable {
    private final Queue<Answered> answers = new ConcurrentLinkedQueue<>();
    private final Map<Node, Semaphore> told =
        Map.of(first, new Semaphore(0), second, new Semaphore(0));
    private final List<Future<?>> people = new ArrayList<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private volatile boolean enough;

    Load() {
      for (Node node : List.of(first, second, first, second)) {
        people.add(
            threads.submit(
                () -> {
                  while (!enough) {
                    long asked = System.nanoTime();
                    String ranking = ranking(node.rest().get(address()));
                    answers.add(
                        new Answered(node, asked, System.nanoTime(), Instant.now(), ranking));
                    told.get(node).release();
                  }
                }));
      }
    }

    /** Until each node has answered a search that began after this call. */
    void awaitAnswers() throws InterruptedException {
      for (Semaphore answered : told.values()) {
        answered.drainPermits();
        // Of three answers two people can have begun no more than two before.
        assertThat(answered.tryAcquire(3, PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      }
    }

    @Override
    public void close() throws Exception {
      enough = true;
      threads.shutdown();
      for (Future<?> one : people) {
        one.get();
      }
    }
  }

  /** Until a node ranks like this: no search begun more than a second after may be answered so. */
  private void follows(Node node, String ranking, long since) {
    while (true) {
      long asked = System.nanoTime();
      if (ranking(node.rest().get(address())).equals(ranking)) {
        return;
      }
      assertThat(asked - since).as("behind by nanoseconds").isLessThan(SECOND);
    }
  }

  /**
   * Every answer is of one version, and each node goes over once.
   *
   * @param since when the versions had changed places
   */
  private void wentOver(Load load, String before, String after, long since) {
    for (Node node : List.of(first, second)) {
      List<Answered> mine = load.answers.stream().filter(one -> one.node == node).toList();
      assertThat(mine)
          .extracting(Answered::ranking)
          .as("before and after, and nothing else")
          .containsOnly(before, after);
      long over =
          mine.stream()
              .filter(one -> one.ranking.equals(after))
              .mapToLong(Answered::answered)
              .min()
              .orElseThrow();
      assertThat(mine)
          .filteredOn(one -> one.asked > over || one.asked > since + SECOND)
          .isNotEmpty()
          .extracting(Answered::ranking)
          .containsOnly(after);
    }
  }

  @Test
  void theOtherNodeFollowsWithinASecondThereAndBack() throws Exception {
    String before = ranking(first.rest().get(address()));
    follows(second, before, System.nanoTime());
    assertThat(before.lines()).hasSize(TABLES - 1).allMatch(line -> line.endsWith(shipped));
    String other = candidate(51);
    String third = candidate(52);

    String after;
    Load there = new Load();
    long since;
    try (there) {
      Rest.Answer begun = activate(first, other);
      assertThat(begun.status()).as("it has to read first").isEqualTo(202);
      assertThat(activate(second, third).text())
          .as("the other node knows")
          .contains("activation-under-way");
      JsonNode job =
          second
              .rest()
              .until(
                  "/api/v1/jobs/" + begun.json().get("job").asString(),
                  one -> !List.of("queued", "running").contains(one.get("state").asString()),
                  PATIENCE);
      since = System.nanoTime();
      assertThat(job.get("state").asString()).isEqualTo("done");
      after = ranking(second.rest().get(address() + "&model=" + other));
      assertThat(after.lines()).hasSize(TABLES - 1).allMatch(line -> line.endsWith(other));
      follows(first, after, since);
      follows(second, after, since);
    }
    wentOver(there, before, after, since);
    Instant changed =
        Instant.parse(
            first.rest().get("/api/v1/models/activations").json().get(0).get("at").asString());
    assertThat(there.answers)
        .filteredOn(one -> one.answeredAt.isBefore(changed))
        .as("the old one serves until the new one is whole")
        .isNotEmpty()
        .extracting(Answered::ranking)
        .containsOnly(before);

    // Back on the node that was not asked, there again on the other.
    for (Node node : List.of(second, first, second)) {
      boolean back = node == second;
      Load load = new Load();
      try (load) {
        load.awaitAnswers();
        assertThat(activate(node, back ? shipped : other).status()).isEqualTo(200);
        since = System.nanoTime();
        assertThat(ranking(node.rest().get(address())))
            .as("at once where it was asked for")
            .isEqualTo(back ? before : after);
        follows(node == first ? second : first, back ? before : after, since);
        load.awaitAnswers();
      }
      wentOver(load, back ? after : before, back ? before : after, since);
    }
  }
}
