/**
 * Historical typefaces, and lines of type set in them with the box of every sort.
 *
 * <p>Here live loading typefaces from npm packages, their old-style and lining numerals, and
 * setting a line. What never lives here: what is printed (tables, patches), ink, paper.
 */
@NullMarked
package org.tabularium.training.type;

import org.jspecify.annotations.NullMarked;
