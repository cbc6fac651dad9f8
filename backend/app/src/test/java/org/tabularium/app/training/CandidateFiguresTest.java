package org.tabularium.app.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.tabularium.app.Rest;
import org.tabularium.app.TabulariumTest;
import org.tabularium.app.TestScans;
import org.tabularium.network.onnx.ModelFiles;
import org.tabularium.network.reading.Digit;
import org.tabularium.network.reading.Progress;
import org.tabularium.network.reading.Reading;
import org.tabularium.network.reading.TableReader;
import tools.jackson.databind.JsonNode;

/**
 * The figures of a candidate's report against the same figures reckoned here: both versions' files
 * are downloaded and read the scans, and what they read is counted, ranked and held against the
 * judgements by sums of the test's own.
 *
 * <p>The property sets this house apart from other tests': whatever stands in it is known.
 */
@Tag("training")
@TabulariumTest
@TestPropertySource(properties = {"tabularium.samples=false", "tabularium.jobs.workers=1"})
class CandidateFiguresTest {

  /** No digit: in the confusion's last row and column. */
  private static final int NONE = 10;

  private static final String PIN = "/api/v1/pinned-searches/";

  @Autowired RestTestClient http;

  /** A label and what was read there. */
  private record Place(String table, double x, double y, int said, int active, int candidate) {}

  /** What a version read in a table. */
  private record Read(List<Digit> digits, float[] phi) {}

  @Test
  void areThoseThatOneReckonsOneself(@TempDir Path folder) throws Exception {
    LabelledBooks books = new LabelledBooks(http);
    Rest rest = books.rest;
    Map<String, Long> seeds = new TreeMap<>();
    // Nearly every 3 is said to be an 8: something gets better by the labels, and something worse.
    final String one = book(books, seeds, "Tabulae", 8701);
    final String two = book(books, seeds, "Ephemerides", 8702);
    final String aside = book(books, seeds, "Canones", 8703);
    books.label(one, 140, read -> Integer.toString(read == 3 ? 8 : read));
    books.label(two, 90, read -> Integer.toString(read == 3 ? 8 : read));
    AtomicInteger threes = new AtomicInteger();
    AtomicInteger ones = new AtomicInteger();
    books.label(
        aside,
        140,
        read ->
            read == 3 && threes.getAndIncrement() >= 2
                ? "8"
                : read == 1 && ones.getAndIncrement() < 3 ? "null" : Integer.toString(read));
    List<String> others = new ArrayList<>();
    for (int i = 0; i < 14; i++) {
      others.add(book(books, seeds, "Other " + i, 8710 + i));
    }
    judge(rest, others.get(0), others.get(1), "same");
    judge(rest, others.get(2), others.get(3), "variant");
    judge(rest, others.get(4), others.get(5), "same");
    judge(rest, others.get(0), others.get(2), "unrelated");
    judge(rest, others.get(1), others.get(4), "unrelated");
    judge(rest, others.get(3), others.get(5), "related");
    judge(rest, others.get(6), others.get(7), "unsure");
    List<String> pinned = others.subList(0, 3);
    pinned.forEach(table -> assertThat(rest.put(PIN + table, "").status()).isEqualTo(204));

    String edition = rest.get("/api/v1/tables/" + aside).json().at("/edition/id").asString();
    JsonNode run =
        books.ended(
            books.start(
                "{\"corpora\": [\"Figures\"], \"steps\": 80, \"heldOut\": [\"" + edition + "\"]}"));
    assertThat(run.get("outcome").asString()).as(run.toString()).isEqualTo("registered");
    String version = run.get("version").asString();
    JsonNode report =
        books.until("/api/v1/models/" + version + "/report", answer -> answer.has("against"));
    String against = report.get("against").asString();
    assertThat(against).isEqualTo(run.get("base").asString());

    Map<String, Read> candidate = read(rest, version, seeds, folder);
    Map<String, Read> active = read(rest, against, seeds, folder);
    Map<String, List<Place>> places = new TreeMap<>();
    for (String table : List.of(one, two, aside)) {
      places.put(table, places(rest, table, active.get(table), candidate.get(table)));
    }
    List<Place> learnt = new ArrayList<>(places.get(one));
    learnt.addAll(places.get(two));
    figures(report.get("heldOut"), places.get(aside));
    figures(report.get("learnt"), learnt);
    assertThat(report.at("/heldOut/candidate/invented").asInt())
        .as("three places were said to hold no digit")
        .isPositive();
    assertThat(report.get("editions")).hasSize(3);
    Map<String, String> titles = Map.of("Tabulae", one, "Ephemerides", two, "Canones", aside);
    for (JsonNode each : report.get("editions")) {
      String table = titles.get(each.get("edition").asString());
      assertThat(each.get("heldOut").asBoolean()).isEqualTo(aside.equals(table));
      figures(each.get("figures"), places.get(table));
    }

    List<Place> all = new ArrayList<>(places.get(aside));
    all.addAll(learnt);
    changes(report.get("worse"), all.stream().filter(p -> right(p, p.active())).toList(), false);
    changes(report.get("better"), all.stream().filter(p -> !right(p, p.active())).toList(), true);
    agreement(report, version, candidate);
    agreement(report, against, active);
    rankings(report.get("searches"), pinned, candidate, active, List.of(one, two, aside));
    pinned.forEach(table -> rest.delete(PIN + table));
  }

  private static String book(
      LabelledBooks books, Map<String, Long> seeds, String title, long seed) {
    String id = books.book("Figures", title, seed, 0).get("id").asString();
    seeds.put(id, seed);
    return id;
  }

  private static void judge(Rest rest, String a, String b, String verdict) {
    Rest.Answer answer =
        rest.post(
            "/api/v1/judgements",
            "{\"a\": \"%s\", \"b\": \"%s\", \"verdict\": \"%s\"}".formatted(a, b, verdict));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
  }

  /** All tables as the version of this file reads them. */
  private static Map<String, Read> read(
      Rest rest, String version, Map<String, Long> seeds, Path folder) throws Exception {
    byte[] file = rest.get("/api/v1/models/" + version + "/file").body();
    Map<String, Read> read = new TreeMap<>();
    try (TableReader reader = new TableReader(ModelFiles.read(file).model(), 1)) {
      for (Map.Entry<String, Long> table : seeds.entrySet()) {
        Path scan = folder.resolve(table.getValue() + ".png");
        Files.write(scan, TestScans.table(table.getValue()));
        Reading reading = reader.read(scan, null, null, null, Progress.NONE);
        read.put(table.getKey(), new Read(reading.digits(), reading.phi()));
      }
    }
    return read;
  }

  // ---- places ----

  private static List<Place> places(Rest rest, String table, Read active, Read candidate) {
    List<Place> places = new ArrayList<>();
    JsonNode answer = rest.get("/api/v1/tables/" + table + "/labels").json();
    for (JsonNode label : answer.isArray() ? answer : answer.get("labels")) {
      double x = label.get("x").asDouble();
      double y = label.get("y").asDouble();
      double centreX = x + label.get("w").asDouble() / 2;
      double centreY = y + label.get("h").asDouble() / 2;
      double reach = label.get("h").asDouble() / 3;
      places.add(
          new Place(
              table,
              x,
              y,
              label.get("digit").isNull() ? NONE : label.get("digit").asInt(),
              nearest(active.digits(), centreX, centreY, reach),
              nearest(candidate.digits(), centreX, centreY, reach)));
    }
    assertThat(places).isNotEmpty();
    return places;
  }

  /** The digit read next to a place: boxes of labels are the active version's own. */
  private static int nearest(List<Digit> digits, double x, double y, double reach) {
    return digits.stream()
        .filter(d -> Math.hypot(d.box().centreX() - x, d.box().centreY() - y) < reach)
        .min(
            Comparator.comparingDouble(
                d -> Math.hypot(d.box().centreX() - x, d.box().centreY() - y)))
        .map(Digit::digit)
        .orElse(NONE);
  }

  private static boolean right(Place place, int read) {
    return place.said() == read;
  }

  private static void figures(JsonNode both, List<Place> places) {
    figures(both.get("candidate"), places, places.stream().map(Place::candidate).toList());
    figures(both.get("active"), places, places.stream().map(Place::active).toList());
  }

  private static void figures(JsonNode told, List<Place> places, List<Integer> read) {
    int[][] confusion = new int[11][11];
    for (int i = 0; i < places.size(); i++) {
      confusion[places.get(i).said()][read.get(i)]++;
    }
    confusion[NONE][NONE] = 0; // nothing said, nothing read
    int labels = 0;
    int right = 0;
    int missed = 0;
    int invented = 0;
    for (int d = 0; d < 10; d++) {
      for (int r = 0; r <= 10; r++) {
        labels += confusion[d][r];
      }
      right += confusion[d][d];
      missed += confusion[d][NONE];
      invented += confusion[NONE][d];
    }
    assertThat(told.get("labels").asInt()).isEqualTo(labels);
    assertThat(told.get("right").asInt()).isEqualTo(right);
    assertThat(told.get("missed").asInt()).isEqualTo(missed);
    assertThat(told.get("misread").asInt()).isEqualTo(labels - right - missed);
    assertThat(told.get("invented").asInt()).isEqualTo(invented);
    assertThat(told.get("recall").asDouble()).isEqualTo(right / (double) labels);
    assertThat(told.get("precision").asDouble())
        .isEqualTo(right / (double) (labels - missed + invented));
    for (int row = 0; row <= 10; row++) {
      for (int column = 0; column <= 10; column++) {
        assertThat(told.at("/confusion/" + row + "/" + column).asInt())
            .as("%s taken for %s", row, column)
            .isEqualTo(confusion[row][column]);
      }
    }
    for (int d = 0; d < 10; d++) {
      int said = 0;
      int readSo = 0;
      for (int i = 0; i < places.size(); i++) {
        said += places.get(i).said() == d ? 1 : 0;
        readSo += read.get(i) == d ? 1 : 0;
      }
      JsonNode digit = told.get("digits").get(d);
      assertThat(digit.get("labels").asInt()).isEqualTo(said);
      share(digit.get("recall"), confusion[d][d], said);
      share(digit.get("precision"), confusion[d][d], readSo);
    }
  }

  private static void share(JsonNode told, int part, int whole) {
    if (whole == 0) {
      assertThat(told.isNull()).isTrue();
    } else {
      assertThat(told.asDouble()).isEqualTo(part / (double) whole);
    }
  }

  /** Places that only one of the versions reads right, with what each of them reads. */
  private static void changes(JsonNode told, List<Place> places, boolean nowRight) {
    List<Place> wanted = places.stream().filter(p -> right(p, p.candidate()) == nowRight).toList();
    assertThat(wanted).as("something to show").isNotEmpty().hasSizeLessThan(60);
    assertThat(told.get("all").asInt()).isEqualTo(wanted.size());
    assertThat(told.get("shown")).hasSize(wanted.size());
    for (Place place : wanted) {
      assertThat(told.get("shown"))
          .as(place.toString())
          .filteredOn(shown -> isAt(shown, place))
          .singleElement()
          .satisfies(
              shown -> {
                assertThat(digit(shown.get("digit"))).isEqualTo(place.said());
                assertThat(digit(shown.get("before"))).isEqualTo(place.active());
                assertThat(digit(shown.get("after"))).isEqualTo(place.candidate());
              });
    }
  }

  /** Frozen labels keep two decimals. */
  private static boolean isAt(JsonNode shown, Place place) {
    return shown.get("table").asString().equals(place.table())
        && Math.abs(shown.get("x").asDouble() - place.x()) < 0.1
        && Math.abs(shown.get("y").asDouble() - place.y()) < 0.1;
  }

  private static int digit(@Nullable JsonNode digit) {
    return digit == null || digit.isNull() ? NONE : digit.asInt();
  }

  // ---- judgements and rankings ----

  private static double cosine(float[] a, float[] b) {
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int k = 0; k < a.length; k++) {
      ab += a[k] * (double) b[k];
      aa += a[k] * (double) a[k];
      bb += b[k] * (double) b[k];
    }
    return ab / Math.sqrt(aa * bb);
  }

  private static void agreement(JsonNode report, String version, Map<String, Read> read) {
    JsonNode told = null;
    for (JsonNode one : report.get("agreement")) {
      told = one.get("model").asString().equals(version) ? one : told;
    }
    List<String> ids = new ArrayList<>(read.keySet());
    ids.sort(Comparator.comparingLong(Long::parseLong));
    List<String> o = ids.subList(3, ids.size());
    List<double[]> pairs = new ArrayList<>();
    for (int[] pair :
        new int[][] {{0, 1, 1}, {2, 3, 1}, {4, 5, 1}, {0, 2, 0}, {1, 4, 0}, {3, 5, 0}}) {
      pairs.add(
          new double[] {
            cosine(read.get(o.get(pair[0])).phi(), read.get(o.get(pair[1])).phi()), pair[2]
          });
    }
    pairs.sort(Comparator.comparingDouble((double[] pair) -> -pair[0]));
    double sum = 0;
    int found = 0;
    for (int i = 0; i < pairs.size(); i++) {
      if (pairs.get(i)[1] == 1) {
        sum += ++found / (i + 1.0);
      }
    }
    assertThat(told).isNotNull();
    assertThat(told.get("pairs").asInt()).isEqualTo(6);
    assertThat(told.get("wanted").asInt()).isEqualTo(3);
    assertThat(told.get("missing").asInt()).isZero();
    assertThat(told.get("averagePrecision").asDouble()).isCloseTo(sum / found, within(1e-9));
    assertThat(told.get("atRandom").asDouble()).isEqualTo(0.5);
  }

  /** People corrected the labelled ones: those stand in either ranking as they were corrected. */
  private static void rankings(
      JsonNode told,
      List<String> pinned,
      Map<String, Read> candidate,
      Map<String, Read> active,
      List<String> corrected) {
    assertThat(told.get("pinned").asBoolean()).isTrue();
    assertThat(told.get("among").asInt()).isEqualTo(active.size());
    assertThat(told.get("each")).hasSize(pinned.size());
    int changed = 0;
    for (JsonNode each : told.get("each")) {
      List<String> left = ids(each.get("left"));
      List<String> came = ids(each.get("came"));
      assertThat(left).hasSameSizeAs(came).doesNotContainAnyElementsOf(came);
      changed += came.isEmpty() ? 0 : 1;
      String query = each.at("/table/id").asString();
      assertThat(pinned).contains(query);
      // Of tables that nobody corrected, whoever is before a newcomer now was not before it then.
      for (String in : came) {
        for (String out : left) {
          if (!corrected.contains(in) && !corrected.contains(out)) {
            assertThat(score(candidate, query, in)).isGreaterThan(score(candidate, query, out));
            assertThat(score(active, query, in)).isLessThan(score(active, query, out));
          }
        }
      }
    }
    assertThat(told.get("changed").asInt()).isEqualTo(changed);
  }

  private static double score(Map<String, Read> read, String a, String b) {
    return cosine(read.get(a).phi(), read.get(b).phi());
  }

  private static List<String> ids(JsonNode tables) {
    List<String> ids = new ArrayList<>();
    tables.forEach(table -> ids.add(table.get("id").asString()));
    return ids;
  }
}
