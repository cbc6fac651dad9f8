package org.tabularium.network.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tabularium.network.image.UnreadableScan.Reason;

/** Files as the world has them. Each is made here: white, with a black square near the top left. */
class ScansTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "png,3BYTE_BGR", "png,BYTE_GRAY", "png,USHORT_GRAY", "png,4BYTE_ABGR", "png,BYTE_INDEXED",
    "png,BYTE_BINARY", "jpg,3BYTE_BGR", "jpg,BYTE_GRAY", "gif,BYTE_INDEXED", "bmp,3BYTE_BGR",
    "tiff,3BYTE_BGR", "tiff,USHORT_GRAY", "tiff,BYTE_BINARY"
  })
  void everyKindIsReadAlike(String format, String type) throws Exception {
    Path file = write(page(type(type)), format, "scan." + format);
    GreyScan scan = Scans.grey(file);
    assertThat(scan.width()).isEqualTo(120);
    assertThat(scan.height()).isEqualTo(80);
    assertThat(scan.grey()[15 * 120 + 15] & 255).isLessThan(12);
    assertThat(scan.grey()[60 * 120 + 100] & 255).isGreaterThan(243);
    assertThat(Scans.inspect(file).width()).isEqualTo(120);
    BufferedImage picture = Scans.picture(file, new Region(0, 0, 60, 40), 30, 20);
    assertThat(picture.getWidth()).isEqualTo(30);
    assertThat(picture.getRGB(7, 7) & 255).isLessThan(40);
    assertThat(picture.getRGB(25, 15) & 255).isGreaterThan(215);
  }

  @Test
  void theBytesDecideNotTheName() throws Exception {
    Path file = write(page(BufferedImage.TYPE_3BYTE_BGR), "png", "scan.jpg");
    assertThat(Scans.inspect(file).mediaType()).isEqualTo("image/png");
  }

  @Test
  void transparentPaperIsWhite() throws Exception {
    BufferedImage clear = new BufferedImage(20, 20, BufferedImage.TYPE_4BYTE_ABGR);
    GreyScan scan = Scans.grey(write(clear, "png", "clear.png"));
    assertThat(scan.grey()[210] & 255).isEqualTo(255);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void anExifTurnIsApplied(int orientation) throws Exception {
    // The page as it should look, stored turned the other way round.
    BufferedImage page = page(BufferedImage.TYPE_3BYTE_BGR);
    int inverse = orientation == 6 ? 8 : orientation == 8 ? 6 : orientation;
    Path file = write(Pictures.oriented(page, inverse), "jpg", "turned.jpg");
    Files.write(file, withExifOrientation(Files.readAllBytes(file), orientation));
    ScanInfo info = Scans.inspect(file);
    assertThat(info.width()).isEqualTo(120);
    assertThat(info.height()).isEqualTo(80);
    assertThat(info.orientation()).isEqualTo(orientation);
    GreyScan scan = Scans.grey(file);
    assertThat(scan.grey()[15 * 120 + 15] & 255).isLessThan(30);
    assertThat(scan.grey()[60 * 120 + 100] & 255).isGreaterThan(225);
    BufferedImage part = Scans.picture(file, new Region(8, 8, 16, 12), 16, 12);
    assertThat(part.getWidth()).isEqualTo(16);
    assertThat(part.getRGB(7, 5) & 255).isLessThan(60);
  }

  @Test
  void whatIsNoImageIsRefusedWithItsReason() throws Exception {
    assertReason(Reason.EMPTY, new byte[0]);
    assertReason(Reason.NOT_AN_IMAGE, "12 15 13 30".getBytes(StandardCharsets.UTF_8));
    assertReason(Reason.NOT_AN_IMAGE, "<svg xmlns='http://www.w3.org/2000/svg'/>".getBytes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpg", "png", "gif", "tiff", "bmp"})
  void aTruncatedFileIsRefused(String format) throws Exception {
    byte[] whole = Files.readAllBytes(write(noisy(), format, "whole." + format));
    for (int percent : new int[] {3, 20, 50, 90}) {
      byte[] part = Arrays.copyOf(whole, whole.length * percent / 100);
      Path file = folder.resolve("part." + format);
      Files.write(file, part);
      assertThatThrownBy(() -> Scans.grey(file))
          .as(format + " cut to " + percent + " %")
          .isInstanceOf(UnreadableScan.class);
    }
  }

  @Test
  void aForgedSizeIsRefusedBeforeItIsDecoded() throws Exception {
    byte[] png = Files.readAllBytes(write(page(BufferedImage.TYPE_BYTE_GRAY), "png", "a.png"));
    assertReason(Reason.TOO_LARGE, withPngSize(png, 60_000, 60_000));
    assertThat(reasonOf(withPngSize(png, 0, 0))).isIn(Reason.NO_AREA, Reason.TRUNCATED);
  }

  @Test
  void aRegionOutsideIsRefused() throws Exception {
    Path file = write(page(BufferedImage.TYPE_3BYTE_BGR), "png", "a.png");
    assertThatThrownBy(() -> Scans.picture(file, new Region(100, 0, 30, 10), 30, 10))
        .isInstanceOf(UnreadableScan.class);
  }

  @Test
  void reductionKeepsTheMean() {
    byte[] grey = new byte[100 * 70];
    new java.util.Random(1).nextBytes(grey);
    double mean = 0;
    for (byte b : grey) {
      mean += (b & 255) / (double) grey.length;
    }
    for (int[] size : new int[][] {{50, 35}, {33, 23}, {7, 70}}) {
      GreyImage small = new GreyScan(100, 70, grey).sample(Region.whole(100, 70), size[0], size[1]);
      double sum = 0;
      for (float g : small.grey()) {
        sum += g / small.grey().length;
      }
      assertThat(sum).isCloseTo(mean, within(0.5));
    }
  }

  private void assertReason(Reason reason, byte[] bytes) throws IOException {
    assertThat(reasonOf(bytes)).isEqualTo(reason);
  }

  private Reason reasonOf(byte[] bytes) throws IOException {
    Path file = folder.resolve("bad");
    Files.write(file, bytes);
    try {
      Scans.inspect(file);
      throw new AssertionError("was not refused");
    } catch (UnreadableScan e) {
      return e.reason();
    }
  }

  private static int type(String name) throws ReflectiveOperationException {
    return BufferedImage.class.getField("TYPE_" + name).getInt(null);
  }

  private static BufferedImage page(int type) {
    BufferedImage page = new BufferedImage(120, 80, type);
    Graphics2D g = page.createGraphics();
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, 120, 80);
    g.setColor(Color.BLACK);
    g.fillRect(8, 8, 16, 12);
    g.dispose();
    return page;
  }

  private static BufferedImage noisy() {
    BufferedImage page = new BufferedImage(200, 200, BufferedImage.TYPE_3BYTE_BGR);
    java.util.Random random = new java.util.Random(3);
    for (int i = 0; i < 40_000; i++) {
      page.setRGB(i % 200, i / 200, random.nextInt(0x1000000));
    }
    return page;
  }

  private Path write(BufferedImage image, String format, String name) throws IOException {
    Path file = folder.resolve(name);
    assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
    return file;
  }

  /** The JPEG with an APP1 segment that says no more than its orientation. */
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
