package org.tabularium.network.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tabularium.network.image.InkMap;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.model.ModelSpec;
import org.tabularium.network.onnx.RefusedNetwork.Reason;

/**
 * Model files: the whole bigram network as ONNX, its specification and its card in the file's
 * metadata, so that a file found alone in ten years still says what it is.
 */
public final class ModelFiles {
  private static final String SHIPPED = "/org/tabularium/network/digits.onnx";
  private static final String VERSION = "tabularium.version";
  private static final String CARD = "tabularium.card";
  private static final String CARD_HASH = "tabularium.card.sha256";
  private static final String SPEC = "tabularium.spec.";

  /** A model and the card that came with it: JSON text, empty when there is none. */
  public record ModelFile(DigitModel model, String card) {}

  private ModelFiles() {}

  /** The model that ships with Tabularium. */
  public static ModelFile shipped() {
    try (InputStream in = ModelFiles.class.getResourceAsStream(SHIPPED)) {
      if (in == null) {
        throw new IllegalStateException("this build of Tabularium ships no model");
      }
      return read(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file of a model, with a card (JSON) in it. */
  public static byte[] write(DigitModel model, String card) {
    Map<String, String> metadata = new TreeMap<>();
    model.spec().properties().forEach((k, v) -> metadata.put(SPEC + k, v));
    metadata.put(VERSION, model.version());
    metadata.put(CARD, card);
    metadata.put(CARD_HASH, sha256(card));
    return BigramGraph.build(model, metadata);
  }

  /** Whether it is an ONNX file that says it was written by {@link #write}. */
  public static boolean isOurs(byte[] onnx) {
    try {
      return ModelProto.parseFrom(onnx).getMetadataPropsList().stream()
          .anyMatch(p -> p.getKey().equals(VERSION) || p.getKey().startsWith(SPEC));
    } catch (InvalidProtocolBufferException e) {
      return false;
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws RefusedNetwork when it is no such file, or was changed since, or made for another way
   *     to find ink or scale; the message says why
   */
  public static ModelFile read(byte[] onnx) {
    ModelProto file = parsed(onnx);
    Map<String, String> said = metadata(file);
    ModelSpec read = spec(said);
    if (!read.inkMap().equals(InkMap.ALGORITHM)) {
      throw new RefusedNetwork(
          Reason.OTHER_BUILD,
          "the model expects the ink map " + read.inkMap() + ", not " + InkMap.ALGORITHM);
    }
    if (!read.framing().equals(ModelSpec.FRAMING)) {
      throw new RefusedNetwork(
          Reason.OTHER_BUILD,
          "the model expects the choice of scale " + read.framing() + ", not " + ModelSpec.FRAMING);
    }
    String card = said.getOrDefault(CARD, "");
    DigitModel model;
    try {
      model = new DigitModel(read, weights(file, read));
    } catch (IllegalArgumentException e) {
      throw new RefusedNetwork(Reason.DAMAGED, String.valueOf(e.getMessage()), e);
    }
    String version = said.getOrDefault(VERSION, "");
    if (!model.version().equals(version)) {
      throw new RefusedNetwork(
          Reason.CHANGED,
          "settings and weights have the hash "
              + model.version()
              + ", but the file says "
              + version);
    }
    // Files of older builds have no hash of their card.
    if (said.containsKey(CARD_HASH) && !sha256(card).equals(said.get(CARD_HASH))) {
      throw new RefusedNetwork(
          Reason.CHANGED, "the card has the hash " + sha256(card) + ", but the file says another");
    }
    return new ModelFile(model, card);
  }

  /**
   * What a file says of how to read with it, whether this build can or not: enough to understand
   * what was read.
   *
   * @throws RefusedNetwork when it says nothing of the kind
   */
  public static ModelSpec spec(byte[] onnx) {
    return spec(metadata(parsed(onnx)));
  }

  private static ModelProto parsed(byte[] onnx) {
    try {
      return ModelProto.parseFrom(onnx);
    } catch (InvalidProtocolBufferException e) {
      throw new RefusedNetwork(Reason.DAMAGED, "not an ONNX file, or a damaged one", e);
    }
  }

  private static Map<String, String> metadata(ModelProto file) {
    Map<String, String> said = new HashMap<>();
    file.getMetadataPropsList().forEach(p -> said.put(p.getKey(), p.getValue()));
    return said;
  }

  private static ModelSpec spec(Map<String, String> said) {
    Map<String, String> spec = new HashMap<>();
    said.forEach(
        (key, value) -> {
          if (key.startsWith(SPEC)) {
            spec.put(key.substring(SPEC.length()), value);
          }
        });
    try {
      return ModelSpec.of(spec);
    } catch (IllegalArgumentException e) {
      throw new RefusedNetwork(Reason.DAMAGED, String.valueOf(e.getMessage()), e);
    }
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * The weights and the card of a file in a file of today's specification: for weights that are
   * still good when the way to read with them has changed. It is another version.
   *
   * @throws IllegalArgumentException when the weights do not fit today's layers
   */
  public static byte[] wrappedAnew(byte[] onnx) {
    ModelProto file = parsed(onnx);
    ModelSpec today = ModelSpec.current();
    return write(
        new DigitModel(today, weights(file, today)), metadata(file).getOrDefault(CARD, ""));
  }

  private static List<float[]> weights(ModelProto file, ModelSpec spec) {
    Map<String, TensorProto> tensors = new HashMap<>();
    file.getGraph().getInitializerList().forEach(t -> tensors.put(t.getName(), t));
    List<float[]> weights = new ArrayList<>();
    for (int i = 0; i < spec.layers().size(); i++) {
      TensorProto tensor = tensors.get(BigramGraph.weightName(i));
      if (tensor == null) {
        throw new IllegalArgumentException("the weights of layer " + i + " are missing");
      }
      weights.add(floats(tensor));
    }
    return weights;
  }

  private static float[] floats(TensorProto tensor) {
    float[] values = new float[tensor.getRawData().size() / 4];
    tensor
        .getRawData()
        .asReadOnlyByteBuffer()
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(values);
    return values;
  }
}
