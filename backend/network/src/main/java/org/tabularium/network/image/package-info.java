/**
 * From a picture's bytes to the ink map that the network sees, and the frame that leads back.
 *
 * <p>Here live decoding, the ink map, quarter turns and scale. What never lives here: anything that
 * knows of digits or of a trained network.
 */
@NullMarked
package org.tabularium.network.image;

import org.jspecify.annotations.NullMarked;
