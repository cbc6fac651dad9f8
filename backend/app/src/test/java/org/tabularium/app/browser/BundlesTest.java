package org.tabularium.app.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** What must hold for the words of every language. */
class BundlesTest {

  /** Names, figures and titles, which are the same in every language. */
  private static final Set<String> THE_SAME =
      Set.of(
          "site.name",
          "search.numbers.example",
          "table.scan",
          "table.iiif",
          "upload.authors.example",
          "deletion.scan",
          "metadata.table",
          "about.card.name",
          "figure.lens.gamma",
          "figure.score.bigram",
          "ink.gamma",
          "labelfile.format",
          "labelfile.csv",
          "labelfile.w3c",
          "labelfile.page",
          "labelfile.alto",
          "labelfile.coco",
          "labelfile.yolo",
          "judgement.same.sign",
          "judgement.variant.sign",
          "judgement.related.sign",
          "judgement.unrelated.sign",
          "judgement.unsure.sign",
          "judgement.same.key",
          "judgement.variant.key",
          "judgement.related.key",
          "judgement.unrelated.key",
          "judgement.unsure.key");

  private static final Pattern ARGUMENT = Pattern.compile("\\{\\d+(,\\w+)?|%\\d");

  /** A bundle in a language, beside the same bundle in English. */
  record Bundle(
      String file, Locale locale, TreeMap<String, String> text, TreeMap<String, String> english) {

    @Override
    public String toString() {
      return file;
    }
  }

  static List<Bundle> translations() throws IOException {
    return bundles("messages_*", "problems_*");
  }

  static List<Bundle> all() throws IOException {
    return Stream.concat(
            bundles("messages.properties", "problems.properties").stream(), translations().stream())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("translations")
  void saysAllThatTheEnglishOneSays(Bundle bundle) {
    assertThat(bundle.text().keySet()).isEqualTo(bundle.english().keySet());
    assertThat(bundle.text()).noneSatisfy((key, value) -> assertThat(value).isBlank());
  }

  @ParameterizedTest
  @MethodSource("translations")
  void hasTheSamePlaceholders(Bundle bundle) {
    assertThat(bundle.text())
        .allSatisfy(
            (key, value) ->
                assertThat(arguments(value))
                    .isEqualTo(arguments(bundle.english().getOrDefault(key, ""))));
  }

  @ParameterizedTest
  @MethodSource("translations")
  void isTranslated(Bundle bundle) {
    assertThat(bundle.text())
        .allSatisfy(
            (key, value) -> {
              if (!THE_SAME.contains(key)) {
                assertThat(value).as(key).isNotEqualTo(bundle.english().get(key));
              }
            });
  }

  /**
   * An argument makes {@link MessageFormat} read the message, and it takes a single apostrophe for
   * a quotation; without arguments nobody reads it, and a doubled one is shown doubled.
   */
  @ParameterizedTest
  @MethodSource("all")
  void isReadAsItWasMeant(Bundle bundle) {
    assertThat(bundle.text())
        .allSatisfy(
            (key, value) -> {
              if (value.contains("{")) {
                assertThat(value.replace("''", "")).as(key).doesNotContain("'");
                Object[] numbers = {1, 2, 3, 4, 5, 6, 7, 8, 9};
                assertThat(new MessageFormat(value, bundle.locale()).format(numbers))
                    .as(key)
                    .doesNotContain("{");
              } else {
                assertThat(value).as(key).doesNotContain("''");
              }
            });
  }

  private static TreeSet<String> arguments(String message) {
    TreeSet<String> found = new TreeSet<>();
    ARGUMENT.matcher(message).results().map(MatchResult::group).forEach(found::add);
    return found;
  }

  private static List<Bundle> bundles(String... names) throws IOException {
    PathMatchingResourcePatternResolver resources = new PathMatchingResourcePatternResolver();
    List<Bundle> found = new ArrayList<>();
    for (String name : names) {
      String pattern = "classpath*:" + name + (name.endsWith("*") ? ".properties" : "");
      List<Resource> files = Arrays.asList(resources.getResources(pattern));
      assertThat(files).as(pattern).isNotEmpty();
      for (Resource file : files) {
        String plain = file.getFilename().replace(".properties", "");
        String tag = plain.contains("_") ? plain.substring(plain.indexOf('_') + 1) : "en";
        found.add(
            new Bundle(
                plain,
                Locale.forLanguageTag(tag.replace('_', '-')),
                text(file),
                text(
                    resources.getResource(
                        "classpath:" + plain.replaceFirst("_.*", "") + ".properties"))));
      }
    }
    return found;
  }

  static TreeMap<String, String> text(Resource file) throws IOException {
    Properties properties = new Properties();
    try (Reader in = new InputStreamReader(file.getInputStream(), StandardCharsets.UTF_8)) {
      properties.load(in);
    }
    TreeMap<String, String> text = new TreeMap<>();
    properties.stringPropertyNames().forEach(key -> text.put(key, properties.getProperty(key)));
    return text;
  }
}
