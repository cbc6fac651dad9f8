package org.tabularium.network.reading;

import org.tabularium.network.image.GreyImage;
import org.tabularium.network.image.GreyScan;
import org.tabularium.network.image.InkMap;
import org.tabularium.network.image.Region;

/** Where on a page the print is: how much the ink changes from cell to cell, on a small copy. */
final class Busyness {
  /** Cells of the small copy's longer side. */
  private static final int SIDE = 640;

  private Busyness() {}

  /** For each of across x down overlapping windows of w x h pixels, how busy it is. */
  static double[][] grid(GreyScan scan, Region region, int w, int h, int across, int down) {
    double shrink = Math.min(1, (double) SIDE / Math.max(region.width(), region.height()));
    int cw = Math.max(1, (int) Math.round(region.width() * shrink));
    int ch = Math.max(1, (int) Math.round(region.height() * shrink));
    GreyImage small = scan.sample(region, cw, ch);
    float[] ink = InkMap.of(small).ink();
    double[][] busy = new double[down][across];
    for (int j = 0; j < down; j++) {
      for (int i = 0; i < across; i++) {
        Region window = window(region, w, h, across, down, i, j);
        int left = (int) ((window.x() - region.x()) * shrink);
        int top = (int) ((window.y() - region.y()) * shrink);
        int right = Math.min(cw, left + (int) (w * shrink));
        int bottom = Math.min(ch, top + (int) (h * shrink));
        for (int y = top; y < bottom; y++) {
          for (int x = left + 1; x < right; x++) {
            busy[j][i] += Math.abs(ink[y * cw + x] - ink[y * cw + x - 1]);
          }
        }
      }
    }
    return busy;
  }

  /** Window i, j of the grid; the first and the last touch the region's edges. */
  static Region window(Region region, int w, int h, int across, int down, int i, int j) {
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
