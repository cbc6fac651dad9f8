/**
 * Training new model versions: for now, whether this machine can.
 *
 * <p>What never lives here: the training itself, which knows neither database nor web, and labels.
 */
@NullMarked
package org.tabularium.app.training;

import org.jspecify.annotations.NullMarked;
