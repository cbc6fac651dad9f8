package org.tabularium.training.corpus.typeset;

import org.tabularium.network.image.Box;

/**
 * The truth about one digit of a page.
 *
 * @param box where its ink is, pixels of the picture
 * @param digit 0 to 9
 * @param number names the number it belongs to, unique on its page; a number's digits follow each
 *     other from left to right
 * @param row row of the whole table, from 0; -1 outside the table's body
 * @param column the column's name; "title", "head", "text" or "folio" outside the table's body
 */
public record PrintedDigit(Box box, int digit, String number, int row, String column) {}
