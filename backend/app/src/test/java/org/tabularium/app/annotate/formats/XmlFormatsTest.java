package org.tabularium.app.annotate.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.tabularium.app.Rest;
import org.tabularium.app.TabulariumTest;
import org.tabularium.app.TestScans;
import org.tabularium.network.image.Box;
import tools.jackson.databind.JsonNode;

/**
 * PAGE-XML and ALTO as their schemas want them. The schemas are not in this repository (PAGE names
 * no licence, ALTO's is share-alike): which elements may follow one another, which attributes they
 * may have and must have, and what values look like is written down here anew, for the elements
 * that are used. {@code -Dtabularium.schemas=FOLDER} validates against {@code pagecontent.xsd} and
 * {@code alto-4-4.xsd} themselves.
 */
@TabulariumTest
class XmlFormatsTest {

  private static final String COORDINATES = "([0-9]+,[0-9]+ )+([0-9]+,[0-9]+)";
  private static final String FLOAT = "-?\\d+(\\.\\d+)?";
  private static final String SHARE = "0(\\.\\d+)?|1";

  /**
   * An element as its schema has it.
   *
   * @param children regular expression over the names of its children, each followed by a blank
   * @param required attributes and what their values look like
   * @param optional the same
   */
  private record Rule(
      String children, Map<String, String> required, Map<String, String> optional) {}

  private static final String ID = "[A-Za-z_][\\w.-]*";
  private static final String WHOLE = "-?\\d+";
  private static final String ANY = "(?s).*";
  private static final String REGION = "Coords (Roles )?((TextRegion|UnknownRegion) )*";

  private static final Map<String, Rule> PAGE =
      Map.ofEntries(
          Map.entry("PcGts", new Rule("Metadata Page ", Map.of(), Map.of("schemaLocation", ANY))),
          Map.entry("Metadata", new Rule("Creator Created LastChange ", Map.of(), Map.of())),
          Map.entry("Creator", new Rule("", Map.of(), Map.of())),
          Map.entry("Created", new Rule("", Map.of(), Map.of())),
          Map.entry("LastChange", new Rule("", Map.of(), Map.of())),
          Map.entry(
              "Page",
              new Rule(
                  "(TableRegion )*",
                  Map.of("imageFilename", ANY, "imageWidth", "\\d+", "imageHeight", "\\d+"),
                  Map.of("custom", ANY))),
          Map.entry(
              "TableRegion",
              new Rule(
                  REGION,
                  Map.of("id", ID),
                  Map.of("custom", ANY, "orientation", WHOLE, "rows", "\\d+", "columns", "\\d+"))),
          Map.entry(
              "TextRegion",
              new Rule(
                  "Coords (Roles )?(TextLine )*(TextEquiv )*",
                  Map.of("id", ID),
                  Map.of("custom", ANY))),
          Map.entry("UnknownRegion", new Rule("Coords ", Map.of("id", ID), Map.of("custom", ANY))),
          Map.entry("Coords", new Rule("", Map.of("points", COORDINATES), Map.of())),
          Map.entry("Roles", new Rule("(TableCellRole )?", Map.of(), Map.of())),
          Map.entry(
              "TableCellRole",
              new Rule("", Map.of("rowIndex", "\\d+", "columnIndex", "\\d+"), Map.of())),
          Map.entry(
              "TextLine",
              new Rule("Coords (Word )*(TextEquiv )*", Map.of("id", ID), Map.of("custom", ANY))),
          Map.entry(
              "Word",
              new Rule("Coords (Glyph )*(TextEquiv )*", Map.of("id", ID), Map.of("custom", ANY))),
          Map.entry(
              "Glyph", new Rule("Coords (TextEquiv )*", Map.of("id", ID), Map.of("custom", ANY))),
          Map.entry("TextEquiv", new Rule("Unicode ", Map.of(), Map.of("conf", SHARE))),
          Map.entry("Unicode", new Rule("", Map.of(), Map.of())));

  private static final Map<String, String> PLACE =
      Map.of("HPOS", FLOAT, "VPOS", FLOAT, "WIDTH", FLOAT, "HEIGHT", FLOAT);

  private static Map<String, String> placeAnd(String... more) {
    Map<String, String> all = new HashMap<>(PLACE);
    for (int i = 0; i < more.length; i += 2) {
      all.put(more[i], more[i + 1]);
    }
    return all;
  }

  private static final String IDS = ID + "( " + ID + ")*";

  private static final Map<String, Rule> ALTO =
      Map.ofEntries(
          Map.entry(
              "alto",
              new Rule(
                  "(Description )?(Tags )?Layout ",
                  Map.of(),
                  Map.of("schemaLocation", ANY, "SCHEMAVERSION", "4\\.\\d"))),
          Map.entry(
              "Description",
              new Rule(
                  "MeasurementUnit (sourceImageInformation )?(Processing )*", Map.of(), Map.of())),
          Map.entry("MeasurementUnit", new Rule("", Map.of(), Map.of())),
          Map.entry(
              "sourceImageInformation",
              new Rule("(fileName )?(fileIdentifier )*", Map.of(), Map.of())),
          Map.entry("fileName", new Rule("", Map.of(), Map.of())),
          Map.entry(
              "fileIdentifier", new Rule("", Map.of(), Map.of("fileIdentifierLocation", ANY))),
          Map.entry(
              "Processing",
              new Rule("(processingDateTime )?(processingSoftware )?", Map.of("ID", ID), Map.of())),
          Map.entry("processingDateTime", new Rule("", Map.of(), Map.of())),
          Map.entry("processingSoftware", new Rule("(softwareName )?", Map.of(), Map.of())),
          Map.entry("softwareName", new Rule("", Map.of(), Map.of())),
          Map.entry("Tags", new Rule("((OtherTag|StructureTag) )*", Map.of(), Map.of())),
          Map.entry(
              "OtherTag",
              new Rule(
                  "", Map.of("ID", ID, "LABEL", ANY), Map.of("TYPE", ANY, "DESCRIPTION", ANY))),
          Map.entry(
              "StructureTag", new Rule("", Map.of("ID", ID, "LABEL", ANY), Map.of("TYPE", ANY))),
          Map.entry("Layout", new Rule("(Page )+", Map.of(), Map.of())),
          Map.entry(
              "Page",
              new Rule(
                  "(PrintSpace )?",
                  Map.of("ID", ID, "PHYSICAL_IMG_NR", FLOAT),
                  Map.of("WIDTH", FLOAT, "HEIGHT", FLOAT, "PROCESSINGREFS", IDS))),
          Map.entry("PrintSpace", new Rule("(ComposedBlock )*", Map.of(), PLACE)),
          Map.entry(
              "ComposedBlock",
              new Rule(
                  "((TextBlock|Illustration) )*",
                  Map.of("ID", ID),
                  placeAnd("TYPE", ANY, "TAGREFS", IDS, "ROTATION", FLOAT))),
          Map.entry("TextBlock", new Rule("(TextLine )+", Map.of("ID", ID), PLACE)),
          Map.entry(
              "Illustration",
              new Rule("", Map.of("ID", ID), placeAnd("TYPE", ANY, "TAGREFS", IDS))),
          Map.entry("TextLine", new Rule("(String (SP )?)+", Map.of(), placeAnd("ID", ID))),
          Map.entry("SP", new Rule("", Map.of(), PLACE)),
          Map.entry(
              "String",
              new Rule(
                  "(Glyph )*",
                  Map.of("CONTENT", ANY),
                  placeAnd("ID", ID, "WC", SHARE, "TAGREFS", IDS))),
          Map.entry(
              "Glyph", new Rule("", Map.of("CONTENT", "."), placeAnd("ID", ID, "GC", SHARE))));

  @Autowired RestTestClient http;
  @Autowired JdbcClient jdbc;
  private Rest rest;

  @BeforeEach
  void client() {
    rest = new Rest(http);
  }

  /** A table that was read, with some labels that differ from it. */
  private String table(String corpus, long seed) {
    String id =
        rest.upload(TestScans.table(seed), "x_book_1550_p" + seed + ".png", "corpus", corpus).id();
    rest.read(id);
    JsonNode first = rest.get("/api/v1/tables/" + id + "/digits").json().get(0);
    http.patch()
        .uri("/api/v1/tables/" + id + "/labels")
        .header("If-Match", "*")
        .header("X-Tabularium-Person", "Anna <&>")
        .contentType(MediaType.APPLICATION_JSON)
        .body(
            ("{\"state\":\"reviewed\",\"changes\":[{\"id\":\"%s\",\"after\":"
                    + "{\"x\":%s,\"y\":%s,\"w\":%s,\"h\":%s,\"digit\":5,\"first\":true}},"
                    + "{\"id\":\"%s\",\"after\":{\"x\":1,\"y\":1,\"w\":20.5,\"h\":9,"
                    + "\"kind\":\"contrast\"}},{\"id\":\"%s\",\"after\":"
                    + "{\"x\":2,\"y\":20,\"w\":9,\"h\":9,\"kind\":\"unsure\"}}]}")
                .formatted(
                    UUID.randomUUID(),
                    first.get("x"),
                    first.get("y"),
                    first.get("w"),
                    first.get("h"),
                    UUID.randomUUID(),
                    UUID.randomUUID()))
        .exchange()
        .expectStatus()
        .isOk();
    return id;
  }

  private String file(String table, String query) {
    Rest.Answer answer = rest.get("/api/v1/tables/" + table + "/labels/file?" + query);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.text();
  }

  private static void valid(String xml, Map<String, Rule> rules, String idName, String schema)
      throws Exception {
    XmlNode root = XmlNode.read("x", xml.getBytes(StandardCharsets.UTF_8));
    Set<String> ids = new HashSet<>();
    List<String> wanted = new ArrayList<>();
    root.each(
        node -> {
          Rule rule = rules.get(node.name());
          assertThat(rule).as("%s, line %d", node.name(), node.line()).isNotNull();
          StringBuilder children = new StringBuilder();
          node.children().forEach(child -> children.append(child.name()).append(' '));
          assertThat(children.toString()).as(node.name()).matches(rule.children());
          Map<String, String> allowed = new HashMap<>(rule.optional());
          allowed.putAll(rule.required());
          assertThat(node.attributes().keySet())
              .as(node.name())
              .containsAll(rule.required().keySet());
          node.attributes()
              .forEach(
                  (name, value) -> {
                    assertThat(allowed).as(node.name()).containsKey(name);
                    assertThat(value).as(node.name() + "/@" + name).matches(allowed.get(name));
                  });
          if (node.attributes().containsKey(idName)) {
            assertThat(ids.add(node.get(idName))).as("twice: " + node.get(idName)).isTrue();
          }
          if (node.attributes().containsKey("TAGREFS")) {
            wanted.addAll(List.of(node.get("TAGREFS").split(" ")));
          }
        });
    assertThat(ids).as("what is referred to is there").containsAll(wanted);
    String folder = System.getProperty("tabularium.schemas");
    if (folder != null) {
      SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
          .newSchema(Path.of(folder, schema).toFile())
          .newValidator()
          .validate(new StreamSource(new StringReader(xml)));
    }
  }

  /** Two peaks on one figure, which a model reads now and then: each is named. */
  @Test
  void twoDigitsInOneBoxAreTwo() throws Exception {
    String id = rest.upload(TestScans.table(764), "two.png", "corpus", "Two in one").id();
    rest.read(id);
    jdbc.sql(
            "update reading set boxes[5] = boxes[1], boxes[6] = boxes[2], boxes[7] = boxes[3],"
                + " boxes[8] = boxes[4] where read_key ="
                + " (select read_key from scanned_table where id = :id)")
        .param("id", Long.valueOf(id))
        .update();
    String page = file(id, "format=page&digits=read");
    valid(page, PAGE, "id", "pagecontent.xsd");
    assertThat(page.split("<Glyph "))
        .hasSize(1 + rest.get("/api/v1/tables/" + id + "/digits").json().size());
    valid(file(id, "format=alto&digits=read"), ALTO, "ID", "alto-4-4.xsd");
  }

  @Test
  void pageXmlIsAsItsSchemaWantsIt() throws Exception {
    String id = table("Page shape", 760);
    int read = rest.get("/api/v1/tables/" + id + "/digits").json().size();
    for (String digits : List.of("labels", "read", "both")) {
      valid(file(id, "format=page&digits=" + digits), PAGE, "id", "pagecontent.xsd");
    }
    String both = file(id, "format=page&digits=both");
    XmlNode root = XmlNode.read("x", both.getBytes(StandardCharsets.UTF_8));
    List<XmlNode> glyphs = new ArrayList<>();
    List<XmlNode> cells = new ArrayList<>();
    root.each(
        node -> {
          if (node.name().equals("Glyph")) {
            glyphs.add(node);
          }
          if (node.name().equals("TableCellRole")) {
            cells.add(node);
          }
        });
    assertThat(glyphs).hasSize(read);
    assertThat(glyphs.stream().filter(g -> g.get("custom").contains("said:label"))).hasSize(1);
    for (XmlNode glyph : glyphs) {
      boolean wasRead = glyph.get("custom").contains("said:read");
      assertThat(glyph.child("TextEquiv").orElseThrow().attributes().containsKey("conf"))
          .as("only readings have a confidence")
          .isEqualTo(wasRead);
    }
    // The scan is a table of rows and columns.
    assertThat(cells.stream().map(cell -> cell.get("rowIndex")).distinct().count())
        .isGreaterThan(3);
    assertThat(cells.stream().map(cell -> cell.get("columnIndex")).distinct().count())
        .isGreaterThan(1);

    // Readings are never taken for labels.
    JsonNode taken =
        rest.multipart(
                "/api/v1/tables/" + id + "/labels/file",
                both.getBytes(StandardCharsets.UTF_8),
                "x.xml")
            .json();
    assertThat(taken.get("labels").asInt()).isZero();
    assertThat(taken.get("known").asInt()).isEqualTo(3);
    assertThat(taken.get("left").asInt()).isEqualTo(read - 1);
  }

  @Test
  void childrenLieWithinTheirParents() {
    String xml = file(table("Page nesting", 761), "format=page&digits=both");
    within(XmlNode.read("x", xml.getBytes(StandardCharsets.UTF_8)), null);
  }

  private static void within(XmlNode node, Box outer) {
    Box own =
        node.child("Coords")
            .map(
                coords -> {
                  String[] points = coords.get("points").split("[ ,]");
                  double left = Double.parseDouble(points[0]);
                  double top = Double.parseDouble(points[1]);
                  return new Box(
                      left,
                      top,
                      Double.parseDouble(points[4]) - left,
                      Double.parseDouble(points[5]) - top);
                })
            .orElse(outer);
    if (outer != null && own != null) {
      assertThat(
              own.x() >= outer.x()
                  && own.y() >= outer.y()
                  && own.x() + own.w() <= outer.x() + outer.w()
                  && own.y() + own.h() <= outer.y() + outer.h())
          .as(node.name() + " " + node.get("id"))
          .isTrue();
    }
    node.children().forEach(child -> within(child, own));
  }

  @Test
  void altoIsAsItsSchemaWantsIt() throws Exception {
    String id = table("Alto shape", 762);
    for (String digits : List.of("labels", "read", "both")) {
      valid(file(id, "format=alto&digits=" + digits), ALTO, "ID", "alto-4-4.xsd");
    }
  }

  @Test
  void filesOfOthersAreReadByTheirGlyphsAndNumbers() {
    String corpus = "Foreign XML";
    String id = rest.upload(TestScans.table(763), "plate_3.tif", "corpus", corpus).id();
    JsonNode scan = rest.get("/api/v1/tables/" + id).json().get("scan");
    int width = scan.get("width").asInt();
    int height = scan.get("height").asInt();
    // On a picture of half the size; an older version; a word without glyphs; letters.
    String page =
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2013-07-15">
          <Page imageFilename="images/plate_3.jpg" imageWidth="%d" imageHeight="%d">
            <TextRegion id="r1"><Coords points="0,0 100,0 100,100 0,100"/>
              <TextLine id="l1"><Coords points="0,0 100,0 100,100 0,100"/>
                <Word id="w1"><Coords points="30,25 50,25 50,35 30,35"/>
                  <Glyph id="g1"><Coords points="30,25 37,26 37,35 30,35"/>
                    <TextEquiv index="1"><Unicode>l</Unicode></TextEquiv>
                    <TextEquiv index="0"><Unicode>1</Unicode></TextEquiv></Glyph>
                  <Glyph id="g2"><Coords points="38,25 45,25 45,35 38,35"/>
                    <TextEquiv><Unicode>9</Unicode></TextEquiv></Glyph>
                  <TextEquiv><Unicode>19</Unicode></TextEquiv></Word>
                <Word id="w2"><Coords points="60,25 80,25 80,35 60,35"/>
                  <TextEquiv><Unicode>42</Unicode></TextEquiv></Word>
                <Word id="w3"><Coords points="60,45 80,45 80,55 60,55"/>
                  <TextEquiv><Unicode>Sinus</Unicode></TextEquiv></Word>
              </TextLine></TextRegion>
          </Page>
        </PcGts>
        """
            .formatted(width / 2, height / 2);
    String corpusId = rest.get("/api/v1/tables/" + id).json().at("/corpus/id").asString();
    JsonNode taken =
        rest.multipart(
                "/api/v1/corpora/" + corpusId + "/labels",
                page.getBytes(StandardCharsets.UTF_8),
                "plate_3.xml")
            .json();
    assertThat(taken.get("labels").asInt()).as(taken.toString()).isEqualTo(4);
    assertThat(taken.at("/problems/0/at").asString()).isEqualTo("Word w3");
    assertThat(taken.at("/problems/0/line").asInt()).isEqualTo(15);
    JsonNode labels = rest.get("/api/v1/tables/" + id + "/labels").json();
    JsonNode one = labels.get(0);
    assertThat(one.get("digit").asInt()).isEqualTo(1);
    assertThat(one.get("x").asDouble()).isEqualTo(60.0 * width / (width / 2 * 2));
    assertThat(one.get("first").asBoolean()).isTrue();
    assertThat(labels.values().stream().map(label -> label.get("digit").asInt()))
        .containsExactlyInAnyOrder(1, 9, 4, 2);

    // ALTO in tenths of a millimetre, with the size of the page.
    String alto =
        """
        <alto xmlns="http://www.loc.gov/standards/alto/ns-v3#">
          <Description><MeasurementUnit>mm10</MeasurementUnit>
            <sourceImageInformation><fileName>plate_3.tif</fileName></sourceImageInformation>
          </Description>
          <Layout><Page ID="p" PHYSICAL_IMG_NR="1" WIDTH="%d" HEIGHT="%d"><PrintSpace>
            <TextBlock ID="b"><TextLine>
              <String CONTENT="7" HPOS="30" VPOS="60" WIDTH="7" HEIGHT="10">
                <Glyph ID="g7" CONTENT="7" HPOS="30" VPOS="60" WIDTH="7" HEIGHT="10" GC="0.4"/>
              </String>
              <SP/><String CONTENT="abc" HPOS="30" VPOS="60" WIDTH="7" HEIGHT="10"/>
            </TextLine></TextBlock></PrintSpace></Page></Layout>
        </alto>
        """
            .formatted(width * 2, height * 2);
    taken =
        rest.multipart(
                "/api/v1/tables/" + id + "/labels/file",
                alto.getBytes(StandardCharsets.UTF_8),
                "any.xml")
            .json();
    assertThat(taken.get("labels").asInt()).as(taken.toString()).isEqualTo(1);
    assertThat(taken.get("left").asInt()).isEqualTo(1);
    // A picture of another shape is another picture.
    taken =
        rest.multipart(
                "/api/v1/tables/" + id + "/labels/file",
                page.replaceFirst("imageWidth=\"\\d+\"", "imageWidth=\"" + width * 3 + "\"")
                    .getBytes(StandardCharsets.UTF_8),
                "any.xml")
            .json();
    assertThat(taken.get("problems").values().stream().map(p -> p.get("why").asString()))
        .containsOnly("size", "not-a-digit");
  }
}
