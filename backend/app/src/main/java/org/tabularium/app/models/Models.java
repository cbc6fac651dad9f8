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
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.tabularium.app.platform.PersonId;
import org.tabularium.app.platform.Problem;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.onnx.ModelFiles;
import org.tabularium.network.onnx.ModelFiles.ModelFile;
import tools.jackson.databind.JsonNode;

/**
 * Registry of model versions. The shipped one is registered, and active, from the first start; what
 * a newer build ships is a candidate until somebody activates it.
 */
@Service
public class Models implements InitializingBean {

  private static final Logger log = LoggerFactory.getLogger(Models.class);

  /** The attribute of a request that holds its generation. */
  private static final String PINNED = Generation.class.getName();

  private final ModelRows rows;
  private final ModelFile shipped;
  private final TransactionTemplate transaction;

  /** What this node serves; every request sees the same one from its beginning to its end. */
  private volatile Generation serving;

  Models(ModelRows rows, ModelFile shipped, TransactionTemplate transaction) {
    this.rows = rows;
    this.shipped = shipped;
    this.transaction = transaction;
    this.serving = Generation.of(shipped.model());
  }

  /** Before anything is read: registers what this build ships, if it is new. */
  @Override
  public void afterPropertiesSet() {
    transaction.executeWithoutResult(status -> registerShipped());
  }

  private void registerShipped() {
    rows.lockActive();
    DigitModel model = shipped.model();
    if (rows.find(model.version()).isEmpty()) {
      rows.insert(
          model.version(),
          shipped.card(),
          ModelFiles.write(model, shipped.card()),
          null,
          null,
          null);
      log.info("Model {} registered", Model.brief(model.version()));
    }
    if (rows.active().isEmpty()) {
      rows.activate(model.version(), null);
    }
    serving = generation(stored());
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

  /**
   * What reads and ranks. Within a request it is always the same, whatever is activated meanwhile;
   * elsewhere it may be another at the next call.
   */
  public Generation active() {
    RequestAttributes request = RequestContextHolder.getRequestAttributes();
    if (request == null) {
      return serving;
    }
    if (request.getAttribute(PINNED, RequestAttributes.SCOPE_REQUEST) instanceof Generation mine) {
      return mine;
    }
    Generation now = serving;
    request.setAttribute(PINNED, now, RequestAttributes.SCOPE_REQUEST);
    return now;
  }

  /** A version, whether active or not; the active one as it is served. */
  @Transactional(readOnly = true)
  public Generation generation(String version) {
    Generation active = active();
    return active.version().equals(version) ? active : Generation.of(version, file(version));
  }

  /**
   * The version that is active as the database says in this moment: before this node serves it, and
   * whatever the request began with.
   */
  @Transactional(readOnly = true)
  public String stored() {
    return rows.active().orElseThrow(() -> new IllegalStateException("no model version is active"));
  }

  /** The same, and it stays the active one until the transaction ends. */
  @Transactional
  public String storedUntilCommit() {
    rows.shareActive();
    return stored();
  }

  /**
   * Makes a version the active one in the caller's transaction, and writes down who did. This node
   * serves it from {@link #serve} on. Nobody else changes it until the transaction ends.
   *
   * @param by null: nobody; the build could not read with the one before
   * @return false when it is active already
   * @throws Problem 409 when it was discarded
   */
  @Transactional
  public boolean activate(String version, @Nullable PersonId by) {
    rows.lockActive();
    Model model = get(version);
    if (model.state() == Model.State.DISCARDED) {
      throw new Problem(HttpStatus.CONFLICT, "model-discarded", Model.brief(version));
    }
    if (model.active()) {
      return false;
    }
    rows.activate(version, by);
    return true;
  }

  /**
   * Notes that a candidate is not wanted.
   *
   * @throws Problem 404; 409 when it is or was active, or came with this build
   */
  @Transactional
  public void discard(String version, PersonId by) {
    rows.lockActive();
    Model model = get(version);
    if (isShipped(version)) {
      throw new Problem(HttpStatus.CONFLICT, "model-shipped", Model.brief(version));
    }
    if (model.state() == Model.State.ACTIVE || model.state() == Model.State.RETIRED) {
      throw new Problem(HttpStatus.CONFLICT, "model-was-active", Model.brief(version));
    }
    if (model.state() == Model.State.CANDIDATE) {
      rows.discard(version, by);
    }
  }

  /** Which version was activated when, the latest first. */
  @Transactional(readOnly = true)
  public List<Activation> activations() {
    return rows.activations();
  }

  /** The version that was active before the one that is; null when none was. */
  @Transactional(readOnly = true)
  public @Nullable String before() {
    return rows.activations().stream().findFirst().map(Activation::before).orElse(null);
  }

  /** The version that came with this build. */
  public String shipped() {
    return shipped.model().version();
  }

  /** From here on new requests are answered with this generation; those under way are not. */
  public void serve(Generation generation) {
    serving = generation;
    log.info("Model {} reads and ranks", Model.brief(generation.version()));
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
    if (version == null || version.isBlank() || version.strip().equals(active().version())) {
      return null;
    }
    String cited = version.strip();
    if (rows.find(cited).filter(one -> one.state() != Model.State.DISCARDED).isEmpty()) {
      throw new Problem(HttpStatus.GONE, "model-gone", cited, active().version());
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

  /** Whether it is here, in whatever state. */
  @Transactional(readOnly = true)
  public boolean isHere(String version) {
    return rows.find(version).isPresent();
  }

  /** Whether people looked at it and did not want it. */
  @Transactional(readOnly = true)
  public boolean isDiscarded(String version) {
    return rows.find(version).filter(one -> one.state() == Model.State.DISCARDED).isPresent();
  }

  /** Whether this build brought it. */
  public boolean isShipped(String version) {
    return shipped().equals(version);
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
