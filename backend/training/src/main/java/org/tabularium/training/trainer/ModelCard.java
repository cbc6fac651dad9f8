package org.tabularium.training.trainer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.model.ModelSpec;
import org.tabularium.network.onnx.BigramNetwork;
import org.tabularium.training.evaluation.DigitScore;
import org.tabularium.training.evaluation.HeldOutSheets;
import org.tabularium.training.patches.Mix;
import org.tabularium.training.patches.Sheets;
import org.tabularium.training.type.Typeface;
import org.tabularium.training.type.Typefaces;

/**
 * What a model file says of itself, as JSON: what it was trained on and how, and how it reads
 * typefaces it never saw. No date and no machine, so that the same recipe gives the same file.
 */
final class ModelCard {
  private static final int SHEETS = 150;

  private ModelCard() {}

  static String of(DigitModel model, Course course, Typefaces typefaces) {
    ModelSpec spec = model.spec();
    List<String> lines = new ArrayList<>();
    lines.add(text("name", "digits"));
    lines.add(text("trained_on", "generated print in historical typefaces; no scans"));
    lines.add("\"multiply_adds_per_cell\": " + spec.cost());
    lines.add("\"course\": " + stages(course));
    lines.add("\"typefaces\": " + families(typefaces.training(f -> true)));
    lines.add("\"held_out\": " + families(typefaces.heldOut()));
    try (BigramNetwork network = new BigramNetwork(model, 1)) {
      for (Mix part : List.of(Mix.tables(), Mix.words())) {
        DigitScore score =
            HeldOutSheets.read(
                network, new Sheets(HeldOutSheets.SEED, part, spec, typefaces, true), SHEETS);
        lines.add(
            String.format(
                Locale.ROOT,
                "\"%s\": {\"sheets\": %d, \"digits\": %d, \"found\": %d, \"misread\": %d, \"false\": %d}",
                part.equals(Mix.tables()) ? "held_out_tables" : "held_out_text",
                SHEETS,
                score.there(),
                score.found(),
                score.misread(),
                score.falseInTable()));
      }
    }
    return "{" + String.join(", ", lines) + "}";
  }

  /** What each stage was trained with; the rest stands in the training's code at that commit. */
  static String stages(Course course) {
    return course.stages().stream()
        .map(
            stage ->
                String.format(
                    Locale.ROOT,
                    "{\"channels\": \"%s\", \"steps\": %d, \"patches a step\": %d, \"seed\": %d, \"rate\": \"%s to %s\"}",
                    stage.channels().stream().map(String::valueOf).collect(Collectors.joining("-")),
                    stage.recipe().steps(),
                    stage.recipe().batch(),
                    stage.recipe().seed(),
                    stage.recipe().highRate(),
                    stage.recipe().lowRate()))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String families(List<Typeface> faces) {
    return faces.stream()
        .map(f -> "\"" + f.family() + "\"")
        .distinct()
        .collect(Collectors.joining(", ", "[", "]"));
  }

  /** Names and numbers of records only: nothing in them needs escaping. */
  private static String text(String name, String value) {
    return "\"" + name + "\": \"" + value + "\"";
  }
}
