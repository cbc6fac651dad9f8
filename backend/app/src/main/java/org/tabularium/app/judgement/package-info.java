/**
 * What persons think of pairs of tables: same, variant, related, unrelated, unsure, with reasons
 * and a note; and how well a model's scores agree with it.
 *
 * <p>The record only grows: a changed judgement leaves the earlier one where it is. What never
 * lives here: a score's definition, and anything that a machine thinks of a pair.
 */
@NullMarked
package org.tabularium.app.judgement;

import org.jspecify.annotations.NullMarked;
