package org.tabularium.app.corpus;

import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.tabularium.app.platform.Problem;
import org.tabularium.network.image.Scans;
import org.tabularium.network.image.UnreadableScan;

/** How a file that is no scan is told to the person who sent it. */
public final class ScanProblems {

  private ScanProblems() {}

  /** The problem document of an unreadable scan. */
  public static Problem of(UnreadableScan unreadable) {
    HttpStatus status =
        switch (unreadable.reason()) {
          case NOT_AN_IMAGE, UNSUPPORTED -> HttpStatus.UNSUPPORTED_MEDIA_TYPE;
          case TOO_LARGE -> HttpStatus.CONTENT_TOO_LARGE;
          case EMPTY, TRUNCATED, NO_AREA, REGION_OUTSIDE -> HttpStatus.UNPROCESSABLE_CONTENT;
        };
    return new Problem(status, key(unreadable), Scans.MOST_PIXELS / 1_000_000).causedBy(unreadable);
  }

  /** The key that names the reason, in problem documents and on tables: {@code scan-truncated}. */
  public static String key(UnreadableScan unreadable) {
    return "scan-" + unreadable.reason().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
