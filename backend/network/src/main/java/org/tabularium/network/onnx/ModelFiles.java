package org.tabularium.network.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tabularium.network.image.InkMap;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.model.ModelSpec;

/**
 * Model files: the whole bigram network as ONNX, its specification and its card in the file's
 * metadata, so that a file found alone in ten years still says what it is.
 */
public final class ModelFiles {
  private static final String SHIPPED = "/org/tabularium/network/digits.onnx";
  private static final String VERSION = "tabularium.version";
  private static final String CARD = "tabularium.card";
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
    return BigramGraph.build(model, metadata);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException when it is no such file, or was changed since; the message
   *     says why
   */
  public static ModelFile read(byte[] onnx) {
    ModelProto file;
    try {
      file = ModelProto.parseFrom(onnx);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("not an ONNX file", e);
    }
    Map<String, String> spec = new HashMap<>();
    String version = "";
    String card = "";
    for (var p : file.getMetadataPropsList()) {
      if (p.getKey().startsWith(SPEC)) {
        spec.put(p.getKey().substring(SPEC.length()), p.getValue());
      } else if (p.getKey().equals(VERSION)) {
        version = p.getValue();
      } else if (p.getKey().equals(CARD)) {
        card = p.getValue();
      }
    }
    ModelSpec read = ModelSpec.of(spec);
    if (!read.inkMap().equals(InkMap.ALGORITHM)) {
      throw new IllegalArgumentException(
          "the model expects the ink map " + read.inkMap() + ", not " + InkMap.ALGORITHM);
    }
    if (!read.framing().equals(ModelSpec.FRAMING)) {
      throw new IllegalArgumentException(
          "the model expects the choice of scale " + read.framing() + ", not " + ModelSpec.FRAMING);
    }
    List<float[]> weights = weights(file, read);
    DigitModel model = new DigitModel(read, weights);
    if (!model.version().equals(version)) {
      throw new IllegalArgumentException("the file was changed after it was written");
    }
    return new ModelFile(model, card);
  }

  /**
   * The weights and the card of a file in a file of today's specification: for weights that are
   * still good when the way to read with them has changed. It is another version.
   *
   * @throws IllegalArgumentException when the weights do not fit today's layers
   */
  public static byte[] wrappedAnew(byte[] onnx) {
    try {
      ModelProto file = ModelProto.parseFrom(onnx);
      String card =
          file.getMetadataPropsList().stream()
              .filter(p -> p.getKey().equals(CARD))
              .findFirst()
              .map(p -> p.getValue())
              .orElse("");
      ModelSpec today = ModelSpec.current();
      return write(new DigitModel(today, weights(file, today)), card);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("not an ONNX file", e);
    }
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
