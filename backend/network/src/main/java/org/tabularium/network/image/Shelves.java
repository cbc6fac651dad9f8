package org.tabularium.network.image;

import java.util.ArrayList;
import java.util.List;

/**
 * Insets' ink maps laid side by side in rows, in their order.
 *
 * @param width cells of all
 * @param height cells of all, from the first row of cells on, those above the first shelf included
 * @param places of the insets
 */
public record Shelves(int width, int height, List<Place> places) {
  /** Insets begin at multiples of so many cells: a network's stride must divide it. */
  private static final int GRID = 16;

  /**
   * Where one inset's ink map lies, its margins included.
   *
   * @param left first cell
   * @param top first cell
   * @param width cells
   * @param height cells
   */
  public record Place(int left, int top, int width, int height) {

    public boolean holds(double x, double y) {
      return x >= left && y >= top && x < left + width && y < top + height;
    }
  }

  public Shelves {
    places = List.copyOf(places);
  }

  /**
   * @param from cells above the first shelf
   * @param width cells; more where an inset is wider
   */
  public static Shelves of(List<Inset> insets, Turn turn, int from, int width) {
    int widest = width;
    for (Inset inset : insets) {
      widest = Math.max(widest, inset.width(turn));
    }
    List<Place> places = new ArrayList<>();
    int left = 0;
    int top = onGrid(from);
    int tallest = 0;
    for (Inset inset : insets) {
      int w = inset.width(turn);
      int h = inset.height(turn);
      if (left > 0 && left + w > widest) {
        left = 0;
        top = onGrid(top + tallest);
        tallest = 0;
      }
      places.add(new Place(left, top, w, h));
      left = onGrid(left + w);
      tallest = Math.max(tallest, h);
    }
    return new Shelves(widest, insets.isEmpty() ? from : top + tallest, places);
  }

  private static int onGrid(int cell) {
    return (cell + GRID - 1) / GRID * GRID;
  }

  /** Which inset a cell is of, by its index; -1 if it is of none. */
  public int at(double x, double y) {
    for (int i = 0; i < places.size(); i++) {
      if (places.get(i).holds(x, y)) {
        return i;
      }
    }
    return -1;
  }

  /**
   * The ink map of all.
   *
   * @param above what lies above the shelves
   * @param parts one for each inset
   */
  public InkMap inkMap(InkMap above, List<InkMap> parts) {
    float[] ink = above.crop(0, 0, width, height).ink();
    for (int i = 0; i < parts.size(); i++) {
      InkMap part = parts.get(i);
      Place place = places.get(i);
      for (int y = 0; y < part.height(); y++) {
        System.arraycopy(
            part.ink(),
            y * part.width(),
            ink,
            (place.top() + y) * width + place.left(),
            part.width());
      }
    }
    return new InkMap(width, height, ink);
  }
}
