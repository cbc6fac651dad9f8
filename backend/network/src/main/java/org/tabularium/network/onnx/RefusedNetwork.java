package org.tabularium.network.onnx;

/**
 * An ONNX file that cannot be explained, or read with, here. The message says what and where, in
 * one sentence.
 */
public final class RefusedNetwork extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  /** What is wrong, for programs. */
  public enum Reason {
    /** Not an ONNX file, cut off, or at odds with itself. */
    DAMAGED,
    /** Over 2 GB in one file. */
    TOO_LARGE,
    /** An operator, or a use of one, that has no rule. */
    OPERATOR,
    /** Weights in a file that is missing or outside the network's folder. */
    EXTERNAL_WEIGHTS,
    /** The input is no picture of a fixed size. */
    OPEN_SHAPE,
    /** Two layers do not fit together. */
    CHANNELS,
    /** Other numbers than 32-bit floats. */
    ELEMENT_TYPE,
    /** Circles, loose ends, several inputs, a layer that is not there. */
    STRUCTURE,
    /** A layer that the specification of a digit network has no words for. */
    LAYER,
    /** A digit network with biases: what it sees on blank paper would have no origin in the ink. */
    BIAS,
    /** Other results than ten digit maps. */
    OUTPUTS,
    /** More work for each cell than reading tables allows. */
    TOO_COSTLY,
    /** Settings that are no numbers, or make no sense. */
    SETTINGS,
    /** A file of Tabularium's own that was changed after it was written. */
    CHANGED,
    /** A file of Tabularium's own for another way to find ink or scale. */
    OTHER_BUILD
  }

  private final Reason reason;

  RefusedNetwork(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  RefusedNetwork(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
