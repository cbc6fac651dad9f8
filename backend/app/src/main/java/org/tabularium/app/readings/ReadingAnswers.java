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
import org.tabularium.network.reading.Reading;

/** Answers that need a reading: now, later (202 with the job), or never (409 with the reason). */
@Component
public class ReadingAnswers {

  private final Tables tables;
  private final Readings readings;

  ReadingAnswers(Tables tables, Readings readings) {
    this.tables = tables;
    this.readings = readings;
  }

  /**
   * The answer that a function makes of a table's reading. A reading never changes, so the answer
   * is worth an ETag.
   *
   * @throws Problem 404, or 409 when the table could not be read
   */
  public ResponseEntity<?> of(long id, Function<Reading, Object> answer) {
    return of(id, null, answer);
  }

  /**
   * The same of what another version of the model read, for what was cited.
   *
   * @param version null for the active one
   */
  public ResponseEntity<?> of(long id, @Nullable String version, Function<Reading, Object> answer) {
    Table table = tables.get(id);
    Optional<Reading> reading = readings.cited(table, version);
    if (reading.isEmpty()) {
      return notYet(table);
    }
    String etag = etag(table, reading.get());
    if (notModified(etag)) {
      return ResponseEntity.status(HttpStatus.NOT_MODIFIED).eTag(etag).build();
    }
    return ResponseEntity.ok().eTag(etag).body(answer.apply(reading.get()));
  }

  /** Names a reading: what was read, how, and by which model. */
  public static String etag(Table table, Reading reading) {
    return "\""
        + Integer.toHexString(table.readKey().hashCode())
        + "-"
        + reading.modelVersion().substring(0, 16)
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
