/** Starts the application. Its rooms are the packages below; nothing else lives here. */
@NullMarked
package org.tabularium.app;

import org.jspecify.annotations.NullMarked;
