package org.tabularium.app.models;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;
import org.tabularium.app.platform.PersonId;
import org.tabularium.app.platform.Problem;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.onnx.ModelFiles;
import org.tabularium.network.onnx.ModelFiles.ModelFile;
import tools.jackson.databind.JsonNode;

/** Registry of model versions. The shipped one is registered, and active, from the first start. */
@Service
public class Models implements InitializingBean {

  private static final Logger log = LoggerFactory.getLogger(Models.class);

  private final ModelRows rows;
  private final ModelFile shipped;
  private final TransactionTemplate transaction;

  private volatile DigitModel active;

  Models(ModelRows rows, ModelFile shipped, TransactionTemplate transaction) {
    this.rows = rows;
    this.shipped = shipped;
    this.transaction = transaction;
    this.active = shipped.model();
  }

  /** Before anything is read: registers what this build ships, if it is new. */
  @Override
  public void afterPropertiesSet() {
    transaction.executeWithoutResult(status -> registerShipped());
  }

  private void registerShipped() {
    DigitModel model = shipped.model();
    if (rows.find(model.version()).isEmpty()) {
      rows.insert(
          model.version(),
          shipped.card(),
          ModelFiles.write(model, shipped.card()),
          null,
          null,
          null);
      // A newer build brings a better model; older readings stay, and are never ranked with its.
      rows.activate(model.version(), null);
      log.info("Model {} registered", Model.brief(model.version()));
    }
    String current =
        rows.active().orElseThrow(() -> new IllegalStateException("no model version is active"));
    if (!current.equals(model.version())) {
      active = ModelFiles.read(file(current)).model();
    }
  }

  /**
   * Registers a version as a candidate. One that is here stays as it is, whatever comes with it
   * now; one that was discarded is a candidate again.
   *
   * @param model the network; its version is the hash of its specification and weights
   * @param card a JSON object for people: {@code name} and whatever else is known of its making and
   *     measured of its quality; it is kept here and in the file that people take along
   * @param parent the version it was trained from; null for none
   * @param labels a frozen copy of the labels it was trained with, CSV in UTF-8; null for none
   * @param by who registers it
   */
  @Transactional
  public Model register(
      DigitModel model,
      JsonNode card,
      @Nullable String parent,
      byte @Nullable [] labels,
      PersonId by) {
    String text = card.toString();
    rows.insert(model.version(), text, ModelFiles.write(model, text), parent, labels, by);
    return get(model.version());
  }

  /** The model that reads and ranks. */
  public DigitModel active() {
    return active;
  }

  /**
   * The version that an address cites.
   *
   * @param version null or blank for none
   * @return null for none, and for the active one
   * @throws Problem 410 when it is not here any more
   */
  @Transactional(readOnly = true)
  public @Nullable String cited(@Nullable String version) {
    if (version == null || version.isBlank() || version.strip().equals(active.version())) {
      return null;
    }
    String cited = version.strip();
    if (rows.find(cited).filter(one -> one.state() != Model.State.DISCARDED).isEmpty()) {
      throw new Problem(HttpStatus.GONE, "model-gone", cited, active.version());
    }
    return cited;
  }

  /** All versions, the latest first. */
  @Transactional(readOnly = true)
  public List<Model> list() {
    return rows.all();
  }

  /**
   * @throws Problem 404
   */
  @Transactional(readOnly = true)
  public Model get(String version) {
    return rows.find(version).orElseThrow(() -> Problem.notFound("no-such-model", version));
  }

  /** Whether this build brought it. */
  boolean isShipped(String version) {
    return shipped.model().version().equals(version);
  }

  /**
   * What it reads with, by name; empty for a version that this build can no longer read with.
   *
   * @throws Problem 404
   */
  @Transactional(readOnly = true)
  public Map<String, String> settings(String version) {
    try {
      return ModelFiles.read(file(version)).model().spec().properties();
    } catch (IllegalArgumentException e) {
      return Map.of();
    }
  }

  /**
   * The file, an ONNX network with its specification and card inside.
   *
   * @throws Problem 404
   */
  @Transactional(readOnly = true)
  public byte[] file(String version) {
    return rows.weights(version).orElseThrow(() -> Problem.notFound("no-such-model", version));
  }

  /**
   * The labels it was trained with as they were then, CSV in UTF-8.
   *
   * @throws Problem 404 when there is no such version, or it was trained with none
   */
  @Transactional(readOnly = true)
  public byte[] labels(String version) {
    Model model = get(version);
    return rows.labels(version)
        .orElseThrow(() -> Problem.notFound("model-without-labels", model.version()));
  }
}
