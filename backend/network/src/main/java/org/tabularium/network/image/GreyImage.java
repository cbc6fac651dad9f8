package org.tabularium.network.image;

/**
 * A grey picture, row by row from the top left.
 *
 * @param width cells
 * @param height cells
 * @param grey {@code width * height} values, 0 black to 255 white
 */
public record GreyImage(int width, int height, float[] grey) {

  public GreyImage {
    if (width < 1 || height < 1 || grey.length != width * height) {
      throw new IllegalArgumentException(
          "not a " + width + " x " + height + " picture: " + grey.length + " values");
    }
  }

  /** The picture turned clockwise by quarter turns. */
  public GreyImage turned(Turn turn) {
    if (turn == Turn.UPRIGHT) {
      return this;
    }
    int w = turn.sideways() ? height : width;
    int h = turn.sideways() ? width : height;
    float[] to = new float[grey.length];
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        int from =
            switch (turn) {
              case UPRIGHT -> y * width + x;
              case CLOCKWISE -> (height - 1 - x) * width + y;
              case HALF -> (height - 1 - y) * width + width - 1 - x;
              case COUNTERCLOCKWISE -> x * width + width - 1 - y;
            };
        to[y * w + x] = grey[from];
      }
    }
    return new GreyImage(w, h, to);
  }

  /**
   * The picture at another size. Smaller: every new cell is the mean of the area it covers. Larger:
   * linear between the centres of the old cells.
   */
  public GreyImage resized(int w, int h) {
    if (w == width && h == height) {
      return this;
    }
    float[] rows = new float[w * height];
    Taps across = Taps.of(width, w);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < w; x++) {
        float sum = 0;
        for (int i = across.start()[x]; i < across.start()[x + 1]; i++) {
          sum += across.weight()[i] * grey[y * width + across.from()[i]];
        }
        rows[y * w + x] = sum;
      }
    }
    float[] to = new float[w * h];
    Taps down = Taps.of(height, h);
    for (int y = 0; y < h; y++) {
      for (int i = down.start()[y]; i < down.start()[y + 1]; i++) {
        float weight = down.weight()[i];
        int row = down.from()[i] * w;
        for (int x = 0; x < w; x++) {
          to[y * w + x] += weight * rows[row + x];
        }
      }
    }
    return new GreyImage(w, h, to);
  }
}
