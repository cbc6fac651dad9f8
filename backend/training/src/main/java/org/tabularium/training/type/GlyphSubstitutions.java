package org.tabularium.training.type;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The single substitutions of an OpenType font's GSUB table (OpenType 1.9, "GSUB", lookup type 1
 * and its extension, type 7): just enough to find the old-style and lining figures that a font
 * carries beside its default ones.
 */
final class GlyphSubstitutions {

  private final ByteBuffer font;
  private final int gsub;

  private GlyphSubstitutions(ByteBuffer font, int gsub) {
    this.font = font;
    this.gsub = gsub;
  }

  static GlyphSubstitutions of(Path file) throws IOException {
    ByteBuffer font = ByteBuffer.wrap(Files.readAllBytes(file));
    int tables = font.getShort(4);
    for (int i = 0; i < tables; i++) {
      int record = 12 + 16 * i;
      if (font.getInt(record) == tag("GSUB")) {
        return new GlyphSubstitutions(font, font.getInt(record + 8));
      }
    }
    return new GlyphSubstitutions(font, 0);
  }

  /** Which glyph the feature puts in the place of which; empty where the font lacks it. */
  Map<Integer, Integer> feature(String name) {
    Map<Integer, Integer> found = new HashMap<>();
    if (gsub == 0) {
      return found;
    }
    int features = gsub + u16(gsub + 6);
    int lookups = gsub + u16(gsub + 8);
    for (int i = 0; i < u16(features); i++) {
      int record = features + 2 + 6 * i;
      if (font.getInt(record) == tag(name)) {
        int feature = features + u16(record + 4);
        for (int j = 0; j < u16(feature + 2); j++) {
          lookup(lookups + u16(lookups + 2 + 2 * u16(feature + 4 + 2 * j)), found);
        }
      }
    }
    return found;
  }

  private void lookup(int table, Map<Integer, Integer> found) {
    int type = u16(table);
    for (int i = 0; i < u16(table + 4); i++) {
      int subtable = table + u16(table + 6 + 2 * i);
      if (type == 1) {
        single(subtable, found);
      } else if (type == 7 && u16(subtable + 2) == 1) {
        single(subtable + font.getInt(subtable + 4), found);
      }
    }
  }

  private void single(int table, Map<Integer, Integer> found) {
    int format = u16(table);
    int[] covered = coverage(table + u16(table + 2));
    for (int i = 0; i < covered.length; i++) {
      int to =
          format == 1 ? (covered[i] + font.getShort(table + 4)) & 0xFFFF : u16(table + 6 + 2 * i);
      found.putIfAbsent(covered[i], to);
    }
  }

  private int[] coverage(int table) {
    int count = u16(table + 2);
    if (u16(table) == 1) {
      int[] glyphs = new int[count];
      for (int i = 0; i < count; i++) {
        glyphs[i] = u16(table + 4 + 2 * i);
      }
      return glyphs;
    }
    int total = 0;
    for (int i = 0; i < count; i++) {
      total += u16(table + 6 + 6 * i) - u16(table + 4 + 6 * i) + 1;
    }
    int[] glyphs = new int[total];
    int at = 0;
    for (int i = 0; i < count; i++) {
      for (int g = u16(table + 4 + 6 * i); g <= u16(table + 6 + 6 * i); g++) {
        glyphs[at++] = g;
      }
    }
    return glyphs;
  }

  private int u16(int at) {
    return font.getShort(at) & 0xFFFF;
  }

  private static int tag(String name) {
    return name.charAt(0) << 24 | name.charAt(1) << 16 | name.charAt(2) << 8 | name.charAt(3);
  }
}
