package org.tabularium.training.trainer;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tabularium.network.model.Convolution;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.model.ModelSpec;
import org.tabularium.training.patches.Mix;
import org.tabularium.training.patches.Sheets;
import org.tabularium.training.type.Typefaces;

/**
 * Stages of training, one after the other, each from what the one before came to: a narrow network
 * learns fast what is easy, grows into the one that ships, learns numbers among words, and is
 * polished on tables.
 *
 * @param stages at least one
 */
record Course(List<Stage> stages) {

  /**
   * One stage.
   *
   * @param recipe how to train
   * @param mix what sheets to make
   * @param channels of the layers but the last
   */
  record Stage(Recipe recipe, Mix mix, List<Integer> channels) {
    Stage {
      channels = List.copyOf(channels);
    }

    /** The specification with these channels. */
    ModelSpec spec(ModelSpec full) {
      if (channels.size() != full.layers().size() - 1) {
        throw new IllegalArgumentException(channels + " are not the channels of " + full.layers());
      }
      List<Convolution> layers = new ArrayList<>();
      for (int i = 0; i < full.layers().size(); i++) {
        Convolution c = full.layers().get(i);
        int in = i == 0 ? c.in() : channels.get(i - 1);
        int out = i == channels.size() ? c.out() : channels.get(i);
        layers.add(new Convolution(in, out, c.kernel(), c.stride(), c.dilation()));
      }
      return full.withLayers(layers);
    }
  }

  Course {
    stages = List.copyOf(stages);
  }

  /** What the shipped model is trained with: {@link ModelSpec#current}. */
  static Course shipped() {
    List<Integer> channels = List.of(16, 32, 32, 48, 48, 48);
    return new Course(
        List.of(
            new Stage(Recipe.first(), Mix.current(), List.of(16, 24, 32, 32, 32, 40)),
            new Stage(Recipe.second(), Mix.second(), channels),
            new Stage(Recipe.third(), Mix.third(), channels),
            new Stage(Recipe.fourth(), Mix.fourth(), channels),
            new Stage(Recipe.fifth(), Mix.fifth(), channels),
            new Stage(Recipe.sixth(), Mix.sixth(), channels),
            new Stage(Recipe.seventh(), Mix.seventh(), channels)));
  }

  /**
   * The course from this stage on, counted from 1.
   *
   * @throws IllegalArgumentException when there is no such stage
   */
  Course from(int stage) {
    if (stage < 1 || stage > stages.size()) {
      throw new IllegalArgumentException(
          "the course has stages 1 to " + stages.size() + ", not " + stage);
    }
    return new Course(stages.subList(stage - 1, stages.size()));
  }

  /** Steps of all stages. */
  int steps() {
    return stages.stream().mapToInt(s -> s.recipe().steps()).sum();
  }

  /**
   * Trains through all stages.
   *
   * @param full the specification of the last stage's network
   * @param base what to begin with; null for random weights
   * @param watcher told of every step, counted over all stages
   * @throws TrainingUnavailable when this machine has no training engine
   */
  DigitModel train(
      ModelSpec full, Typefaces typefaces, @Nullable DigitModel base, Trainer.Watcher watcher)
      throws TrainingUnavailable, InterruptedException {
    DigitModel model = base;
    int before = 0;
    for (Stage stage : stages) {
      Recipe recipe = stage.recipe();
      ModelSpec spec = stage.spec(full);
      Sheets sheets = new Sheets(recipe.seed(), stage.mix(), spec, typefaces, false);
      int done = before;
      Trainer.Watcher whole = (step, loss, now) -> watcher.after(done + step, loss, now);
      Trainer trainer = new Trainer(recipe, spec);
      model =
          model == null
              ? trainer.train(sheets::make, whole)
              : trainer.train(Growth.grown(model, spec, recipe.seed()), sheets::make, whole);
      before += recipe.steps();
    }
    if (model == null) {
      throw new IllegalStateException("a course without stages");
    }
    return model;
  }
}
