package org.tabularium.app.training;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Whether models can be trained here. */
@Tag(name = "models")
@RestController
@RequestMapping("/api/v1/training")
class TrainingApi {

  private final Training training;

  TrainingApi(Training training) {
    this.training = training;
  }

  @Operation(summary = "Whether models can be trained on this machine, and why not")
  @GetMapping
  Training.State get() {
    return training.state();
  }
}
