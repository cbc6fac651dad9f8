package org.tabularium.app.training;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.tabularium.app.annotate.Label;
import org.tabularium.app.annotate.LabelKind;
import org.tabularium.app.annotate.LabelledTable;
import org.tabularium.app.annotate.Labels;
import org.tabularium.app.corpus.Corpora;
import org.tabularium.app.corpus.Corpus;
import org.tabularium.app.models.Models;
import org.tabularium.app.platform.Problem;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.onnx.ModelFiles;
import org.tabularium.training.trainer.Retraining;

/** From what somebody wants to what a training would be given, with what is to be said of it. */
@Component
class Plans {

  /** Fewer labels than this of a digit teach little of it. */
  static final int FEW = 30;

  private final Models models;
  private final Corpora corpora;
  private final Labels labels;

  Plans(Models models, Corpora corpora, Labels labels) {
    this.models = models;
    this.corpora = corpora;
    this.labels = labels;
  }

  /**
   * What a training would be given.
   *
   * @param base the version it begins with; null: random weights
   * @param findings of the labels; those of the engine are not among them
   */
  record Plan(
      @Nullable String base,
      List<Corpus> corpora,
      Retraining.Settings settings,
      Sides sides,
      List<Finding> findings) {

    Set<Long> ids() {
      Set<Long> ids = new HashSet<>();
      corpora.forEach(corpus -> ids.add(corpus.id()));
      return ids;
    }

    int tables() {
      return sides.learnt().size() + sides.heldOut().size();
    }
  }

  /**
   * @throws Problem 404 when base, a corpus or an edition is not here; 400 for steps out of bounds
   */
  @Transactional(readOnly = true)
  Plan of(TrainingWanted wanted) {
    Set<Long> ids =
        wanted.corpora() == null || wanted.corpora().isEmpty()
            ? Set.of()
            : corpora.idsOf(wanted.corpora());
    List<Corpus> chosen =
        corpora.list().stream().filter(one -> ids.isEmpty() || ids.contains(one.id())).toList();
    List<LabelledTable> tables = labels.ofCorpora(chosen.stream().map(Corpus::id).toList());
    Sides sides =
        wanted.heldOut() == null
            ? Sides.chosen(tables, wanted.seedOrFirst())
            : Sides.of(tables, editions(wanted.heldOut(), tables));
    return new Plan(base(wanted), chosen, settings(wanted), sides, findings(sides));
  }

  /** The network a training begins with. */
  @Nullable DigitModel network(@Nullable String base) {
    return base == null ? null : ModelFiles.read(models.file(base)).model();
  }

  private @Nullable String base(TrainingWanted wanted) {
    if (wanted.fromNothing()) {
      return null;
    }
    return wanted.base() == null || wanted.base().isBlank()
        ? models.active().version()
        : models.get(wanted.base().strip()).version();
  }

  static Retraining.Settings settings(TrainingWanted wanted) {
    Retraining.Settings usual = settings(wanted.fromNothing(), wanted.seedOrFirst());
    Integer steps = wanted.steps();
    if (steps == null) {
      return usual;
    }
    if (steps < 1 || steps > TrainingWanted.MOST_STEPS) {
      throw new Problem(HttpStatus.BAD_REQUEST, "wrong-value", "steps", Integer.toString(steps));
    }
    return usual.withSteps(steps);
  }

  static Retraining.Settings settings(boolean fromNothing, long seed) {
    return fromNothing ? Retraining.Settings.fromNothing(seed) : Retraining.Settings.further(seed);
  }

  private static Set<Long> editions(List<String> wanted, List<LabelledTable> tables) {
    Set<Long> there = new HashSet<>();
    tables.forEach(
        table -> {
          if (table.table().edition() != null) {
            there.add(table.table().edition().id());
          }
        });
    Set<Long> ids = new HashSet<>();
    for (String one : wanted) {
      if (one.isBlank()) {
        continue;
      }
      long id;
      try {
        id = Long.parseLong(one.strip());
      } catch (NumberFormatException e) {
        throw new Problem(HttpStatus.BAD_REQUEST, "wrong-value", "heldOut", one);
      }
      if (!there.contains(id)) {
        throw Problem.notFound("training-edition", one);
      }
      ids.add(id);
    }
    return ids;
  }

  private static List<Finding> findings(Sides sides) {
    List<Finding> findings = new ArrayList<>();
    Sides.Counts learnt = Sides.Counts.of(sides.learnt());
    Sides.Counts heldOut = Sides.Counts.of(sides.heldOut());
    if (learnt.digits() + learnt.none() + learnt.contrast() == 0) {
      findings.add(Finding.blocks("no-labels"));
      return findings;
    }
    if (!sides.leaks().isEmpty()) {
      findings.add(Finding.blocks("leak", String.join("; ", sides.leaks())));
    }
    List<String> few = new ArrayList<>();
    for (int c = 0; c < 10; c++) {
      if (learnt.classes()[c] < FEW) {
        few.add(c + " (" + learnt.classes()[c] + ")");
      }
    }
    if (!few.isEmpty()) {
      findings.add(Finding.warns("few-labels", FEW, String.join(", ", few)));
    }
    if (heldOut.digits() == 0) {
      findings.add(Finding.warns("no-hold-out"));
    }
    List<LabelledTable> all = new ArrayList<>(sides.learnt());
    all.addAll(sides.heldOut());
    int unreviewed =
        all.stream()
            .filter(table -> !table.page().state().isReviewed())
            .mapToInt(table -> table.labels().size())
            .sum();
    if (unreviewed > 0) {
      int taken =
          (int)
              all.stream()
                  .filter(table -> !table.page().state().isReviewed())
                  .flatMap(table -> table.labels().stream())
                  .filter(Plans::takenOver)
                  .count();
      findings.add(Finding.warns("unreviewed", unreviewed, taken));
    }
    int homeless = (int) all.stream().filter(table -> table.table().edition() == null).count();
    if (homeless > 0) {
      findings.add(Finding.warns("no-edition", homeless));
    }
    int twice = scansInTwoCorpora(all);
    if (twice > 0) {
      findings.add(Finding.warns("same-scan", twice));
    }
    return findings;
  }

  private static boolean takenOver(Label label) {
    return label.kind() == LabelKind.DIGIT && label.mark().model() != null;
  }

  private static int scansInTwoCorpora(List<LabelledTable> tables) {
    Map<String, Set<Long>> corpora = new HashMap<>();
    tables.forEach(
        table ->
            corpora
                .computeIfAbsent(table.table().scan().sha256(), scan -> new HashSet<>())
                .add(table.table().corpus().id()));
    return (int) corpora.values().stream().filter(of -> of.size() > 1).count();
  }
}
