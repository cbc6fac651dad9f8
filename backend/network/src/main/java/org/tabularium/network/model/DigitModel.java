package org.tabularium.network.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.tabularium.network.lrp.Layer;
import org.tabularium.network.lrp.Net;

/**
 * One trained digit network. Its version is the SHA-256 of the specification and the weights, so
 * whatever changes a result changes the version.
 */
public final class DigitModel {
  private final ModelSpec spec;
  private final List<float[]> weights;
  private final String version;

  /**
   * @param spec the layers
   * @param weights one array a layer, in the order out, in, row, column
   * @throws IllegalArgumentException when an array does not fit its layer
   */
  public DigitModel(ModelSpec spec, List<float[]> weights) {
    if (weights.size() != spec.layers().size()) {
      throw new IllegalArgumentException(
          weights.size() + " weight arrays for " + spec.layers().size() + " layers");
    }
    for (int i = 0; i < weights.size(); i++) {
      if (weights.get(i).length != spec.layers().get(i).weights()) {
        throw new IllegalArgumentException("the weights of layer " + i + " do not fit it");
      }
    }
    this.spec = spec;
    this.weights = weights.stream().map(float[]::clone).toList();
    this.version = hash(spec, this.weights);
  }

  public ModelSpec spec() {
    return spec;
  }

  /** A copy of one layer's weights, in the order out, in, row, column. */
  public float[] weights(int layer) {
    return weights.get(layer).clone();
  }

  /** 64 hexadecimal digits. */
  public String version() {
    return version;
  }

  /**
   * The digit CNN as layers, one linear layer and one rectifier for each convolution, for whatever
   * explains it by rules.
   *
   * @param height of the ink map, cells
   * @param width likewise
   */
  public Net net(int height, int width) {
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < weights.size(); i++) {
      Convolution c = spec.layers().get(i);
      int p = c.padding();
      float[] trained = weights.get(i);
      double[] exact = new double[trained.length];
      Arrays.setAll(exact, w -> trained[w]);
      layers.add(
          new Layer.Convolve(
              c.in(),
              c.out(),
              c.kernel(),
              c.kernel(),
              c.stride(),
              c.dilation(),
              new Layer.Padding(p, p, p, p),
              exact,
              new double[0]));
      layers.add(new Layer.Rectify());
    }
    return Net.sequence(new int[] {1, height, width}, layers);
  }

  private static String hash(ModelSpec spec, List<float[]> weights) {
    MessageDigest sha;
    try {
      sha = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    for (Map.Entry<String, String> p : spec.properties().entrySet()) {
      sha.update((p.getKey() + "=" + p.getValue() + "\n").getBytes(StandardCharsets.UTF_8));
    }
    for (float[] layer : weights) {
      ByteBuffer bytes = ByteBuffer.allocate(4 * layer.length);
      bytes.asFloatBuffer().put(layer);
      sha.update(bytes);
    }
    return HexFormat.of().formatHex(sha.digest());
  }
}
