/**
 * Corpora, their editions, and the scans and tables in them.
 *
 * <p>Here live the scans' bytes (by SHA-256, in the data folder), what people say about them
 * (editions, metadata files), the tables' identity and status, the sample corpus, and the IIIF
 * Image API that shows scans to viewers. What never lives here: what was read from a table. Upper
 * rooms hear of new and deleted tables through the event records of this package and report back
 * through {@link org.tabularium.app.corpus.TableProgress}.
 */
@NullMarked
package org.tabularium.app.corpus;

import org.jspecify.annotations.NullMarked;
