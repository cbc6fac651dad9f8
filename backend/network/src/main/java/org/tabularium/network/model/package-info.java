/**
 * The digit network and the bigram stage as values: layers, weights and every number that changes a
 * result. A model version is named by their hash.
 *
 * <p>What never lives here: a runtime that computes them (see {@code network.onnx}), or a picture.
 */
@NullMarked
package org.tabularium.network.model;

import org.jspecify.annotations.NullMarked;
