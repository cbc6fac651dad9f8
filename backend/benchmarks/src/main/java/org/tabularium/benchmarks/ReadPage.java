package org.tabularium.benchmarks;

import java.nio.file.Path;
import org.tabularium.network.image.GreyScan;
import org.tabularium.network.image.InkMap;
import org.tabularium.network.image.Scans;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.reading.Progress;
import org.tabularium.network.reading.Reading;
import org.tabularium.network.reading.TableReader;

/** A scan, what was read from it, and the ink map that it was read on. */
record ReadPage(String name, InkMap ink, Reading reading) {

  static ReadPage of(DigitModel model, Path scan) throws Exception {
    GreyScan grey = Scans.grey(scan);
    try (TableReader reader = new TableReader(model, 2)) {
      Reading reading = reader.read(grey, null, null, null, Progress.NONE);
      return new ReadPage(scan.getFileName().toString(), reading.frame().inkMap(grey), reading);
    }
  }

  int cells() {
    return ink.width() * ink.height();
  }

  /** Digits times receptive field over page. */
  double coverage(int side) {
    return (double) reading.digits().size() * side * side / cells();
  }
}
