package org.tabularium.app.models;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A version began to read and rank.
 *
 * @param at when
 * @param version which
 * @param before what did before; null at the first start
 * @param by the name of who activated it; null if a build did by itself
 */
public record Activation(
    Instant at, String version, @Nullable String before, @Nullable String by) {}
