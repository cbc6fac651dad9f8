/**
 * Labels in the formats of others: W3C Web Annotations, PAGE-XML, ALTO, COCO, YOLO, and the CSV of
 * the published corpus.
 *
 * <p>Here lives what writes such files, what reads them, and the pages on which people take labels
 * away and bring them in. Every format is read as lines of the CSV that says everything; what a
 * line means is said one room up, where labels are. What never lives here: a rule about labels.
 */
@NullMarked
package org.tabularium.app.annotate.formats;

import org.jspecify.annotations.NullMarked;
