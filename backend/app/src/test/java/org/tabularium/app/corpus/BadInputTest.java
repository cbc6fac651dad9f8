package org.tabularium.app.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Graphics2D;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.tabularium.app.Rest;
import org.tabularium.app.TabulariumTest;
import org.tabularium.app.TestScans;
import org.tabularium.app.platform.TabulariumSettings;
import tools.jackson.databind.JsonNode;

/** Files as people really send them: read rightly, or refused with a sentence that helps. */
@TabulariumTest
class BadInputTest {

  @Autowired RestTestClient http;
  @Autowired TabulariumSettings settings;
  Rest rest;

  @BeforeEach
  void client() {
    rest = new Rest(http);
  }

  static Stream<Arguments> refused() {
    byte[] png = TestScans.table(70);
    byte[] jpeg = TestScans.encoded(rgb(TestScans.drawn(71, 12, 6)), "jpg");
    return Stream.of(
        Arguments.of("empty", new byte[0], 422, "scan-empty"),
        Arguments.of(
            "text", "12 15, 13 30".getBytes(StandardCharsets.UTF_8), 415, "scan-not-an-image"),
        Arguments.of(
            "a page of the web", "<html><img></html>".getBytes(), 415, "scan-not-an-image"),
        Arguments.of(
            "a drawing that scripts",
            "<svg xmlns='http://www.w3.org/2000/svg'/>".getBytes(),
            415,
            "scan-not-an-image"),
        Arguments.of("half a PNG", Arrays.copyOf(png, png.length / 2), 422, "scan-truncated"),
        Arguments.of(
            "most of a PNG", Arrays.copyOf(png, png.length * 9 / 10), 422, "scan-truncated"),
        Arguments.of("half a JPEG", Arrays.copyOf(jpeg, jpeg.length / 2), 422, "scan-truncated"),
        Arguments.of(
            "most of a JPEG", Arrays.copyOf(jpeg, jpeg.length * 9 / 10), 422, "scan-truncated"),
        Arguments.of("the head of a JPEG", Arrays.copyOf(jpeg, 12), 422, "scan-truncated"),
        Arguments.of("200 megapixels", withPngSize(png, 20_000, 10_000), 413, "scan-too-large"),
        Arguments.of("400 megapixels", withPngSize(png, 20_000, 20_000), 413, "scan-too-large"),
        Arguments.of("3600 megapixels", withPngSize(png, 60_000, 60_000), 413, "scan-too-large"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void whatCannotBeReadIsRefusedAndLeavesNothing(
      String what, byte[] bytes, int status, String problem) throws IOException {
    long files = filesInStore();
    long tables = rest.get("/api/v1/tables?size=1").json().get("total").asLong();

    Rest.Answer answer = rest.upload(bytes, "scan.jpg", "corpus", "Bad input");

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.headers().getContentType()).hasToString("application/problem+json");
    assertThat(answer.json().get("type").asString()).isEqualTo("/problems/" + problem);
    assertThat(answer.json().get("detail").asString())
        .hasSizeGreaterThan(20)
        .doesNotContain("Exception");
    assertThat(filesInStore()).isEqualTo(files);
    assertThat(rest.get("/api/v1/tables?size=1").json().get("total").asLong()).isEqualTo(tables);
  }

  @Test
  void aPictureOfNoSizeIsRefused() {
    Rest.Answer answer = rest.upload(withPngSize(TestScans.table(70), 0, 0), "nought.png");
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().get("type").asString())
        .isIn("/problems/scan-no-area", "/problems/scan-truncated");
  }

  static Stream<Arguments> read() throws IOException {
    BufferedImage drawn = TestScans.drawn(72, 12, 6);
    return Stream.of(
        Arguments.of(
            "PNG, 16 bit",
            TestScans.encoded(as(drawn, BufferedImage.TYPE_USHORT_GRAY), "png"),
            "a.png",
            "image/png"),
        Arguments.of("PNG, grey and alpha", greyWithAlpha(drawn), "b.png", "image/png"),
        Arguments.of(
            "PNG, colours and alpha",
            TestScans.encoded(as(drawn, BufferedImage.TYPE_4BYTE_ABGR), "png"),
            "c.png",
            "image/png"),
        Arguments.of(
            "PNG, one bit",
            TestScans.encoded(as(drawn, BufferedImage.TYPE_BYTE_BINARY), "png"),
            "d.png",
            "image/png"),
        Arguments.of("JPEG, CMYK", cmyk(drawn), "e.jpg", "image/jpeg"),
        Arguments.of("TIFF", TestScans.encoded(rgb(drawn), "tiff"), "f.tif", "image/tiff"),
        Arguments.of(
            "GIF, animated", animated(drawn, TestScans.drawn(73, 12, 6)), "g.gif", "image/gif"),
        Arguments.of("PNG called JPEG", TestScans.table(72), "h.jpg", "image/png"),
        Arguments.of(
            "JPEG called text", TestScans.encoded(rgb(drawn), "jpg"), "i.txt", "image/jpeg"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("read")
  void everyKindOfImageIsReadAlike(String what, byte[] bytes, String name, String mediaType) {
    Rest.Answer answer = rest.upload(bytes, name, "corpus", "Kinds of image");
    assertThat(answer.status()).isEqualTo(202);
    JsonNode table = rest.read(answer.id());
    assertThat(table.get("status").asString()).isEqualTo("indexed");
    assertThat(table.at("/scan/mediaType").asString()).isEqualTo(mediaType);
    assertThat(table.at("/scan/width").asInt()).isEqualTo(560);

    // The same numbers are read from every kind.
    String plain = rest.upload(TestScans.table(72), "plain.png", "corpus", "Plain").id();
    rest.read(plain);
    JsonNode ranking = rest.get("/api/v1/tables/{id}/similar?corpus=Kinds of image", plain).json();
    double cosine = 0;
    for (JsonNode one : ranking) {
      if (one.get("id").asString().equals(answer.id())) {
        cosine = one.get("cosine").asDouble();
      }
    }
    // Type of one bit and of few colours is read less surely than grey: 0.87.
    assertThat(cosine).isGreaterThan(0.8);
    String others = rest.upload(TestScans.table(73), "other.png", "corpus", "Plain").id();
    rest.read(others);
    double other =
        rest.get("/api/v1/explanations?a={a}&b={b}&limit=0", plain, others)
            .json()
            .path("score")
            .asDouble(Double.NaN);
    assertThat(cosine).as("nearer than other numbers").isGreaterThan(other + 0.1);

    Rest.Answer thumbnail = rest.get(table.get("thumbnail").asString());
    assertThat(thumbnail.status()).isEqualTo(200);
    assertThat(thumbnail.headers().getContentType()).hasToString("image/jpeg");
  }

  @Test
  void whatExifTurnsIsShownAndReadTurned() throws IOException {
    // Lies on its side; EXIF says: turn a quarter clockwise.
    byte[] jpeg =
        withExifOrientation(
            TestScans.encoded(rgb(counterclockwise(TestScans.drawn(74, 10, 6))), "jpg"), 6);
    JsonNode table = rest.read(rest.upload(jpeg, "turned.jpg", "corpus", "Turned").id());
    assertThat(table.at("/scan/width").asInt()).isEqualTo(560);
    assertThat(table.at("/scan/height").asInt()).isEqualTo(520);
    assertThat(table.get("turn").asInt()).isZero();
    JsonNode digit =
        rest.get("/api/v1/tables/{id}/digits", table.get("id").asString()).json().get(0);
    assertThat(digit.get("x").asDouble()).isBetween(0.0, 560.0);
    BufferedImage shown =
        ImageIO.read(
            new ByteArrayInputStream(
                rest.get(table.get("image").asString() + "/full/280,260/0/default.png").body()));
    assertThat(shown.getWidth()).isEqualTo(280);
  }

  @Test
  void fileNamesAreOnlyShown() {
    byte[] scan = TestScans.table(75);
    String id = rest.upload(scan, "../../etc/" + "x".repeat(300) + ".png", "corpus", "Names").id();
    String name = rest.get("/api/v1/tables/{id}", id).json().get("fileName").asString();
    assertThat(name).hasSize(255).startsWith("xxx").endsWith(".png");
    String back = rest.upload(scan, "C:\\scans\\a\u0001b.png", "corpus", "Names 2").id();
    assertThat(rest.get("/api/v1/tables/{id}", back).json().get("fileName").asString())
        .isEqualTo("ab.png");
  }

  @Test
  void aBadSearchIsRefusedAlike() {
    assertThat(rest.multipart("/api/v1/search", "no".getBytes(), "x.png").status()).isEqualTo(415);
    assertThat(rest.post("/api/v1/search", "{\"numbers\":\"1 2 3\"}").status()).isEqualTo(422);
    assertThat(rest.post("/api/v1/search", "{}").status()).isEqualTo(400);
    assertThat(rest.post("/api/v1/search", "not json").status()).isEqualTo(400);
    assertThat(rest.get("/api/v1/tables?yearFrom=long ago").status()).isEqualTo(400);
    assertThat(rest.get("/api/v1/tables?status=lost").status()).isEqualTo(400);
    assertThat(rest.get("/api/v1/tables/99999/digits").status()).isEqualTo(404);
    assertThat(rest.get("/api/v1/tables/none").status()).isEqualTo(400);
  }

  private long filesInStore() throws IOException {
    try (Stream<Path> files = Files.walk(settings.data().resolve("scans"))) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  private static BufferedImage rgb(BufferedImage image) {
    return as(image, BufferedImage.TYPE_3BYTE_BGR);
  }

  private static BufferedImage as(BufferedImage image, int type) {
    BufferedImage to = new BufferedImage(image.getWidth(), image.getHeight(), type);
    Graphics2D g = to.createGraphics();
    g.drawImage(image, 0, 0, null);
    g.dispose();
    return to;
  }

  private static BufferedImage counterclockwise(BufferedImage image) {
    BufferedImage to = new BufferedImage(image.getHeight(), image.getWidth(), image.getType());
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        to.setRGB(y, image.getWidth() - 1 - x, image.getRGB(x, y));
      }
    }
    return to;
  }

  private static byte[] greyWithAlpha(BufferedImage image) {
    ComponentColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_GRAY),
            true,
            false,
            Transparency.TRANSLUCENT,
            DataBuffer.TYPE_BYTE);
    WritableRaster raster =
        model.createCompatibleWritableRaster(image.getWidth(), image.getHeight());
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        // White paper is transparent: only the ink is there.
        int grey = image.getRaster().getSample(x, y, 0);
        raster.setSample(x, y, 0, 0);
        raster.setSample(x, y, 1, 255 - grey);
      }
    }
    return TestScans.encoded(new BufferedImage(model, raster, false, null), "png");
  }

  /** Four inks, as Adobe's programs write them: inverted, without a colour profile. */
  private static byte[] cmyk(BufferedImage image) throws IOException {
    int w = image.getWidth();
    int h = image.getHeight();
    WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, w, h, 4, null);
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        raster.setPixel(x, y, new int[] {255, 255, 255, image.getRaster().getSample(x, y, 0)});
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      ImageWriteParam param = writer.getDefaultWriteParam();
      writer.write(null, new IIOImage(raster, null, null), param);
    } finally {
      writer.dispose();
    }
    byte[] jpeg = bytes.toByteArray();
    // An Adobe segment (colour transform 0: CMYK) after the start marker.
    ByteBuffer adobe = ByteBuffer.allocate(16);
    adobe.putShort((short) 0xFFEE).putShort((short) 14);
    adobe.put("Adobe".getBytes(StandardCharsets.US_ASCII));
    adobe.putShort((short) 100).putShort((short) 0).putShort((short) 0).put((byte) 0);
    ByteArrayOutputStream marked = new ByteArrayOutputStream();
    marked.write(jpeg, 0, 2);
    marked.write(adobe.array());
    marked.write(jpeg, 2, jpeg.length - 2);
    return marked.toByteArray();
  }

  private static byte[] animated(BufferedImage first, BufferedImage second) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.prepareWriteSequence(null);
      for (BufferedImage frame : new BufferedImage[] {first, second}) {
        writer.writeToSequence(
            new IIOImage(as(frame, BufferedImage.TYPE_BYTE_INDEXED), null, null), null);
      }
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static byte[] withExifOrientation(byte[] jpeg, int orientation) throws IOException {
    ByteBuffer exif = ByteBuffer.allocate(36);
    exif.putShort((short) 0xFFE1).putShort((short) 34);
    exif.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
    exif.put("MM\0*".getBytes(StandardCharsets.US_ASCII)).putInt(8).putShort((short) 1);
    exif.putShort((short) 0x0112).putShort((short) 3).putInt(1);
    exif.putShort((short) orientation).putShort((short) 0).putInt(0);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(jpeg, 0, 2);
    out.write(exif.array());
    out.write(jpeg, 2, jpeg.length - 2);
    return out.toByteArray();
  }

  private static byte[] withPngSize(byte[] png, int w, int h) {
    ByteBuffer forged = ByteBuffer.wrap(png.clone());
    forged.putInt(16, w).putInt(20, h);
    CRC32 crc = new CRC32();
    crc.update(forged.array(), 12, 17);
    forged.putInt(29, (int) crc.getValue());
    return forged.array();
  }
}
