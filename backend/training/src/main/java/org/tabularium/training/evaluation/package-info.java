/**
 * How well a model reads: real pages with truth, real pages without tables, transcribed tables, and
 * generated sheets in typefaces it was not trained on.
 *
 * <p>What never lives here: training; nothing that is measured here may be trained on.
 */
@NullMarked
package org.tabularium.training.evaluation;

import org.jspecify.annotations.NullMarked;
