package org.tabularium.app.models;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.tabularium.app.platform.Problem;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.onnx.ModelFiles;

/**
 * The version that reads and ranks, from one activation to the next, as one node serves it. Each
 * time that a version is activated is a generation of its own, and whatever a node keeps for it (an
 * index, say) is kept by it: a request stays with the generation that it began with, and what was
 * kept goes when the last such request has been answered.
 */
public final class Generation {

  private final String version;
  private final @Nullable DigitModel model;

  private Generation(String version, @Nullable DigitModel model) {
    this.version = version;
    this.model = model;
  }

  static Generation of(DigitModel model) {
    return new Generation(model.version(), model);
  }

  /**
   * @param file as {@link ModelFiles} wrote it, perhaps long ago
   */
  static Generation of(String version, byte[] file) {
    try {
      return of(ModelFiles.read(file).model());
    } catch (IllegalArgumentException e) {
      return new Generation(version, null);
    }
  }

  /** Names the model version: 64 hexadecimal digits. */
  public String version() {
    return version;
  }

  /**
   * Whether this build can still read with it. What it has read is ranked and explained either way.
   */
  public boolean reads() {
    return model != null;
  }

  /**
   * The network.
   *
   * @throws Problem 409 when this build cannot read with it
   */
  public DigitModel model() {
    if (model == null) {
      throw new Problem(HttpStatus.CONFLICT, "model-of-another-build", Model.brief(version));
    }
    return model;
  }
}
