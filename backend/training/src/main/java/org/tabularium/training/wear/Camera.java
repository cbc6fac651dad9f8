package org.tabularium.training.wear;

import java.awt.geom.AffineTransform;
import java.util.random.RandomGenerator;

/**
 * How a page was photographed. Skew and shear move ink, so they are a transform that the type is
 * drawn (and the truth moved) with; the rest is done to the finished sheet.
 *
 * @param skew turn of the page, radians
 * @param shear lean of its uprights, radians
 * @param stretch height over width
 * @param blur standard deviation of the lens's blur, pixels of the scan
 * @param noise standard deviation of the sensor's noise, grey levels
 * @param quality JPEG quality, 0 to 1; 1 leaves the sheet uncompressed
 */
public record Camera(
    double skew, double shear, double stretch, double blur, double noise, double quality) {

  /** A camera as they are: from careful (0) to careless (1). */
  public static Camera careless(double wear, RandomGenerator random) {
    return new Camera(
        random.nextGaussian() * 0.012 * (0.3 + 0.7 * wear),
        random.nextGaussian() * 0.02 * wear,
        1 + random.nextGaussian() * 0.03 * wear,
        0.25 + 0.75 * wear * random.nextDouble(),
        1 + 5 * wear * random.nextDouble(),
        random.nextDouble() < 0.3 ? 1 : 0.3 + 0.65 * random.nextDouble());
  }

  /** The transform that the page is drawn with, about its middle. */
  public AffineTransform placed(double width, double height) {
    AffineTransform move = AffineTransform.getTranslateInstance(width / 2, height / 2);
    move.rotate(skew);
    move.shear(shear, 0);
    move.scale(1 / Math.sqrt(stretch), Math.sqrt(stretch));
    move.translate(-width / 2, -height / 2);
    return move;
  }

  /** Blurs a sheet of grey levels, adds noise and compresses it; in place where it can. */
  public Plane capture(Plane sheet, RandomGenerator random) {
    Plane seen = sheet.blur(blur);
    float[] v = seen.values();
    for (int i = 0; i < v.length; i++) {
      // Three uniforms are near enough to a Gaussian, and four times as fast.
      float n = random.nextFloat() + random.nextFloat() + random.nextFloat() - 1.5f;
      v[i] += (float) noise * 2 * n;
    }
    return quality >= 1 ? seen : Jpeg.roundTrip(seen, quality);
  }
}
