package org.tabularium.training.faithfulness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tabularium.network.image.Box;
import org.tabularium.network.image.InkMap;
import org.tabularium.network.image.Region;
import org.tabularium.network.image.Turn;
import org.tabularium.network.lrp.MinShare;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.onnx.ModelFiles;
import org.tabularium.network.reading.Digit;
import org.tabularium.network.reading.Occurrence;
import org.tabularium.network.reading.PixelReader;
import org.tabularium.network.reading.Reading;
import org.tabularium.network.reading.TableReader;
import org.tabularium.network.similarity.ShippedNetwork;
import org.tabularium.training.corpus.typeset.PrintedDigit;
import org.tabularium.training.faithfulness.PairResult.Engines;
import org.tabularium.training.faithfulness.PairResult.Way;
import org.tabularium.training.report.Cosines;
import org.tabularium.training.type.Typefaces;

class FaithfulnessTest {

  /** Worked by hand: 121 and 12 share the bigram 12; 21 stands in the first only. */
  @Test
  void truthJoinsTheDigitsOfEqualBigrams() {
    Digits a = digits("121", List.of());
    Digits b = digits("12", List.of());
    double[][] truth = Digits.truth(a, b);
    assertThat(truth[0]).containsExactly(1, 1);
    assertThat(truth[1]).containsExactly(1, 1);
    assertThat(truth[2]).containsExactly(0, 0);
    assertThat(Digits.whether(new double[][] {{3, 0}})[0]).containsExactly(1, 0);
  }

  /** A digit that is read where none is gets a place of its own, where the truth is 0. */
  @Test
  void aFalseDigitCountsAgainstAnExplanation() {
    List<Digit> read = new ArrayList<>(read("12"));
    read.add(new Digit(new Box(500, 500, 8, 12), 3, 1, 100, 100));
    Digits digits = digits("12", read);
    assertThat(digits.ofRead()).containsExactly(0, 1, 2);
    assertThat(Digits.truth(digits, digits)[2]).containsExactly(0, 0, 0);
  }

  @Test
  void aPerfectReadingIsExplainedPerfectly() {
    Methods.Side a = side("1213");
    Methods.Side b = side("3121");
    double[][] truth = Digits.truth(a.digits(), b.digits());
    assertThat(Cosines.of(Methods.digits(a, b, MinShare.EQUAL), truth)).isCloseTo(1, within(1e-9));
    assertThat(Cosines.of(Methods.digits(a, side("3124"), MinShare.EQUAL), truth)).isLessThan(0.95);
  }

  @Test
  void theGenericNetworkLearns() {
    List<TypefaceTrainer.Sample> samples =
        List.of(
            new TypefaceTrainer.Sample(0, List.of(stripes(true))),
            new TypefaceTrainer.Sample(1, List.of(stripes(false))));
    TypefaceTrainer.Learnt learnt = TypefaceTrainer.train(samples, 60, 4, 3);
    assertThat(learnt.accuracy()).isGreaterThan(0.9);
    TypefaceNetwork written = new TypefaceNetwork(learnt.onnx());
    for (boolean across : new boolean[] {true, false}) {
      float[] patch = new float[TypefaceTrainer.PATCH * TypefaceTrainer.PATCH];
      for (int i = 0; i < patch.length; i++) {
        patch[i] = (across ? i / TypefaceTrainer.PATCH : i % TypefaceTrainer.PATCH) / 4 % 2;
      }
      assertThat(written.typeface(patch)).as("the file says the same").isEqualTo(across ? 0 : 1);
    }
  }

  /** The network that ships is no accident of random weights: it does what its card says. */
  @Test
  void theShippedGenericNetworkTellsTypefacesOnPagesItNeverSaw() throws Exception {
    String card = ShippedNetwork.card();
    String list = card.replaceAll("(?s).*\"typefaces\": \\[\"(.*?)\"\\].*", "$1");
    List<String> names = List.of(list.split("\", \""));
    TypefaceNetwork shipped = new TypefaceNetwork(ShippedNetwork.onnx());
    int asked = 0;
    int right = 0;
    SplittableRandom random = new SplittableRandom(2);
    for (var entry :
        TrainTypefaces.byTypeface(CleanPairs.print(6, 1700, Typefaces.load())).entrySet()) {
      if (names.contains(entry.getKey())) {
        for (int i = 0; i < 20; i++) {
          float[] patch =
              TypefaceTrainer.patch(new TypefaceTrainer.Sample(0, entry.getValue()), random, false);
          asked++;
          right += shipped.typeface(patch) == names.indexOf(entry.getKey()) ? 1 : 0;
        }
      }
    }
    assertThat(asked).isGreaterThan(60);
    assertThat((double) right / asked)
        .as("%d of %d patches", right, asked)
        .isGreaterThan(3.0 / names.size());
  }

  /** What the report is held to, on pairs of a seed of its own: the average of a few. */
  @Test
  void onPrintedPairsBiLrpAgreesWithTheTruth() throws Exception {
    List<Agreement> all = new ArrayList<>();
    try (TableReader reader = new TableReader(ModelFiles.shipped().model(), 1)) {
      for (CleanPairs.TablePair pair : CleanPairs.print(5, 1701, Typefaces.load())) {
        all.add(Agreement.of(pair, reader));
      }
    }
    assertThat(all.stream().mapToDouble(Agreement::joined).average().orElse(0))
        .as("%s", all)
        .isGreaterThan(0.95);
    assertThat(all.stream().mapToDouble(Agreement::stricter).average().orElse(0))
        .as("%s", all)
        .isGreaterThan(0.93);
  }

  /** A printed pair, the shipped network, every way: the whole of what the command measures. */
  @Test
  void onAPrintedPairBiLrpFindsTheTruthAndForetellsWhatCoveringDoes() throws Exception {
    DigitModel model = ModelFiles.shipped().model();
    List<CleanPairs.TablePair> pairs = CleanPairs.print(1, 1515, Typefaces.load());
    TypefaceNetwork generic = new TypefaceNetwork(ShippedNetwork.onnx());
    try (TableReader reader = new TableReader(model, 1);
        PixelReader paper = new PixelReader(model, 0.5, 1);
        PixelReader zero = new PixelReader(model, 0, 1)) {
      PairResult r = PairResult.of(pairs.get(0), new Engines(reader, paper, zero, generic), 1);
      assertThat(r.joined().get(Way.DIGITS_EQUAL)).isGreaterThan(0.9);
      assertThat(r.cosines().get(Way.DIGITS_EQUAL)).isGreaterThan(0.8);
      for (Way way : List.of(Way.PRODUCT, Way.CURVATURE, Way.SALIENCY, Way.GENERIC)) {
        assertThat(r.cosines().get(way))
            .as(way.words())
            .isLessThan(r.cosines().get(Way.INK))
            .isPositive();
      }
      CoverUp c = r.coverUp();
      int all = c.shares().length - 1;
      assertThat(c.measured()[all]).isGreaterThan(0.8);
      assertThat(Arrays.stream(c.measured()).sum()) // area under the curve
          .isGreaterThan(1.2 * Arrays.stream(c.measuredAtRandom()).sum());
      double[] differences = c.differences();
      Arrays.sort(differences);
      assertThat(differences[differences.length / 2]).isLessThan(0.05);
      FaithfulnessReport report =
          new FaithfulnessReport(
              List.of(r), List.of(new Agreement(0.96, 0.9)), 1700, model.version(), 1);
      assertThat(report.markdown())
          .contains(r.table())
          .contains("median of all pairs")
          .contains("| the stricter | 0.900 | 0.900 | 0.900 | 0 |");
      assertThat(report.json()).contains("digits_equal");
      assertThat(report.chart().svg()).contains("random, foretold");
    }
  }

  private static InkMap stripes(boolean across) {
    float[] ink = new float[200 * 280];
    for (int i = 0; i < ink.length; i++) {
      ink[i] = (across ? i / 200 : i % 200) / 4 % 2;
    }
    return new InkMap(200, 280, ink);
  }

  private static Digits digits(String number, List<Digit> read) {
    List<PrintedDigit> there = new ArrayList<>();
    for (int i = 0; i < number.length(); i++) {
      there.add(new PrintedDigit(box(i), number.charAt(i) - '0', "n1", 0, "c"));
    }
    return Digits.of(there, read);
  }

  private static Box box(int i) {
    return new Box(10 * i, 0, 8, 12);
  }

  private static List<Digit> read(String number) {
    List<Digit> digits = new ArrayList<>();
    for (int i = 0; i < number.length(); i++) {
      digits.add(new Digit(box(i), number.charAt(i) - '0', 1, 3, 5 * i + 2));
    }
    return digits;
  }

  private static Methods.Side side(String number) {
    List<Digit> digits = read(number);
    List<Occurrence> occurrences = new ArrayList<>();
    float[] phi = new float[Reading.FEATURES];
    for (int i = 1; i < digits.size(); i++) {
      int bigram = 10 * digits.get(i - 1).digit() + digits.get(i).digit();
      occurrences.add(new Occurrence(bigram, i - 1, i, 1));
      phi[bigram]++;
    }
    Reading reading =
        new Reading(
            "v", new Region(0, 0, 60, 20), Turn.UPRIGHT, 1, 1, true, 0, digits, occurrences, phi);
    return new Methods.Side(
        reading, digits(number, digits), new InkMap(1, 1, new float[1]), new int[] {-1});
  }
}
