package org.tabularium.app.annotate;

import java.util.Map;

/**
 * The labels of some corpora at a moment, as a file that says the same for ever.
 *
 * @param csv the lines, in the layout of the published corpus with further columns
 * @param sha256 of the file's bytes (UTF-8), 64 hexadecimal digits
 * @param labels how many of each kind
 * @param classes how many of each digit, ten entries
 * @param revisions the revision of each table whose labels are in it
 */
public record FrozenLabels(
    String csv,
    String sha256,
    Map<LabelKind, Integer> labels,
    int[] classes,
    Map<Long, Integer> revisions) {}
