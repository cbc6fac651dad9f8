/**
 * How far explanations of table similarity can be believed: generated pairs whose true explanation
 * is known, and covering up what an explanation calls relevant.
 *
 * <p>What never lives here: how explanations are computed.
 */
@NullMarked
package org.tabularium.training.faithfulness;

import org.jspecify.annotations.NullMarked;
