/**
 * The model versions that have ever read tables here, and which of them is active.
 *
 * <p>A version is immutable and named by the hash of everything that changes a result. What never
 * lives here: readings, and training.
 */
@NullMarked
package org.tabularium.app.models;

import org.jspecify.annotations.NullMarked;
