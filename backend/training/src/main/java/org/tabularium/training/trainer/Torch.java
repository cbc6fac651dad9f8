package org.tabularium.training.trainer;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.GradientCollector;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.tabularium.network.image.InkMap;
import org.tabularium.network.model.Convolution;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.model.ModelSpec;

/** The engine: a forward pass, and a forward and backward pass, with weights from outside. */
final class Torch implements AutoCloseable {

  /** An answer of so much begins to be taken for a digit. */
  private static final double SUSPECT = 0.2;

  private static final double SURE = 0.6;

  /** The engine can collect gradients for one at a time, and clears everybody's when it begins. */
  private static final Object ONE_AT_A_TIME = new Object();

  private final NDManager manager;

  /**
   * @param threads of one operation; the engine takes the number that is set first in a process
   * @throws TrainingUnavailable when the engine cannot be loaded
   */
  Torch(int threads) throws TrainingUnavailable {
    // The natives are in the class path; without this the engine asks the network for others.
    System.setProperty("ai.djl.offline", "true");
    setUnlessSet("ai.djl.pytorch.num_threads", Integer.toString(threads));
    setUnlessSet("ai.djl.pytorch.num_interop_threads", "1");
    try {
      this.manager = Engine.getEngine("PyTorch").newBaseManager();
    } catch (RuntimeException | LinkageError e) {
      throw new TrainingUnavailable(
          "the training engine has no natives for "
              + System.getProperty("os.name")
              + " "
              + System.getProperty("os.arch")
              + ", or they could not be unpacked: "
              + e.getMessage(),
          e);
    }
  }

  static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /**
   * One forward and backward pass.
   *
   * @return the mean loss
   */
  float step(
      ModelSpec spec, List<float[]> weights, Batch batch, Recipe recipe, List<float[]> gradients) {
    synchronized (ONE_AT_A_TIME) {
      return stepAlone(spec, weights, batch, recipe, gradients);
    }
  }

  private float stepAlone(
      ModelSpec spec, List<float[]> weights, Batch batch, Recipe recipe, List<float[]> gradients) {
    try (NDManager step = manager.newSubManager()) {
      int side = batch.side();
      int cells = batch.cells();
      NDArray input = aligned(step, batch.ink(), new Shape(batch.size(), 1, side, side));
      NDArray target =
          aligned(step, batch.target(), new Shape(batch.size(), ModelSpec.DIGITS, cells, cells));
      NDArray asked = aligned(step, batch.asked(), new Shape(batch.size(), 1, cells, cells));
      List<NDArray> parameters = new ArrayList<>();
      for (int i = 0; i < weights.size(); i++) {
        NDArray w = aligned(step, weights.get(i), shape(spec.layers().get(i)));
        w.setRequiresGradient(true);
        parameters.add(w);
      }
      float loss;
      try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
        NDArray mean = loss(forward(spec, parameters, input), target, asked, recipe);
        collector.backward(mean);
        loss = mean.getFloat();
      }
      gradients.clear();
      for (NDArray p : parameters) {
        gradients.add(p.getGradient().toFloatArray());
      }
      return loss;
    }
  }

  private static NDArray loss(NDArray z, NDArray target, NDArray asked, Recipe recipe) {
    // Above a blob the last ReLU lets gradients through, otherwise a digit map that starts out
    // all negative would stay dead.
    NDArray alive = target.mul(20).minimum(1);
    NDArray weight = target.mul(recipe.blobWeight()).add(1).mul(asked);
    NDArray empty = target.mul(-5).add(1).maximum(0).mul(asked);
    NDArray seen = Activation.relu(z).add(z.minimum(0).mul(alive));
    NDArray wrong =
        z.stopGradient()
            .sub(SUSPECT)
            .maximum(0)
            .minimum(SURE - SUSPECT)
            .mul(recipe.falseWeight() / (SURE - SUSPECT))
            .mul(empty);
    return seen.sub(target).square().mul(weight.add(wrong)).mean();
  }

  /** The mean loss of a batch; nothing is learnt from it. */
  float loss(ModelSpec spec, List<float[]> weights, Batch batch, Recipe recipe) {
    try (NDManager step = manager.newSubManager()) {
      int side = batch.side();
      int cells = batch.cells();
      List<NDArray> parameters = new ArrayList<>();
      for (int i = 0; i < weights.size(); i++) {
        parameters.add(aligned(step, weights.get(i), shape(spec.layers().get(i))));
      }
      return loss(
              forward(
                  spec,
                  parameters,
                  aligned(step, batch.ink(), new Shape(batch.size(), 1, side, side))),
              aligned(
                  step, batch.target(), new Shape(batch.size(), ModelSpec.DIGITS, cells, cells)),
              aligned(step, batch.asked(), new Shape(batch.size(), 1, cells, cells)),
              recipe)
          .getFloat();
    }
  }

  /** The ten digit maps of an ink map, in the order class, row, column. */
  float[] maps(DigitModel model, InkMap ink) {
    try (NDManager step = manager.newSubManager()) {
      List<NDArray> parameters = new ArrayList<>();
      for (int i = 0; i < model.spec().layers().size(); i++) {
        parameters.add(
            step.create(FloatBuffer.wrap(model.weights(i)), shape(model.spec().layers().get(i))));
      }
      NDArray input =
          step.create(FloatBuffer.wrap(ink.ink()), new Shape(1, 1, ink.height(), ink.width()));
      return Activation.relu(forward(model.spec(), parameters, input)).toFloatArray();
    }
  }

  /** Up to the last convolution, before its ReLU. */
  private static NDArray forward(ModelSpec spec, List<NDArray> parameters, NDArray input) {
    NDArray x = input;
    for (int i = 0; i < parameters.size(); i++) {
      Convolution c = spec.layers().get(i);
      if (i > 0) {
        x = Activation.relu(x);
      }
      x =
          Conv2d.conv2d(
                  x,
                  parameters.get(i),
                  null,
                  new Shape(c.stride(), c.stride()),
                  new Shape(c.padding(), c.padding()),
                  new Shape(c.dilation(), c.dilation()))
              .head();
    }
    return x;
  }

  /**
   * An array in memory of the engine's own. What it makes of a Java buffer stays where Java put it,
   * on a boundary that differs from process to process, and the order in which its kernels sum
   * depends on the boundary.
   */
  private static NDArray aligned(NDManager manager, float[] values, Shape shape) {
    try (NDArray outside = manager.create(FloatBuffer.wrap(values), shape)) {
      return outside.duplicate();
    }
  }

  private static Shape shape(Convolution c) {
    return new Shape(c.out(), c.in(), c.kernel(), c.kernel());
  }

  @Override
  public void close() {
    manager.close();
  }
}
