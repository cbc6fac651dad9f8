package org.tabularium.training.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tabularium.network.image.Box;
import org.tabularium.network.image.InkMap;
import org.tabularium.network.image.Turn;
import org.tabularium.network.model.Convolution;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.model.ModelSpec;
import org.tabularium.training.corpus.Truth;
import org.tabularium.training.corpus.Truth.PageTruth;
import org.tabularium.training.labels.LabelledPage;
import org.tabularium.training.labels.LabelledSheet;
import org.tabularium.training.labels.Place;
import org.tabularium.training.patches.Mark;
import org.tabularium.training.patches.Sheet;
import org.tabularium.training.patches.SheetPack;
import org.tabularium.training.trainer.Retraining.Point;
import org.tabularium.training.trainer.Retraining.Result;

/** With a tiny network: how training is steered, not how well it reads. */
class RetrainingTest {

  private static final Path SAMPLES = Path.of("../../corpus-samples");

  private static final Retraining.Settings SHORT =
      new Retraining.Settings(5, 40, 4, 48, 3e-3, 3, 1);

  private static DigitModel base;
  private static List<Sheet> sheets;
  private static LabelledPage learnt;
  private static LabelledPage aside;

  @BeforeAll
  static void load() throws Exception {
    ModelSpec spec =
        ModelSpec.current()
            .withLayers(
                List.of(
                    new Convolution(1, 6, 5, 2, 1),
                    new Convolution(6, 10, 3, 1, 1),
                    new Convolution(10, 10, 1, 1, 1)));
    base = new DigitModel(spec, Trainer.random(spec, 1));
    sheets = SheetPack.shipped().subList(0, 6);
    List<PageTruth> truth = Truth.read(SAMPLES.resolve("truth"));
    learnt = page(truth.get(0), "one");
    aside = page(truth.get(8), "other");
  }

  private static LabelledPage page(PageTruth truth, String edition) {
    return new LabelledPage(
        truth.pageId(),
        edition,
        SAMPLES.resolve("pages").resolve(truth.pageId()),
        truth.pageId(),
        null,
        Turn.UPRIGHT,
        null,
        truth.digits().subList(0, 60).stream()
            .map(digit -> Place.digit(digit.box(), digit.digit()))
            .toList());
  }

  private static Retraining retraining() {
    return new Retraining(SHORT, base, List.of(learnt), List.of(aside), sheets);
  }

  /** Stops after so many steps; keeps the last checkpoint. */
  private static final class Steered implements Retraining.Listener {
    private final int last;
    private final List<Integer> told = new ArrayList<>();
    private byte @Nullable [] state;

    Steered(int last) {
      this.last = last;
    }

    @Override
    public boolean after(int step, int steps) {
      return step < last;
    }

    @Override
    public void reached(List<Point> curve) {
      told.add(curve.get(curve.size() - 1).step());
    }

    @Override
    public void checkpoint(byte[] checkpoint) {
      state = checkpoint;
    }
  }

  @Test
  void theCheckFallsAndTheBestIsKept() throws Exception {
    Steered listener = new Steered(1000);
    Result result = retraining().run(null, listener);
    List<Point> curve = result.curve();
    assertThat(listener.told).containsExactly(20, 40);
    assertThat(result.steps()).isEqualTo(40);
    assertThat(curve.get(curve.size() - 1).check()).isLessThan(0.9 * curve.get(0).check());
    double least = curve.stream().mapToDouble(Point::check).min().orElseThrow();
    assertThat(curve)
        .filteredOn(p -> p.step() == result.best())
        .first()
        .satisfies(p -> assertThat(p.check()).isEqualTo(least));
  }

  @Test
  void theSameInputsGiveTheSameModelAlsoWithACrashBetween() throws Exception {
    Result whole = retraining().run(null, new Steered(1000));
    Steered killed = new Steered(1000);
    // A process that dies leaves its last checkpoint and nothing else.
    assertThatThrownBy(
            () ->
                retraining()
                    .run(
                        null,
                        new Retraining.Listener() {
                          @Override
                          public boolean after(int step, int steps) {
                            if (step == 27) {
                              throw new IllegalStateException("killed");
                            }
                            return true;
                          }

                          @Override
                          public void reached(List<Point> curve) {}

                          @Override
                          public void checkpoint(byte[] state) {
                            killed.checkpoint(state);
                          }
                        }))
        .hasMessage("killed");
    List<Integer> steps = new ArrayList<>();
    Result resumed =
        retraining()
            .run(
                killed.state,
                new Retraining.Listener() {
                  @Override
                  public boolean after(int step, int of) {
                    steps.add(step);
                    return true;
                  }

                  @Override
                  public void reached(List<Point> curve) {}

                  @Override
                  public void checkpoint(byte[] state) {}
                });
    assertThat(steps.get(0)).isEqualTo(21);
    assertThat(resumed.model().version()).isEqualTo(whole.model().version());
    assertThat(resumed.curve()).isEqualTo(whole.curve());
  }

  @Test
  void stoppingKeepsTheBestSoFar() throws Exception {
    Result result = retraining().run(null, new Steered(23));
    assertThat(result.steps()).isEqualTo(23);
    assertThat(result.best()).isIn(20, 23);
    assertThat(result.model().version()).isNotEqualTo(base.version());
  }

  @Test
  void anotherTrainingsCheckpointIsNotLookedAt() throws Exception {
    Steered first = new Steered(1000);
    retraining().run(null, first);
    Retraining other =
        new Retraining(
            new Retraining.Settings(6, 1, 4, 48, 3e-3, 3, 1),
            base,
            List.of(learnt),
            List.of(aside),
            sheets);
    assertThat(other.inputHash()).isNotEqualTo(retraining().inputHash());
    assertThat(other.run(first.state, new Steered(1000)).steps()).isEqualTo(1);
  }

  @Test
  void anEditionIsNeverLearntFromAndHeldOut() {
    assertThatThrownBy(() -> new Retraining(SHORT, base, List.of(learnt), List.of(learnt), sheets))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one");
  }

  /** The heart of it: digits that nobody labelled must not count as paper. */
  @Test
  void onlyLabelsAndContrastRegionsAreAsked() {
    LabelledSheet sheet =
        new LabelledSheet(
            new InkMap(200, 200, new float[200 * 200]),
            List.of(new Mark(40, 40, 20, 7)),
            List.of(new Mark(40, 80, 20, -1)),
            List.of(new Mark(80, 80, 20, -1)),
            List.of(new Box(60, 60, 30, 30)));
    Recipe recipe = SHORT.recipe();
    ModelSpec spec = base.spec();
    Batch batch = Batch.blank(new Recipe(1, 1, 1, 112, 1, 1, 0.8, 1.1, 8, 3, 2, 0, 0, 1, 1), spec);
    batch.cutFrom(0, sheet, 0, 0, 1, recipe, 3, spec.stride());
    int cells = batch.cells();
    assertThat(batch.asked()[20 * cells + 20]).isEqualTo(3);
    assertThat(batch.target()[7 * cells * cells + 20 * cells + 20]).isGreaterThan(0.9f);
    // Half an em to the right a neighbour may stand that nobody labelled.
    assertThat(batch.asked()[20 * cells + 24]).isZero();
    assertThat(batch.asked()[50 * cells + 10]).isZero();
    // What is none is asked for nothing, more sternly.
    assertThat(batch.asked()[40 * cells + 20]).isEqualTo(9);
    // In the contrast region paper is asked for, except where a person could not tell.
    assertThat(batch.asked()[32 * cells + 32]).isEqualTo(1);
    assertThat(batch.asked()[40 * cells + 40]).isZero();
  }
}
