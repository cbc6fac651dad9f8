/**
 * What people say of scans, as something to learn from and to measure with: labelled places, the
 * sheets that are made of them, and how a reading agrees with them.
 *
 * <p>What never lives here: who said it and when, the training engine, and a database.
 */
@NullMarked
package org.tabularium.training.labels;

import org.jspecify.annotations.NullMarked;
