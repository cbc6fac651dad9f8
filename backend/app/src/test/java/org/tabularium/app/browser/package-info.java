/**
 * The journeys of a person through the pages, walked by a real browser. Here live tests of what is
 * seen and clicked; what a page controller or the REST interface answers is tested in its feature.
 */
@NullMarked
package org.tabularium.app.browser;

import org.jspecify.annotations.NullMarked;
