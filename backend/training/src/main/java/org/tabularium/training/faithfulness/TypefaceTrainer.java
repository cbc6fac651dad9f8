package org.tabularium.training.faithfulness;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.tabularium.network.image.InkMap;
import org.tabularium.network.lrp.Layer;
import org.tabularium.network.lrp.Layer.Padding;
import org.tabularium.network.lrp.Net;
import org.tabularium.network.onnx.NetWriter;
import org.tabularium.network.similarity.ShippedNetwork;
import org.tabularium.training.trainer.Adam;

/**
 * Trains the generic network that explanations are compared with: it learns to tell typefaces of
 * tables apart, so it knows print well and numbers not at all.
 *
 * <p>Convolutions with rectifiers and without biases, means of the last maps, one linear layer to
 * the typefaces. Small enough for plain arrays; same seed, same network.
 */
final class TypefaceTrainer {
  /** Cells of ink a side of a patch. */
  static final int PATCH = 64;

  private static final int[] MAPS = {1, 8, 16, 24, 32};
  private static final int[] KERNELS = {0, 5, 5, 5, 3};
  private static final int STRIDE = 2;
  private static final int LAST = MAPS.length - 1;

  private TypefaceTrainer() {}

  /**
   * What was learnt.
   *
   * @param onnx the whole network, from ink to typefaces
   * @param accuracy share of held-out patches whose typeface it tells
   */
  record Learnt(byte[] onnx, double accuracy) {}

  /** Ink maps of pages in one typeface. */
  record Sample(int typeface, List<InkMap> pages) {}

  /**
   * @param samples one a typeface; of each page's patches the lowest quarter is held out
   */
  static Learnt train(List<Sample> samples, int steps, int batch, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int classes = samples.size();
    List<float[]> weights = new ArrayList<>();
    for (int l = 1; l < MAPS.length; l++) {
      weights.add(
          normal(
              random,
              MAPS[l] * MAPS[l - 1] * KERNELS[l] * KERNELS[l],
              MAPS[l - 1] * KERNELS[l] * KERNELS[l]));
    }
    weights.add(normal(random, classes * MAPS[LAST], MAPS[LAST]));
    Adam adam = new Adam(weights);
    List<float[]> gradients = weights.stream().map(w -> new float[w.length]).toList();
    for (int step = 0; step < steps; step++) {
      gradients.forEach(g -> java.util.Arrays.fill(g, 0));
      for (int i = 0; i < batch; i++) {
        Sample sample = samples.get(random.nextInt(classes));
        new Pass(weights, patch(sample, random, false)).learn(sample.typeface(), gradients, batch);
      }
      adam.update(gradients, 3e-3 * 0.5 * (1 + Math.cos(Math.PI * step / steps)));
    }
    int right = 0;
    int asked = 40 * classes;
    for (int i = 0; i < asked; i++) {
      Sample sample = samples.get(i % classes);
      double[] scores = new Pass(weights, patch(sample, random, true)).scores;
      int best = 0;
      for (int c = 1; c < classes; c++) {
        best = scores[c] > scores[best] ? c : best;
      }
      right += best == sample.typeface() ? 1 : 0;
    }
    return new Learnt(onnx(weights, classes), (double) right / asked);
  }

  private static float[] normal(RandomGenerator random, int count, int fan) {
    float[] w = new float[count];
    for (int i = 0; i < count; i++) {
      w[i] = (float) (Math.sqrt(2.0 / fan) * random.nextGaussian());
    }
    return w;
  }

  /** A patch with print on it. */
  static float[] patch(Sample sample, RandomGenerator random, boolean heldOut) {
    float[] best = new float[PATCH * PATCH];
    double most = -1;
    for (int attempt = 0; attempt < 30 && most < 0.06; attempt++) {
      InkMap ink = sample.pages().get(random.nextInt(sample.pages().size()));
      int border = (ink.height() - PATCH) * 3 / 4;
      int top =
          heldOut
              ? border + random.nextInt(Math.max(1, ink.height() - PATCH - border))
              : random.nextInt(Math.max(1, border - PATCH));
      int left = random.nextInt(ink.width() - PATCH);
      float[] some = new float[PATCH * PATCH];
      double sum = 0;
      for (int i = 0; i < some.length; i++) {
        some[i] = ink.ink()[(top + i / PATCH) * ink.width() + left + i % PATCH];
        sum += some[i];
      }
      if (sum / some.length > most) {
        most = sum / some.length;
        best = some;
      }
    }
    return best;
  }

  /** One patch forward and, if asked, backward. */
  private static final class Pass {
    private final List<float[]> weights;
    private final float[][] maps = new float[MAPS.length][];
    private final int[] sides = new int[MAPS.length];
    private final double[] means = new double[MAPS[LAST]];
    private final double[] scores;

    Pass(List<float[]> weights, float[] patch) {
      this.weights = weights;
      maps[0] = patch;
      sides[0] = PATCH;
      for (int l = 1; l < MAPS.length; l++) {
        sides[l] = (sides[l - 1] - KERNELS[l]) / STRIDE + 1;
        maps[l] = new float[MAPS[l] * sides[l] * sides[l]];
        convolve(l, null, null);
        for (int i = 0; i < maps[l].length; i++) {
          maps[l][i] = Math.max(0, maps[l][i]);
        }
      }
      int cells = sides[LAST] * sides[LAST];
      for (int i = 0; i < maps[LAST].length; i++) {
        means[i / cells] += maps[LAST][i] / cells;
      }
      float[] last = weights.get(LAST);
      scores = new double[last.length / MAPS[LAST]];
      for (int i = 0; i < last.length; i++) {
        scores[i / MAPS[LAST]] += last[i] * means[i % MAPS[LAST]];
      }
    }

    /** Forward into the maps, or backward into gradients of weights and of the maps below. */
    private void convolve(
        int l,
        float @org.jspecify.annotations.Nullable [] above,
        float @org.jspecify.annotations.Nullable [][] into) {
      float[] w = weights.get(l - 1);
      int kernel = KERNELS[l];
      int in = sides[l - 1];
      int out = sides[l];
      for (int o = 0; o < MAPS[l]; o++) {
        for (int i = 0; i < MAPS[l - 1]; i++) {
          for (int u = 0; u < kernel; u++) {
            for (int v = 0; v < kernel; v++) {
              int tap = ((o * MAPS[l - 1] + i) * kernel + u) * kernel + v;
              float weight = w[tap];
              float sum = 0;
              for (int y = 0; y < out; y++) {
                int from = (i * in + y * STRIDE + u) * in + v;
                int to = (o * out + y) * out;
                if (above == null || into == null) {
                  for (int x = 0; x < out; x++) {
                    maps[l][to + x] += weight * maps[l - 1][from + x * STRIDE];
                  }
                } else {
                  for (int x = 0; x < out; x++) {
                    sum += above[to + x] * maps[l - 1][from + x * STRIDE];
                    into[1][from + x * STRIDE] += weight * above[to + x];
                  }
                }
              }
              if (into != null) {
                into[0][tap] += sum;
              }
            }
          }
        }
      }
    }

    /** Adds the gradient of the cross entropy. */
    void learn(int typeface, List<float[]> gradients, int batch) {
      double top = java.util.Arrays.stream(scores).max().orElse(0);
      double[] p = java.util.Arrays.stream(scores).map(s -> Math.exp(s - top)).toArray();
      double sum = java.util.Arrays.stream(p).sum();
      float[] last = weights.get(LAST);
      double[] dMeans = new double[MAPS[LAST]];
      for (int i = 0; i < last.length; i++) {
        int c = i / MAPS[LAST];
        double d = (p[c] / sum - (c == typeface ? 1 : 0)) / batch;
        gradients.get(LAST)[i] += (float) (d * means[i % MAPS[LAST]]);
        dMeans[i % MAPS[LAST]] += d * last[i];
      }
      int cells = sides[LAST] * sides[LAST];
      float[] above = new float[maps[LAST].length];
      for (int i = 0; i < above.length; i++) {
        above[i] = (float) (dMeans[i / cells] / cells);
      }
      for (int l = LAST; l >= 1; l--) {
        for (int i = 0; i < above.length; i++) {
          above[i] = maps[l][i] > 0 ? above[i] : 0;
        }
        float[] below = new float[maps[l - 1].length];
        convolve(l, above, new float[][] {gradients.get(l - 1), below});
        above = below;
      }
    }
  }

  /** Named as {@link ShippedNetwork} and its readers expect it. */
  private static byte[] onnx(List<float[]> weights, int classes) {
    List<Layer> layers = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int l = 1; l <= LAST; l++) {
      layers.add(
          new Layer.Convolve(
              MAPS[l - 1],
              MAPS[l],
              KERNELS[l],
              KERNELS[l],
              STRIDE,
              1,
              Padding.NONE,
              doubles(weights.get(l - 1)),
              new double[0]));
      layers.add(new Layer.Rectify());
      names.addAll(List.of("conv" + l, l == LAST ? ShippedNetwork.MAPS : "relu" + l));
    }
    layers.add(new Layer.GlobalAveragePool());
    layers.add(new Layer.Flatten());
    layers.add(new Layer.Dense(MAPS[LAST], classes, doubles(weights.get(LAST)), new double[0]));
    names.addAll(List.of("mean", ShippedNetwork.MEANS, "typefaces"));
    return NetWriter.write(Net.sequence(new int[] {1, PATCH, PATCH}, layers), names);
  }

  private static double[] doubles(float[] values) {
    double[] to = new double[values.length];
    for (int i = 0; i < to.length; i++) {
      to[i] = values[i];
    }
    return to;
  }
}
