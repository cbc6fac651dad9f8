package org.tabularium.training.patches;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.tabularium.network.image.InkMap;

/**
 * Sheets as a file. The application has no typefaces to set sheets with; those of the pack that
 * ships are what a network is reminded of while it learns from labels.
 */
public final class SheetPack {

  private static final String SHIPPED = "/org/tabularium/training/sheets.pack";

  /** Ink is kept in so many steps. */
  private static final int STEPS = 63;

  private SheetPack() {}

  /** The sheets that ship with Tabularium. */
  public static List<Sheet> shipped() {
    try (InputStream in = SheetPack.class.getResourceAsStream(SHIPPED)) {
      if (in == null) {
        throw new IllegalStateException("this build of Tabularium ships no sheets");
      }
      return read(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static void write(OutputStream to, List<Sheet> sheets) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(new GZIPOutputStream(to)))) {
      out.writeInt(sheets.size());
      for (Sheet sheet : sheets) {
        InkMap ink = sheet.ink();
        out.writeInt(ink.width());
        out.writeInt(ink.height());
        for (float cell : ink.ink()) {
          out.writeByte(Math.round(Math.max(0, Math.min(1, cell / InkMap.MOST)) * STEPS));
        }
        for (List<Mark> marks : List.of(sheet.digits(), sheet.decoys(), sheet.spared())) {
          out.writeInt(marks.size());
          for (Mark mark : marks) {
            out.writeFloat((float) mark.x());
            out.writeFloat((float) mark.y());
            out.writeFloat((float) mark.em());
            out.writeByte(mark.digit());
          }
        }
      }
    }
  }

  public static List<Sheet> read(InputStream from) throws IOException {
    DataInputStream in = new DataInputStream(new BufferedInputStream(new GZIPInputStream(from)));
    List<Sheet> sheets = new ArrayList<>();
    int count = in.readInt();
    for (int n = 0; n < count; n++) {
      int width = in.readInt();
      int height = in.readInt();
      byte[] steps = in.readNBytes(width * height);
      float[] ink = new float[steps.length];
      for (int i = 0; i < ink.length; i++) {
        ink[i] = steps[i] * InkMap.MOST / STEPS;
      }
      sheets.add(new Sheet(new InkMap(width, height, ink), marks(in), marks(in), marks(in)));
    }
    return sheets;
  }

  private static List<Mark> marks(DataInputStream in) throws IOException {
    List<Mark> marks = new ArrayList<>();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      marks.add(new Mark(in.readFloat(), in.readFloat(), in.readFloat(), in.readByte()));
    }
    return marks;
  }
}
