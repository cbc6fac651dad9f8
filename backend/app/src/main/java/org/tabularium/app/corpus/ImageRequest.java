package org.tabularium.app.corpus;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tabularium.network.image.Region;

/**
 * What an address of the IIIF Image API 3.0 (section 4) asks for, worked out for one image: the
 * part of it, the size it is scaled to, then mirrored, then turned.
 *
 * @param region pixels of the full image
 * @param width pixels the region is scaled to, before turning
 * @param height likewise
 * @param mirror whether it is mirrored at the vertical axis before turning
 * @param degrees clockwise; a multiple of 90
 * @param quality "default", "color", "gray" or "bitonal"
 * @param format "jpg" or "png"
 * @param canonical the address after the image's own, in the canonical form of section 4.7
 */
record ImageRequest(
    Region region,
    int width,
    int height,
    boolean mirror,
    int degrees,
    String quality,
    String format,
    String canonical) {

  /** The most pixels that are ever sent; larger wholes are sent reduced, as section 4.2 allows. */
  static final long MOST_PIXELS = 40_000_000;

  static final Set<String> QUALITIES = Set.of("default", "color", "gray", "bitonal");
  static final Set<String> FORMATS = Set.of("jpg", "png");

  private static final Pattern PIXELS =
      Pattern.compile("(\\d{1,9}),(\\d{1,9}),(\\d{1,9}),(\\d{1,9})");
  private static final String NUMBER = "(\\d{1,9}(?:\\.\\d{1,9})?|\\.\\d{1,9})";
  private static final Pattern PERCENT =
      Pattern.compile("pct:" + NUMBER + "," + NUMBER + "," + NUMBER + "," + NUMBER);
  private static final Pattern PERCENT_SIZE = Pattern.compile("pct:" + NUMBER);
  private static final Pattern SIDES = Pattern.compile("(!?)(\\d{0,9}),(\\d{0,9})");
  private static final Pattern ROTATION = Pattern.compile("(!?)" + NUMBER);

  /** An address that asks for something that is not, or that is not made here. */
  static final class Bad extends Exception {
    private static final long serialVersionUID = 1L;

    Bad(String message) {
      super(message);
    }
  }

  /**
   * @param fullWidth pixels of the image
   * @param fullHeight likewise
   * @param region the first part of the address
   * @param size the second
   * @param rotation the third
   * @param quality the fourth up to its dot
   * @param format the fourth after its dot
   * @throws Bad when the answer is 400
   */
  static ImageRequest parse(
      int fullWidth,
      int fullHeight,
      String region,
      String size,
      String rotation,
      String quality,
      String format)
      throws Bad {
    Region part = region(region, fullWidth, fullHeight);
    boolean upscale = size.startsWith("^");
    int[] scaled = size(upscale ? size.substring(1) : size, upscale, part);
    Matcher turn = ROTATION.matcher(rotation);
    if (!turn.matches()) {
      throw new Bad("rotation: " + rotation);
    }
    BigDecimal degrees = new BigDecimal(turn.group(2));
    if (degrees.compareTo(BigDecimal.valueOf(360)) > 0
        || degrees.remainder(BigDecimal.valueOf(90)).signum() != 0) {
      throw new Bad("rotation: only 0, 90, 180, 270 and 360 degrees, not " + rotation);
    }
    if (!QUALITIES.contains(quality)) {
      throw new Bad("quality: " + quality);
    }
    if (!FORMATS.contains(format)) {
      throw new Bad("format: " + format);
    }
    boolean mirror = !turn.group(1).isEmpty();
    int quarter = degrees.intValueExact() % 360;
    boolean full = part.equals(Region.whole(fullWidth, fullHeight));
    boolean larger = scaled[0] > part.width() || scaled[1] > part.height();
    boolean max = scaled[0] == part.width() && scaled[1] == part.height();
    String canonical =
        String.format(
            Locale.ROOT,
            "%s/%s/%s%d/%s.%s",
            full ? "full" : part.x() + "," + part.y() + "," + part.width() + "," + part.height(),
            max ? "max" : (larger ? "^" : "") + scaled[0] + "," + scaled[1],
            mirror ? "!" : "",
            quarter,
            quality,
            format);
    return new ImageRequest(
        part, scaled[0], scaled[1], mirror, quarter, quality, format, canonical);
  }

  /** Section 4.1. Whatever reaches beyond the image is cut off. */
  private static Region region(String region, int fullWidth, int fullHeight) throws Bad {
    if (region.equals("full")) {
      return Region.whole(fullWidth, fullHeight);
    }
    if (region.equals("square")) {
      int side = Math.min(fullWidth, fullHeight);
      return new Region((fullWidth - side) / 2, (fullHeight - side) / 2, side, side);
    }
    long x;
    long y;
    long w;
    long h;
    Matcher pixels = PIXELS.matcher(region);
    Matcher percent = PERCENT.matcher(region);
    if (pixels.matches()) {
      x = Long.parseLong(pixels.group(1));
      y = Long.parseLong(pixels.group(2));
      w = Long.parseLong(pixels.group(3));
      h = Long.parseLong(pixels.group(4));
    } else if (percent.matches()) {
      x = share(percent.group(1), fullWidth);
      y = share(percent.group(2), fullHeight);
      w = share(percent.group(3), fullWidth);
      h = share(percent.group(4), fullHeight);
    } else {
      throw new Bad("region: " + region);
    }
    if (w == 0 || h == 0) {
      throw new Bad("region: no width or no height");
    }
    if (x >= fullWidth || y >= fullHeight) {
      throw new Bad("region: wholly outside the image");
    }
    return new Region(
        (int) x, (int) y, (int) Math.min(w, fullWidth - x), (int) Math.min(h, fullHeight - y));
  }

  private static long share(String percent, int of) {
    return new BigDecimal(percent)
        .multiply(BigDecimal.valueOf(of))
        .divide(BigDecimal.valueOf(100), 0, RoundingMode.HALF_UP)
        .longValueExact();
  }

  /** Section 4.2. */
  private static int[] size(String size, boolean upscale, Region part) throws Bad {
    double width = part.width();
    double height = part.height();
    // As large as this server sends.
    double most = Math.sqrt(MOST_PIXELS / (width * height));
    if (size.equals("max")) {
      double scale = upscale ? most : Math.min(1, most);
      return new int[] {down(width * scale), down(height * scale)};
    }
    Matcher percent = PERCENT_SIZE.matcher(size);
    Matcher sides = SIDES.matcher(size);
    long w;
    long h;
    if (percent.matches()) {
      double scale = Double.parseDouble(percent.group(1)) / 100;
      w = Math.round(width * scale);
      h = Math.round(height * scale);
      if (scale > 0) {
        w = Math.max(1, w);
        h = Math.max(1, h);
      }
    } else if (sides.matches()) {
      boolean within = !sides.group(1).isEmpty();
      boolean byWidth = !sides.group(2).isEmpty();
      boolean byHeight = !sides.group(3).isEmpty();
      if (!byWidth && !byHeight || within && !(byWidth && byHeight)) {
        throw new Bad("size: " + size);
      }
      w = byWidth ? Long.parseLong(sides.group(2)) : 0;
      h = byHeight ? Long.parseLong(sides.group(3)) : 0;
      if (byWidth && w == 0 || byHeight && h == 0) {
        throw new Bad("size: no width or no height");
      }
      if (within) {
        double scale = Math.min(Math.min(w / width, h / height), most);
        if (!upscale) {
          scale = Math.min(1, scale);
        }
        w = Math.min(w, Math.max(1, Math.round(width * scale)));
        h = Math.min(h, Math.max(1, Math.round(height * scale)));
      } else if (!byHeight) {
        h = Math.max(1, Math.round(height * w / width));
      } else if (!byWidth) {
        w = Math.max(1, Math.round(width * h / height));
      }
    } else {
      throw new Bad("size: " + size);
    }
    if (w == 0 || h == 0) {
      throw new Bad("size: no width or no height");
    }
    if (!upscale && (w > part.width() || h > part.height())) {
      throw new Bad("size: larger than the region; ask for it with a leading ^");
    }
    if ((double) w * h > MOST_PIXELS) {
      throw new Bad("size: more than " + MOST_PIXELS + " pixels");
    }
    return new int[] {(int) w, (int) h};
  }

  private static int down(double side) {
    return (int) Math.max(1, Math.floor(side + 1e-9));
  }
}
