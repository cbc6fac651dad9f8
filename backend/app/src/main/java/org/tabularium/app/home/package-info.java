/**
 * The pages that draw on several rooms: the front page, the work under way, one table with what is
 * similar to it, a pair of tables, and how it all works.
 *
 * <p>What never lives here: anything that a program could not also get by REST.
 */
@NullMarked
package org.tabularium.app.home;

import org.jspecify.annotations.NullMarked;
