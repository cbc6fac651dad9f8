package org.tabularium.app.activation;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Model versions that come as files. */
@Tag(name = "models")
@RestController
@RequestMapping("/api/v1/models/files")
class ModelFilesApi {

  private final ModelIntake intake;

  ModelFilesApi(ModelIntake intake) {
    this.intake = intake;
  }

  @Operation(
      summary = "Register a model version from an ONNX file",
      description =
          "A file that Tabularium wrote keeps its card and its version, if its hash is right. A"
              + " digit network of other tools takes its settings from a version that is here, or"
              + " from the form; they are in the version's hash. Either is first tried on a page of"
              + " the sample corpus. It becomes a candidate.")
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      content =
          @Content(
              mediaType = MediaType.MULTIPART_FORM_DATA_VALUE,
              schema = @Schema(implementation = ModelFileForm.class)))
  @ApiResponse(responseCode = "201", description = "registered; Location is the version")
  @ApiResponse(
      responseCode = "200",
      description = "the version was here already, or the file was only tried")
  @ApiResponse(responseCode = "413", description = "the file is too large")
  @ApiResponse(
      responseCode = "422",
      description = "cannot be read with; reason and detail say why, with node, operator and shape")
  @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  ResponseEntity<ModelIntake.Brought> take(@Parameter(hidden = true) ModelFileForm form)
      throws IOException {
    ModelIntake.Brought brought = intake.take(form.file(), form.wanted(), form.only());
    if (form.only()) {
      return ResponseEntity.ok(brought);
    }
    return ResponseEntity.status(brought.existed() ? HttpStatus.OK : HttpStatus.CREATED)
        .location(URI.create("/api/v1/models/" + brought.version()))
        .body(brought);
  }
}
