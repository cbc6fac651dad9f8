package org.tabularium.app.jobs;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job as people see it.
 *
 * @param kind what sort of work; one {@link JobHandler} does it
 * @param identity what it is about, as its kind understands it
 * @param subject what it is about, for people
 * @param progress 0 to 1
 * @param message what is being done, in the reader's language
 * @param problem why it failed, in the reader's language
 * @param created when it was asked for
 * @param started when work last began
 * @param person the name of who asked for it
 */
public record JobView(
    long id,
    String kind,
    String identity,
    String subject,
    JobState state,
    double progress,
    @Nullable String message,
    @Nullable String problem,
    Instant created,
    @Nullable Instant started,
    @Nullable Instant ended,
    String person) {}
