package org.tabularium.app.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.tabularium.app.Rest;
import org.tabularium.app.TabulariumTest;
import org.tabularium.app.jobs.JobRun;
import org.tabularium.app.models.Models;
import org.tabularium.app.platform.PersonId;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Trainings through REST, with the real engine and few steps. */
@TabulariumTest
@TestPropertySource(properties = "tabularium.samples=false")
class TrainingsTest {

  private static final JsonMapper JSON = new JsonMapper();

  @Autowired RestTestClient http;
  @Autowired JdbcClient jdbc;
  @Autowired TrainJob handler;
  @Autowired TrainingRows rows;
  @Autowired Models models;
  private Rest rest;
  private LabelledBooks books;

  @BeforeEach
  void client() {
    books = new LabelledBooks(http);
    rest = books.rest;
  }

  private JsonNode check(String json) {
    Rest.Answer answer = rest.post("/api/v1/training/check", json);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static List<String> codes(JsonNode check) {
    List<String> codes = new ArrayList<>();
    check.get("findings").forEach(finding -> codes.add(finding.get("code").asString()));
    return codes;
  }

  @Test
  void theCheckSaysWhatIsMissingAndMeasuresHowLongItTakes() {
    JsonNode nothing = check("{\"corpora\": [\"" + corpus("Check none") + "\"]}");
    assertThat(nothing.get("ready").asBoolean()).isFalse();
    assertThat(codes(nothing)).containsExactly("no-labels");
    assertThat(nothing.get("measuring").asBoolean()).isFalse();

    JsonNode first = books.book("Check", 700, 40);
    String one = "{\"corpora\": [\"Check\"]}";
    JsonNode alone = check(one);
    assertThat(alone.get("ready").asBoolean()).isTrue();
    assertThat(alone.at("/learnt/digits").asInt()).isEqualTo(40);
    assertThat(codes(alone)).containsExactlyInAnyOrder("few-labels", "no-hold-out", "unreviewed");
    assertThat(alone.get("steps").asInt()).isEqualTo(160);
    assertThat(check("{\"corpora\": [\"Check\"], \"base\": \"nothing\"}").get("steps").asInt())
        .isEqualTo(1600);

    books.book("Check", 701, 30);
    JsonNode two = check(one);
    assertThat(codes(two)).as("a second edition is held out").doesNotContain("no-hold-out");
    assertThat(two.at("/learnt/editions").asInt()).isEqualTo(1);
    assertThat(two.at("/heldOut/digits").asInt()).isEqualTo(30);

    // How long it takes is measured by steps, not known beforehand.
    JsonNode measured = check(one);
    long end = System.nanoTime() + 120_000_000_000L;
    while (measured.get("estimate").isNull()) {
      assertThat(System.nanoTime()).as(measured.toString()).isLessThan(end);
      assertThat(measured.get("measuring").asBoolean()).isTrue();
      java.util.concurrent.locks.LockSupport.parkNanos(100_000_000);
      measured = check(one);
    }
    double each = measured.at("/estimate/secondsPerStep").asDouble();
    assertThat(each).isPositive();
    assertThat(measured.at("/estimate/seconds").asDouble()).isGreaterThan(160 * each);
    assertThat(
            check("{\"corpora\": [\"Check\"], \"steps\": 16}").at("/estimate/seconds").asDouble())
        .isLessThan(measured.at("/estimate/seconds").asDouble());

    assertThat(rest.post("/api/v1/training/check", "{\"steps\": 0}").status()).isEqualTo(400);
    assertThat(rest.post("/api/v1/training/check", "{\"base\": \"none\"}").status()).isEqualTo(404);
    assertThat(rest.post("/api/v1/training/check", "{\"heldOut\": [\"999999\"]}").status())
        .isEqualTo(404);
    assertThat(first.at("/edition/id").asString()).isNotEmpty();
  }

  private String corpus(String name) {
    return rest.post("/api/v1/corpora", "{\"name\": \"" + name + "\"}").id();
  }

  @Test
  void whatCannotBeLearntFromIsRefused() {
    corpus("Refused none");
    Rest.Answer none = rest.post("/api/v1/models", "{\"corpora\": [\"Refused none\"]}");
    assertThat(none.status()).isEqualTo(422);
    assertThat(none.json().get("type").asString()).endsWith("/problems/training-no-labels");

    // The same book in two corpora, one of which is held out.
    JsonNode here = books.book("Refused a", "Tabulae leaking", 710, 20);
    books.book("Refused b", "Tabulae leaking", 711, 20);
    String leaking =
        "{\"corpora\": [\"Refused a\", \"Refused b\"], \"heldOut\": [\""
            + here.at("/edition/id").asString()
            + "\"]}";
    assertThat(codes(check(leaking))).contains("leak");
    Rest.Answer leak = rest.post("/api/v1/models", leaking);
    assertThat(leak.status()).isEqualTo(422);
    assertThat(leak.json().get("type").asString()).endsWith("/problems/training-leak");
    assertThat(leak.json().get("detail").asString()).contains("Tabulae leaking");
    assertThat(codes(check("{\"corpora\": [\"Refused a\", \"Refused b\"]}")))
        .as("chosen by default, the two stay together")
        .doesNotContain("leak");
  }

  @Test
  void aTrainingIsRegisteredWithItsCardAndTheSameInputsMakeTheSameVersion() {
    books.book("Twice", 720, 60);
    books.book("Twice", 721, 40);
    String wanted = "{\"corpora\": [\"Twice\"], \"seed\": 3, \"steps\": 40, \"heldOut\": []}";
    String job = books.start(wanted);
    JsonNode run = books.ended(job);
    assertThat(run.get("outcome").asString()).as(run.toString()).isEqualTo("registered");
    String version = run.get("version").asString();
    assertThat(run.get("curve")).hasSize(3);
    assertThat(run.get("stepsDone").asInt()).isEqualTo(40);
    JsonNode work = books.until("/api/v1/jobs/" + job, one -> !one.get("ended").isNull());
    assertThat(work.get("state").asString()).isEqualTo("done");

    JsonNode model = rest.get("/api/v1/models/" + version).json();
    assertThat(model.get("state").asString()).isEqualTo("candidate");
    assertThat(model.get("parent").asString()).isEqualTo(models.active().version());
    JsonNode card = model.get("card");
    assertThat(card.get("inputs").asString()).isEqualTo(run.get("inputHash").asString());
    assertThat(card.get("seed").asInt()).isEqualTo(3);
    assertThat(card.at("/settings/steps").asInt()).isEqualTo(40);
    assertThat(card.at("/labels/learnt/digits").asInt()).isEqualTo(100);
    assertThat(card.at("/labels/sha256").asString()).isEqualTo(run.get("labelsSha256").asString());
    assertThat(card.at("/figures/this/recall").asDouble()).isBetween(0.5, 1.0);

    Rest.Answer labels = rest.get("/api/v1/training/" + job + "/labels");
    assertThat(labels.text().lines().count()).isEqualTo(101);
    assertThat(rest.get("/api/v1/models/" + version + "/labels").body())
        .isEqualTo(labels.text().getBytes(StandardCharsets.UTF_8));

    JsonNode again = books.ended(books.start(wanted));
    assertThat(again.get("job").asString()).isNotEqualTo(job);
    assertThat(again.get("inputHash")).isEqualTo(run.get("inputHash"));
    assertThat(again.get("version")).isEqualTo(run.get("version"));
    assertThat(rest.get("/api/v1/training/runs").json().get(0).get("job"))
        .isEqualTo(again.get("job"));
    assertThat(rest.get("/api/v1/training/1").status()).isEqualTo(404);
  }

  /** Everything is labelled as an 8: whatever is learnt of that is better than the start. */
  private void mislabelled(String corpus, long seed) {
    JsonNode table = books.book(corpus, seed, 1);
    books.label(table.get("id").asString(), 60, "8");
  }

  @Test
  void aCancelledTrainingKeepsTheBestItHadComeTo() {
    mislabelled("Cancelled", 730);
    String job = books.start("{\"corpora\": [\"Cancelled\"], \"steps\": 4000}");
    books.until("/api/v1/training/" + job, run -> run.get("curve").size() > 1);
    rest.delete("/api/v1/jobs/" + job);
    JsonNode run = books.ended(job);
    assertThat(run.get("state").asString()).isEqualTo("cancelled");
    assertThat(run.get("outcome").asString()).isEqualTo("registered");
    assertThat(run.get("stepsDone").asInt()).isBetween(20, 3999);
    assertThat(run.get("bestStep").asInt()).isBetween(1, run.get("stepsDone").asInt());
    assertThat(
            rest.get("/api/v1/models/" + run.get("version").asString())
                .json()
                .get("state")
                .asString())
        .isEqualTo("candidate");
  }

  @Test
  void whatIsNotBetterThanTheStartIsNotRegistered() {
    mislabelled("Worse", 740);
    JsonNode right = books.book("Worse", 741, 60);
    JsonNode run =
        books.ended(
            books.start(
                "{\"corpora\": [\"Worse\"], \"steps\": 20, \"heldOut\": [\""
                    + right.at("/edition/id").asString()
                    + "\"]}"));
    assertThat(run.get("outcome").asString()).as(run.toString()).isEqualTo("no_better");
    assertThat(run.get("version").isNull()).isTrue();
  }

  // ---- a process that dies ----

  /** A job as it stands when the process that ran it has died: running, and nobody at it. */
  private JsonNode orphan(String like) {
    JsonNode run = books.ended(books.start(like));
    long id =
        jdbc.sql(
                """
                insert into training (base, corpora, seed, steps, labels, labels_sha256, counts, person_id)
                select base, corpora, seed, steps, labels, labels_sha256, counts, person_id
                from training where job_id = :job returning id
                """)
            .param("job", Long.parseLong(run.get("job").asString()))
            .query(Long.class)
            .single();
    long job =
        jdbc.sql(
                """
                insert into job (kind, identity, subject, state, person_id)
                values ('train', :id, 'orphan', 'RUNNING', 1) returning id
                """)
            .param("id", Long.toString(id))
            .query(Long.class)
            .single();
    rows.doneBy(id, job);
    return JSON.createObjectNode().put("training", id).put("job", job).set("whole", run);
  }

  private record Watched(long job, long training, List<String> steps, int dies) implements JobRun {
    @Override
    public long id() {
      return job;
    }

    @Override
    public String identity() {
      return Long.toString(training);
    }

    @Override
    public String subject() {
      return "orphan";
    }

    @Override
    public PersonId by() {
      return PersonId.ANONYMOUS;
    }

    @Override
    public void at(double fraction) {}

    @Override
    public void at(double fraction, String messageKey, Object... arguments) {
      if (messageKey.equals("training.message.step")) {
        steps.add(String.valueOf(arguments[0]));
        if (steps.size() == dies) {
          throw new OutOfMemoryError("as good as a kill");
        }
      }
    }
  }

  @Test
  void aTrainingGoesOnFromItsLastCheckpoint() throws Exception {
    mislabelled("Killed", 750);
    JsonNode orphan = orphan("{\"corpora\": [\"Killed\"], \"steps\": 50}");
    long job = orphan.get("job").asLong();
    long training = orphan.get("training").asLong();
    List<String> before = new ArrayList<>();
    assertThatThrownBy(() -> handler.run(new Watched(job, training, before, 30)))
        .isInstanceOf(OutOfMemoryError.class);
    JsonNode halfway = rest.get("/api/v1/training/" + job).json();
    assertThat(halfway.get("outcome").isNull()).isTrue();
    assertThat(halfway.get("stepsDone").asInt()).isEqualTo(20);

    List<String> after = new ArrayList<>();
    handler.run(new Watched(job, training, after, -1));
    assertThat(after).as("goes on behind the checkpoint").hasSize(30).startsWith("21");
    JsonNode run = rest.get("/api/v1/training/" + job).json();
    assertThat(run.get("outcome").asString()).isEqualTo("registered");
    assertThat(run.get("version"))
        .as("the same as without a crash")
        .isEqualTo(orphan.at("/whole/version"));
    assertThat(
            jdbc.sql("select count(*) from training_checkpoint where training_id = ?")
                .param(training)
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  void whatWasCancelledWhenTheProcessDiedIsKeptAtTheNextStart() {
    mislabelled("Killed late", 760);
    JsonNode orphan = orphan("{\"corpora\": [\"Killed late\"], \"steps\": 40}");
    long job = orphan.get("job").asLong();
    long training = orphan.get("training").asLong();
    assertThatThrownBy(() -> handler.run(new Watched(job, training, new ArrayList<>(), 30)))
        .isInstanceOf(OutOfMemoryError.class);
    jdbc.sql("update job set state = 'CANCELLED', ended_at = now() where id = ?")
        .param(job)
        .update();
    handler.settle();
    JsonNode run = rest.get("/api/v1/training/" + job).json();
    assertThat(run.get("outcome").asString()).isEqualTo("registered");
    assertThat(run.get("bestStep").asInt()).isEqualTo(20);
  }
}
