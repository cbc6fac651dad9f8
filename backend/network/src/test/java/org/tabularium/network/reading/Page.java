package org.tabularium.network.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.tabularium.network.image.Box;
import org.tabularium.network.image.GreyScan;
import org.tabularium.network.image.InkMap;
import org.tabularium.network.image.Region;
import org.tabularium.network.image.Scans;
import org.tabularium.network.image.Turn;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.onnx.BigramNetwork;
import org.tabularium.network.onnx.BigramNetwork.Peaks;
import org.tabularium.network.onnx.ModelFiles;

/** An ink map and what was read from it. */
record Page(InkMap ink, Reading reading) {

  /** Specks, of which a network of random weights makes plenty of digits. */
  static Page noise(DigitModel model, long seed, int w, int h) {
    Page page = of(model, specks(seed, w, h));
    assertThat(page.reading().occurrences()).as("bigrams to explain").isNotEmpty();
    return page;
  }

  static InkMap specks(long seed, int w, int h) {
    Random random = new Random(seed);
    float[] ink = new float[w * h];
    for (int i = 0; i < ink.length; i++) {
      ink[i] = random.nextFloat() < 0.3 ? random.nextFloat() : 0;
    }
    return new InkMap(w, h, ink);
  }

  /** Whatever the gate lets through. */
  static Page of(DigitModel model, InkMap ink) {
    try (BigramNetwork network = new BigramNetwork(model, 1)) {
      Peaks peaks = network.run(ink);
      List<Digit> digits = new ArrayList<>();
      for (int i = 0; i < peaks.count(); i++) {
        digits.add(
            new Digit(
                new Box(0, 0, 1, 1),
                peaks.digit()[i],
                peaks.activation()[i],
                peaks.row()[i],
                peaks.column()[i]));
      }
      return new Page(
          ink,
          new Reading(
              model.version(),
              new Region(0, 0, ink.width(), ink.height()),
              Turn.UPRIGHT,
              1,
              1,
              false,
              0,
              digits,
              Bigrams.of(digits, model.spec().shifts()),
              peaks.phi()));
    }
  }

  /** A piece of a printed table, as the shipped network reads it. */
  static Page print(String name) throws Exception {
    Path file = Path.of(Page.class.getResource("/org/tabularium/network/" + name).toURI());
    GreyScan scan = Scans.grey(file);
    try (TableReader reader = new TableReader(ModelFiles.shipped().model(), 1)) {
      Reading reading = reader.read(scan, null, Turn.UPRIGHT, null, Progress.NONE);
      assertThat(reading.digits()).hasSizeGreaterThan(25);
      return new Page(reading.frame().inkMap(scan), reading);
    }
  }
}
