package org.tabularium.training.patches;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.tabularium.network.model.ModelSpec;
import org.tabularium.training.type.Typefaces;

/** The command that writes the sheets that ship: {@code PackSheets FILE}. */
public final class PackSheets {
  private static final int COUNT = 72;

  private static final long SEED = 1607;

  private PackSheets() {}

  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[0]);
    Files.createDirectories(file.toAbsolutePath().getParent());
    Sheets maker = new Sheets(SEED, Mix.second(), ModelSpec.current(), Typefaces.load(), false);
    List<Sheet> sheets = LongStream.range(0, COUNT).mapToObj(maker::make).toList();
    try (OutputStream out = Files.newOutputStream(file)) {
      SheetPack.write(out, sheets);
    }
    System.out.println("wrote " + sheets.size() + " sheets, " + Files.size(file) + " bytes");
  }
}
