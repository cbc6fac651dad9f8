/**
 * Labels: what people say stands at places of a table, digit by digit.
 *
 * <p>Here live the events (who changed what, when, on whose word) and what is derived from them:
 * the labels of now or of any revision, the states of pages, the queue of what to label next, and
 * labels as files. What never lives here: training, which only asks for labels, and what a model
 * read, which stays as it was read.
 */
@NullMarked
package org.tabularium.app.annotate;

import org.jspecify.annotations.NullMarked;
