package org.tabularium.app.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** IIIF Image API 3.0, section 4, clause by clause, for an image of 300 x 200 pixels. */
class ImageRequestTest {

  private static ImageRequest parse(String region, String size, String rotation)
      throws ImageRequest.Bad {
    return ImageRequest.parse(300, 200, region, size, rotation, "default", "jpg");
  }

  /** 4.1 Region: "Any portion that extends beyond the image is cropped at its edge". */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "full              | 0,0,300,200",
        "square            | 50,0,200,200",
        "125,15,120,140    | 125,15,120,140",
        "125,15,200,200    | 125,15,175,185",
        "pct:41.6,7.5,40,70| 125,15,120,140",
        "pct:41.6,7.5,66.6,100 | 125,15,175,185",
        "0,0,300,200       | 0,0,300,200"
      })
  void region(String region, String expected) throws Exception {
    var r = parse(region, "max", "0").region();
    assertThat(r.x() + "," + r.y() + "," + r.width() + "," + r.height()).isEqualTo(expected);
  }

  /** 4.1: a region without width or height, or wholly outside, is an error (400). */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0,0,0,10",
        "0,0,10,0",
        "300,0,10,10",
        "0,200,10,10",
        "1,2,3",
        "-1,0,10,10",
        "1.5,0,10,10",
        "pct:0,0,0,50",
        "pct:100,0,10,10",
        "pct:a,0,10,10",
        "whole",
        "",
        "FULL",
        "9999999999,0,1,1"
      })
  void noRegion(String region) {
    assertThatThrownBy(() -> parse(region, "max", "0")).isInstanceOf(ImageRequest.Bad.class);
  }

  /** 4.2 Size, with and without the caret that allows a larger image. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "max      | 300x200", "^max     | 7745x5163", "150,     | 150x100", "^360,    | 360x240",
        ",150     | 225x150", "^,240    | 360x240", "pct:50   | 150x100", "^pct:120 | 360x240",
        "225,100  | 225x100", "^360,360 | 360x360", "!225,100 | 150x100", "^!360,360| 360x240",
        "!600,600 | 300x200", "1,       | 1x1", "pct:0.1  | 1x1"
      })
  void size(String size, String expected) throws Exception {
    ImageRequest request = parse("full", size, "0");
    assertThat(request.width() + "x" + request.height()).isEqualTo(expected);
  }

  /** 4.2: without the caret nothing is enlarged; no side is nought (400). */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "301,",
        ",201",
        "301,200",
        "pct:101",
        "0,",
        ",0",
        "0,0",
        "pct:0",
        "!,100",
        "!100,",
        ",",
        "",
        "full",
        "^",
        "^^max",
        "-5,",
        "10,10,10",
        "^99999,99999",
        "max,",
        "pct:"
      })
  void noSize(String size) {
    assertThatThrownBy(() -> parse("full", size, "0")).isInstanceOf(ImageRequest.Bad.class);
  }

  /** 4.3 Rotation: mirrored first, then clockwise. */
  @ParameterizedTest
  @CsvSource({
    "0,false,0",
    "90,false,90",
    "180,false,180",
    "270,false,270",
    "360,false,0",
    "!0,true,0",
    "!90,true,90",
    "90.0,false,90"
  })
  void rotation(String rotation, boolean mirror, int degrees) throws Exception {
    ImageRequest request = parse("full", "max", rotation);
    assertThat(request.mirror()).isEqualTo(mirror);
    assertThat(request.degrees()).isEqualTo(degrees);
  }

  /** 4.3: "out of range or unsupported should result in a 400". */
  @ParameterizedTest
  @ValueSource(strings = {"45", "22.5", "-90", "450", "361", "!", "", "north", "1e2"})
  void noRotation(String rotation) {
    assertThatThrownBy(() -> parse("full", "max", rotation)).isInstanceOf(ImageRequest.Bad.class);
  }

  /** 4.4 Quality, 4.5 Format. */
  @ParameterizedTest
  @CsvSource({"default,tif", "default,JPG", "native,jpg", "Color,png", "'',jpg", "default,''"})
  void noQualityOrFormat(String quality, String format) {
    assertThatThrownBy(() -> ImageRequest.parse(300, 200, "full", "max", "0", quality, format))
        .isInstanceOf(ImageRequest.Bad.class);
  }

  /** 4.7 Canonical form: w,h throughout; full and max where they hold; the caret where needed. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "full        | 300,      | 0   | full/max/0/default.jpg",
        "0,0,300,200 | 150,      | 0   | full/150,100/0/default.jpg",
        "pct:0,0,50,50 | !75,75  | 90  | 0,0,150,100/75,50/90/default.jpg",
        "square      | max       | 360 | 50,0,200,200/max/0/default.jpg",
        "10,10,20,20 | ^40,      | !0  | 10,10,20,20/^40,40/!0/default.jpg"
      })
  void canonical(String region, String size, String rotation, String expected) throws Exception {
    assertThat(parse(region, size, rotation).canonical()).isEqualTo(expected);
  }
}
