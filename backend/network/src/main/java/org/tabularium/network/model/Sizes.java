package org.tabularium.network.model;

/**
 * When a part of a table's page is read at a scale of its own: the ink there is unread, its type
 * has another size than the table's, and at that size it is read more surely. How such parts are
 * found is named by {@link #ALGORITHM}.
 *
 * <p>Like the gate it is a constant to BiLRP: its decision gets no relevance.
 *
 * @param smaller type at most this share of the table's size is smaller type
 * @param larger type at least this share of it is larger type
 * @param least type of a smaller share than this is none
 * @param most nor is type of a larger share
 * @param enough digits that must count in a part; one alone makes no bigram
 * @param gain evidence that a part must have beyond that of the page's own reading there: how far
 *     its digits' activations lie above the doubtful, added up
 */
public record Sizes(
    double smaller, double larger, double least, double most, int enough, double gain) {

  /** How parts are found today, with the constants of {@code reading.OtherSizes}. */
  public static final String ALGORITHM = "unread-1";

  /** One size a page. */
  public static final Sizes NONE = new Sizes(0, 0, 0, 0, 0, 0);

  /** Whether type of this share of the table's size is to be read apart. */
  public boolean differs(double share) {
    return share >= least && share <= smaller || share >= larger && share <= most;
  }
}
