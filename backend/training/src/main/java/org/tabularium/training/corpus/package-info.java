/**
 * The sample corpus: which pages it has, how they are written to files, and how well a
 * representation finds the same table again.
 *
 * <p>Run {@link org.tabularium.training.corpus.SampleCorpusGenerator} to make it. What never lives
 * here: how a table is computed ({@code content}) or printed ({@code typeset}), and what a network
 * reads.
 */
@NullMarked
package org.tabularium.training.corpus;

import org.jspecify.annotations.NullMarked;
