package org.tabularium.app.lens;

/**
 * What a job computes: one pair through one lens. The two are in an order of their own, so that a
 * pair is the same from either side.
 *
 * @param lens its id
 * @param model the version that read both: what part of a scan is looked at, and which way up, is
 *     part of a reading
 * @param first the reading's key of the one table
 * @param second the reading's key of the other
 * @param allViews whether the best of all flips and turns is sought (paper, section 6.1)
 */
record LensWork(String lens, String model, String first, String second, boolean allViews) {

  static LensWork of(String lens, String model, String a, String b, boolean allViews) {
    return a.compareTo(b) <= 0
        ? new LensWork(lens, model, a, b, allViews)
        : new LensWork(lens, model, b, a, allViews);
  }

  /** Keys of readings hold no spaces. */
  String identity() {
    return String.join(" ", lens, model, first, second, allViews ? "all" : "one");
  }

  /** From the identity of a job. */
  static LensWork of(String identity) {
    String[] parts = identity.split(" ");
    return new LensWork(parts[0], parts[1], parts[2], parts[3], parts[4].equals("all"));
  }
}
