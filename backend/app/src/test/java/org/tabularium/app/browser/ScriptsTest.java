package org.tabularium.app.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Scripts take every word that a person sees from the page, and so from the bundles. */
class ScriptsTest {

  /**
   * A literal, with what stands in it; or a comment or a regular expression, which are read so that
   * quotation marks in them begin no literal.
   */
  private static final Pattern TOKEN =
      Pattern.compile(
          "//[^\\n]*|/\\*.*?\\*/"
              + "|(?<=[(,=:!&|?\\s])/(?![/*\\s])(?:\\\\.|\\[[^\\]\\n]*\\]|[^/\\n\\\\])+/[a-z]*"
              + "|\"((?:\\\\.|[^\"\\\\\\n])*)\"|'((?:\\\\.|[^'\\\\\\n])*)'|`((?:\\\\.|[^`\\\\])*)`",
          Pattern.DOTALL);

  private static final Pattern FILLED_IN = Pattern.compile("\\$\\{[^}]*\\}");
  private static final Pattern MARKUP =
      Pattern.compile("<(?![^>]*(?:aria-label|title|alt|placeholder)=)[^>]*>");

  /**
   * Two words with a blank between them, a word that begins or ends like a sentence, or one in an
   * attribute that is read.
   */
  private static final Pattern WORDS =
      Pattern.compile(
          "\\p{L}{2,},? \\p{L}{2,}|^\\p{Lu}\\p{Ll}+|\\p{L}{2,}[.!?…]$"
              + "|(?:aria-label|title|alt|placeholder)=[\"']?\\p{L}");

  /** Where even a single word would be seen or read aloud. */
  private static final Pattern SHOWN =
      Pattern.compile(
          "(\\.(textContent|innerText|title|alt|placeholder|ariaLabel)\\s*\\+?="
              + "|(createTextNode|setCustomValidity|alert|confirm|prompt|fillText|strokeText)\\("
              + "|setAttribute\\(\\s*\"(aria-label|title|alt|placeholder)\",)\\s*$");

  /** Where nobody reads: selectors, classes, typefaces, media queries and types. */
  private static final Pattern UNSEEN =
      Pattern.compile(
          "((querySelector(All)?|closest|matches|matchMedia|fonts\\.load)\\(|className\\s*="
              + "|\\.font\\s*=|Accept:|\"Accept\",)\\s*$");

  /** Header fields and keys. */
  private static final Set<String> NAMES =
      Set.of(
          "Accept",
          "Content-Type",
          "If-Match",
          "Escape",
          "Enter",
          "Tab",
          "Home",
          "End",
          "Delete",
          "Backspace",
          "ArrowDown",
          "ArrowUp",
          "ArrowLeft",
          "ArrowRight",
          "PageUp",
          "PageDown");

  static List<Resource> scripts() throws IOException {
    List<Resource> found =
        Arrays.asList(
            new PathMatchingResourcePatternResolver().getResources("classpath*:static/js/*.js"));
    assertThat(found).hasSizeGreaterThan(8);
    return found;
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void takeTheirWordsFromThePage(Resource script) throws IOException {
    assertThat(words(script.getContentAsString(StandardCharsets.UTF_8))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "note.textContent = \"cancelled\";",
        "say(`Reading ${n} of ${m}`);",
        "const words = { done: \"Done\" };",
        "bar.setAttribute(\"aria-label\", \"progress\");",
        "throw new Error('could not be read');",
        "say(\"nothing.\");",
        "row.innerHTML = \"<b title='Open'></b>\";",
        "row.innerHTML = `<td class=\"x\">was read</td>`;",
      })
  void areFoundOut(String script) {
    assertThat(words("// It's a comment\nconst r = /[\"']/g;\n" + script + "\n")).hasSize(1);
  }

  @Test
  void mayNameWhatIsNoText() {
    assertThat(
            words(
                """
                // Don't stumble over an apostrophe here.
                document.querySelector("#ledger tbody tr, .person summary");
                request.setRequestHeader("Accept", "text/html, text/plain");
                if (event.key === "ArrowDown") li.className = "note state";
                context.font = `600 ${size}px "Source Sans 3", sans-serif`;
                said.textContent = `${[job.subject, words.done].join(": ")}: ${more}`;
                bar.innerHTML = '<svg class="bar" aria-hidden="true"></svg>';
                """))
        .isEmpty();
  }

  private static List<String> words(String script) {
    List<String> found = new ArrayList<>();
    Matcher token = TOKEN.matcher(script);
    while (token.find()) {
      String before = script.substring(Math.max(0, token.start() - 60), token.start());
      Stream.of(1, 2, 3)
          .map(token::group)
          .filter(Objects::nonNull)
          .map(literal -> FILLED_IN.matcher(literal).replaceAll("7"))
          .map(literal -> MARKUP.matcher(literal).replaceAll(""))
          .filter(literal -> !UNSEEN.matcher(before).find() && !NAMES.contains(literal))
          .filter(
              literal ->
                  WORDS.matcher(literal).find()
                      || (SHOWN.matcher(before).find()
                          && literal.codePoints().anyMatch(Character::isLetter)))
          .forEach(found::add);
    }
    return found;
  }
}
