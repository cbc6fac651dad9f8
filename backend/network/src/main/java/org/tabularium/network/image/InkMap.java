package org.tabularium.network.image;

/**
 * What the network sees: ink bright on 0, at reading size (a digit's type size is about 20 cells).
 *
 * <p>Paper is levelled first: each cell's darkness is its distance from the local white as a share
 * of it, so that yellow paper, gutters and uneven light drop out. Then darkness is divided by the
 * local contrast, because a network without biases has no threshold of its own and its activations
 * grow with the ink's contrast. Of negatives {@link Scans#grey} has made positives before.
 *
 * @param width cells
 * @param height cells
 * @param ink {@code width * height} values, 0 paper, about 1 ink, at most {@link #MOST}
 */
public record InkMap(int width, int height, float[] ink) {

  /** No cell is brighter. */
  public static final float MOST = 1.25f;

  /** Names this algorithm with its constants; part of a model version's identity. */
  public static final String ALGORITHM = "ink-2";

  /** Statistics are taken over square blocks of so many cells. */
  private static final int BLOCK = 8;

  /** The local white is the brightest paper within so many blocks: wider than any pen stroke. */
  private static final int WHITE_REACH = 2;

  /** The local contrast is that of the ink within so many blocks: a few lines of text. */
  private static final int CONTRAST_REACH = 6;

  /** A block whose bright cells stay below this share of the page's white is no paper. */
  private static final float DARK = 0.45f;

  /** Contrast is never taken to be less than this share of the page's: a blank stays blank. */
  private static final float LEAST_OF_PAGE = 0.5f;

  /** Nor less than this share of white: an empty page stays empty. */
  private static final float LEAST = 0.12f;

  /** The ink map of a picture that is at reading size already. */
  public static InkMap of(GreyImage image) {
    int w = image.width();
    int h = image.height();
    float[] grey = image.grey();
    int bw = (w + BLOCK - 1) / BLOCK;
    int bh = (h + BLOCK - 1) / BLOCK;

    float[] bright = blockQuantile(grey, w, h, 0.85f);
    float pageWhite = Math.max(1f, quantile(bright, 0.9f));
    boolean[] solid = new boolean[bw * bh];
    for (int i = 0; i < solid.length; i++) {
      solid[i] = bright[i] < DARK * pageWhite;
    }
    float[] white = smoothed(dilated(bright, bw, bh, WHITE_REACH), bw, bh, WHITE_REACH);
    for (int i = 0; i < white.length; i++) {
      white[i] = Math.max(white[i], DARK * pageWhite);
    }

    float[] dark = new float[w * h];
    Upsampler whites = new Upsampler(bw, bh, w);
    for (int y = 0; y < h; y++) {
      float[] row = whites.row(white, y);
      for (int x = 0; x < w; x++) {
        int i = y * w + x;
        // A digit's stroke never fills a block: what does is a border, a blot or a woodcut's black.
        if (!solid[(y / BLOCK) * bw + x / BLOCK]) {
          dark[i] = Math.max(0f, 1 - grey[i] / row[x]);
        }
      }
    }

    float[] peak = blockQuantile(dark, w, h, 0.97f);
    float[] contrast = selfWeightedMean(peak, bw, bh);
    float page = pageContrast(peak);
    float least = Math.max(LEAST, LEAST_OF_PAGE * page);
    for (int i = 0; i < contrast.length; i++) {
      contrast[i] = Math.max(contrast[i], least);
    }
    Upsampler contrasts = new Upsampler(bw, bh, w);
    for (int y = 0; y < h; y++) {
      float[] row = contrasts.row(contrast, y);
      for (int x = 0; x < w; x++) {
        int i = y * w + x;
        dark[i] = Math.min(MOST, dark[i] / row[x]);
      }
    }
    return new InkMap(w, h, dark);
  }

  /** The map turned clockwise by quarter turns. */
  public InkMap turned(Turn turn) {
    GreyImage to = new GreyImage(width, height, ink).turned(turn);
    return new InkMap(to.width(), to.height(), to.grey());
  }

  /** The part of this map that starts at x, y; what lies outside is blank. */
  public InkMap crop(int x, int y, int w, int h) {
    float[] to = new float[w * h];
    for (int j = Math.max(0, -y); j < h && y + j < height; j++) {
      int first = Math.max(0, -x);
      int last = Math.min(w, width - x);
      if (last > first) {
        System.arraycopy(ink, (y + j) * width + x + first, to, j * w + first, last - first);
      }
    }
    return new InkMap(w, h, to);
  }

  private static float[] blockQuantile(float[] values, int w, int h, float q) {
    int bw = (w + BLOCK - 1) / BLOCK;
    int bh = (h + BLOCK - 1) / BLOCK;
    float[] to = new float[bw * bh];
    float[] cells = new float[BLOCK * BLOCK];
    float[] most = new float[BLOCK * BLOCK];
    for (int by = 0; by < bh; by++) {
      for (int bx = 0; bx < bw; bx++) {
        int n = 0;
        int lastX = Math.min(w, (bx + 1) * BLOCK);
        for (int y = by * BLOCK; y < Math.min(h, (by + 1) * BLOCK); y++) {
          for (int x = bx * BLOCK; x < lastX; x++) {
            cells[n++] = values[y * w + x];
          }
        }
        to[by * bw + bx] = largest(cells, n, n - Math.round(q * (n - 1)), most);
      }
    }
    return to;
  }

  /** The k-th largest of the first n values, k small; {@code most} is scratch. */
  private static float largest(float[] values, int n, int k, float[] most) {
    int kept = 0;
    for (int i = 0; i < n; i++) {
      float v = values[i];
      if (kept == k && v <= most[k - 1]) {
        continue;
      }
      int at = kept < k ? kept++ : k - 1;
      while (at > 0 && most[at - 1] < v) {
        most[at] = most[at - 1];
        at--;
      }
      most[at] = v;
    }
    return most[k - 1];
  }

  private static float quantile(float[] values, float q) {
    return select(values.clone(), values.length, Math.round(q * (values.length - 1)));
  }

  /** The k-th smallest of the first n values, which change their order (Hoare's quickselect). */
  private static float select(float[] values, int n, int k) {
    int low = 0;
    int high = n - 1;
    while (low < high) {
      float pivot = values[(low + high) >>> 1];
      int i = low;
      int j = high;
      while (i <= j) {
        while (values[i] < pivot) {
          i++;
        }
        while (values[j] > pivot) {
          j--;
        }
        if (i <= j) {
          float swap = values[i];
          values[i++] = values[j];
          values[j--] = swap;
        }
      }
      if (k <= j) {
        high = j;
      } else if (k >= i) {
        low = i;
      } else {
        return values[k];
      }
    }
    return values[k];
  }

  private static float[] dilated(float[] blocks, int bw, int bh, int reach) {
    float[] to = new float[blocks.length];
    for (int y = 0; y < bh; y++) {
      for (int x = 0; x < bw; x++) {
        float most = 0;
        for (int j = Math.max(0, y - reach); j <= Math.min(bh - 1, y + reach); j++) {
          for (int i = Math.max(0, x - reach); i <= Math.min(bw - 1, x + reach); i++) {
            most = Math.max(most, blocks[j * bw + i]);
          }
        }
        to[y * bw + x] = most;
      }
    }
    return to;
  }

  private static float[] smoothed(float[] blocks, int bw, int bh, int reach) {
    float[] to = new float[blocks.length];
    for (int y = 0; y < bh; y++) {
      for (int x = 0; x < bw; x++) {
        float sum = 0;
        int n = 0;
        for (int j = Math.max(0, y - reach); j <= Math.min(bh - 1, y + reach); j++) {
          for (int i = Math.max(0, x - reach); i <= Math.min(bw - 1, x + reach); i++) {
            sum += blocks[j * bw + i];
            n++;
          }
        }
        to[y * bw + x] = sum / n;
      }
    }
    return to;
  }

  /** {@code sum d^2 / sum d} around each block: the darkness of ink, whatever its coverage. */
  private static float[] selfWeightedMean(float[] peak, int bw, int bh) {
    double[] one = new double[(bw + 1) * (bh + 1)];
    double[] two = new double[(bw + 1) * (bh + 1)];
    for (int y = 0; y < bh; y++) {
      for (int x = 0; x < bw; x++) {
        int at = (y + 1) * (bw + 1) + x + 1;
        int up = y * (bw + 1) + x + 1;
        double d = peak[y * bw + x];
        one[at] = d + one[at - 1] + one[up] - one[up - 1];
        two[at] = d * d + two[at - 1] + two[up] - two[up - 1];
      }
    }
    float[] to = new float[peak.length];
    for (int y = 0; y < bh; y++) {
      int top = Math.max(0, y - CONTRAST_REACH) * (bw + 1);
      int bottom = Math.min(bh, y + CONTRAST_REACH + 1) * (bw + 1);
      for (int x = 0; x < bw; x++) {
        int left = Math.max(0, x - CONTRAST_REACH);
        int right = Math.min(bw, x + CONTRAST_REACH + 1);
        double s1 = one[bottom + right] - one[top + right] - one[bottom + left] + one[top + left];
        double s2 = two[bottom + right] - two[top + right] - two[bottom + left] + two[top + left];
        to[y * bw + x] = s1 > 1e-6 ? (float) (s2 / s1) : 0;
      }
    }
    return to;
  }

  private static float pageContrast(float[] peak) {
    double s1 = 0;
    double s2 = 0;
    for (float d : peak) {
      s1 += d;
      s2 += (double) d * d;
    }
    return s1 > 1e-6 ? (float) (s2 / s1) : 0;
  }

  /** Linear between block centres, one row of cells at a time. */
  private static final class Upsampler {
    private final int bw;
    private final int bh;
    private final float[] row;
    private final float[] column;
    private final int[] left;
    private final int[] right;
    private final float[] share;

    Upsampler(int bw, int bh, int width) {
      this.bw = bw;
      this.bh = bh;
      this.row = new float[width];
      this.column = new float[bw];
      this.left = new int[width];
      this.right = new int[width];
      this.share = new float[width];
      for (int x = 0; x < width; x++) {
        float across = Math.min(bw - 1f, Math.max(0f, (x + 0.5f) / BLOCK - 0.5f));
        left[x] = (int) across;
        right[x] = Math.min(bw - 1, left[x] + 1);
        share[x] = across - left[x];
      }
    }

    float[] row(float[] blocks, int y) {
      float at = Math.min(bh - 1f, Math.max(0f, (y + 0.5f) / BLOCK - 0.5f));
      int low = (int) at;
      int high = Math.min(bh - 1, low + 1);
      float part = at - low;
      for (int x = 0; x < bw; x++) {
        column[x] = blocks[low * bw + x] * (1 - part) + blocks[high * bw + x] * part;
      }
      for (int x = 0; x < row.length; x++) {
        row[x] = column[left[x]] * (1 - share[x]) + column[right[x]] * share[x];
      }
      return row;
    }
  }
}
