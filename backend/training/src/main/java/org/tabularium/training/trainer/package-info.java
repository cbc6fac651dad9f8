/**
 * Training a digit network with PyTorch through DJL, and the command that makes the shipped model.
 *
 * <p>The only package that sees the training engine. Same recipe, seed and number of threads in one
 * process: same weights; between processes the engine rounds differently. What never lives here:
 * what the patches show, files of models.
 */
@NullMarked
package org.tabularium.training.trainer;

import org.jspecify.annotations.NullMarked;
