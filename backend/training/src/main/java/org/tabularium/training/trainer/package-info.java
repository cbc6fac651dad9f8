/**
 * Training a digit network with PyTorch through DJL, and the command that makes the shipped model.
 *
 * <p>The only package that sees the training engine. Same recipe and seed on the same kind of
 * machine: same weights, bit for bit, in whichever process. What never lives here: what the patches
 * show, files of models.
 */
@NullMarked
package org.tabularium.training.trainer;

import org.jspecify.annotations.NullMarked;
