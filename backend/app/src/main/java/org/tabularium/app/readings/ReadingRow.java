package org.tabularium.app.readings;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;
import org.tabularium.network.image.Inset;
import org.tabularium.network.image.Region;
import org.tabularium.network.reading.Digit;
import org.tabularium.network.reading.Digit.RunnerUp;
import org.tabularium.network.reading.Occurrence;
import org.tabularium.network.reading.Reading;

/**
 * A reading as a row, to be written: lists of digits and occurrences stand as arrays side by side.
 * {@link StoredReading} reads it.
 */
@Entity
@Immutable
@Table(name = "reading")
class ReadingRow {
  /** Numbers an inset: x, y, width, height, scale, margin. */
  private static final int OF_INSET = 6;

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  Long id;

  String readKey;
  String modelVersion;

  @Column(name = "region_x")
  int regionX;

  @Column(name = "region_y")
  int regionY;

  int regionWidth;
  int regionHeight;
  short turn;
  double scale;
  float confidence;
  boolean looksLikeTable;
  int aside;
  short[] classes;
  float[] confidences;
  short @Nullable [] runnerClasses;
  float @Nullable [] runnerConfidences;
  float[] boxes;
  int[] cellRows;
  int[] cellColumns;
  short[] bigrams;
  int[] firsts;
  int[] seconds;
  float[] masses;
  float[] phi;
  double[] insets;
  Instant readAt;

  protected ReadingRow() {}

  ReadingRow(String readKey, Reading reading) {
    this.readKey = readKey;
    this.modelVersion = reading.modelVersion();
    this.regionX = reading.region().x();
    this.regionY = reading.region().y();
    this.regionWidth = reading.region().width();
    this.regionHeight = reading.region().height();
    this.turn = (short) reading.turn().degrees();
    this.scale = reading.scale();
    this.confidence = reading.scaleConfidence();
    this.looksLikeTable = reading.looksLikeTable();
    this.aside = reading.aside();
    int digits = reading.digits().size();
    this.classes = new short[digits];
    this.confidences = new float[digits];
    this.runnerClasses = new short[digits];
    this.runnerConfidences = new float[digits];
    this.boxes = new float[4 * digits];
    this.cellRows = new int[digits];
    this.cellColumns = new int[digits];
    for (int i = 0; i < digits; i++) {
      Digit digit = reading.digits().get(i);
      classes[i] = (short) digit.digit();
      confidences[i] = digit.confidence();
      RunnerUp second = digit.runnerUp();
      runnerClasses[i] = (short) (second == null ? digit.digit() : second.digit());
      runnerConfidences[i] = second == null ? 0 : second.confidence();
      cellRows[i] = digit.row();
      cellColumns[i] = digit.column();
      boxes[4 * i] = (float) digit.box().x();
      boxes[4 * i + 1] = (float) digit.box().y();
      boxes[4 * i + 2] = (float) digit.box().w();
      boxes[4 * i + 3] = (float) digit.box().h();
    }
    int occurrences = reading.occurrences().size();
    this.bigrams = new short[occurrences];
    this.firsts = new int[occurrences];
    this.seconds = new int[occurrences];
    this.masses = new float[occurrences];
    for (int i = 0; i < occurrences; i++) {
      Occurrence occurrence = reading.occurrences().get(i);
      bigrams[i] = (short) occurrence.bigram();
      firsts[i] = occurrence.first();
      seconds[i] = occurrence.second();
      masses[i] = occurrence.mass();
    }
    this.phi = reading.phi().clone();
    List<Inset> apart = reading.frame().insets();
    this.insets = new double[OF_INSET * apart.size()];
    for (int i = 0; i < apart.size(); i++) {
      Inset inset = apart.get(i);
      insets[OF_INSET * i] = inset.part().x();
      insets[OF_INSET * i + 1] = inset.part().y();
      insets[OF_INSET * i + 2] = inset.part().width();
      insets[OF_INSET * i + 3] = inset.part().height();
      insets[OF_INSET * i + 4] = inset.scale();
      insets[OF_INSET * i + 5] = inset.margin();
    }
    this.readAt = Instant.now();
  }

  /** As they are stored with a reading. */
  static List<Inset> insets(double[] insets) {
    List<Inset> apart = new ArrayList<>();
    for (int i = 0; i < insets.length; i += OF_INSET) {
      Region part =
          new Region(
              (int) insets[i], (int) insets[i + 1], (int) insets[i + 2], (int) insets[i + 3]);
      apart.add(new Inset(part, insets[i + 4], (int) insets[i + 5]));
    }
    return apart;
  }
}
