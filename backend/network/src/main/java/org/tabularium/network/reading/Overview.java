package org.tabularium.network.reading;

import java.util.ArrayList;
import java.util.List;
import org.tabularium.network.image.GreyImage;
import org.tabularium.network.image.GreyScan;
import org.tabularium.network.image.InkMap;
import org.tabularium.network.image.Region;

/** Where on a page the print is: how much the ink changes from cell to cell, on a small copy. */
final class Overview {
  /** Cells of the small copy's longer side. */
  private static final int SIDE = 640;

  private final Region region;
  private final double shrink;
  private final int width;
  private final int height;

  /** Sums of the changes above and left of each cell corner. */
  private final double[] sums;

  Overview(GreyScan scan, Region region) {
    this.region = region;
    this.shrink = Math.min(1, (double) SIDE / Math.max(region.width(), region.height()));
    this.width = Math.max(1, (int) Math.round(region.width() * shrink));
    this.height = Math.max(1, (int) Math.round(region.height() * shrink));
    GreyImage small = scan.sample(region, width, height);
    float[] ink = InkMap.of(small).ink();
    this.sums = new double[(width + 1) * (height + 1)];
    for (int y = 0; y < height; y++) {
      double row = 0;
      for (int x = 0; x < width; x++) {
        if (x > 0) {
          row += Math.abs(ink[y * width + x] - ink[y * width + x - 1]);
        }
        sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1] + row;
      }
    }
  }

  /** How busy a part of the region is, in sums of changes. */
  private double busy(Region part) {
    int left = (int) ((part.x() - region.x()) * shrink);
    int top = (int) ((part.y() - region.y()) * shrink);
    int right = Math.min(width, left + (int) (part.width() * shrink));
    int bottom = Math.min(height, top + (int) (part.height() * shrink));
    int row = width + 1;
    return sums[bottom * row + right]
        - sums[top * row + right]
        - sums[bottom * row + left]
        + sums[top * row + left];
  }

  /**
   * At most so many squares of a side (pixels), apart from each other: those with the most fine ink
   * where columns and rows that have one already count for less.
   */
  List<Region> crops(int side, int most) {
    if (side >= region.width() && side >= region.height()) {
      return List.of(region);
    }
    int w = Math.min(side, region.width());
    int h = Math.min(side, region.height());
    int across = Math.max(1, (int) Math.ceil(2.0 * region.width() / w) - 1);
    int down = Math.max(1, (int) Math.ceil(2.0 * region.height() / h) - 1);
    Region[][] windows = new Region[down][across];
    double[][] busy = new double[down][across];
    for (int j = 0; j < down; j++) {
      for (int i = 0; i < across; i++) {
        windows[j][i] = window(w, h, across, down, i, j);
        busy[j][i] = busy(windows[j][i]);
      }
    }
    List<Region> crops = new ArrayList<>();
    int[] rows = new int[down];
    int[] columns = new int[across];
    boolean[][] taken = new boolean[down][across];
    while (crops.size() < most) {
      int bestX = -1;
      int bestY = -1;
      double best = -1;
      for (int y = 0; y < down; y++) {
        for (int x = 0; x < across; x++) {
          // A column of names is busier than one of numbers: look at other columns and rows first.
          double worth = busy[y][x] / (1 + 2 * columns[x] + rows[y]);
          if (!taken[y][x] && worth > best) {
            bestX = x;
            bestY = y;
            best = worth;
          }
        }
      }
      if (bestX < 0) {
        break;
      }
      crops.add(windows[bestY][bestX]);
      for (int y = Math.max(0, bestY - 1); y <= Math.min(down - 1, bestY + 1); y++) {
        rows[y]++;
        for (int x = Math.max(0, bestX - 1); x <= Math.min(across - 1, bestX + 1); x++) {
          taken[y][x] = true;
        }
      }
      for (int x = Math.max(0, bestX - 1); x <= Math.min(across - 1, bestX + 1); x++) {
        columns[x]++;
      }
    }
    return crops;
  }

  /** Window i, j of the grid; the first and the last touch the region's edges. */
  private Region window(int w, int h, int across, int down, int i, int j) {
    int x =
        across == 1
            ? (region.width() - w) / 2
            : (int) ((long) i * (region.width() - w) / (across - 1));
    int y =
        down == 1
            ? (region.height() - h) / 2
            : (int) ((long) j * (region.height() - h) / (down - 1));
    return new Region(region.x() + x, region.y() + y, w, h);
  }
}
