/**
 * From a table's content to a picture of a printed page and the truth about every digit on it.
 *
 * <p>{@link org.tabularium.training.corpus.typeset.Style} is how a book looks, {@link
 * org.tabularium.training.corpus.typeset.Sheet} what one of its pages carries, {@link
 * org.tabularium.training.corpus.typeset.Typesetter} sets it in type, and {@link
 * org.tabularium.training.corpus.typeset.Printshop} prints, ages and photographs it. The same sheet
 * gives the same page. What never lives here: how numbers are computed, which pages make a corpus.
 */
@NullMarked
package org.tabularium.training.corpus.typeset;

import org.jspecify.annotations.NullMarked;
