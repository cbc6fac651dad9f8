package org.tabularium.training.type;

import java.awt.Font;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.font.GlyphVector;
import java.awt.geom.AffineTransform;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One typeface with one kind of numerals. Thread-safe.
 *
 * <p>{@code java.awt} offers no OpenType features, so numerals other than the font's default ones
 * are set by their glyph numbers, which {@link GlyphSubstitutions} looks up.
 */
public final class Typeface {

  /** Outlines are kept at this size and scaled, so that no hinting or rounding gets into them. */
  private static final float MASTER = 1000f;

  private static final FontRenderContext EXACT = new FontRenderContext(null, true, true);

  private record Glyph(Shape outline, double advance) {}

  private final String id;
  private final String family;
  private final Cut cut;
  private final Numerals numerals;
  private final boolean heldOut;
  private final boolean generators;
  private final Font font;
  private final Map<Character, Integer> replaced;
  private final boolean oneBody;
  private final Map<Character, Glyph> glyphs = new ConcurrentHashMap<>();

  Typeface(
      String id,
      String family,
      Cut cut,
      Numerals numerals,
      boolean heldOut,
      boolean generators,
      Font font,
      Map<Character, Integer> replaced) {
    this(id, family, cut, numerals, heldOut, generators, font.deriveFont(MASTER), replaced, false);
  }

  private Typeface(
      String id,
      String family,
      Cut cut,
      Numerals numerals,
      boolean heldOut,
      boolean generators,
      Font font,
      Map<Character, Integer> replaced,
      boolean oneBody) {
    this.id = id;
    this.family = family;
    this.cut = cut;
    this.numerals = numerals;
    this.heldOut = heldOut;
    this.generators = generators;
    this.font = font;
    this.replaced = Map.copyOf(replaced);
    this.oneBody = oneBody;
  }

  /**
   * The same with all figures on bodies of one width, as founders cast them so that columns stand;
   * digital revivals often give the 1 a narrow one.
   */
  public Typeface figuresOnOneBody() {
    return new Typeface(id, family, cut, numerals, heldOut, generators, font, replaced, true);
  }

  /** A stable name, such as {@code im-fell-english/italic/old-style}. */
  public String id() {
    return id;
  }

  /** The npm package's name for the family, such as {@code im-fell-english}. */
  public String family() {
    return family;
  }

  public Cut cut() {
    return cut;
  }

  public Numerals numerals() {
    return numerals;
  }

  /** Whether whole pages may be set with it, too; some are there for patches alone. */
  public boolean forPages() {
    return generators;
  }

  /** Whether it is kept out of training, to measure with. */
  public boolean heldOut() {
    return heldOut;
  }

  /** Whether every character of the text (blanks aside) can be set. */
  public boolean canSet(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != ' ' && !font.canDisplay(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * The text as this typeface can set it: a long s or a round r it lacks becomes a common one,
   * whatever else it lacks is left out.
   */
  public String spell(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ' ' || font.canDisplay(c)) {
        out.append(c);
      } else if (c == 'ſ') {
        out.append('s');
      } else if (c == 'ꝛ') {
        out.append('r');
      }
    }
    return out.toString();
  }

  /** The width of a text at this size, in the unit of {@code em}. */
  public double width(String text, double em) {
    double width = 0;
    String spelt = spell(text);
    for (int i = 0; i < spelt.length(); i++) {
      width += glyph(spelt.charAt(i)).advance;
    }
    return width * em;
  }

  /** The height of an x at this size. */
  public double xHeight(double em) {
    return -glyph('x').outline.getBounds2D().getMinY() * em;
  }

  /** Sets a text evenly, beginning at (x, baseline). */
  public TypeLine set(String text, double em, double x, double baseline) {
    return set(text, em, x, baseline, null);
  }

  /**
   * Sets a text.
   *
   * @param em size of the type, in the unit of the page
   * @param x left end
   * @param baseline y of the line the letters stand on; y grows downwards
   * @param hand how unevenly, or null for evenly
   */
  public TypeLine set(String text, double em, double x, double baseline, @Nullable Hand hand) {
    String spelt = spell(text);
    List<Sort> sorts = new ArrayList<>(spelt.length());
    double pen = x;
    for (int i = 0; i < spelt.length(); i++) {
      char c = spelt.charAt(i);
      Glyph glyph = glyph(c);
      if (c != ' ') {
        AffineTransform place = AffineTransform.getTranslateInstance(pen, baseline);
        if (hand != null && (hand.shift() > 0 || hand.turn() > 0)) {
          place.translate(0, hand.shift() * em * hand.random().nextGaussian());
          place.rotate(hand.turn() * hand.random().nextGaussian());
        }
        place.scale(em, em);
        Shape outline = place.createTransformedShape(glyph.outline);
        sorts.add(new Sort(c, outline, outline.getBounds2D()));
      }
      pen += glyph.advance * em;
      if (hand != null) {
        pen += hand.tracking() * em;
      }
    }
    return new TypeLine(sorts, x, baseline, pen - x, em);
  }

  /** Outline and advance for an em of 1. */
  private Glyph glyph(char c) {
    return glyphs.computeIfAbsent(c, this::cast);
  }

  private Glyph cast(char c) {
    GlyphVector vector = vector(c);
    double advance = vector.getGlyphMetrics(0).getAdvanceX() / MASTER;
    AffineTransform unit = AffineTransform.getScaleInstance(1 / MASTER, 1 / MASTER);
    if (oneBody && c >= '0' && c <= '9') {
      double body = body();
      unit.preConcatenate(AffineTransform.getTranslateInstance((body - advance) / 2, 0));
      advance = body;
    }
    return new Glyph(unit.createTransformedShape(vector.getOutline()), advance);
  }

  /** The width of the widest figure, for an em of 1. */
  private double body() {
    double widest = 0;
    for (char c = '0'; c <= '9'; c++) {
      widest = Math.max(widest, vector(c).getGlyphMetrics(0).getAdvanceX() / MASTER);
    }
    return widest;
  }

  private GlyphVector vector(char c) {
    Integer code = replaced.get(c);
    return code == null
        ? font.createGlyphVector(EXACT, new char[] {c})
        : font.createGlyphVector(EXACT, new int[] {code});
  }

  @Override
  public String toString() {
    return id;
  }
}
