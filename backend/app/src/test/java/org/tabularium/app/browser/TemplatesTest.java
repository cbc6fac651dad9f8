package org.tabularium.app.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** What must hold for every template, whatever its page shows. */
class TemplatesTest {

  // #{home.lead}, #{corpus.count(...)}, #messages.msg('verdict.yes', ...); keys put together at run
  // time end in a dot or begin so
  private static final Pattern KEYS =
      Pattern.compile("#\\{([a-z][\\w.]*)|#messages\\.msg\\('([\\w.]+)'(?! \\+)");
  private static final Pattern AGAINST_THE_POLICY =
      Pattern.compile("\\s(style|on[a-z]+)=|<style|<script(?![^>]*src=)|javascript:");
  // text that stands in no attribute and is not replaced by th:text
  private static final Pattern BARE_TEXT =
      Pattern.compile("<(?![^>]*th:(u?text|replace))[a-z0-9]+[^>]*>\\s*[A-Z][a-z]+ [a-z][^<]*<");

  static List<Resource> templates() throws IOException {
    List<Resource> found =
        Arrays.asList(
            new PathMatchingResourcePatternResolver()
                .getResources("classpath*:templates/**/*.html"));
    assertThat(found).hasSizeGreaterThan(10);
    return found;
  }

  /** A brace lost in a merge silently swallows every rule after it. */
  @Test
  void everyStyleSheetClosesWhatItOpens() throws IOException {
    Resource[] sheets =
        new PathMatchingResourcePatternResolver().getResources("classpath*:static/css/*.css");
    assertThat(sheets).hasSizeGreaterThan(2);
    for (Resource sheet : sheets) {
      int open = 0;
      int rule = 0;
      for (String line : text(sheet).lines().toList()) {
        rule++;
        for (char c : line.toCharArray()) {
          open += c == '{' ? 1 : c == '}' ? -1 : 0;
        }
        // At most a rule within a media query.
        assertThat(open).as("%s, line %d", sheet.getFilename(), rule).isBetween(0, 2);
        if (!line.isEmpty() && ".#ahmtp".indexOf(line.charAt(0)) >= 0 && line.endsWith("{")) {
          assertThat(open).as("%s, line %d", sheet.getFilename(), rule).isEqualTo(1);
        }
      }
      assertThat(open).as(sheet.getFilename()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("templates")
  void namesOnlyMessagesThatThereAre(Resource template) throws IOException {
    TreeSet<String> missing = new TreeSet<>();
    KEYS.matcher(text(template))
        .results()
        .map(TemplatesTest::key)
        .filter(key -> !messages().containsKey(key))
        .forEach(missing::add);
    assertThat(missing).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("templates")
  void holdsNothingThatTheSecurityPolicyRefuses(Resource template) throws IOException {
    assertThat(AGAINST_THE_POLICY.matcher(text(template)).results().map(MatchResult::group))
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("templates")
  void takesItsWordsFromTheBundle(Resource template) throws IOException {
    assertThat(BARE_TEXT.matcher(text(template)).results().map(MatchResult::group)).isEmpty();
  }

  private static String key(MatchResult match) {
    return match.group(1) == null ? match.group(2) : match.group(1);
  }

  private static String text(Resource template) throws IOException {
    return template.getContentAsString(StandardCharsets.UTF_8);
  }

  private static Properties messages() {
    Properties messages = new Properties();
    try (InputStream in = TemplatesTest.class.getResourceAsStream("/messages.properties")) {
      messages.load(in);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return messages;
  }
}
