package org.tabularium.app.activation;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.multipart.MultipartFile;

/**
 * A model file as a form sends it. What is empty was not said.
 *
 * @param file an ONNX network
 */
@Schema(name = "ModelFile")
record ModelFileForm(
    @Schema(
            type = "string",
            format = "binary",
            description =
                "a file that Tabularium wrote, its card inside; or another ONNX network of Conv"
                    + " and Relu, without biases, from one ink map to ten maps. At most 32 MB")
        @Nullable MultipartFile file,
    @Schema(description = "only look at it and try it; nothing is registered")
        @Nullable Boolean preview,
    @Schema(description = "for people; by default the file's name") @Nullable String name,
    @Schema(description = "where it comes from and what is known of it") @Nullable String about,
    @Schema(description = "the version whose settings are taken; by default the active one")
        @Nullable String like,
    @Schema(description = "size of the type, in ink-map cells, at which it reads best")
        @Nullable String em,
    @Schema(description = "gate.threshold: what a digit must come to") @Nullable String threshold,
    @Schema(description = "gate.reach: map cells across and down in which one digit stands")
        @Nullable String reach,
    @Schema(description = "height of a peak above the baseline, in em") @Nullable String line,
    @Schema(description = "widest pitch of figures, map cells") @Nullable String pitch,
    @Schema(description = "nearest and farthest next digit, and up or down, map cells")
        @Nullable String shifts,
    @Schema(description = "which digits count, nine numbers as of another version")
        @Nullable String company,
    @Schema(description = "other sizes of type, six numbers as of another version")
        @Nullable String sizes,
    @Schema(
            description =
                "what a clean digit comes to in its maps; the last layer is divided by it. By"
                    + " default 1")
        @Nullable String peak,
    @Schema(description = "the digits of its maps, from the first; by default 0123456789")
        @Nullable String order) {

  boolean only() {
    return Boolean.TRUE.equals(preview);
  }

  ModelIntake.Wanted wanted() {
    Map<String, String> settings = new LinkedHashMap<>();
    put(settings, "em", em);
    put(settings, "gate.threshold", threshold);
    put(settings, "gate.reach", reach);
    put(settings, "line", line);
    put(settings, "pitch", pitch);
    put(settings, "shifts", shifts);
    put(settings, "company", company);
    put(settings, "sizes", sizes);
    return new ModelIntake.Wanted(
        said(name), said(about), said(like), settings, said(peak), said(order));
  }

  private static void put(Map<String, String> settings, String name, @Nullable String value) {
    String said = said(value);
    if (said != null) {
      settings.put(name, said.replace(" ", ""));
    }
  }

  private static @Nullable String said(@Nullable String text) {
    return text == null || text.isBlank() ? null : text.strip();
  }
}
