package org.tabularium.training.type;

import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.font.FontRenderContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The typefaces that the generators set with, loaded from the npm packages that {@code
 * backend/training/package.json} names. Always in the same order.
 */
public final class Typefaces {

  /** System property that names the folder with the packages ({@code .../@expo-google-fonts}). */
  public static final String PROPERTY = "tabularium.typefaces";

  /** Kept out of training: one family with old-style figures, one with lining ones. */
  private static final Set<String> HELD_OUT = Set.of("rosarivo", "libre-caslon-text");

  /**
   * @param cut of all its files; null when their names tell
   * @param generators whether the generators of whole pages may set with it too
   */
  private record Family(
      String name, Numerals usual, @Nullable Cut cut, boolean generators, String... files) {}

  /** The default figures of each family, seen in a specimen; the other kind comes from GSUB. */
  private static final List<Family> FAMILIES =
      List.of(
          old("im-fell-english", "400Regular", "400Regular_Italic"),
          old("im-fell-dw-pica", "400Regular", "400Regular_Italic"),
          old("im-fell-french-canon", "400Regular", "400Regular_Italic"),
          old("im-fell-great-primer", "400Regular", "400Regular_Italic"),
          old("sorts-mill-goudy", "400Regular", "400Regular_Italic"),
          old("goudy-bookletter-1911", "400Regular"),
          old("fanwood-text", "400Regular", "400Regular_Italic"),
          old("cormorant-garamond", "500Medium", "500Medium_Italic", "700Bold"),
          old("jacques-francois", "400Regular"),
          old("playfair-display", "400Regular", "400Regular_Italic"),
          old("rosarivo", "400Regular", "400Regular_Italic"),
          lining("eb-garamond", "400Regular", "400Regular_Italic", "600SemiBold"),
          lining("cardo", "400Regular", "400Regular_Italic", "700Bold"),
          lining("caudex", "400Regular", "400Regular_Italic"),
          lining("crimson-text", "400Regular", "400Regular_Italic", "600SemiBold"),
          lining("gfs-didot", "400Regular"),
          lining("libre-baskerville", "400Regular", "400Regular_Italic"),
          lining("libre-caslon-text", "400Regular", "400Regular_Italic"),
          lining("old-standard-tt", "400Regular", "400Regular_Italic", "700Bold"),
          black(true, "unifrakturcook", "700Bold"),
          black(true, "unifrakturmaguntia", "400Regular"),
          // Since the pages of the benchmark were fixed: they are not set with these.
          later(Numerals.OLD_STYLE, "alegreya", "400Regular", "400Regular_Italic"),
          later(Numerals.OLD_STYLE, "vollkorn", "400Regular", "400Regular_Italic"),
          later(Numerals.LINING, "neuton", "400Regular", "400Regular_Italic", "700Bold"),
          later(Numerals.LINING, "libre-bodoni", "400Regular", "400Regular_Italic", "700Bold"),
          later(Numerals.LINING, "oranienbaum", "400Regular"),
          black(false, "pirata-one", "400Regular"),
          black(false, "grenze-gotisch", "400Regular", "600SemiBold"),
          black(false, "texturina", "500Medium", "700Bold"),
          black(false, "fruktur", "400Regular"),
          hand("homemade-apple", "400Regular"),
          hand("tangerine", "700Bold"));

  private final List<Typeface> all;

  private Typefaces(List<Typeface> all) {
    this.all = List.copyOf(all);
  }

  /**
   * Loads them from the folder that {@link #PROPERTY} names, otherwise from the nearest {@code
   * backend/training/node_modules} or {@code node_modules} at or above the current folder.
   *
   * @throws TypefacesMissing when they have not been fetched
   */
  public static Typefaces load() {
    return load(folder());
  }

  /**
   * Loads them from a folder with one sub-folder a family.
   *
   * @throws TypefacesMissing when one is not there
   */
  public static Typefaces load(Path folder) {
    List<Typeface> faces = new ArrayList<>();
    for (Family family : FAMILIES) {
      for (String file : family.files()) {
        Path ttf = find(folder.resolve(family.name()), file);
        if (ttf == null) {
          throw new TypefacesMissing(folder);
        }
        try {
          faces.addAll(cast(family, file, ttf));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        } catch (FontFormatException e) {
          throw new IllegalStateException("not a typeface: " + ttf, e);
        }
      }
    }
    return new Typefaces(faces);
  }

  /** All of them. */
  public List<Typeface> all() {
    return all;
  }

  /** Those that a network may be trained on, and that fulfil the condition. */
  public List<Typeface> training(Predicate<Typeface> condition) {
    return all.stream().filter(face -> !face.heldOut()).filter(condition).toList();
  }

  /** Those kept out of training. */
  public List<Typeface> heldOut() {
    return all.stream().filter(Typeface::heldOut).toList();
  }

  /** The typeface of this {@link Typeface#id()}. */
  public Typeface byId(String id) {
    return all.stream()
        .filter(face -> face.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no typeface " + id));
  }

  private static List<Typeface> cast(Family family, String file, Path ttf)
      throws IOException, FontFormatException {
    Font font = Font.createFont(Font.TRUETYPE_FONT, ttf.toFile());
    Cut cut =
        family.cut() != null
            ? family.cut()
            : file.endsWith("_Italic")
                ? Cut.ITALIC
                : file.startsWith("400") || file.startsWith("500") ? Cut.ROMAN : Cut.BOLD;
    String weight = cut == family.cut() && family.files().length > 1 ? "-" + file : "";
    boolean heldOut = HELD_OUT.contains(family.name());
    List<Typeface> faces = new ArrayList<>(2);
    faces.add(
        new Typeface(
            id(family, cut, family.usual()) + weight,
            family.name(),
            cut,
            family.usual(),
            heldOut,
            family.generators(),
            font,
            Map.of()));
    if (cut == family.cut()) {
      // Only its letters matter.
      return faces;
    }
    Numerals other = family.usual() == Numerals.OLD_STYLE ? Numerals.LINING : Numerals.OLD_STYLE;
    Map<Character, Integer> figures = figures(font, ttf, other);
    // A font that lacks some of the ten would mix the two kinds in one number.
    if (figures.size() == 10) {
      faces.add(
          new Typeface(
              id(family, cut, other),
              family.name(),
              cut,
              other,
              heldOut,
              family.generators(),
              font,
              figures));
    }
    return faces;
  }

  private static Map<Character, Integer> figures(Font font, Path ttf, Numerals wanted)
      throws IOException {
    Map<Integer, Integer> swap =
        GlyphSubstitutions.of(ttf).feature(wanted == Numerals.OLD_STYLE ? "onum" : "lnum");
    FontRenderContext frc = new FontRenderContext(null, true, true);
    Map<Character, Integer> figures = new HashMap<>();
    for (char c = '0'; c <= '9'; c++) {
      Integer to = swap.get(font.createGlyphVector(frc, new char[] {c}).getGlyphCode(0));
      if (to != null) {
        figures.put(c, to);
      }
    }
    return figures;
  }

  private static String id(Family family, Cut cut, Numerals numerals) {
    return family.name()
        + "/"
        + cut.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-')
        + "/"
        + numerals.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  /** Where {@link #load()} looks for them. */
  public static Path folder() {
    String named = System.getProperty(PROPERTY);
    if (named != null) {
      return Path.of(named);
    }
    Path here = Path.of("").toAbsolutePath();
    for (Path at = here; at != null; at = at.getParent()) {
      for (String start : List.of("node_modules", "backend/training/node_modules")) {
        Path folder = at.resolve(start).resolve("@expo-google-fonts");
        if (Files.isDirectory(folder)) {
          return folder;
        }
      }
    }
    return here.resolve("node_modules/@expo-google-fonts");
  }

  /** Older packages keep their files in one folder, newer ones in a folder a file. */
  private static @Nullable Path find(Path package_, String file) {
    for (Path folder : List.of(package_.resolve(file), package_)) {
      if (Files.isDirectory(folder)) {
        try (var files = Files.list(folder)) {
          Path found =
              files
                  .filter(p -> p.toString().endsWith("_" + file + ".ttf"))
                  .findFirst()
                  .orElse(null);
          if (found != null) {
            return found;
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return null;
  }

  private static Family old(String name, String... files) {
    return new Family(name, Numerals.OLD_STYLE, null, true, files);
  }

  private static Family lining(String name, String... files) {
    return new Family(name, Numerals.LINING, null, true, files);
  }

  private static Family black(boolean generators, String name, String... files) {
    return new Family(name, Numerals.LINING, Cut.BLACK_LETTER, generators, files);
  }

  private static Family hand(String name, String... files) {
    return new Family(name, Numerals.LINING, Cut.HAND, false, files);
  }

  private static Family later(Numerals usual, String name, String... files) {
    return new Family(name, usual, null, false, files);
  }
}
