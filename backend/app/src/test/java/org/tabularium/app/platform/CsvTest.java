package org.tabularium.app.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CsvTest {

  @Test
  void aSpreadsheetComputesNothingThatSomebodyWrote() {
    for (String formula : List.of("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1")) {
      assertThat(Csv.harmless(formula)).isEqualTo("'" + formula);
    }
    assertThat(Csv.harmless("Sphaera = globus")).isEqualTo("Sphaera = globus");
    assertThat(Csv.harmless(-1.5)).as("a number is one").isEqualTo(-1.5);
    assertThat(Csv.harmless(null)).isNull();
  }

  @Test
  void everyCellStaysOne() {
    assertThat(new Csv("a", "b").line("x, \"y\"", null).line(1, -2.5).toString())
        .isEqualTo("\uFEFFa,b\r\n\"x, \"\"y\"\"\",\r\n1,-2.5\r\n");
    assertThatThrownBy(() -> new Csv("a", "b").line("x"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
