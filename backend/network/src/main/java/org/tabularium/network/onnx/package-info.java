/**
 * The only place that speaks ONNX: builds graphs in Java, reads and writes model files, runs graphs
 * in ONNX Runtime and closes what it opens.
 *
 * <p>What never lives here: pictures, readings, or a number that changes a result (see {@code
 * network.model}).
 */
@NullMarked
package org.tabularium.network.onnx;

import org.jspecify.annotations.NullMarked;
