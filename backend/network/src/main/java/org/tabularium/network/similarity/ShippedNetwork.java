package org.tabularium.network.similarity;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The generic network that ships, so that there is always one to compare the tables' own with: it
 * learnt to tell typefaces apart and knows nothing of numbers. It takes ink maps of any size, one
 * channel, paper 0 and ink up to 1. How it was made stands on its card.
 */
public final class ShippedNetwork {
  /** The layer of its last maps. */
  public static final String MAPS = "maps";

  /** The layer of these maps' means, as a vector. */
  public static final String MEANS = "means";

  private ShippedNetwork() {}

  /** The file. */
  public static byte[] onnx() {
    return resource("typefaces.onnx");
  }

  /** What it is, as JSON. */
  public static String card() {
    return new String(resource("typefaces.json"), StandardCharsets.UTF_8);
  }

  private static byte[] resource(String name) {
    try (InputStream in = ShippedNetwork.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("this build of Tabularium ships no " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
