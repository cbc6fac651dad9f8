package org.tabularium.training.report;

/** How alike two explanations are. */
public final class Cosines {

  private Cosines() {}

  /** 0 where either is all 0. */
  public static double of(double[] a, double[] b) {
    double product = 0;
    double squaresA = 0;
    double squaresB = 0;
    for (int i = 0; i < a.length; i++) {
      product += a[i] * b[i];
      squaresA += a[i] * a[i];
      squaresB += b[i] * b[i];
    }
    return product == 0 ? 0 : product / Math.sqrt(squaresA * squaresB);
  }

  public static double of(double[][] a, double[][] b) {
    return of(flat(a), flat(b));
  }

  private static double[] flat(double[][] rows) {
    return java.util.stream.Stream.of(rows).flatMapToDouble(java.util.Arrays::stream).toArray();
  }
}
