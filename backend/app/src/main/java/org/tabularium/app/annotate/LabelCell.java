package org.tabularium.app.annotate;

/**
 * The cells of a line that says everything: columns of {@link LabelLayout#ALL}, and further ones.
 */
public final class LabelCell {

  /** The file name of the page's scan. */
  public static final String PAGE = "page_id";

  /** {@code x,y,w,h}: pixels of the scan, unless {@link #OF} says of which picture. */
  public static final String BOX = "xywh";

  /** {@code w,h} of the picture that the box is given on: the scan, larger or smaller. */
  public static final String OF = "of";

  /** The digit, {@code ^} before the first of a number, {@code $} behind the last; or . or ? */
  public static final String LABEL = "element_label";

  /**
   * A {@link LabelKind}; or {@code number}: all of its digits in one box; or {@code page}: the line
   * only says the page's state.
   */
  public static final String KIND = "kind";

  /** Shared by the digits of one number. */
  public static final String NUMBER_ID = "number_id";

  /** The version of the model whose reading was taken over. */
  public static final String MODEL = "model";

  /** The page's state. */
  public static final String STATE = "state";

  /** The scan's SHA-256. */
  public static final String SCAN = "scan";

  /** {@code x,y,w,h} of the table on its scan. */
  public static final String REGION = "region_xywh";

  /** Who said it. */
  public static final String BY = "by";

  /** When. */
  public static final String AT = "at";

  /** The label's own number where it comes from. */
  public static final String ID = "id";

  private LabelCell() {}
}
