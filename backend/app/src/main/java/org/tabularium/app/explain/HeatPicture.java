package org.tabularium.app.explain;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.springframework.http.HttpStatus;
import org.tabularium.app.platform.Problem;
import org.tabularium.network.image.GreyImage;
import org.tabularium.network.image.PageFrame;
import org.tabularium.network.image.Turn;

/**
 * Relevance as a picture to lay over a scan: one colour for positive, one for negative, the opacity
 * by magnitude; a pixel a cell of the ink map, turned as the scan is.
 */
public final class HeatPicture {

  /** Colours of positive and negative relevance. */
  public enum Palette {
    /** The paper's red and blue, as rubric and lapis. */
    RUBRIC(0xa8281e, 0x24478f),
    /** Orange and purple, told apart by those who confuse red and green or see little blue. */
    SAFE(0xe66101, 0x5e3c99);

    private final int positive;
    private final int negative;

    Palette(int positive, int negative) {
      this.positive = positive;
      this.negative = negative;
    }

    /** As addresses of pages say it: empty for the usual one. */
    public String query() {
      return this == RUBRIC ? "" : "&palette=" + key();
    }

    /** From fully negative over nothing to fully positive. */
    private byte[] colours() {
      ByteBuffer colours = ByteBuffer.allocate(3 * (2 * LEVELS + 1));
      for (int level = -LEVELS; level <= LEVELS; level++) {
        int colour = level < 0 ? negative : positive;
        colours.put((byte) (colour >> 16)).put((byte) (colour >> 8)).put((byte) colour);
      }
      return colours.array();
    }

    /**
     * @param name rubric or safe
     * @throws Problem 400 when it is another
     */
    public static Palette of(String name) {
      return Arrays.stream(values())
          .filter(p -> p.key().equalsIgnoreCase(name))
          .findFirst()
          .orElseThrow(() -> new Problem(HttpStatus.BAD_REQUEST, "wrong-value", "palette", name));
    }

    /** As names of messages end. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Steps of opacity, on either side of nothing. */
  private static final int LEVELS = 127;

  /** About as many pixels as the longer side of a picture of blocks gets. */
  private static final int SHARP = 1600;

  /** Cells stronger than all but this share of those with relevance are fully opaque. */
  private static final double OPAQUE = 0.01;

  private HeatPicture() {}

  /**
   * As PNG, over the table's region.
   *
   * @param heat of all cells that were read; those of insets are laid where they lie on the page
   * @param turn in which the table stands on the picture's scan
   */
  static byte[] of(double[] heat, PageFrame frame, Turn turn, Palette palette) {
    PageFrame page = frame.main();
    return of(frame.onPage(heat), page.width(), page.height(), turn, palette);
  }

  /** As PNG. */
  static byte[] of(double[] heat, int width, int height, Turn turn, Palette palette) {
    GreyImage upright = new GreyImage(width, height, levels(heat));
    return png(upright.turned(Turn.ofDegrees(-turn.degrees())), palette, 1);
  }

  /**
   * Relevance of blocks as PNG, upright: a square of pixels for each pixel of the picture that was
   * seen, so that blocks keep sharp edges in programs that smooth what they enlarge.
   *
   * @param heat of each block, row by row
   * @param block pixels a side of a block; the last of a row or column may be cut off
   * @param width of the picture that was seen
   * @param height likewise
   * @param strongest opacity of the strongest blocks, 0 to 1
   */
  public static byte[] ofBlocks(
      double[] heat, int block, int width, int height, Palette palette, double strongest) {
    float[] levels = levels(heat);
    int columns = (width + block - 1) / block;
    int times = Math.max(1, Math.round((float) SHARP / Math.max(width, height)));
    int across = times * width;
    float[] pixels = new float[across * times * height];
    for (int i = 0; i < pixels.length; i++) {
      int row = i / across / times / block;
      pixels[i] = levels[row * columns + i % across / times / block];
    }
    return png(new GreyImage(across, times * height, pixels), palette, strongest);
  }

  /** The opacity of each, in steps, with the sign of its relevance. */
  private static float[] levels(double[] heat) {
    double full = full(heat);
    float[] levels = new float[heat.length];
    for (int i = 0; i < levels.length; i++) {
      if (heat[i] != 0 && full > 0) {
        double part = LEVELS * Math.min(1, Math.abs(heat[i]) / full);
        levels[i] = Math.copySign((int) (part + 0.5), (float) heat[i]);
      }
    }
    return levels;
  }

  private static byte[] png(GreyImage levels, Palette palette, double strongest) {
    byte[] rows = new byte[(levels.width() + 1) * levels.height()];
    for (int y = 0; y < levels.height(); y++) {
      int to = y * (levels.width() + 1) + 1; // a row begins with its filter: none
      for (int x = 0; x < levels.width(); x++) {
        rows[to + x] = (byte) (LEVELS + (int) levels.grey()[y * levels.width() + x]);
      }
    }
    return png(levels.width(), levels.height(), palette, opacities(strongest), rows);
  }

  /**
   * A PNG file of 255 colours (ISO 15948). ImageIO would write it, too, but tries all filters on
   * every row of such a picture, which nothing here gains from, and takes five times as long.
   */
  private static byte[] png(int width, int height, Palette palette, byte[] opacities, byte[] rows) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    Deflater fast = new Deflater(Deflater.BEST_SPEED);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      try (DeflaterOutputStream out = new DeflaterOutputStream(packed, fast, 1 << 16)) {
        out.write(rows);
      } finally {
        fast.end();
      }
      ByteBuffer head = ByteBuffer.allocate(13).putInt(width).putInt(height);
      head.put(new byte[] {8, 3, 0, 0, 0}); // bits, a palette, and the only kinds of the rest
      bytes.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
      chunk(bytes, "IHDR", head.array());
      chunk(bytes, "PLTE", palette.colours());
      chunk(bytes, "tRNS", opacities);
      chunk(bytes, "IDAT", packed.toByteArray());
      chunk(bytes, "IEND", new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // never: all of it is memory
    }
    return bytes.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream bytes, String type, byte[] data)
      throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 sum = new CRC32();
    sum.update(name);
    sum.update(data);
    bytes.write(ByteBuffer.allocate(4).putInt(data.length).array());
    bytes.write(name);
    bytes.write(data);
    bytes.write(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
  }

  private static byte[] opacities(double strongest) {
    byte[] opacities = new byte[2 * LEVELS + 1];
    for (int level = -LEVELS; level <= LEVELS; level++) {
      opacities[LEVELS + level] = (byte) Math.round(255 * strongest * Math.abs(level) / LEVELS);
    }
    return opacities;
  }

  /**
   * The magnitude that all but {@link #OPAQUE} of the cells with relevance stay below. Found by the
   * bits of the magnitudes as floats, which are ordered as the numbers are: counted by their upper
   * half first, then those of the half that it lies in. Sorting a page takes twenty times as long.
   */
  private static double full(double[] heat) {
    int[] upper = new int[1 << 16];
    int none = 0;
    for (double r : heat) {
      int bits = bits(r);
      upper[bits >>> 16]++;
      none += bits == 0 ? 1 : 0;
    }
    if (none == heat.length) {
      return 0;
    }
    int rank = none + (int) ((1 - OPAQUE) * (heat.length - none - 1));
    int high = 0;
    while (rank >= upper[high]) {
      rank -= upper[high++];
    }
    int[] lower = new int[1 << 16];
    for (double r : heat) {
      int bits = bits(r);
      if (bits >>> 16 == high) {
        lower[bits & 0xffff]++;
      }
    }
    int low = 0;
    while (rank >= lower[low]) {
      rank -= lower[low++];
    }
    return Float.intBitsToFloat(high << 16 | low);
  }

  private static int bits(double relevance) {
    return Float.floatToRawIntBits((float) Math.abs(relevance));
  }
}
