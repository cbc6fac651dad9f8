/**
 * Layer-wise relevance propagation and BiLRP (paper, sections 3.2 to 3.4) for networks of
 * convolutions, rectifiers and pooling: rules as values, the composite that says which rule serves
 * which layer, and a slow, plain interpreter in double precision that the tests believe.
 *
 * <p>What never lives here: ONNX, pictures, digits.
 */
@NullMarked
package org.tabularium.network.lrp;

import org.jspecify.annotations.NullMarked;
