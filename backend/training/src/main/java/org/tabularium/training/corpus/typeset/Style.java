package org.tabularium.training.corpus.typeset;

/**
 * How a book looks: what its pages have in common. Faces are ids of {@link
 * org.tabularium.training.type.Typefaces}; lengths are in em of the type they belong to.
 *
 * @param language of titles, headings and text
 * @param figures the typeface of the table's numbers
 * @param heads the typeface of column headings and words in cells
 * @param text the typeface of running text and running heads
 * @param title the typeface of the table's title
 * @param longS whether s within a word is long
 * @param ruling the table's rules
 * @param units whether G. and M. stand over the columns
 * @param headSize size of the headings over the size of the numbers
 * @param leading from line to line of the table
 * @param gap white between the columns of a group, such as degrees and minutes
 * @param pad white on both sides of a group
 * @param restEvery a little more white after every so many rows; 0 for none
 * @param centred whether numbers stand in the middle of their column instead of flush right
 * @param hand how unevenly sorts stand, 0 (even) to 1
 * @param wear how well the copy is kept and photographed, 0 (well) to 1
 * @param textSize size of running text over the page's width
 * @param seed what paper the book is printed on
 */
public record Style(
    Language language,
    String figures,
    String heads,
    String text,
    String title,
    boolean longS,
    Ruling ruling,
    boolean units,
    double headSize,
    double leading,
    double gap,
    double pad,
    int restEvery,
    boolean centred,
    double hand,
    double wear,
    double textSize,
    long seed) {}
