package org.tabularium.app.readings;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.tabularium.network.image.Box;
import org.tabularium.network.image.PageFrame;
import org.tabularium.network.image.Region;
import org.tabularium.network.image.Turn;
import org.tabularium.network.reading.Digit;
import org.tabularium.network.reading.Digit.RunnerUp;
import org.tabularium.network.reading.Occurrence;
import org.tabularium.network.reading.Reading;

/**
 * Gets readings from their rows: arrays as bytes, so that a large table costs no more than it must.
 */
@Component
class StoredReading {

  private static final String SELECT =
      """
      select model_version, region_x, region_y, region_width, region_height, turn, scale, confidence,
        looks_like_table, aside, array_send(classes) as classes,
        array_send(confidences) as confidences, array_send(runner_classes) as runner_classes,
        array_send(runner_confidences) as runner_confidences, array_send(boxes) as boxes,
        array_send(cell_rows) as cell_rows, array_send(cell_columns) as cell_columns,
        array_send(bigrams) as bigrams, array_send(firsts) as firsts, array_send(seconds) as seconds,
        array_send(masses) as masses, array_send(phi) as phi, array_send(insets) as insets
      from reading where id = :id
      """;

  private final JdbcClient jdbc;

  StoredReading(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * @param id the row's number
   * @return empty when it has gone
   */
  Optional<Reading> find(long id) {
    return jdbc.sql(SELECT).param("id", id).query((row, n) -> reading(row)).optional();
  }

  private static Reading reading(ResultSet row) throws SQLException {
    return new Reading(
        row.getString("model_version"),
        new PageFrame(
            new Region(
                row.getInt("region_x"),
                row.getInt("region_y"),
                row.getInt("region_width"),
                row.getInt("region_height")),
            Turn.ofDegrees(row.getInt("turn")),
            row.getDouble("scale"),
            ReadingRow.insets(SentArray.doubles(row.getBytes("insets")))),
        row.getFloat("confidence"),
        row.getBoolean("looks_like_table"),
        row.getInt("aside"),
        digits(row),
        occurrences(row),
        SentArray.floats(row.getBytes("phi")));
  }

  private static List<Digit> digits(ResultSet row) throws SQLException {
    short[] classes = SentArray.shorts(row.getBytes("classes"));
    float[] confidences = SentArray.floats(row.getBytes("confidences"));
    float[] boxes = SentArray.floats(row.getBytes("boxes"));
    int[] rows = SentArray.ints(row.getBytes("cell_rows"));
    int[] columns = SentArray.ints(row.getBytes("cell_columns"));
    // Readings from before it was kept have none.
    byte @Nullable [] runners = row.getBytes("runner_classes");
    short[] seconds = runners == null ? new short[classes.length] : SentArray.shorts(runners);
    float[] ofSeconds =
        runners == null
            ? new float[classes.length]
            : SentArray.floats(row.getBytes("runner_confidences"));
    List<Digit> digits = new ArrayList<>(classes.length);
    for (int i = 0; i < classes.length; i++) {
      Box box = new Box(boxes[4 * i], boxes[4 * i + 1], boxes[4 * i + 2], boxes[4 * i + 3]);
      RunnerUp second = ofSeconds[i] > 0 ? new RunnerUp(seconds[i], ofSeconds[i]) : null;
      digits.add(new Digit(box, classes[i], confidences[i], rows[i], columns[i], second));
    }
    return digits;
  }

  private static List<Occurrence> occurrences(ResultSet row) throws SQLException {
    short[] bigrams = SentArray.shorts(row.getBytes("bigrams"));
    int[] firsts = SentArray.ints(row.getBytes("firsts"));
    int[] seconds = SentArray.ints(row.getBytes("seconds"));
    float[] masses = SentArray.floats(row.getBytes("masses"));
    List<Occurrence> occurrences = new ArrayList<>(bigrams.length);
    for (int i = 0; i < bigrams.length; i++) {
      occurrences.add(new Occurrence(bigrams[i], firsts[i], seconds[i], masses[i]));
    }
    return occurrences;
  }
}
