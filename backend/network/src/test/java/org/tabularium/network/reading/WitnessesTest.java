package org.tabularium.network.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tabularium.network.model.Company;
import org.tabularium.network.onnx.BigramNetwork.Peaks;

class WitnessesTest {
  /** Of its own, so that the shipped one may change. */
  private static final Company RULE =
      new Company(0.8f, 0.4f, 0.7f, 1.0f, 0.35f, 0.6f, 3.5f, 0.4f, 2);

  private static final double EM = 10;

  private final List<float[]> places = new ArrayList<>();

  private WitnessesTest at(int row, int column, double activation) {
    places.add(new float[] {row, column, (float) activation});
    return this;
  }

  private Witnesses judged(Company rule) {
    int n = places.size();
    int[] row = new int[n];
    int[] column = new int[n];
    float[] activation = new float[n];
    for (int i = 0; i < n; i++) {
      row[i] = (int) places.get(i)[0];
      column[i] = (int) places.get(i)[1];
      activation[i] = places.get(i)[2];
    }
    return new Witnesses(
        new Peaks(
            new int[n],
            row,
            column,
            activation,
            new float[n][10],
            new float[100],
            new float[n][10]),
        rule,
        EM);
  }

  @Test
  void whatIsReadSurelyCountsWhereverItStands() {
    Witnesses w = at(100, 100, 0.9).at(500, 300, 0.5).judged(RULE);
    assertThat(w.counts()).containsExactly(true, false);
    assertThat(w.aside()).isEqualTo(1);
    assertThat(w.inCompany()).isZero();
  }

  @Test
  void anUnsureDigitCountsBetweenTwoOfItsRowOrColumn() {
    assertThat(at(100, 95, 0.9).at(100, 100, 0.5).at(101, 105, 0.9).judged(RULE).counts())
        .containsOnly(true);
    places.clear();
    assertThat(at(85, 100, 0.9).at(100, 101, 0.5).at(116, 99, 0.9).judged(RULE).counts())
        .containsOnly(true);
    places.clear();
    assertThat(at(100, 95, 0.9).at(100, 100, 0.5).at(116, 99, 0.9).judged(RULE).counts())
        .containsOnly(true);
  }

  @Test
  void noCompanyHelpsWhatIsHardlyThere() {
    Witnesses w =
        at(100, 95, 0.9).at(85, 100, 0.9).at(100, 100, 0.39).at(100, 105, 0.9).judged(RULE);
    assertThat(w.counts()).containsExactly(true, true, false, true);
    assertThat(w.aside()).isEqualTo(1);
  }

  @Test
  void oneWitnessIsNotEnoughNorAreUnsureOnes() {
    assertThat(at(100, 95, 0.9).at(100, 100, 0.5).judged(RULE).counts()[1]).isFalse();
    places.clear();
    assertThat(at(100, 95, 0.6).at(100, 100, 0.5).at(100, 105, 0.6).judged(RULE).counts())
        .containsOnly(false);
  }

  @Test
  void orderAndDistanceOfTheOthersDoNotMatter() {
    at(0, 0, 0.95).at(900, 10, 0.95).at(116, 99, 0.9).at(100, 100, 0.5).at(85, 100, 0.9);
    assertThat(judged(RULE).counts()).containsExactly(true, true, true, true, true);
    assertThat(judged(RULE).inCompany()).isEqualTo(3 - 2);
  }

  @Test
  void withoutARuleEverythingCounts() {
    assertThat(at(0, 0, 0.1).at(50, 5, 0.2).judged(Company.NONE).aside()).isZero();
  }
}
