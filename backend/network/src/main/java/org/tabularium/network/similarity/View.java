package org.tabularium.network.similarity;

import java.util.ArrayList;
import java.util.List;
import org.tabularium.network.lrp.Tensor;

/**
 * One of the eight ways to look at a picture (paper, section 6.1, the transformations tau): perhaps
 * in a mirror, then turned clockwise.
 *
 * @param mirrored left and right changed first
 * @param quarterTurns 0 to 3, clockwise
 */
public record View(boolean mirrored, int quarterTurns) {
  public static final View STRAIGHT = new View(false, 0);

  public View {
    if (quarterTurns < 0 || quarterTurns > 3) {
      throw new IllegalArgumentException(quarterTurns + " quarter turns");
    }
  }

  /** All that keep the shape, the straight one first: eight of a square, four of another. */
  public static List<View> of(int height, int width) {
    List<View> views = new ArrayList<>();
    for (boolean mirrored : new boolean[] {false, true}) {
      for (int turns = 0; turns < 4; turns += height == width ? 1 : 2) {
        views.add(new View(mirrored, turns));
      }
    }
    return views;
  }

  /** The picture seen so. */
  public Tensor of(Tensor picture) {
    Tensor seen = mirrored ? mirrored(picture) : picture;
    for (int i = 0; i < quarterTurns; i++) {
      seen = turned(seen);
    }
    return seen;
  }

  /** What was found on the view, in the picture's own frame. */
  public Tensor back(Tensor onView) {
    Tensor straight = onView;
    for (int i = quarterTurns; i < 4 && quarterTurns > 0; i++) {
      straight = turned(straight);
    }
    return mirrored ? mirrored(straight) : straight;
  }

  private static Tensor mirrored(Tensor x) {
    int width = x.shape()[2];
    double[] to = new double[x.values().length];
    for (int i = 0; i < to.length; i++) {
      to[i - i % width + width - 1 - i % width] = x.values()[i];
    }
    return new Tensor(x.shape(), to);
  }

  private static Tensor turned(Tensor x) {
    int height = x.shape()[1];
    int width = x.shape()[2];
    double[] to = new double[x.values().length];
    for (int i = 0; i < to.length; i++) {
      int channel = i / (height * width);
      int row = i / width % height;
      int column = i % width;
      to[(channel * width + column) * height + height - 1 - row] = x.values()[i];
    }
    return new Tensor(new int[] {x.shape()[0], width, height}, to);
  }
}
