package org.tabularium.app.browser;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChromiumTest {

  @Test
  void whereThereIsNoneOneSentenceSaysHowToGetIt(@TempDir Path nothing) {
    assertThatThrownBy(() -> Chromium.found(Optional.empty()))
        .isInstanceOf(AssertionError.class)
        .hasMessageMatching("The browser tests need Chromium: install it [^\\n]+");
    assertThatThrownBy(() -> Chromium.found(Optional.of(nothing.resolve("chrome").toString())))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("chrome is none: install it");
  }
}
