package org.tabularium.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.tabularium.network.lrp.Layer;
import org.tabularium.network.lrp.Layer.Padding;
import org.tabularium.network.lrp.Net;
import org.tabularium.network.onnx.NetWriter;

/**
 * Writes a network of VGG-16's shape with seeded weights, for trials where the published ones are
 * not at hand: {@code VggShaped FILE.onnx [SIDE] [WIDTH] [SEED]}. Its 31 layers are VGG-16's, with
 * WIDTH instead of 64 maps in the first block.
 */
public final class VggShaped {
  /** Convolutions in each block, and how many times wider than the first it is. */
  private static final int[][] BLOCKS = {{2, 1}, {2, 2}, {3, 4}, {3, 8}, {3, 8}};

  private VggShaped() {}

  public static void main(String[] arguments) throws IOException {
    int side = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 128;
    int width = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 8;
    long seed = arguments.length > 3 ? Long.parseLong(arguments[3]) : 16;
    Files.write(Path.of(arguments[0]), NetWriter.write(net(side, width, seed), names()));
    System.out.println("wrote " + arguments[0] + "; its layers are " + names());
  }

  static Net net(int side, int width, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Layer> layers = new ArrayList<>();
    int in = 3;
    for (int[] block : BLOCKS) {
      int out = width * block[1];
      for (int c = 0; c < block[0]; c++) {
        layers.add(convolution(random, in, out));
        layers.add(new Layer.Rectify());
        in = out;
      }
      layers.add(new Layer.MaxPool(2, 2, Padding.NONE));
    }
    return Net.sequence(new int[] {3, side, side}, layers);
  }

  /** As torchvision counts VGG-16's features: features.0 to features.30. */
  static List<String> names() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 31; i++) {
      names.add("features." + i);
    }
    return names;
  }

  /** He's weights; small biases, so that there is a remainder to be stated. */
  private static Layer convolution(SplittableRandom random, int in, int out) {
    double[] weights = new double[out * in * 9];
    double[] bias = new double[out];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = Math.sqrt(2.0 / (9 * in)) * random.nextGaussian();
    }
    for (int o = 0; o < out; o++) {
      bias[o] = 0.01 * random.nextGaussian();
    }
    return new Layer.Convolve(in, out, 3, 3, 1, 1, new Padding(1, 1, 1, 1), weights, bias);
  }
}
