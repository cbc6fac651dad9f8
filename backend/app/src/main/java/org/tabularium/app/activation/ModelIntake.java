package org.tabularium.app.activation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.multipart.MultipartFile;
import org.tabularium.app.corpus.FileNames;
import org.tabularium.app.models.Generation;
import org.tabularium.app.models.Model;
import org.tabularium.app.models.Models;
import org.tabularium.app.models.RefusedNetworks;
import org.tabularium.app.platform.CurrentPerson;
import org.tabularium.app.platform.Person;
import org.tabularium.app.platform.PersonId;
import org.tabularium.app.platform.Problem;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.model.ModelSpec;
import org.tabularium.network.onnx.DigitNetworks;
import org.tabularium.network.onnx.DigitNetworks.Maps;
import org.tabularium.network.onnx.ModelFiles;
import org.tabularium.network.onnx.RefusedNetwork;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes in model versions as files: what Tabularium wrote, here or elsewhere, with the card inside;
 * and digit networks that other people's tools wrote. Each is tried before it is registered.
 */
@Component
class ModelIntake {

  private static final Pattern VERSION = Pattern.compile("[0-9a-f]{64}");
  private static final int LONGEST_NAME = 120;
  private static final int LONGEST_TEXT = 4000;
  private static final int LONGEST_CARD = 1 << 20;

  private final Models models;
  private final Trials trials;
  private final CurrentPerson person;
  private final JsonMapper json;

  ModelIntake(Models models, Trials trials, CurrentPerson person, JsonMapper json) {
    this.models = models;
    this.trials = trials;
    this.person = person;
    this.json = json;
  }

  /** Where a file was made. */
  enum Origin {
    /** By an installation of Tabularium: specification and card are inside. */
    TABULARIUM,
    /** By other tools: the layers and their weights are all there is. */
    ELSEWHERE;

    @JsonValue
    public String lower() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What somebody says of a network from elsewhere. Nothing of it may be said of a file that
   * Tabularium wrote.
   *
   * @param name for people; the file's where it is missing
   * @param about where it comes from and what is known of it
   * @param like version whose settings are taken; the active one where it is missing
   * @param settings those that are to be otherwise, by the names of {@link ModelSpec#properties}
   * @param peak what a clean digit comes to in its maps
   * @param order the digits of its maps, from the first
   */
  record Wanted(
      @Nullable String name,
      @Nullable String about,
      @Nullable String like,
      Map<String, String> settings,
      @Nullable String peak,
      @Nullable String order) {

    boolean nothing() {
      return settings.isEmpty()
          && name == null
          && about == null
          && like == null
          && peak == null
          && order == null;
    }
  }

  /**
   * A file that was looked at.
   *
   * @param version hash of settings and weights
   * @param origin where the file was made
   * @param existed whether this version was here before
   * @param settings what it reads with
   * @param trial what it read of a sample page
   * @param model the version; null where the file was only tried
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Brought(
      String version,
      Origin origin,
      boolean existed,
      Map<String, String> settings,
      Trial trial,
      @Nullable Model model) {}

  /**
   * Looks at a file, tries it and registers it.
   *
   * @param preview only looks and tries
   * @throws Problem 400 when there is no file, 404 when there is no version like the one named, 413
   *     when the file is too large, 422 when it cannot be read with; the reason says why
   */
  Brought take(@Nullable MultipartFile file, Wanted wanted, boolean preview) throws IOException {
    if (file == null || file.isEmpty()) {
      throw new Problem(HttpStatus.BAD_REQUEST, "missing-parameter", "file");
    }
    if (file.getSize() > DigitNetworks.MOST_BYTES) {
      throw new Problem(
          HttpStatus.CONTENT_TOO_LARGE, "upload-too-large", DigitNetworks.MOST_BYTES >> 20);
    }
    byte[] onnx = file.getBytes();
    String name = FileNames.shown(file.getOriginalFilename());
    try {
      return ModelFiles.isOurs(onnx)
          ? ours(onnx, wanted, preview)
          : elsewhere(onnx, name.isEmpty() ? "network.onnx" : name, wanted, preview);
    } catch (RefusedNetwork e) {
      throw RefusedNetworks.problem(e);
    }
  }

  private Brought ours(byte[] onnx, Wanted wanted, boolean preview) {
    if (!wanted.nothing()) {
      throw new Problem(HttpStatus.UNPROCESSABLE_CONTENT, "model-file-says");
    }
    ModelFiles.ModelFile file = ModelFiles.read(onnx);
    DigitModel model = DigitNetworks.checked(file.model());
    JsonNode card = card(file.card());
    String parent = card.path("parent").asString("");
    return brought(
        model,
        Origin.TABULARIUM,
        Maps.USUAL,
        trial -> card,
        VERSION.matcher(parent).matches() ? parent : null,
        preview);
  }

  private JsonNode card(String text) {
    if (text.length() > LONGEST_CARD) {
      throw new Problem(HttpStatus.UNPROCESSABLE_CONTENT, "model-card-too-long", LONGEST_CARD);
    }
    try {
      JsonNode card = text.isBlank() ? json.createObjectNode() : json.readTree(text);
      return card.isObject() ? card : json.createObjectNode().put("text", text);
    } catch (JacksonException e) {
      return json.createObjectNode().put("text", text);
    }
  }

  private Brought elsewhere(byte[] onnx, String fileName, Wanted wanted, boolean preview) {
    Generation like = wanted.like() == null ? models.active() : models.generation(wanted.like());
    Maps maps = maps(wanted);
    DigitModel model =
        DigitNetworks.read(
            onnx, DigitNetworks.settings(like.model().spec(), wanted.settings()), maps);
    return brought(
        model,
        Origin.ELSEWHERE,
        maps,
        trial -> card(onnx, fileName, wanted, like.version(), maps, trial),
        null,
        preview);
  }

  private static Maps maps(Wanted wanted) {
    String peak = Optional.ofNullable(wanted.peak()).orElse("1");
    try {
      return new Maps(
          Double.parseDouble(peak), Optional.ofNullable(wanted.order()).orElse(Maps.USUAL.order()));
    } catch (NumberFormatException e) {
      throw new Problem(HttpStatus.BAD_REQUEST, "wrong-value", "peak", peak);
    }
  }

  private ObjectNode card(
      byte[] onnx, String fileName, Wanted wanted, String like, Maps maps, Trial trial) {
    Person by = person.get();
    ObjectNode card = json.createObjectNode();
    card.put("name", cut(wanted.name() == null ? fileName : wanted.name(), LONGEST_NAME));
    card.put("origin", Origin.ELSEWHERE.lower());
    if (wanted.about() != null) {
      card.put("about", cut(wanted.about(), LONGEST_TEXT));
    }
    if (!by.id().equals(PersonId.ANONYMOUS)) {
      card.put("registered_by", by.name());
    }
    card.put("registered_at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    card.put("file", fileName);
    card.put("bytes", onnx.length);
    card.put("sha256", sha256(onnx));
    card.put("settings_of", like);
    if (!wanted.settings().isEmpty()) {
      ObjectNode chosen = card.putObject("settings_chosen");
      wanted.settings().forEach(chosen::put);
    }
    if (!maps.equals(Maps.USUAL)) {
      card.put("peak", maps.peak());
      card.put("order", maps.order());
    }
    ObjectNode tried = card.putObject("tried_on");
    tried.put("page", trial.page());
    tried.put("digits", trial.there());
    tried.put("read", trial.read());
    tried.put("alike", trial.alike());
    return card;
  }

  private interface CardOf {
    JsonNode of(Trial trial);
  }

  private Brought brought(
      DigitModel model,
      Origin origin,
      Maps maps,
      CardOf card,
      @Nullable String parent,
      boolean preview) {
    Trial trial = trials.on(model, maps);
    boolean existed = models.isHere(model.version());
    Model registered =
        preview ? null : models.register(model, card.of(trial), parent, null, person.get().id());
    return new Brought(
        model.version(),
        origin,
        existed,
        new LinkedHashMap<>(model.spec().properties()),
        trial,
        registered);
  }

  private static String cut(String text, int longest) {
    return text.codePointCount(0, text.length()) <= longest
        ? text
        : text.substring(0, text.offsetByCodePoints(0, longest));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
