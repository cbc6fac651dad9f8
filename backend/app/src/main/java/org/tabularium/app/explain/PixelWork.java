package org.tabularium.app.explain;

/**
 * What a job computes: one table's branch of an explanation down to the ink, the same whatever the
 * partner.
 *
 * @param readKey the reading's key
 * @param model the version that read it
 * @param gamma of the rule at each convolution
 */
record PixelWork(String readKey, String model, double gamma) {

  String identity() {
    return readKey + "@" + model + "@" + gamma;
  }

  /** From the identity of a job. */
  static PixelWork of(String identity) {
    int last = identity.lastIndexOf('@');
    int before = identity.lastIndexOf('@', last - 1);
    return new PixelWork(
        identity.substring(0, before),
        identity.substring(before + 1, last),
        Double.parseDouble(identity.substring(last + 1)));
  }
}
