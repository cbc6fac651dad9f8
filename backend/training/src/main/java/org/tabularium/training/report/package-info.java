/**
 * What the reports in {@code backend/docs/reports} are made with: charts, and what machine it was.
 *
 * <p>What never lives here: what is measured.
 */
@NullMarked
package org.tabularium.training.report;

import org.jspecify.annotations.NullMarked;
