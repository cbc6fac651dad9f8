/**
 * What was read from the tables: stored readings, and the job that reads.
 *
 * <p>A reading belongs to a key (scan, region, asked turn and scale) and a model version, so tables
 * that show the same thing share it, and doing the work twice changes nothing. What people correct
 * belongs to a table: the corrected digits are computed here from a reading and what is said of the
 * table, which a room above tells. What never lives here: ranking and explaining, which only use
 * readings.
 */
@NullMarked
package org.tabularium.app.readings;

import org.jspecify.annotations.NullMarked;
