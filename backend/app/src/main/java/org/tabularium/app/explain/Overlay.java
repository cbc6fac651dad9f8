package org.tabularium.app.explain;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tabularium.network.image.Box;
import org.tabularium.network.image.Region;
import org.tabularium.network.image.Turn;

/**
 * What a figure lays over the two pages of a pair. All places are pixels of the scans as uploaded.
 *
 * @param first over the first table's page
 * @param second over the second's
 * @param joins pairs of places to join by arcs, drawn in this order
 */
public record Overlay(Page first, Page second, List<Join> joins) {

  /**
   * One of the two pages.
   *
   * @param shown what of the scan is in the figure
   * @param turn what brings it upright
   * @param washes places under a thin colour
   * @param heat a picture of relevance; null for none
   */
  public record Page(Region shown, Turn turn, List<Wash> washes, @Nullable Heat heat) {

    /** A page under a picture of relevance. */
    public static Page under(Heat heat, Region shown, Turn turn) {
      return new Page(shown, turn, List.of(), heat);
    }
  }

  /**
   * A thin colour over one place.
   *
   * @param opacity 0 to 1
   */
  public record Wash(Box place, double opacity) {}

  /**
   * Relevance as a picture.
   *
   * @param picture a PNG, upright
   * @param over what of the scan it covers; what reaches beyond the figure is cut off
   */
  public record Heat(byte[] picture, Region over) {}

  /**
   * Two places that belong together.
   *
   * @param a in the first scan
   * @param b in the second
   * @param strength 0 to 1
   */
  public record Join(Box a, Box b, double strength) {}
}
