package org.tabularium.network.image;

/**
 * A whole scan in grey at its own resolution, one byte a pixel, EXIF turn applied.
 *
 * @param width pixels
 * @param height pixels
 * @param grey {@code width * height} values, row by row, 0 black to 255 white
 */
public record GreyScan(int width, int height, byte[] grey) {

  /** A region of the scan at another size: means of areas when smaller, linear when larger. */
  public GreyImage sample(Region region, int w, int h) {
    Taps across = Taps.of(region.width(), w);
    Taps down = Taps.of(region.height(), h);
    float[] to = new float[w * h];
    float[] row = new float[w];
    int last = -1;
    for (int y = 0; y < h; y++) {
      for (int i = down.start()[y]; i < down.start()[y + 1]; i++) {
        int from = down.from()[i];
        if (from != last) {
          int base = (region.y() + from) * width + region.x();
          for (int x = 0; x < w; x++) {
            float sum = 0;
            for (int j = across.start()[x]; j < across.start()[x + 1]; j++) {
              sum += across.weight()[j] * (grey[base + across.from()[j]] & 255);
            }
            row[x] = sum;
          }
          last = from;
        }
        float weight = down.weight()[i];
        for (int x = 0; x < w; x++) {
          to[y * w + x] += weight * row[x];
        }
      }
    }
    return new GreyImage(w, h, to);
  }
}
