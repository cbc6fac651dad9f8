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
import org.tabularium.app.platform.Problem;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.onnx.ModelFiles;
import org.tabularium.network.onnx.ModelFiles.ModelFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Registry of model versions. The shipped one is registered, and active, from the first start. */
@Service
public class Models implements InitializingBean {

  private static final Logger log = LoggerFactory.getLogger(Models.class);

  private final ModelRows rows;
  private final ModelFile shipped;
  private final JsonMapper json;
  private final TransactionTemplate transaction;

  private volatile DigitModel active;

  Models(ModelRows rows, ModelFile shipped, JsonMapper json, TransactionTemplate transaction) {
    this.rows = rows;
    this.shipped = shipped;
    this.json = json;
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
    if (!rows.existsById(model.version())) {
      rows.deactivateAll();
      ModelRow row =
          new ModelRow(model.version(), shipped.card(), ModelFiles.write(model, shipped.card()));
      // A newer build brings a better model; older readings stay, and are never ranked with its.
      row.active = true;
      rows.saveAndFlush(row);
      log.info("Model {} registered", model.version().substring(0, 12));
    }
    ModelRow current =
        rows.findByActiveTrue()
            .orElseThrow(() -> new IllegalStateException("no model version is active"));
    if (!current.version.equals(model.version())) {
      active = ModelFiles.read(current.weights).model();
    }
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
    if (!rows.existsById(version.strip())) {
      throw new Problem(HttpStatus.GONE, "model-gone", version.strip(), active.version());
    }
    return version.strip();
  }

  /** All versions, the latest first. */
  @Transactional(readOnly = true)
  public List<Model> list() {
    return rows.findAllByOrderByRegisteredAtDesc().stream().map(this::model).toList();
  }

  /**
   * @throws Problem 404
   */
  @Transactional(readOnly = true)
  public Model get(String version) {
    return rows.findById(version)
        .map(this::model)
        .orElseThrow(() -> Problem.notFound("no-such-model", version));
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
    return rows.findById(version)
        .map(row -> row.weights)
        .orElseThrow(() -> Problem.notFound("no-such-model", version));
  }

  private Model model(ModelRow row) {
    return new Model(row.version, row.active, card(row.card), row.registeredAt);
  }

  private JsonNode card(String card) {
    try {
      return card.isBlank() ? json.createObjectNode() : json.readTree(card);
    } catch (JacksonException e) {
      return json.createObjectNode().put("text", card);
    }
  }
}
