package org.tabularium.app.platform;

import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** The server that was given cannot be reached, or does not let us in. */
final class NoDatabaseAnalyzer extends AbstractFailureAnalyzer<PSQLException> {

  @Override
  protected @Nullable FailureAnalysis analyze(Throwable rootFailure, PSQLException cause) {
    String state = String.valueOf(cause.getSQLState());
    // connection, authorization, no such database; anything else is a fault of ours
    if (!state.startsWith("08") && !state.startsWith("28") && !state.equals("3D000")) {
      return null;
    }
    CannotStart reason = new CannotStart("database-unreachable", cause, cause.getMessage());
    return new FailureAnalysis(String.valueOf(reason.getMessage()), reason.remedy(), cause);
  }
}
