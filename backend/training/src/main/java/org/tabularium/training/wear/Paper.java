package org.tabularium.training.wear;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The sheet that was printed on, as a camera sees it.
 *
 * @param white grey level of the clean sheet, 0 to 255
 * @param black grey level of full ink
 * @param shade how much light falls off across the sheet, 0 to 1
 * @param texture standard deviation of the sheet's grain, grey levels
 * @param stains number of stains
 * @param bleed how much of the other side's ink shows through, 0 to about 0.4
 * @param warmth how yellow the sheet is, 0 (grey) to 1
 */
public record Paper(
    double white,
    double black,
    double shade,
    double texture,
    int stains,
    double bleed,
    double warmth) {

  /** A sheet as they are found: from well kept (0) to badly kept (1). */
  public static Paper aged(double wear, RandomGenerator random) {
    double white = 240 - 70 * wear * random.nextDouble() - 10 * random.nextDouble();
    return new Paper(
        white,
        20 + 60 * random.nextDouble() * (0.4 + 0.6 * wear),
        wear * 0.35 * random.nextDouble(),
        1 + 5 * wear * random.nextDouble(),
        random.nextDouble() < 0.35 * wear ? 1 + random.nextInt(3) : 0,
        random.nextDouble() < 0.45 ? 0 : 0.32 * wear * random.nextDouble(),
        0.25 + 0.75 * random.nextDouble());
  }

  /**
   * What the camera sees of a printed sheet.
   *
   * @param ink ink on this side, 0 to 1
   * @param verso ink on the other side in that side's own frame, or null
   * @param em size of the type, pixels
   * @return grey levels, 0 to 255
   */
  public Plane sheet(Plane ink, @Nullable Plane verso, double em, RandomGenerator random) {
    int w = ink.width();
    int h = ink.height();
    float[] seen = new float[w * h];
    float[] light =
        Plane.hills(w, h, Math.max(w, h) * (0.4 + random.nextDouble()), random).values();
    float[] fibre = Plane.hills(w, h, Math.max(1.5, 0.09 * em), random).values();
    float[] cloud = Plane.hills(w, h, 1.7 * em, random).values();
    float[] through = null;
    if (verso != null && bleed > 0) {
      through = verso.mirrored().blur(0.05 * em).values();
    }
    float[] stain = stains > 0 ? stains(w, h, em, random) : null;
    float slope = (float) (random.nextGaussian() * 0.3 * shade);
    float rise = (float) (random.nextGaussian() * 0.3 * shade);
    for (int y = 0; y < h; y++) {
      float down = rise * (y / (float) h - 0.5f);
      for (int x = 0; x < w; x++) {
        int i = y * w + x;
        float level =
            (float) white
                * (1
                    - (float) shade * (0.5f + 0.5f * light[i])
                    + slope * (x / (float) w - 0.5f)
                    + down);
        level += (float) texture * (1.1f * fibre[i] + 0.9f * cloud[i]);
        if (stain != null) {
          level *= 1 - stain[i];
        }
        if (through != null) {
          level *= 1 - (float) bleed * through[i];
        }
        float dark = Math.min((float) black, level);
        seen[i] = level + ink.values()[i] * (dark - level);
      }
    }
    return new Plane(w, h, seen);
  }

  /** Patches that darken the sheet by up to a third, with a tide mark at the edge. */
  private float[] stains(int w, int h, double em, RandomGenerator random) {
    float[] stain = new float[w * h];
    Plane wobble = Plane.hills(w, h, 1.5 * em, random);
    for (int s = 0; s < stains; s++) {
      double cx = random.nextDouble() * w;
      double cy = random.nextDouble() * h;
      double radius = (1 + 7 * random.nextDouble()) * em;
      float depth = (float) (0.05 + 0.2 * random.nextDouble());
      int top = (int) Math.max(0, cy - 1.5 * radius);
      int bottom = (int) Math.min(h, cy + 1.5 * radius);
      int left = (int) Math.max(0, cx - 1.5 * radius);
      int right = (int) Math.min(w, cx + 1.5 * radius);
      for (int y = top; y < bottom; y++) {
        for (int x = left; x < right; x++) {
          int i = y * w + x;
          double away = Math.hypot(x - cx, y - cy) / radius + 0.25 * wobble.values()[i];
          if (away < 1) {
            float tide = away > 0.92 ? 1.5f : 1;
            stain[i] = Math.min(0.6f, stain[i] + depth * tide);
          }
        }
      }
    }
    return stain;
  }

  /** The sheet in colour: warm where there is light, neutral where there is ink. */
  public BufferedImage tinted(Plane grey) {
    BufferedImage image =
        new BufferedImage(grey.width(), grey.height(), BufferedImage.TYPE_INT_RGB);
    int[] rgb = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    for (int i = 0; i < rgb.length; i++) {
      float g = Math.max(0, Math.min(255, grey.values()[i]));
      float warm = (float) warmth * g / 255f;
      int r = Math.min(255, Math.round(g + 9 * warm));
      int gr = Math.round(Math.max(0, g - 2 * warm));
      int b = Math.round(Math.max(0, g - 38 * warm));
      rgb[i] = r << 16 | gr << 8 | b;
    }
    return image;
  }
}
