package org.tabularium.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tabularium.network.image.Box;
import org.tabularium.network.image.Region;
import org.tabularium.network.image.Turn;
import org.tabularium.network.reading.Digit;
import org.tabularium.network.reading.Occurrence;
import org.tabularium.network.reading.Reading;

/** A page of eight columns "1.23" whose lines slope, with a heading, with and without a head. */
class TranscriptionTest {
  private static final double EM = 10;
  private static final int COLUMNS = 20;

  @TempDir Path folder;

  private final List<Digit> digits = new ArrayList<>();
  private final List<Occurrence> occurrences = new ArrayList<>();
  private Transcription truth;

  @BeforeEach
  void type() throws Exception {
    StringBuilder csv = new StringBuilder();
    for (int c = 1; c <= COLUMNS; c++) {
      csv.append(c == 1 ? "'" : ",'").append(10 + c).append('\'');
    }
    for (int row = 0; row < 3; row++) {
      csv.append('\n');
      for (int c = 0; c < COLUMNS; c++) {
        csv.append(c == 0 ? "'" : ",'").append("1.23'");
      }
    }
    Path file = folder.resolve("page.csv");
    Files.writeString(file, csv);
    truth = Transcription.read(file);
  }

  private void number(double row, int column, String text) {
    int y = (int) Math.round(row * EM + 0.01 * column * 3 * EM);
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '.') {
        continue;
      }
      int x = (int) (column * 3 * EM + i * 0.5 * EM);
      digits.add(new Digit(new Box(x, y, 5, 8), text.charAt(i) - '0', 1, y, x));
      if (i > 0 && text.charAt(i - 1) != '.') {
        int last = digits.size() - 1;
        int bigram = 10 * digits.get(last - 1).digit() + digits.get(last).digit();
        occurrences.add(new Occurrence(bigram, last - 1, last, 1));
      }
    }
  }

  private Transcription.Match match() {
    float[] phi = new float[100];
    occurrences.forEach(o -> phi[o.bigram()] += o.mass());
    return truth.match(
        new Reading(
            "", Region.whole(900, 900), Turn.UPRIGHT, 1, 1, true, 0, digits, occurrences, phi),
        EM);
  }

  private void body() {
    for (int row = 0; row < 3; row++) {
      for (int c = 0; c < COLUMNS; c++) {
        number(20 + row, c, "1.23");
      }
    }
  }

  @Test
  void aHeadThatIsNotPrintedIsNotExpectedAndAHeadingIsLeftOut() {
    number(16.5, 4, "1898");
    body();
    Transcription.Match match = match();
    assertThat(match.headPrinted()).isFalse();
    assertThat(match.there()).isEqualTo(9 * COLUMNS);
    assertThat(match.read()).isEqualTo(9 * COLUMNS);
    assertThat(match.digitsOff()).isZero();
    assertThat(match.cosine()).isCloseTo(1, within(1e-9));
  }

  @Test
  void aPrintedHeadCountsButForItsLastNumber() {
    number(10, 4, "1898");
    for (int c = 0; c < COLUMNS - 1; c++) {
      number(16.5, c, Integer.toString(11 + c));
    }
    body();
    Transcription.Match match = match();
    assertThat(match.headPrinted()).isTrue();
    assertThat(match.there()).isEqualTo(9 * COLUMNS + 2 * (COLUMNS - 1));
    assertThat(match.digitsOff()).isZero();
    assertThat(match.features().precision()).isEqualTo(1);
    assertThat(match.features().recall()).isEqualTo(1);
  }

  @Test
  void whatIsMissedOrInventedIsCounted() {
    body();
    digits.remove(digits.size() - 1);
    occurrences.remove(occurrences.size() - 1);
    assertThat(match().digitsOff()).isCloseTo(1.0 / (9 * COLUMNS), within(1e-9));
  }
}
