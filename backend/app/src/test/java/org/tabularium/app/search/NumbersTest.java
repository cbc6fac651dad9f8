package org.tabularium.app.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumbersTest {

  @Test
  void neighboursWithinANumberAreBigrams() {
    Numbers numbers = Numbers.parse("12 15, 13;30\n7 60000");
    assertThat(numbers.digits()).isEqualTo(14);
    assertThat(numbers.bigrams()).isEqualTo(8);
    assertThat(numbers.phi()[12]).isEqualTo(1);
    assertThat(numbers.phi()[15]).isEqualTo(1);
    assertThat(numbers.phi()[13]).isEqualTo(1);
    assertThat(numbers.phi()[30]).isEqualTo(1);
    assertThat(numbers.phi()[60]).isEqualTo(1);
    assertThat(numbers.phi()[0]).isEqualTo(3);
    // Not across the gap between two numbers.
    assertThat(numbers.phi()[21]).isZero();
  }

  @Test
  void otherSignsSayNothing() {
    assertThat(Numbers.parse("\u0661\u0662 one").bigrams()).isZero();
    assertThat(Numbers.parse("").digits()).isZero();
  }
}
