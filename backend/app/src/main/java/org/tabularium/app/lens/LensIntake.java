package org.tabularium.app.lens;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.multipart.MultipartFile;
import org.tabularium.app.platform.CurrentPerson;
import org.tabularium.app.platform.Problem;

/** Takes in networks, from a program or from a form. */
@Component
class LensIntake {

  private final Lenses lenses;
  private final LensFiles files;
  private final CurrentPerson person;

  LensIntake(Lenses lenses, LensFiles files, CurrentPerson person) {
    this.lenses = lenses;
    this.files = files;
    this.person = person;
  }

  /**
   * A file that was sent, or the name of one that was put into the folder.
   *
   * @throws Problem 400 when there is neither, 404 when there is none of that name, and whatever
   *     {@link Lenses#register} throws
   */
  Lenses.Registered take(
      @Nullable MultipartFile file, @Nullable String placed, Lenses.Wanted wanted)
      throws IOException {
    if (file != null && !file.isEmpty()) {
      String name = file.getOriginalFilename();
      try (InputStream bytes = file.getInputStream()) {
        return lenses.register(
            files.keep(bytes),
            name == null || name.isBlank() ? "network.onnx" : name,
            wanted,
            person.get());
      }
    }
    if (placed == null || placed.isBlank()) {
      throw new Problem(HttpStatus.BAD_REQUEST, "missing-parameter", "file");
    }
    return lenses.register(
        files
            .placed(placed.strip())
            .orElseThrow(() -> Problem.notFound("no-such-network", placed.strip())),
        placed.strip(),
        wanted,
        person.get());
  }
}
