package org.tabularium.app.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.web.util.HtmlUtils;
import org.tabularium.app.Rest;
import org.tabularium.app.TabulariumTest;
import org.tabularium.app.TestScans;
import tools.jackson.databind.JsonNode;

/** Ways to ask, filters, and what one takes away. Six tables, of two editions and of none. */
@TabulariumTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AskTest {

  private static final String SHELF = "Ways to ask";

  @Autowired RestTestClient http;
  @Autowired JdbcClient jdbc;
  private Rest rest;
  private final List<String> ids = new ArrayList<>();

  @BeforeAll
  void sixTables() {
    rest = new Rest(http);
    for (int i = 0; i < 6; i++) {
      List<String> fields = new ArrayList<>(List.of("corpus", SHELF));
      if (i < 4) {
        fields.addAll(
            List.of(
                "title",
                i < 2 ? "=Sphaera" : "Tabulae & canones",
                "authors",
                i < 2 ? "Finé, Oronce" : "Peuerbach, Georg",
                "printers",
                i < 2 ? "Colines" : "@Petri",
                "place",
                i < 2 ? "Paris" : "Basel",
                "year",
                i < 2 ? "1532" : "1551"));
      }
      byte[] scan =
          i == 4 // a small one
              ? TestScans.encoded(TestScans.drawn(704, 8, 3), "png")
              : TestScans.table(700 + i);
      ids.add(rest.upload(scan, "ask-" + i + ".png", fields.toArray(String[]::new)).id());
    }
    ids.forEach(rest::read);
  }

  private List<String> ranked(String address, Object... variables) {
    Rest.Answer answer = rest.get(address, variables);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json().values().stream().map(one -> one.get("id").asString()).toList();
  }

  private String similar(String rest) {
    return "/api/v1/tables/" + ids.get(0) + "/similar?limit=1000&corpus=" + SHELF + rest;
  }

  // ---- by a part ----

  @Test
  void onlyTheDigitsOfAPartCount() {
    JsonNode columns = rest.get("/api/v1/tables/{id}/columns", ids.get(0)).json();
    assertThat(columns.size()).as("columns as they were drawn").isEqualTo(6);
    double left = -1;
    for (JsonNode column : columns) {
      assertThat(column.at("/box/0").asDouble()).isGreaterThan(left);
      left = column.at("/box/0").asDouble();
      assertThat(column.get("digits").asInt()).isBetween(20, 24);
    }
    String box = boxOf(columns.get(2));
    JsonNode part = rest.get(similar("&kind=dot&box=" + box)).json();
    JsonNode whole = rest.get(similar("&kind=dot")).json();
    double sum = 0;
    for (JsonNode column : columns) {
      sum += scoreOf(ids.get(3), rest.get(similar("&kind=dot&box=" + boxOf(column))).json());
    }
    assertThat(scoreOf(ids.get(3), part)).isLessThan(scoreOf(ids.get(3), whole));
    // No bigram reaches across the white between two columns, so the parts add up to the whole.
    assertThat(sum).isCloseTo(scoreOf(ids.get(3), whole), within(1e-3 * sum));

    // The part of a picture, looked for as it stands, finds its table; and the page says so.
    assertThat(ranked("/api/v1/search?for={ref}&corpus=" + SHELF, ids.get(0) + "@" + box))
        .doesNotContain(ids.get(0))
        .hasSize(5);
    String[] xywh = box.split(",");
    String form = "&x=" + xywh[0] + "&y=" + xywh[1] + "&w=" + xywh[2] + "&h=" + xywh[3];
    String similar = "/tables/" + ids.get(0) + "/similar?kind=dot&corpus=" + SHELF + form;
    assertThat(rest.page(similar).text())
        .contains("Only the marked part counts")
        .containsPattern(
            "/pairs/"
                + ids.get(0)
                + "/"
                + ids.get(3)
                + "\\?kind=dot&amp;corpus=[^\"]*&amp;box="
                + box);
    String pair =
        rest.page("/pairs/" + ids.get(0) + "/" + ids.get(3) + "?kind=dot&box=" + box).text();
    assertThat(pair).contains("data-score=\"" + scoreOf(ids.get(3), part) + "\"");
    assertThat(rest.page("/tables/" + ids.get(0) + "/part?box=" + box).text())
        .contains("value=\"" + box + "\" checked");
    assertThat(rest.get(similar("&box=1,2,3")).status()).isEqualTo(400);
  }

  private static String boxOf(JsonNode column) {
    return String.join(",", column.get("box").values().stream().map(JsonNode::asString).toList());
  }

  private static double scoreOf(String id, JsonNode ranking) {
    for (JsonNode one : ranking) {
      if (one.get("id").asString().equals(id)) {
        return one.get("score").asDouble();
      }
    }
    throw new AssertionError(id + " is not ranked");
  }

  // ---- by examples ----

  @Test
  void aScoreIsTheMeanOfThoseForLessTheMeanOfThoseAgainst() {
    for (String kind : List.of("cosine", "dot", "sqrt")) {
      JsonNode ranking =
          rest.get(
                  "/api/v1/search?for={a}&for={b}&against={c}&kind={k}&corpus={s}",
                  ids.get(0),
                  ids.get(1),
                  ids.get(2),
                  kind,
                  SHELF)
              .json();
      assertThat(ranking.size()).isEqualTo(3);
      double last = Double.MAX_VALUE;
      for (JsonNode one : ranking) {
        double[] parts =
            one.get("parts").values().stream().mapToDouble(JsonNode::asDouble).toArray();
        double score = one.get("score").asDouble();
        assertThat(score).isCloseTo((parts[0] + parts[1]) / 2 - parts[2], within(1e-9 * parts[0]));
        assertThat(score).isLessThanOrEqualTo(last);
        last = score;
        // Each part is what its pair explains.
        for (int i = 0; i < 3; i++) {
          double explained =
              rest.get(
                      "/api/v1/explanations?a={a}&b={b}&kind={k}&limit=0",
                      ids.get(i),
                      one.get("id").asString(),
                      kind)
                  .json()
                  .get("score")
                  .asDouble();
          assertThat(parts[i]).isCloseTo(explained, within(1e-12 * Math.max(1, explained)));
        }
      }
    }
    assertThat(rest.get("/api/v1/search?against={a}", ids.get(0)).status()).isEqualTo(422);
    assertThat(rest.get("/api/v1/search?for=999999").status()).isEqualTo(404);
    assertThat(
            rest.post(
                    "/api/v1/search",
                    "{\"for\":\""
                        + ids.get(0)
                        + "\",\"against\":[\""
                        + ids.get(1)
                        + "\"],\"computed\":{\"kind\":\"sines\",\"radius\":\"60,000\"}}")
                .json()
                .get(0)
                .get("parts")
                .size())
        .isEqualTo(3);
  }

  // ---- computed ----

  @Test
  void aComputedTableIsAskedByTheNumbersThatItPrints() {
    String typed = "/api/v1/search?limit=1000&numbers=";
    String sines = "/api/v1/search?limit=1000&computed=sines&step=600&radius=";
    // 10, 20 ... 90 degrees for R = 60.
    assertThat(rest.get(sines + "60").text())
        .isEqualTo(
            rest.get(typed + "10 10 20 21 30 30 40 39 50 46 60 52 70 56 80 59 90 60").text());
    assertThat(rest.get(sines + "60,000").text()).isEqualTo(rest.get(sines + "60000").text());
    String declinations = "/api/v1/search?limit=1000&computed=declinations&obliquity=";
    String asked = rest.get(declinations + "23;30").text();
    for (String same : List.of("23.5", "23 30", "23°30′", "23° 30'")) {
      assertThat(rest.get(declinations + "{e}", same).text()).as(same).isEqualTo(asked);
    }
    for (String wrong :
        List.of(
            "sines&radius=0",
            "sines&radius=many",
            "sines&step=0",
            "sines&first=50&last=50",
            "declinations&obliquity=40",
            "oblique-ascensions&latitude=80",
            "horoscopes")) {
      assertThat(rest.get("/api/v1/search?computed=" + wrong).status()).as(wrong).isEqualTo(400);
    }
  }

  // ---- filters ----

  /** The index answers most filters by itself; the database must agree. */
  @Test
  void aRankingHoldsWhatTheListHolds() {
    Set<Set<String>> different = new HashSet<>();
    List<Integer> densities =
        ids.stream()
            .map(id -> rest.get("/api/v1/tables/{id}", id).json().get("bigramCount").asInt())
            .sorted()
            .toList();
    for (String filter :
        List.of(
            "",
            "&author=fin",
            "&printer=petri",
            "&place=basel",
            "&yearFrom=1540",
            "&yearTo=1540",
            "&yearFrom=1540&yearTo=1600&author=peuer",
            "&q=ask-3",
            "&q=canones 1551",
            "&bigramsFrom=" + densities.get(1),
            "&bigramsTo=" + densities.get(0),
            "&bigramsFrom=" + densities.get(0) + "&bigramsTo=" + densities.get(5) + "&yearTo=1540",
            "&turn=0",
            "&turn=90",
            "&table=true",
            "&table=false",
            "&until=2020-01-01T00:00:00Z",
            "&until=2999-01-01T00:00:00Z",
            "&status=failed",
            "&q=ask&turn=0&table=true&bigramsFrom=1")) {
      Set<String> listed = new HashSet<>();
      rest.get("/api/v1/tables?size=1000&corpus=" + SHELF + filter)
          .json()
          .get("items")
          .forEach(one -> listed.add(one.get("id").asString()));
      different.add(Set.copyOf(listed));
      listed.remove(ids.get(0));
      assertThat(ranked(similar(filter)))
          .as(filter)
          .containsExactlyInAnyOrderElementsOf(listed)
          .doesNotHaveDuplicates();
    }
    assertThat(different).as("filters that differ").hasSizeGreaterThan(5);
    assertThat(ranked(similar("&apart=true"))).hasSize(4).doesNotContain(ids.get(1));

    JsonNode grouped = rest.get(similar("&group=true")).json();
    assertThat(grouped.size()).as("two editions and two tables of none").isEqualTo(4);
    int tables = 0;
    for (JsonNode one : grouped) {
      tables += one.get("tables").asInt();
      assertThat(one.get("more").size()).isEqualTo(one.get("tables").asInt() - 1);
    }
    assertThat(tables).isEqualTo(5);

    JsonNode years = rest.get("/api/v1/years?corpus=" + SHELF + "&yearFrom=1550").json();
    int counted = 0;
    for (JsonNode bar : years.get("bars")) {
      counted += bar.get("count").asInt();
    }
    assertThat(counted).as("the histogram shows all years").isEqualTo(4);
  }

  /** The filters that leave nothing of the six, on tables of which they leave some. */
  @Test
  void turnsBlankPagesAndEditionsNarrowAsTheListDoes() {
    String corpus = "Turned and bare";
    String asked = rest.upload(TestScans.table(720), "asked.png", "corpus", corpus).id();
    BufferedImage upright = TestScans.drawn(721, 22, 8);
    BufferedImage sideways =
        new BufferedImage(upright.getHeight(), upright.getWidth(), BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D g = sideways.createGraphics();
    g.translate(0, upright.getWidth());
    g.rotate(-Math.PI / 2);
    g.drawImage(upright, 0, 0, null);
    g.dispose();
    String turned =
        rest.upload(
                TestScans.encoded(sideways, "png"), "turned.png", "corpus", corpus, "turn", "90")
            .id();
    String bare =
        rest.upload(
                TestScans.encoded(TestScans.drawn(722, 1, 1), "png"), "bare.png", "corpus", corpus)
            .id();
    String bound =
        rest.upload(TestScans.table(723), "bound.png", "corpus", corpus, "title", "Bound").id();
    List.of(asked, turned, bare, bound).forEach(rest::read);
    String edition = rest.get("/api/v1/tables/{id}", bound).json().at("/edition/id").asString();
    Map<String, String> only =
        Map.of("&turn=90", turned, "&table=false", bare, "&edition=" + edition, bound);
    only.forEach(
        (filter, left) -> {
          List<String> listed = new ArrayList<>();
          rest.get("/api/v1/tables?size=1000&corpus={c}" + filter, corpus)
              .json()
              .get("items")
              .forEach(one -> listed.add(one.get("id").asString()));
          assertThat(listed).as(filter).containsExactly(left);
          assertThat(
                  ranked(
                      "/api/v1/tables/{id}/similar?limit=1000&corpus={c}" + filter, asked, corpus))
              .as(filter)
              .containsExactly(left);
        });
    assertThat(ranked("/api/v1/tables/{id}/similar?limit=1000&corpus={c}", asked, corpus))
        .containsExactlyInAnyOrder(turned, bare, bound);
  }

  @Test
  void judgementsNarrowARanking() {
    String judged = "/api/v1/judgements";
    Rest.Answer said =
        rest.post(
            judged,
            "{\"a\":\"" + ids.get(0) + "\",\"b\":\"" + ids.get(4) + "\",\"verdict\":\"same\"}");
    assertThat(said.status()).as(said.text()).isIn(200, 201);
    assertThat(ranked(similar("&verdict=same"))).containsExactly(ids.get(4));
    assertThat(ranked(similar("&verdict=unrelated"))).isEmpty();
    assertThat(ranked(similar("&verdict=none"))).hasSize(4).doesNotContain(ids.get(4));
    assertThat(rest.get(similar("&verdict=lovely")).status()).isEqualTo(400);
  }

  @Test
  void everyStateLivesInTheAddress() {
    for (String address :
        List.of(
            "/tables/"
                + ids.get(0)
                + "/similar?kind=sqrt&group=false&corpus="
                + SHELF
                + "&yearFrom=1500&author=fin",
            "/search?numbers=12 15; 13 3?&kind=dot&corpus=" + SHELF + "&bigramsFrom=10",
            "/search?computed=sines&radius=100000&step=30&corpus=" + SHELF + "&group=false",
            "/search?for=" + ids.get(0) + "&against=" + ids.get(5) + "&corpus=" + SHELF)) {
      String once = list(rest.page(address).text());
      assertThat(once).as(address).contains("class=\"hit\"");
      assertThat(list(rest.page(address).text())).isEqualTo(once);
    }
  }

  private static String list(String page) {
    return page.substring(
        page.indexOf("<ol class=\"ranking\""), page.indexOf("class=\"takeaway\""));
  }

  // ---- to take away ----

  @Test
  void aSpreadsheetComputesNothingThatSomebodyWrote() {
    Rest.Answer csv = rest.get(similar("&format=csv"));
    assertThat(csv.headers().getContentType().toString()).startsWith("text/csv");
    List<String> lines = csv.text().lines().toList();
    assertThat(lines).hasSize(6);
    assertThat(lines.get(0))
        .startsWith("\uFEFFrank,score,kind,cosine,")
        .contains(",table,file_name,page,scan_sha256,region,model,");
    assertThat(csv.text()).contains(",'=Sphaera,", ",'@Petri,", "\"Finé, Oronce\"");
    assertThat(csv.text()).doesNotContain(",=", ",@");
    assertThat(rest.get(similar("&format=xlsx")).status()).isEqualTo(400);
  }

  @Test
  void theEditionsAreABibliography() {
    String bib = rest.get(similar("&format=bibtex")).text();
    assertThat(bib.lines().filter(line -> line.startsWith("@book{"))).hasSize(2);
    assertThat(bib)
        .contains(
            "@book{fine1532sphaera,",
            "author = {Finé, Oronce}",
            "title = {Tabulae \\& canones}",
            "address = {Basel}",
            "year = {1551}");
  }

  @Test
  void aPermanentLinkLeadsToTheSameRanking() {
    String page =
        rest.page(
                "/search?for="
                    + ids.get(0)
                    + "@60,20,80,560&against="
                    + ids.get(5)
                    + "&corpus="
                    + SHELF)
            .text();
    String link = cited(page);
    String sha = rest.get("/api/v1/tables/{id}", ids.get(0)).json().at("/scan/sha256").asString();
    String model = rest.get("/api/v1/tables/{id}", ids.get(0)).json().get("model").asString();
    assertThat(link).contains(sha, "model=" + model, "until=", "corpus=Ways%20to%20ask");
    String later = rest.upload(TestScans.table(799), "later.png", "corpus", SHELF).id();
    try {
      rest.read(later);
      assertThat(hits(opened(link))).isEqualTo(hits(page)).doesNotContain(later);
      assertThat(hits(rest.page("/search?for=" + ids.get(0) + "&corpus=" + SHELF).text()))
          .contains(later);

      // Years later another model is active, and this one's readings are still there.
      String older = "0".repeat(64);
      jdbc.sql(
              "insert into model_version (version, card, weights)"
                  + " select :v, card, weights from model_version where version = :m")
          .param("v", older)
          .param("m", model)
          .update();
      jdbc.sql(
              """
              insert into reading (read_key, model_version, region_x, region_y, region_width, region_height,
                turn, scale, confidence, looks_like_table, classes, confidences, boxes, bigrams, firsts,
                seconds, masses, phi, aside, cell_rows, cell_columns)
              select read_key, :v, region_x, region_y, region_width, region_height, turn, scale, confidence,
                looks_like_table, classes, confidences, boxes, bigrams, firsts, seconds, masses, phi, aside,
                cell_rows, cell_columns
              from reading where model_version = :m and read_key not like :not""")
          .param("v", older)
          .param("m", model)
          .param(
              "not",
              rest.get("/api/v1/tables/{id}", ids.get(3)).json().at("/scan/sha256").asString()
                  + "%")
          .update();
      String byOlder = opened(link.replace(model, older));
      assertThat(byOlder).contains("This ranking was made by the model version 000000000000");
      List<String> expected = new ArrayList<>(hits(page));
      expected.remove(ids.get(3));
      assertThat(hits(byOlder)).as("what that version read").isEqualTo(expected);
      assertThat(cited(byOlder)).contains("model=" + older);

      Rest.Answer gone = rest.page(relative(link.replace(model, "abcdef")));
      assertThat(gone.status()).isEqualTo(410);
      assertThat(gone.text()).contains("The model version is not here any more", "abcdef");
    } finally {
      rest.delete("/api/v1/tables/{id}", later);
    }
  }

  /** What is saved is the list that is shown: as many, in this order, gathered or not. */
  @Test
  void theFilesOfAPageAreTheListShown() {
    String similar = "/tables/" + ids.get(0) + "/similar?corpus=" + SHELF;
    for (String address :
        List.of(
            similar,
            similar + "&kind=dot&limit=2",
            similar + "&group=false",
            "/search?numbers=12 15; 13 3?&kind=sqrt&corpus=" + SHELF,
            "/search?computed=sines&radius=60000&limit=3&corpus=" + SHELF,
            "/search?for=" + ids.get(0) + "&against=" + ids.get(5) + "&corpus=" + SHELF)) {
      String page = rest.page(address).text();
      List<String> shown = hits(page);
      assertThat(shown).as(address).isNotEmpty();
      JsonNode json = rest.get(decoded(taken(page, "json"))).json();
      assertThat(json.values().stream().map(one -> one.get("id").asString()))
          .as(address)
          .containsExactlyElementsOf(shown);
      for (int i = 0; i < json.size(); i++) {
        assertThat(json.get(i).get("rank").asInt()).isEqualTo(i + 1);
      }
      // A line a table: those behind the best of their edition have its rank.
      List<String[]> lines =
          rest.get(decoded(taken(page, "csv"))).text().lines().map(one -> one.split(",")).toList();
      Map<String, String> first = new LinkedHashMap<>();
      lines.subList(1, lines.size()).forEach(line -> first.putIfAbsent(line[0], line[6]));
      assertThat(first.values()).as(address).containsExactlyElementsOf(shown);
      assertThat(first.keySet())
          .containsExactlyElementsOf(
              IntStream.rangeClosed(1, shown.size()).mapToObj(Integer::toString).toList());
      assertThat(rest.get(decoded(taken(page, "bibtex"))).status()).isEqualTo(200);
      assertThat(hits(opened(cited(page)))).as("cited").isEqualTo(shown);
      assertThat(cited(page).contains("group=true")).isEqualTo(!address.contains("group=false"));
    }
  }

  private static String taken(String page, String format) {
    Matcher link = Pattern.compile("href=\"([^\"]*format=" + format + ")\"").matcher(page);
    assertThat(link.find()).as(format).isTrue();
    return HtmlUtils.htmlUnescape(link.group(1));
  }

  /** Links are encoded as they stand; the client encodes them again. */
  private static String decoded(String link) {
    return URLDecoder.decode(link, StandardCharsets.UTF_8);
  }

  // ---- by many numbers ----

  @Test
  void aWholePageOfNumbersStandsInItsAddress() {
    String dense = "12\u00b030\u203245\u2033, ".repeat(550);
    String search = "/search?numbers={n}&corpus=" + SHELF;
    Rest.Answer page = rest.page(search, dense);
    assertThat(page.status()).isEqualTo(200);
    assertThat(hits(page.text())).isNotEmpty();
    String link = taken(page.text(), "json");
    assertThat(link).as("one sign between two numbers").contains("&numbers=12+30+45+12");
    assertThat(link.length()).isLessThan(3 * 3 * 550 + 200);
    assertThat(rest.get(decoded(link)).json().get(0).get("id").asString())
        .isEqualTo(hits(page.text()).get(0));
    String most = "12 ".repeat(33_333) + "1";
    assertThat(rest.get("/api/v1" + search + "&limit=1", most).status()).isEqualTo(200);
    assertThat(rest.page(search, most).status()).isEqualTo(200);
    assertThat(rest.get("/api/v1" + search, most + "2").status()).isEqualTo(413);
    assertThat(rest.page(search, most + "2").text()).contains("A search takes up to 100,000");
  }

  // ---- why ----

  @Test
  void theBigramsOfAQuestionAddUpToItsScore() {
    String numbers = "12 15  13 30  14 4?  27 81";
    for (String kind : List.of("cosine", "dot", "sqrt")) {
      for (String question :
          List.of(
              "numbers=" + numbers,
              "computed=sines&radius=60000",
              "numbers=" + numbers + "&for=" + ids.get(0) + "&against=" + ids.get(1))) {
        String search = question + "&kind=" + kind + "&corpus=" + SHELF;
        JsonNode ranking = rest.get("/api/v1/search?shared=true&" + search).json();
        assertThat(ranking.size()).isGreaterThan(2);
        for (JsonNode one : ranking) {
          double score = one.get("score").asDouble();
          double sum = 0;
          double last = Double.MAX_VALUE;
          for (JsonNode line : one.get("shared")) {
            double share = line.get("contribution").asDouble();
            sum += share;
            assertThat(Math.abs(share)).isLessThanOrEqualTo(last);
            last = Math.abs(share);
            if (kind.equals("dot") && !question.contains("for=")) {
              assertThat(share)
                  .isEqualTo(line.get("asked").asDouble() * line.get("here").asDouble());
            }
          }
          assertThat(sum).as("%s, %s", kind, question).isCloseTo(score, within(1e-9 * last(one)));
        }
        String page = rest.page("/search?" + search).text();
        assertThat(page).contains("class=\"shared\"", "Sum: the score");
        Matcher total =
            Pattern.compile("(?s)data-table=\"(\\d+)\".*?<tfoot>.*?<data value=\"([^\"]+)\"")
                .matcher(page);
        assertThat(total.find()).isTrue();
        assertThat(Double.parseDouble(total.group(2)))
            .isCloseTo(scoreOf(total.group(1), ranking), within(1e-6));
      }
    }
    assertThat(rest.get("/api/v1/search?numbers=" + numbers).json().get(0).has("shared")).isFalse();
    JsonNode line = rest.get("/api/v1/search?shared=true&limit=1&numbers=" + numbers).json().get(0);
    JsonNode features =
        rest.get("/api/v1/tables/{id}/features", line.get("id").asString()).json().get("features");
    for (JsonNode one : line.get("shared")) {
      assertThat(one.get("here").asDouble())
          .isCloseTo(features.get(one.get("bigram").asString()).asDouble(), within(1e-4));
    }
    JsonNode pictured =
        rest.multipart(
                "/api/v1/search?shared=true&corpus=Ways to ask", TestScans.table(700), "mine.png")
            .json()
            .get(0);
    assertThat(pictured.get("id").asString()).isEqualTo(ids.get(0));
    assertThat(
            pictured.get("shared").values().stream()
                .mapToDouble(one -> one.get("contribution").asDouble())
                .sum())
        .isCloseTo(pictured.get("score").asDouble(), within(1e-9));
  }

  /** What rounding is measured by: the sum of all shares, whatever their signs. */
  private static double last(JsonNode one) {
    return Math.max(
        1,
        one.get("shared").values().stream()
            .mapToDouble(line -> Math.abs(line.get("contribution").asDouble()))
            .sum());
  }

  private static String cited(String page) {
    String input = page.substring(page.indexOf("id=\"cite-link\""));
    String value = input.substring(input.indexOf("value=\"") + 7);
    return value.substring(0, value.indexOf('"')).replace("&amp;", "&");
  }

  private static String relative(String link) {
    return link.substring(link.indexOf("/search"));
  }

  private String opened(String link) {
    // The link is encoded as it stands.
    Rest.Answer answer = rest.page(decoded(relative(link)));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.text();
  }

  private static List<String> hits(String page) {
    return Stream.of(page.split("class=\"hit\""))
        .skip(1)
        .map(hit -> hit.replaceFirst("(?s).*?data-table=\"(\\d+)\".*", "$1"))
        .toList();
  }
}
