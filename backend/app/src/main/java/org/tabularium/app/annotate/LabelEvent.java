package org.tabularium.app.annotate;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One change of one label, or of the page's state. Events are written once and stay.
 *
 * @param id its number; later events have greater ones
 * @param revision of the table, after the action
 * @param action what it was part of: one key, one click, one file
 * @param at when
 * @param by who
 * @param model the version whose reading was taken over; null: the person's own word
 * @param label which label; null: the page's state
 * @param before what was said before; null: nothing
 * @param after what is said since; null: nothing
 * @param stateBefore the page's state before; null unless that changed
 * @param stateAfter the page's state since
 */
public record LabelEvent(
    @Schema(type = "string") @JsonFormat(shape = JsonFormat.Shape.STRING) long id,
    int revision,
    UUID action,
    Instant at,
    String by,
    @Nullable String model,
    @Nullable UUID label,
    @Nullable Mark before,
    @Nullable Mark after,
    @Nullable PageState stateBefore,
    @Nullable PageState stateAfter) {}
