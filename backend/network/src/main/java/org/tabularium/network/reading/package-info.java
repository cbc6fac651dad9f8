/**
 * What was read from a table, and what two readings have in common.
 *
 * <p>{@code TableReader} turns a picture into a {@link org.tabularium.network.reading.Reading};
 * {@code Explainer} turns two readings into an explanation and runs no network for it. What never
 * lives here: storage, HTTP, jobs.
 */
@NullMarked
package org.tabularium.network.reading;

import org.jspecify.annotations.NullMarked;
