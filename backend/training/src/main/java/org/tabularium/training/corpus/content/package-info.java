/**
 * What historical tables say: their numbers, computed from the mathematics and the facts they were
 * once computed from, as rows of cells without any looks.
 *
 * <p>Pure functions and values. What never lives here: typefaces, pages, pictures, chance.
 */
@NullMarked
package org.tabularium.training.corpus.content;

import org.jspecify.annotations.NullMarked;
