package org.tabularium.app.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.util.MultiValueMap;
import org.tabularium.app.platform.Problem;
import org.tabularium.network.image.Region;
import org.tabularium.network.image.Turn;

/** What programs and forms say about how to read a scan, as they write it. */
public final class Regions {

  private static final Pattern REGION =
      Pattern.compile(
          "\\s*(\\d{1,9})\\s*,\\s*(\\d{1,9})\\s*,\\s*(\\d{1,9})\\s*,\\s*(\\d{1,9})\\s*");

  private Regions() {}

  /**
   * @param region "x,y,w,h" in pixels of the scan; null or blank for the whole of it
   * @throws Problem 400 when it is no region
   */
  public static @Nullable Region parse(@Nullable String region) {
    if (region == null || region.isBlank()) {
      return null;
    }
    Matcher m = REGION.matcher(region);
    if (!m.matches() || Integer.parseInt(m.group(3)) == 0 || Integer.parseInt(m.group(4)) == 0) {
      throw wrong("region", region);
    }
    return new Region(
        Integer.parseInt(m.group(1)),
        Integer.parseInt(m.group(2)),
        Integer.parseInt(m.group(3)),
        Integer.parseInt(m.group(4)));
  }

  /**
   * The parts that an address names: any number of {@code box=x,y,w,h}, and one from the four
   * fields {@code x}, {@code y}, {@code w}, {@code h} of a form.
   *
   * @throws Problem 400 when one of them is no region
   */
  public static List<Region> parts(MultiValueMap<String, String> query) {
    List<Region> parts = new ArrayList<>();
    for (String box : query.getOrDefault("box", List.of())) {
      Region part = parse(box);
      if (part != null && !parts.contains(part)) {
        parts.add(part);
      }
    }
    List<String> fields =
        Stream.of("x", "y", "w", "h")
            .map(query::getFirst)
            .filter(v -> v != null && !v.isBlank())
            .toList();
    if (fields.size() == 4) {
      Region part = parse(String.join(",", fields));
      if (part != null && !parts.contains(part)) {
        parts.add(part);
      }
    }
    return List.copyOf(parts);
  }

  /** As an address says them to {@link #parts}: empty, or begins with an ampersand. */
  public static String query(List<Region> parts) {
    return parts.stream().map(part -> "&box=" + text(part)).collect(Collectors.joining());
  }

  /** As {@link #parse} reads it. */
  public static String text(Region region) {
    return region.x() + "," + region.y() + "," + region.width() + "," + region.height();
  }

  /**
   * @param turn degrees clockwise, null for none
   * @return 0, 90, 180 or 270
   * @throws Problem 400 when it is no quarter turn
   */
  public static @Nullable Integer turn(@Nullable Integer turn) {
    if (turn == null) {
      return null;
    }
    if (turn % 90 != 0) {
      throw wrong("turn", turn.toString());
    }
    return Turn.ofDegrees(turn).degrees();
  }

  /**
   * @param scale network cells per scan pixel, null for none
   * @throws Problem 400 when no scan could be read at it
   */
  public static @Nullable Double scale(@Nullable Double scale) {
    if (scale != null && !(scale >= 0.02 && scale <= 8)) {
      throw wrong("scale", scale.toString());
    }
    return scale;
  }

  private static Problem wrong(String name, String value) {
    return new Problem(HttpStatus.BAD_REQUEST, "wrong-value", name, value);
  }
}
