/**
 * Training new model versions from labels: checked before it starts, run as a job, registered as a
 * candidate, and held against the active version in a report.
 *
 * <p>What never lives here: the training itself, which knows neither database nor web; labels;
 * activation.
 */
@NullMarked
package org.tabularium.app.training;

import org.jspecify.annotations.NullMarked;
