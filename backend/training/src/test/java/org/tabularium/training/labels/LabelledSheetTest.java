package org.tabularium.training.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tabularium.network.image.Box;
import org.tabularium.network.image.PageFrame;
import org.tabularium.network.image.Region;
import org.tabularium.network.image.Turn;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.model.ModelSpec;
import org.tabularium.network.onnx.BigramNetwork;
import org.tabularium.network.onnx.BigramNetwork.Peaks;
import org.tabularium.network.onnx.ModelFiles;
import org.tabularium.network.reading.Progress;
import org.tabularium.network.reading.Reading;
import org.tabularium.network.reading.TableReader;
import org.tabularium.training.corpus.Truth;
import org.tabularium.training.corpus.Truth.PageTruth;
import org.tabularium.training.patches.Mark;

class LabelledSheetTest {

  private static final Path SAMPLES = Path.of("../../corpus-samples");

  @ParameterizedTest
  @EnumSource(Turn.class)
  void boxesGoToTheInkMapAndBack(Turn turn) {
    PageFrame frame = new PageFrame(new Region(30, 70, 400, 700), turn, 0.8);
    Box cells = new Box(11, 23, 9, 14);
    Box back = frame.toCells(frame.toScan(cells));
    assertThat(back.x()).isCloseTo(cells.x(), within(1e-9));
    assertThat(back.y()).isCloseTo(cells.y(), within(1e-9));
    assertThat(back.w()).isCloseTo(cells.w(), within(1e-9));
    assertThat(back.h()).isCloseTo(cells.h(), within(1e-9));
  }

  /** On a turned page and an upright one: labels lie where the network sees those digits. */
  @Test
  void marksLieOnTheDigitsTheNetworkSees() throws Exception {
    DigitModel model = ModelFiles.shipped().model();
    List<PageTruth> truth = Truth.read(SAMPLES.resolve("truth"));
    PageTruth upright = truth.get(0);
    PageTruth turned =
        truth.stream().filter(page -> page.turn().sideways()).findFirst().orElseThrow();
    try (TableReader reader = new TableReader(model, 1);
        BigramNetwork network = new BigramNetwork(model, 1)) {
      for (PageTruth page : List.of(upright, turned)) {
        Path scan = SAMPLES.resolve("pages").resolve(page.pageId());
        Reading reading = reader.read(scan, null, null, null, Progress.NONE);
        List<Place> places =
            page.digits().subList(0, 60).stream()
                .map(digit -> Place.digit(digit.box(), digit.digit()))
                .toList();
        LabelledPage labelled =
            new LabelledPage(
                page.pageId(), "e", scan, "", null, reading.turn(), reading.scale(), places);
        LabelledSheet sheet =
            LabelledSheet.of(labelled, model.spec(), null, new double[] {1}).get(0);
        assertThat(sheet.digits()).hasSize(60);
        Peaks peaks = network.run(sheet.ink());
        int near = 0;
        for (Mark mark : sheet.digits()) {
          near += sees(peaks, mark, model.spec()) ? 1 : 0;
        }
        assertThat(near).as(page.pageId()).isGreaterThan(54);
      }
    }
  }

  private static boolean sees(Peaks peaks, Mark mark, ModelSpec spec) {
    for (int i = 0; i < peaks.count(); i++) {
      if (peaks.digit()[i] == mark.digit()
          && Math.abs(spec.stride() * peaks.column()[i] + 0.5 - mark.x()) < 3
          && Math.abs(spec.stride() * peaks.row()[i] + 0.5 - mark.y()) < 5) {
        return true;
      }
    }
    return false;
  }
}
