package org.tabularium.network.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tabularium.network.Models;
import org.tabularium.network.image.Box;
import org.tabularium.network.image.PageFrame;
import org.tabularium.network.image.Region;
import org.tabularium.network.image.Turn;
import org.tabularium.network.model.ModelSpec;

/** The laws of corrected readings, on lines of digits with a model's own window of shifts. */
class CorrectionsTest {

  private static final ModelSpec SPEC = Models.random(1).spec();

  /** Cells of the digit map from one digit of a number to the next: well within the window. */
  private static final int STEP = (SPEC.shifts().nearest() + SPEC.shifts().farthest()) / 2;

  private static final double SCALE = 0.5;
  private static final int LINE = 20;

  @Test
  void withoutCorrectionsItIsTheReadingItself() {
    Reading read = page(Turn.UPRIGHT, "1234", "5678");
    assertThat(Corrections.apply(read, List.of(), SPEC)).isSameAs(read);
  }

  @Test
  void whoeverSaysWhatWasReadCorrectsNothing() {
    Reading read = page(Turn.UPRIGHT, "1234", "5678");
    List<Correction> all =
        read.digits().stream()
            .<Correction>map(digit -> new Correction.Is(digit.box(), digit.digit()))
            .toList();
    assertThat(Corrections.apply(read, all, SPEC)).isSameAs(read);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void thePlacesAddUpToTheVectorAndOrderAndRepetitionDoNotMatter(long seed) {
    Random random = new Random(seed);
    Reading read = random(random);
    List<Correction> corrections = corrections(read, random);
    Reading once = Corrections.apply(read, corrections, SPEC);
    assertThat(once).as("the test needs something to correct").isNotSameAs(read);

    double[] sums = new double[Reading.FEATURES];
    for (Occurrence o : once.occurrences()) {
      Digit first = once.digits().get(o.first());
      Digit second = once.digits().get(o.second());
      assertThat(o.bigram()).isEqualTo(10 * first.digit() + second.digit());
      assertThat(o.mass()).isEqualTo(Math.min(first.confidence(), second.confidence()));
      sums[o.bigram()] += o.mass();
    }
    for (int k = 0; k < sums.length; k++) {
      assertThat((double) once.phi()[k]).isCloseTo(sums[k], within(1e-5 * (1 + sums[k])));
    }

    same(Corrections.apply(once, corrections, SPEC), once);
    List<Correction> shuffled = new ArrayList<>(corrections);
    for (int i = 0; i < 10; i++) {
      Collections.shuffle(shuffled, random);
      same(Corrections.apply(read, shuffled, SPEC), once);
    }
    assertThat(Corrections.count(read, once)).isPositive();
    assertThat(Corrections.count(read, read)).isZero();
  }

  @Test
  void anotherClassChangesNothingButTheBigramsItStandsIn() {
    Reading read = page(Turn.UPRIGHT, "1234", "5678", "1290");
    Reading corrected =
        Corrections.apply(read, List.of(new Correction.Is(read.digits().get(1).box(), 9)), SPEC);
    assertThat(corrected.digits()).hasSameSizeAs(read.digits());
    Digit digit = corrected.digits().get(1);
    assertThat(digit.digit()).isEqualTo(9);
    assertThat(digit.confidence()).isEqualTo(1);
    assertThat(digit.byHand()).isEqualTo(new Digit.ByHand(2));
    assertThat(digit.box()).isEqualTo(read.digits().get(1).box());
    assertThat(changed(read, corrected)).containsExactlyInAnyOrder("12", "23", "19", "93");
    assertThat(corrected.phi()[19]).isEqualTo(read.digits().get(0).confidence());
    for (int i = 0; i < read.digits().size(); i++) {
      if (i != 1) {
        assertThat(corrected.digits().get(i)).isSameAs(read.digits().get(i));
      }
    }
    assertThat(Corrections.count(read, corrected)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Turn.class)
  void aDigitThatWasMissedStandsOnItsNeighboursLine(Turn turn) {
    Reading whole = page(turn, "1234", "5678");
    Digit missed = whole.digits().get(2);
    Reading read = without(whole, missed);
    assertThat(read.phi()[23]).isZero();
    // An old-style 3 hangs below the line: its middle lies lower than where it peaks.
    Box cells = whole.frame().toCells(missed.box());
    Box hanging = whole.frame().toScan(new Box(cells.x(), cells.y() + 4.5, cells.w(), cells.h()));
    Reading corrected = Corrections.apply(read, List.of(new Correction.Is(hanging, 3)), SPEC);
    Digit added = corrected.digits().get(corrected.digits().size() - 1);
    assertThat(added.byHand()).isEqualTo(new Digit.ByHand(null));
    assertThat(added.row()).isEqualTo(missed.row());
    assertThat(added.column()).isEqualTo(missed.column());
    assertThat(corrected.phi()[23]).isEqualTo(whole.digits().get(1).confidence());
    assertThat(corrected.phi()[34]).isEqualTo(whole.digits().get(3).confidence());
    assertThat(Corrections.count(read, corrected)).isEqualTo(1);
  }

  @Test
  void aDigitWithoutNeighboursStandsWhereItsMiddleIs() {
    Reading whole = page(Turn.UPRIGHT, "12", "34");
    Digit alone = whole.digits().get(3);
    Reading read = without(without(whole, alone), whole.digits().get(2));
    Reading corrected =
        Corrections.apply(
            read,
            List.of(
                new Correction.Is(alone.box(), 4),
                new Correction.Is(whole.digits().get(2).box(), 3)),
            SPEC);
    assertThat(corrected.digits()).extracting(Digit::row).contains(alone.row());
    assertThat(corrected.phi()[34]).as("neighbours of one another").isEqualTo(1);
  }

  @Test
  void whatIsNoDigitGoesAndSoDoesWhatStandsInAnEmptyRegion() {
    Reading read = page(Turn.UPRIGHT, "1234", "5678");
    Reading without =
        Corrections.apply(read, List.of(new Correction.Empty(read.digits().get(0).box())), SPEC);
    assertThat(without.digits()).hasSize(7);
    assertThat(changed(read, without)).containsExactly("12");
    Box second = read.digits().get(4).box();
    Box line = new Box(0, second.y() - 1, 10_000, second.h() + 2);
    Reading upper = Corrections.apply(read, List.of(new Correction.Empty(line)), SPEC);
    assertThat(upper.digits()).extracting(Digit::digit).containsExactly(1, 2, 3, 4);
    assertThat(Corrections.count(read, upper)).isEqualTo(4);
    // A digit that somebody names in it stays: who points at a place knows more of it.
    Reading one =
        Corrections.apply(
            read, List.of(new Correction.Empty(line), new Correction.Is(second, 5)), SPEC);
    assertThat(one.digits()).extracting(Digit::digit).containsExactly(1, 2, 3, 4, 5);
  }

  @Test
  void whatLiesOutsideOfTheTableIsNotItsOwn() {
    Reading read = page(Turn.UPRIGHT, "1234");
    Region region = read.region();
    Box outside = new Box(region.x() + region.width() + 5.0, region.y() + 10.0, 8, 12);
    assertThat(Corrections.apply(read, List.of(new Correction.Is(outside, 7)), SPEC))
        .isSameAs(read);
  }

  @Test
  void twoThatNameOnePlaceAreOneDigit() {
    Reading read = page(Turn.UPRIGHT, "1234");
    Box box = read.digits().get(1).box();
    Reading corrected =
        Corrections.apply(
            read, List.of(new Correction.Is(box, 7), new Correction.Is(box, 9)), SPEC);
    assertThat(corrected.digits()).hasSize(4);
  }

  private static Set<String> changed(Reading one, Reading other) {
    return java.util.stream.IntStream.range(0, Reading.FEATURES)
        .filter(k -> one.phi()[k] != other.phi()[k])
        .mapToObj(Occurrence::bigramName)
        .collect(Collectors.toSet());
  }

  private static void same(Reading one, Reading other) {
    assertThat(Set.copyOf(one.digits())).isEqualTo(Set.copyOf(other.digits()));
    assertThat(one.phi()).isEqualTo(other.phi());
    assertThat(one.occurrences()).hasSameSizeAs(other.occurrences());
  }

  /** Changes of every kind: other classes, digits nobody read, places without one, twice named. */
  private static List<Correction> corrections(Reading read, Random random) {
    List<Correction> all = new ArrayList<>();
    for (Digit digit : read.digits()) {
      int dice = random.nextInt(10);
      if (dice == 0) {
        all.add(new Correction.Is(digit.box(), random.nextInt(10)));
      } else if (dice == 1) {
        Box b = digit.box();
        all.add(new Correction.Empty(new Box(b.x() - 1, b.y() - 1, b.w() + 2, b.h() + 2)));
      } else if (dice == 2) {
        Box b = digit.box();
        all.add(new Correction.Is(new Box(b.x() + 3, b.y() + 2, b.w(), b.h()), 4));
        all.add(new Correction.Is(new Box(b.x() + 4, b.y() + 2, b.w(), b.h()), 5));
      } else if (dice == 3) {
        Box b = digit.box();
        all.add(new Correction.Is(new Box(b.x() + b.w(), b.y(), b.w(), b.h()), 6));
      }
    }
    Region region = read.region();
    all.add(new Correction.Empty(new Box(region.x(), region.y(), 60, 60)));
    return all;
  }

  private static Reading random(Random random) {
    String[] lines = new String[6];
    for (int i = 0; i < lines.length; i++) {
      StringBuilder line = new StringBuilder();
      for (int j = 0; j < 24; j++) {
        line.append(random.nextInt(6) == 0 ? " " : "" + random.nextInt(10));
      }
      lines[i] = line.toString();
    }
    return page(Turn.values()[random.nextInt(4)], lines);
  }

  /** Lines of digits, each with a confidence of its own. */
  private static Reading page(Turn turn, String... lines) {
    PageFrame frame = new PageFrame(new Region(30, 50, 900, 800), turn, SCALE);
    List<Digit> digits = new ArrayList<>();
    for (int i = 0; i < lines.length; i++) {
      for (int j = 0; j < lines[i].length(); j++) {
        char c = lines[i].charAt(j);
        if (c != ' ') {
          int row = 6 + LINE * i;
          int column = 6 + STEP * j;
          double x = SPEC.stride() * column + 0.5;
          double y = SPEC.stride() * row + 0.5;
          Box cells = new Box(x - 0.8 * STEP, y - 6, 1.6 * STEP, 12);
          float confidence = 0.6f + 0.01f * ((7 * i + 3 * j) % 40);
          digits.add(new Digit(frame.toScan(cells), c - '0', confidence, row, column));
        }
      }
    }
    return reading(frame, digits);
  }

  private static Reading without(Reading all, Digit gone) {
    return reading(all.frame(), all.digits().stream().filter(d -> d != gone).toList());
  }

  private static Reading reading(PageFrame frame, List<Digit> digits) {
    List<Occurrence> occurrences = Bigrams.of(digits, SPEC.shifts());
    float[] phi = new float[Reading.FEATURES];
    occurrences.forEach(o -> phi[o.bigram()] += o.mass());
    return new Reading(
        "model",
        frame.region(),
        frame.turn(),
        frame.scale(),
        0.9f,
        true,
        0,
        digits,
        occurrences,
        phi);
  }
}
