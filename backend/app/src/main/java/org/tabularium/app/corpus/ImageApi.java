package org.tabularium.app.corpus;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import org.tabularium.app.platform.Problem;
import org.tabularium.network.image.UnreadableScan;

/**
 * The IIIF Image API 3.0, level 2 and a little more, so that every viewer of the field can show a
 * scan. An image's name is the SHA-256 of its bytes: what an address shows never changes.
 */
@Hidden
@RestController
@RequestMapping("/iiif/3/{sha256}")
class ImageApi {

  private static final String CONTEXT = "http://iiif.io/api/image/3/context.json";
  private static final String LEVEL_2 = "http://iiif.io/api/image/3/level2.json";
  private static final MediaType LINKED_DATA =
      MediaType.parseMediaType("application/ld+json;profile=\"" + CONTEXT + "\"");
  private static final int TILE = 512;

  private final ScanRows scans;
  private final Pictures pictures;

  ImageApi(ScanRows scans, Pictures pictures) {
    this.scans = scans;
    this.pictures = pictures;
  }

  /** Section 5. */
  record Info(
      @JsonProperty("@context") String context,
      String id,
      String type,
      String protocol,
      String profile,
      int width,
      int height,
      long maxArea,
      List<Size> sizes,
      List<Tiles> tiles,
      List<String> extraQualities,
      List<String> extraFeatures) {

    record Size(int width, int height) {}

    record Tiles(int width, int height, List<Integer> scaleFactors) {}
  }

  /** Section 2: the address of the image itself leads to its description. */
  @GetMapping
  ResponseEntity<Void> image(@PathVariable String sha256) {
    if (scan(sha256) == null) {
      return open(HttpStatus.NOT_FOUND).build();
    }
    return open(HttpStatus.SEE_OTHER)
        .location(URI.create("/iiif/3/" + sha256 + "/info.json"))
        .build();
  }

  @GetMapping("/info.json")
  ResponseEntity<Info> info(@PathVariable String sha256, HttpServletRequest request) {
    Scan scan = scan(sha256);
    if (scan == null) {
      return open(HttpStatus.NOT_FOUND).build();
    }
    List<Integer> factors = new ArrayList<>();
    List<Info.Size> sizes = new ArrayList<>();
    for (int factor = 1; ; factor *= 2) {
      factors.add(factor);
      sizes.add(0, new Info.Size(ceil(scan.width(), factor), ceil(scan.height(), factor)));
      if (Math.max(scan.width(), scan.height()) <= TILE * factor) {
        break;
      }
    }
    Info info =
        new Info(
            CONTEXT,
            base(sha256),
            "ImageService3",
            "http://iiif.io/api/image",
            "level2",
            scan.width(),
            scan.height(),
            ImageRequest.MOST_PIXELS,
            sizes,
            List.of(new Info.Tiles(TILE, TILE, factors)),
            List.of("color", "gray", "bitonal"),
            List.of("canonicalLinkHeader", "mirroring", "profileLinkHeader", "sizeUpscaling"));
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    boolean linked = accept != null && accept.contains("application/ld+json");
    return open(HttpStatus.OK)
        .contentType(linked ? LINKED_DATA : MediaType.APPLICATION_JSON)
        .varyBy(HttpHeaders.ACCEPT, HttpHeaders.HOST)
        .body(info);
  }

  @GetMapping("/{region}/{size}/{rotation}/{quality}.{format}")
  ResponseEntity<byte[]> picture(
      @PathVariable String sha256,
      @PathVariable String region,
      @PathVariable String size,
      @PathVariable String rotation,
      @PathVariable String quality,
      @PathVariable String format,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    Scan scan = scan(sha256);
    if (scan == null) {
      return open(HttpStatus.NOT_FOUND).build();
    }
    ImageRequest wanted;
    try {
      wanted =
          ImageRequest.parse(scan.width(), scan.height(), region, size, rotation, quality, format);
    } catch (ImageRequest.Bad e) {
      response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
      throw new Problem(HttpStatus.BAD_REQUEST, "bad-image-request", e.getMessage()).causedBy(e);
    }
    String etag = "\"" + sha256.substring(0, 16) + "/" + wanted.canonical() + "\"";
    ResponseEntity.BodyBuilder answer =
        open(HttpStatus.OK)
            .cacheControl(CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable())
            .eTag(etag)
            .header(
                HttpHeaders.LINK,
                "<" + base(sha256) + "/" + wanted.canonical() + ">;rel=\"canonical\"")
            .header(HttpHeaders.LINK, "<" + LEVEL_2 + ">;rel=\"profile\"")
            .contentType(format.equals("png") ? MediaType.IMAGE_PNG : MediaType.IMAGE_JPEG);
    if (etag.equals(request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
      return open(HttpStatus.NOT_MODIFIED).eTag(etag).build();
    }
    try {
      return answer.body(pictures.render(scan, wanted));
    } catch (UnreadableScan e) {
      response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
      throw ScanProblems.of(e);
    }
  }

  private @Nullable Scan scan(String sha256) {
    return ScanStore.isName(sha256) ? scans.findById(sha256).map(ScanRow::scan).orElse(null) : null;
  }

  private static String base(String sha256) {
    return ServletUriComponentsBuilder.fromCurrentContextPath()
        .path("/iiif/3/" + sha256)
        .toUriString();
  }

  private static int ceil(int length, int factor) {
    return (length + factor - 1) / factor;
  }

  /** Section 7.1: viewers on other sites may show the image. */
  private static ResponseEntity.BodyBuilder open(HttpStatus status) {
    return ResponseEntity.status(status)
        .headers(
            headers -> {
              headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
              headers.set("Cross-Origin-Resource-Policy", "cross-origin");
            });
  }
}
