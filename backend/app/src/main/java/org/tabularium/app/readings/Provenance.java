package org.tabularium.app.readings;

/**
 * What a vector comes from.
 *
 * @param model the version that read
 * @param digits read or corrected
 * @param revision of the table's labels that counts in it; 0: none
 * @param labels the same as {@code labels=} in an address: the number of the last change of labels,
 *     of any table, that counts; 0: none
 * @param corrected how many digits differ from what was read
 */
public record Provenance(String model, String digits, int revision, long labels, int corrected) {
  public static Provenance of(TableDigits of) {
    return new Provenance(
        of.read().modelVersion(),
        of.digits().corrected() ? "corrected" : "read",
        of.revision(),
        of.last(),
        of.corrected());
  }
}
