package org.tabularium.network.image;

/** A file that cannot be read as a scan, and why. */
public final class UnreadableScan extends Exception {
  private static final long serialVersionUID = 1L;

  /** What is wrong with the file. */
  public enum Reason {
    /** No bytes. */
    EMPTY,
    /** The bytes are of no image format that is known here. */
    NOT_AN_IMAGE,
    /** The image ends too early or is damaged. */
    TRUNCATED,
    /** No width or no height. */
    NO_AREA,
    /** More than {@link Scans#MOST_PIXELS}. */
    TOO_LARGE,
    /** An image, but of a kind that cannot be decoded. */
    UNSUPPORTED,
    /** The region does not lie on the scan. */
    REGION_OUTSIDE
  }

  private final Reason reason;

  public UnreadableScan(Reason reason, String detail) {
    super(detail);
    this.reason = reason;
  }

  UnreadableScan(Reason reason, String detail, Throwable cause) {
    super(detail, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
