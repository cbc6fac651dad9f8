package org.tabularium.app.annotate;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A wish about one label.
 *
 * @param id the label; a new one for a label that is new
 * @param after what is to be said; null takes the label away
 */
public record LabelChange(UUID id, @Nullable Mark after) {}
