package org.tabularium.network.image;

/** Which old cells make each new cell of one axis, and with what weight; weights add up to 1. */
record Taps(int[] start, int[] from, float[] weight) {

  static Taps of(int oldSize, int newSize) {
    double step = (double) oldSize / newSize;
    int most = (int) Math.ceil(step) + 2;
    int[] start = new int[newSize + 1];
    int[] from = new int[newSize * most];
    float[] weight = new float[newSize * most];
    int n = 0;
    for (int i = 0; i < newSize; i++) {
      start[i] = n;
      if (step > 1) {
        double low = i * step;
        double high = Math.min(oldSize, low + step);
        for (int j = (int) low; j < high; j++) {
          double covered = Math.min(high, j + 1.0) - Math.max(low, j);
          if (covered > 1e-9) {
            from[n] = j;
            weight[n++] = (float) (covered / (high - low));
          }
        }
      } else {
        double at = Math.min(oldSize - 1.0, Math.max(0, (i + 0.5) * step - 0.5));
        int j = (int) at;
        from[n] = j;
        weight[n++] = (float) (1 - (at - j));
        if (at > j) {
          from[n] = j + 1;
          weight[n++] = (float) (at - j);
        }
      }
    }
    start[newSize] = n;
    return new Taps(start, from, weight);
  }
}
