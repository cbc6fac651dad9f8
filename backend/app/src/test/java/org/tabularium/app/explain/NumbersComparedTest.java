package org.tabularium.app.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tabularium.network.image.Box;
import org.tabularium.network.image.Region;
import org.tabularium.network.image.Turn;
import org.tabularium.network.reading.Digit;
import org.tabularium.network.reading.Occurrence;
import org.tabularium.network.reading.Reading;

/** Numbers are runs of bigrams, and each finds its partner once. */
class NumbersComparedTest {

  @Test
  void aNumberIsARunOfBigrams() {
    List<WrittenNumber> numbers = WrittenNumber.of(reading("1047 7 30902"));
    assertThat(numbers).extracting(WrittenNumber::text).containsExactly("1047", "30902");
    assertThat(numbers.get(0).box()).isEqualTo(new Box(0, 10, 38, 12));
    assertThat(numbers.get(1).box().x()).isEqualTo(70);
  }

  /** A bigram over a gap, such as the window of shifts allows, does not make a run skip a digit. */
  @Test
  void theNearerNeighbourIsTheNeighbour() {
    Reading read = reading("123");
    List<Occurrence> more = new ArrayList<>(read.occurrences());
    more.add(0, new Occurrence(13, 0, 2, 1));
    assertThat(WrittenNumber.of(with(read, more)))
        .extracting(WrittenNumber::text)
        .containsExactly("123");
  }

  @Test
  void whatStandsInOneOnlyIsFoundWithWhatItAlmostIs() {
    NumbersCompared compared =
        NumbersCompared.of(reading("35267 15 15 44389 20 881"), reading("35276 15 44589 20 20 99"));
    assertThat(compared.shared()).isEqualTo(2);
    assertThat(compared.a().numbers()).isEqualTo(6);
    assertThat(compared.a().alone()).isEqualTo(4);
    assertThat(compared.b().alone()).isEqualTo(4);
    assertThat(compared.a().only())
        .extracting(NumbersCompared.Only::text)
        .containsExactly("35267", "15", "44389", "881");
    assertThat(compared.a().only().get(0).near()).as("changed places").containsExactly("35276");
    assertThat(compared.a().only().get(2).near()).as("one digit").containsExactly("44589");
    assertThat(compared.a().only().get(3).near()).isEmpty();
    NumbersCompared.Only fifteen = compared.a().only().get(1);
    assertThat(fifteen.here()).isEqualTo(2);
    assertThat(fifteen.there()).isEqualTo(1);
    assertThat(fifteen.marks()).isEqualTo("60.0,10.0,18.0,12.0 90.0,10.0,18.0,12.0");
  }

  @Test
  void aTableLacksNothingOfItself() {
    Reading read = reading("12 345 12 6789");
    NumbersCompared compared = NumbersCompared.of(read, read);
    assertThat(compared.shared()).isEqualTo(4);
    assertThat(compared.a().only()).isEmpty();
    assertThat(compared.b().only()).isEmpty();
  }

  /** A reading of numbers in a line, a digit every ten pixels. */
  private static Reading reading(String line) {
    List<Digit> digits = new ArrayList<>();
    List<Occurrence> occurrences = new ArrayList<>();
    float[] phi = new float[Reading.FEATURES];
    for (int x = 0; x < line.length(); x++) {
      char c = line.charAt(x);
      if (c == ' ') {
        continue;
      }
      digits.add(new Digit(new Box(10 * x, 10, 8, 12), c - '0', 1, 0, x));
      if (x > 0 && line.charAt(x - 1) != ' ') {
        int bigram = 10 * (line.charAt(x - 1) - '0') + c - '0';
        occurrences.add(new Occurrence(bigram, digits.size() - 2, digits.size() - 1, 1));
        phi[bigram]++;
      }
    }
    return new Reading(
        "m", new Region(0, 0, 1000, 100), Turn.UPRIGHT, 1, 1, true, 0, digits, occurrences, phi);
  }

  private static Reading with(Reading reading, List<Occurrence> occurrences) {
    return new Reading(
        reading.modelVersion(),
        reading.region(),
        reading.turn(),
        reading.scale(),
        reading.scaleConfidence(),
        reading.looksLikeTable(),
        reading.aside(),
        reading.digits(),
        occurrences,
        reading.phi());
  }
}
