package org.tabularium.app.readings;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.context.request.ServletWebRequest;
import org.tabularium.app.corpus.Table;
import org.tabularium.app.corpus.Tables;
import org.tabularium.app.platform.Problem;

/** Answers that need a reading: now, later (202 with the job), or never (409 with the reason). */
@Component
public class ReadingAnswers {

  private final Tables tables;
  private final CorrectedReadings readings;

  ReadingAnswers(Tables tables, CorrectedReadings readings) {
    this.tables = tables;
    this.readings = readings;
  }

  /**
   * The answer that a function makes of a table's digits. They change with the labels' revision and
   * with nothing else, so the answer is worth an ETag.
   *
   * @param version of the model, for what was cited; null for the active one
   * @throws Problem 404, 409 when the table could not be read, 410 when the version is gone
   */
  ResponseEntity<?> of(
      long id, @Nullable String version, Digits digits, Function<TableDigits, Object> answer) {
    Table table = tables.get(id);
    Optional<TableDigits> found = readings.find(table, version, digits);
    if (found.isEmpty()) {
      return notYet(table);
    }
    String etag = etag(table, found.get());
    if (notModified(etag)) {
      return ResponseEntity.status(HttpStatus.NOT_MODIFIED).eTag(etag).build();
    }
    return ResponseEntity.ok().eTag(etag).body(answer.apply(found.get()));
  }

  /** Names the digits: what was read, how, by which model, and what people said of it. */
  private static String etag(Table table, TableDigits digits) {
    return "\""
        + Integer.toHexString(table.readKey().hashCode())
        + "-"
        + digits.read().modelVersion().substring(0, 16)
        + (digits.digits().corrected() ? "-r" + digits.revision() : "")
        + "\"";
  }

  /**
   * 202 with the address of the job.
   *
   * @throws Problem 409 when there will be no reading
   */
  public static ResponseEntity<?> notYet(Table table) {
    if (!Readings.waits(table)) {
      throw new Problem(
          HttpStatus.CONFLICT,
          "table-not-read",
          Long.toString(table.id()),
          String.valueOf(table.why()));
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", table.status());
    ResponseEntity.BodyBuilder answer = ResponseEntity.accepted();
    if (table.job() != null) {
      body.put("job", table.job().toString());
      answer.location(URI.create("/api/v1/jobs/" + table.job()));
    }
    return answer.body(body);
  }

  private static boolean notModified(String etag) {
    return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes current
        && new ServletWebRequest(current.getRequest(), current.getResponse())
            .checkNotModified(etag);
  }
}
