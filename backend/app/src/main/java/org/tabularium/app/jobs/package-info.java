/**
 * Queued work that people can see: it waits, runs with progress, can be cancelled in the middle,
 * fails without blocking the rest, and is taken up again if the process dies.
 *
 * <p>What the work is never lives here: each feature brings a {@link
 * org.tabularium.app.jobs.JobHandler} for its own kind.
 */
@NullMarked
package org.tabularium.app.jobs;

import org.jspecify.annotations.NullMarked;
