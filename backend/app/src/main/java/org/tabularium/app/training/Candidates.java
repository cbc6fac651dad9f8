package org.tabularium.app.training;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import org.tabularium.app.models.Models;
import org.tabularium.network.image.UnreadableScan;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.reading.Progress;
import org.tabularium.network.reading.Reading;
import org.tabularium.network.reading.TableReader;
import org.tabularium.training.labels.LabelScore;
import org.tabularium.training.labels.LabelledPage;
import org.tabularium.training.trainer.Retraining;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Makes registered versions of what trainings came to, with a card that says how. */
@Component
class Candidates {

  /** Pages measured on for the card; the report measures on all. */
  private static final int MEASURED = 12;

  private final TrainingRows rows;
  private final FrozenTables frozen;
  private final Plans plans;
  private final Models models;
  private final CandidateReports reports;
  private final JsonMapper json;
  private final TransactionTemplate transaction;

  Candidates(
      TrainingRows rows,
      FrozenTables frozen,
      Plans plans,
      Models models,
      CandidateReports reports,
      JsonMapper json,
      TransactionTemplate transaction) {
    this.rows = rows;
    this.frozen = frozen;
    this.plans = plans;
    this.models = models;
    this.reports = reports;
    this.json = json;
    this.transaction = transaction;
  }

  /**
   * Registers what came out, unless nothing was better than the start, and asks for its report. The
   * same inputs make the same version and the same card, so doing it twice does no harm.
   */
  void settle(TrainingRows.Given given, Retraining retraining, Retraining.Result result) {
    rows.reached(given.id(), result.curve(), result.steps());
    if (result.best() == 0) {
      rows.settle(given.id(), TrainingRun.Outcome.NO_BETTER, 0, null);
      return;
    }
    ObjectNode card = card(given, retraining, result);
    String version = result.model().version();
    transaction.executeWithoutResult(
        status -> {
          models.register(
              result.model(),
              card,
              given.base(),
              given.labels().getBytes(StandardCharsets.UTF_8),
              given.person());
          rows.settle(given.id(), TrainingRun.Outcome.REGISTERED, result.best(), version);
          reports.ask(version, given.person());
        });
  }

  /** No date and no machine: the same training says the same of itself. */
  private ObjectNode card(
      TrainingRows.Given given, Retraining retraining, Retraining.Result result) {
    TrainingRun run = rows.get(given.id());
    ObjectNode card = json.createObjectNode();
    card.put("name", "digits, " + run.counts().learnt().digits() + " labels");
    card.put("parent", given.base() == null ? TrainingWanted.NOTHING : given.base());
    card.put("trained_on", "labels of " + String.join(", ", run.corpora()) + "; generated sheets");
    ObjectNode labels = card.putObject("labels");
    labels.set("learnt", json.valueToTree(run.counts().learnt()));
    labels.set("held_out", json.valueToTree(run.counts().heldOut()));
    labels.put("sha256", run.labelsSha256());
    card.put("seed", given.seed());
    card.set(
        "settings",
        json.valueToTree(
            Plans.settings(given.base() == null, given.seed()).withSteps(given.steps())));
    card.put("inputs", retraining.inputHash());
    card.put("step", result.best());
    ObjectNode loss = card.putObject("loss");
    loss.put("start", result.curve().get(0).check());
    loss.put(
        "best", result.curve().stream().mapToDouble(Retraining.Point::check).min().orElseThrow());
    FrozenTables.Pages pages = frozen.pages(given.labels());
    boolean aside = run.counts().heldOut().digits() > 0;
    List<LabelledPage> measured =
        (aside ? pages.heldOut() : pages.learnt()).stream().limit(MEASURED).toList();
    ObjectNode figures = card.putObject("figures");
    figures.put("measured_on", aside ? "editions not learnt from" : "the labels learnt from");
    figures.put("pages", measured.size());
    figures(figures.putObject("this"), result.model(), measured);
    DigitModel base = plans.network(given.base());
    if (base != null) {
      figures(figures.putObject("parent"), base, measured);
    }
    return card;
  }

  private static void figures(ObjectNode to, DigitModel model, List<LabelledPage> pages) {
    LabelScore score = LabelScore.NONE;
    try (TableReader reader = new TableReader(model, Runtime.getRuntime().availableProcessors())) {
      for (LabelledPage page : pages) {
        score = score.plus(LabelScore.of(page, digits(reader, page)));
      }
    }
    to.put("labels", score.there());
    to.put("right", score.right());
    to.put("misread", score.misread());
    to.put("missed", score.missed());
    to.put("invented", score.invented());
    to.put("recall", score.recall());
    to.put("precision", score.precision());
  }

  private static List<org.tabularium.network.reading.Digit> digits(
      TableReader reader, LabelledPage page) {
    @Nullable Reading reading;
    try {
      reading = reader.read(page.scan(), page.region(), null, null, Progress.NONE);
    } catch (UnreadableScan | IOException e) {
      // It was learnt from a moment ago: gone or broken since, it counts as read empty.
      reading = null;
    }
    return reading == null ? List.of() : reading.digits();
  }
}
