package org.tabularium.app.platform;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.boot.servlet.autoconfigure.MultipartProperties;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.validation.BindException;
import org.springframework.validation.FieldError;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.multipart.support.MissingServletRequestPartException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Everything that a request can throw becomes a problem; nothing of our insides is shown. */
@ControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class ProblemAdvice {

  private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

  private final ProblemDocuments documents;
  private final MultipartProperties uploads;

  ProblemAdvice(ProblemDocuments documents, MultipartProperties uploads) {
    this.documents = documents;
    this.uploads = uploads;
  }

  @ExceptionHandler(Throwable.class)
  @Nullable Object answer(
      Throwable thrown, HttpServletRequest request, HttpServletResponse response, Locale locale) {
    if (thrown instanceof AsyncRequestNotUsableException || response.isCommitted()) {
      // the caller has gone, or has half an answer: there is nobody to tell
      log.debug("No answer possible", thrown);
      return null;
    }
    HttpHeaders headers =
        thrown instanceof ErrorResponse known ? known.getHeaders() : HttpHeaders.EMPTY;
    return documents.answer(problem(thrown), headers, request, locale);
  }

  private Problem problem(Throwable thrown) {
    if (thrown instanceof Problem problem) {
      return problem;
    }
    if (thrown instanceof MaxUploadSizeExceededException) {
      return new Problem(
          HttpStatus.CONTENT_TOO_LARGE, "upload-too-large", uploads.getMaxFileSize().toMegabytes());
    }
    if (thrown instanceof MissingServletRequestPartException missing) {
      return new Problem(HttpStatus.BAD_REQUEST, "missing-parameter", missing.getRequestPartName());
    }
    if (thrown instanceof MissingServletRequestParameterException missing) {
      return new Problem(HttpStatus.BAD_REQUEST, "missing-parameter", missing.getParameterName());
    }
    if (thrown instanceof MultipartException) {
      return new Problem(HttpStatus.BAD_REQUEST, "malformed-upload");
    }
    if (thrown instanceof HttpMessageNotReadableException) {
      return new Problem(HttpStatus.BAD_REQUEST, "malformed-body");
    }
    if (thrown instanceof MethodArgumentTypeMismatchException mismatch) {
      return wrongValue(mismatch.getName(), mismatch.getValue());
    }
    if (thrown instanceof TypeMismatchException mismatch) {
      return wrongValue(String.valueOf(mismatch.getPropertyName()), mismatch.getValue());
    }
    if (thrown instanceof BindException bind) {
      return new Problem(HttpStatus.BAD_REQUEST, "invalid")
          .with("errors", bind.getFieldErrors().stream().map(ProblemAdvice::error).toList());
    }
    if (thrown instanceof HttpRequestMethodNotSupportedException method) {
      return new Problem(HttpStatus.METHOD_NOT_ALLOWED, "method-not-allowed", method.getMethod());
    }
    if (thrown instanceof HttpMediaTypeNotSupportedException) {
      return new Problem(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type");
    }
    if (thrown instanceof HttpMediaTypeNotAcceptableException) {
      return new Problem(HttpStatus.NOT_ACCEPTABLE, "not-acceptable");
    }
    if (thrown instanceof NoResourceFoundException || thrown instanceof NoHandlerFoundException) {
      return new Problem(HttpStatus.NOT_FOUND, "no-such-page");
    }
    if (thrown instanceof OptimisticLockingFailureException) {
      return new Problem(HttpStatus.CONFLICT, "changed-meanwhile");
    }
    if (thrown instanceof ErrorResponse known) {
      return ofStatus(HttpStatus.valueOf(known.getStatusCode().value()));
    }
    return unexpected(thrown);
  }

  /** For what the container itself refuses. */
  static Problem ofStatus(HttpStatus status) {
    return new Problem(
        status,
        switch (status) {
          case NOT_FOUND -> "no-such-page";
          case METHOD_NOT_ALLOWED -> "method-not-allowed";
          default -> status.is4xxClientError() ? "refused" : "unexpected";
        },
        "");
  }

  /** The caller learns a number, under which the log tells what happened. */
  static Problem unexpected(Throwable thrown) {
    String incident = UUID.randomUUID().toString().substring(0, 8);
    log.error("Incident {}", incident, thrown);
    return new Problem(HttpStatus.INTERNAL_SERVER_ERROR, "unexpected", incident)
        .with("incident", incident);
  }

  private static Problem wrongValue(String name, @Nullable Object value) {
    return new Problem(HttpStatus.BAD_REQUEST, "wrong-value", name, shortened(value));
  }

  private static String shortened(@Nullable Object value) {
    String text = String.valueOf(value);
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }

  private static Map<String, String> error(FieldError error) {
    return Map.of("name", error.getField(), "message", String.valueOf(error.getDefaultMessage()));
  }
}
