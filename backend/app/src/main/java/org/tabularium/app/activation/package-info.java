/**
 * How one model version takes the place of another: what it has not read yet is read in the
 * background while the other ranks, then they change places in one transaction. Here are also the
 * pages of the model versions, and how one comes in as a file and is tried.
 *
 * <p>What never lives here: the versions themselves and which is active ({@code models}), what they
 * have read ({@code readings}), the indexes ({@code search}), and training.
 */
@NullMarked
package org.tabularium.app.activation;

import org.jspecify.annotations.NullMarked;
