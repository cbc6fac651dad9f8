package org.tabularium.app.platform;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;

/**
 * Something that the caller should know went wrong: thrown anywhere, it reaches a program as a
 * problem document (RFC 9457) and a person as a page.
 *
 * <p>The slug names the type {@code /problems/<slug>} and the messages {@code problem.<slug>.title}
 * and {@code problem.<slug>.detail} of the bundle {@code problems}. Arguments fill the detail; give
 * identifiers as strings, since numbers are set in the reader's manner.
 */
public final class Problem extends RuntimeException {

  private final HttpStatus status;
  private final String slug;
  private final List<Object> arguments;
  private final Map<String, Object> members = new LinkedHashMap<>();

  public Problem(HttpStatus status, String slug, Object... arguments) {
    super(slug + " " + Arrays.toString(arguments));
    this.status = status;
    this.slug = slug;
    this.arguments = List.of(arguments);
  }

  /** The thing that a path or parameter names does not exist; {@code what} is its identifier. */
  public static Problem notFound(String slug, Object what) {
    return new Problem(HttpStatus.NOT_FOUND, slug, String.valueOf(what));
  }

  /** Adds a member to the document, for programs. */
  public Problem with(String member, Object value) {
    members.put(member, value);
    return this;
  }

  public Problem causedBy(Throwable cause) {
    initCause(cause);
    return this;
  }

  public HttpStatus status() {
    return status;
  }

  public String slug() {
    return slug;
  }

  public List<Object> arguments() {
    return arguments;
  }

  public Map<String, Object> members() {
    return members;
  }
}
