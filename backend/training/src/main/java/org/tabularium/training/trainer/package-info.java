/**
 * Training a digit network with PyTorch through DJL, and the command that makes the shipped model.
 *
 * <p>The only package that sees the training engine. Same recipe and seed on the same kind of
 * machine: an equal network, mostly the same bit for bit (README). What never lives here: what the
 * patches show, files of models.
 */
@NullMarked
package org.tabularium.training.trainer;

import org.jspecify.annotations.NullMarked;
