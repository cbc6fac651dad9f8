package org.tabularium.app.models;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Model versions. */
@Tag(name = "models")
@RestController
@RequestMapping("/api/v1/models")
class ModelsApi {

  private final Models models;

  ModelsApi(Models models) {
    this.models = models;
  }

  @Operation(summary = "All model versions, the latest first")
  @GetMapping
  List<Model> list() {
    return models.list();
  }

  @Operation(summary = "A model version and its card")
  @GetMapping("/{version}")
  Model get(@PathVariable String version) {
    return models.get(version);
  }

  @Operation(summary = "A model version as a file: ONNX, its specification and card inside")
  @GetMapping(value = "/{version}/file", produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
  ResponseEntity<byte[]> file(@PathVariable String version) {
    return ResponseEntity.ok()
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment()
                .filename("tabularium-" + version + ".onnx")
                .build()
                .toString())
        .body(models.file(version));
  }

  @Operation(summary = "The labels it was trained with, as they were then: CSV")
  @GetMapping(value = "/{version}/labels", produces = "text/csv;charset=UTF-8")
  ResponseEntity<byte[]> labels(@PathVariable String version) {
    return ResponseEntity.ok()
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment()
                .filename("tabularium-" + version + "-labels.csv")
                .build()
                .toString())
        .body(models.labels(version));
  }
}
