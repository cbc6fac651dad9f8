/** Measurements and checks that are run on demand; always compiled, never shipped. */
@NullMarked
package org.tabularium.benchmarks;

import org.jspecify.annotations.NullMarked;
