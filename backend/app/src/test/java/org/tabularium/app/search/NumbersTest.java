package org.tabularium.app.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  /** One line of a table as people have it: typed, from a book, from a spreadsheet, from a file. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "12 15 13 30 14 45",
        "12,15;13,30;14,45",
        "12;15\t13;30\t14;45",
        "12°15′ 13°30′ 14°45′",
        "12º 15' 13º 30' 14º 45'",
        "12\t15\r\n13\t30\r\n14\t45\r\n",
        "\"12\",\"15\"\n\"13\",\"30\"\n\"14\",\"45\"",
        "degrees,minutes\n12,15\n13,30\n14,45",
        "12\u00a015\u202f13 30 | 14:45"
      })
  void whateverPartsTwoNumbersIsUnderstood(String text) {
    assertThat(Numbers.parse(text).phi()).isEqualTo(Numbers.parse("12 15 13 30 14 45").phi());
    assertThat(Numbers.parse(text).bigrams()).isEqualTo(6);
  }

  @Test
  void anUnknownDigitIsSharedOutAmongAllThatItMayBe() {
    Numbers numbers = Numbers.parse("2? ?5 1?3 ??");
    assertThat(numbers.digits()).isEqualTo(4);
    assertThat(numbers.bigrams()).isEqualTo(4);
    float[] expected = new float[100];
    for (int digit = 0; digit < 10; digit++) {
      expected[20 + digit] += 0.1f; // 2?
      expected[10 * digit + 5] += 0.1f; // ?5
      expected[10 + digit] += 0.1f; // 1?
      expected[10 * digit + 3] += 0.1f; // ?3
    }
    assertThat(numbers.phi()).containsExactly(expected, within(1e-6f));
  }

  @Test
  void otherSignsSayNothing() {
    assertThat(Numbers.parse("\u0661\u0662 one").bigrams()).isZero();
    assertThat(Numbers.parse("").digits()).isZero();
  }
}
