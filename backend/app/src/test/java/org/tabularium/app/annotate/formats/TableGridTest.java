package org.tabularium.app.annotate.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tabularium.app.annotate.Label;
import org.tabularium.app.annotate.Mark;
import org.tabularium.app.annotate.Numbers;
import org.tabularium.network.image.Box;
import org.tabularium.network.image.Turn;

/** Rows and columns from the places of numbers. */
class TableGridTest {

  /** On the upright page of 1000 x 1000. */
  private static Box turned(Box b, Turn turn) {
    return switch (turn) {
      case UPRIGHT -> b;
      // What a clockwise quarter turn brings upright lies a quarter turn back.
      case CLOCKWISE -> new Box(b.y(), 1000 - b.x() - b.w(), b.h(), b.w());
      case HALF -> new Box(1000 - b.x() - b.w(), 1000 - b.y() - b.h(), b.w(), b.h());
      case COUNTERCLOCKWISE -> new Box(1000 - b.y() - b.h(), b.x(), b.h(), b.w());
    };
  }

  private static void number(List<Label> page, String text, double x, double y, Turn turn) {
    UUID number = UUID.randomUUID();
    for (int i = 0; i < text.length(); i++) {
      Box box = turned(new Box(x + 15 * i, y, 13, 20), turn);
      page.add(
          new Label(
              UUID.randomUUID(),
              new Mark(
                  Mark.digit(box, text.charAt(i) - '0').kind(),
                  box.x(),
                  box.y(),
                  box.w(),
                  box.h(),
                  text.charAt(i) - '0',
                  i == 0,
                  i == text.length() - 1,
                  number,
                  null,
                  null),
              1,
              "Anna",
              Instant.EPOCH));
    }
  }

  @ParameterizedTest
  @EnumSource(Turn.class)
  void aTableHasItsRowsAndColumnsHoweverItLies(Turn turn) {
    List<Label> page = new ArrayList<>();
    // A year over all columns, three columns of six rows, one cell empty, one of two numbers.
    number(page, "1550", 160, 20, turn);
    for (int row = 0; row < 6; row++) {
      number(page, Integer.toString(10 + row), 100, 80 + 40 * row, turn);
      if (row != 2) {
        number(page, Integer.toString(200 + row), 200, 80 + 40 * row, turn);
      }
      number(page, Integer.toString(3 + row), 330, 80 + 40 * row, turn);
    }
    number(page, "30", 350, 120, turn);
    TableGrid grid = TableGrid.of(Numbers.of(page, turn), turn);
    assertThat(grid.rows()).isEqualTo(7);
    assertThat(grid.columns()).isEqualTo(3);
    assertThat(text(grid, 1, 0)).isEqualTo("10");
    assertThat(text(grid, 2, 1)).isEqualTo("201");
    assertThat(text(grid, 2, 2)).isEqualTo("4 30");
    assertThat(text(grid, 3, 1)).isEmpty();
    assertThat(text(grid, 6, 2)).isEqualTo("8");
  }

  private static String text(TableGrid grid, int row, int column) {
    return grid.cells().stream()
        .filter(cell -> cell.row() == row && cell.column() == column)
        .map(cell -> String.join(" ", cell.numbers().stream().map(Numbers::text).toList()))
        .findFirst()
        .orElse("");
  }

  @Test
  void aPageWithoutDigitsHasNone() {
    assertThat(TableGrid.of(List.of(), Turn.UPRIGHT)).isEqualTo(new TableGrid(0, 0, List.of()));
  }
}
