package org.tabularium.app.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tabularium.app.platform.Problem;

/** Metadata files as spreadsheets really write them. */
class MetadataFileTest {

  private static MetadataFile of(String text) {
    return MetadataFile.of(text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t", "|"})
  void theSeparatorIsTakenFromTheFirstLine(String separator) {
    MetadataFile file =
        of(
            "page_id,short_title,year_of_publication\na_p1.jpg,Sphaera,1550\n"
                .replace(",", separator));
    assertThat(file.separator()).isEqualTo(separator.charAt(0));
    assertThat(file.rows()).hasSize(1);
    assertThat(file.rows().get(0).page()).isEqualTo("a_p1");
    assertThat(file.rows().get(0).edition().title()).isEqualTo("Sphaera");
    assertThat(file.rows().get(0).edition().year()).isEqualTo(1550);
    assertThat(file.problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "windows-1252", "UTF-16LE", "UTF-16BE"})
  void accentsSurviveWhateverTheSpreadsheetWrites(String charset) {
    String mark = charset.startsWith("UTF-16") ? "\ufeff" : "";
    byte[] bytes = (mark + "page,author\na,Piccolòmini – Æ\n").getBytes(Charset.forName(charset));
    MetadataFile file = MetadataFile.of(bytes);
    assertThat(file.rows().get(0).edition().authors()).containsExactly("Piccolòmini – Æ");
    assertThat(file.encoding()).isEqualTo(charset);
    assertThat(file.guessed()).isEqualTo(charset.equals("windows-1252"));
  }

  @Test
  void columnsAreTakenByAnyOfTheirNamesAndTheOthersLeftAlone() {
    MetadataFile file = of("Remarks,Year,FILE\nworn,1550?,b.tif\n");
    assertThat(file.columns()).containsEntry("page", "FILE").containsEntry("year", "Year");
    assertThat(file.ignored()).containsExactly("Remarks");
    assertThat(file.missing()).contains("title", "authors").doesNotContain("page", "year");
    assertThat(file.rows().get(0).edition().year()).isEqualTo(1550);
  }

  @Test
  void aBadRowLosesNoGoodOneAndSaysWhy() {
    MetadataFile file =
        of(
            """
            page_id,short_title,year_of_publication
            good_1,"Sphaera, in two
            lines",1550
            ,Nameless,1550
            bad,Yearless,long ago
            many,Sacrobosco, Johannes de,1550
            good_2,Short
            good_1,Described again,1551
            good_2,Short
            """);
    assertThat(file.rows()).extracting(MetadataFile.Row::page).containsExactly("good_1", "good_2");
    assertThat(file.rows().get(0).edition().title()).isEqualTo("Described again");
    assertThat(file.problems())
        .extracting(trouble -> trouble.line() + " " + trouble.what())
        .containsExactly("4 page", "5 year", "6 cells", "8 twice");
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("nothing", "", "metadata-empty"),
        Arguments.of("blank lines", "\n\n", "metadata-empty"),
        Arguments.of("a spreadsheet", "PK\u0003\u0004...", "metadata-spreadsheet"),
        Arguments.of("no text", "\u0000\u0001\u0002", "metadata-not-text"),
        Arguments.of("another separator", "page_id:short_title\na:b", "metadata-separator"),
        Arguments.of("no page", "title,year\nSphaera,1550", "metadata-columns"),
        Arguments.of("no first line", "a_p1,Sphaera,1550", "metadata-columns"),
        Arguments.of("one name twice", "page_id,title,Title\na,b,c", "metadata-column-twice"),
        Arguments.of("an open quotation", "page_id,title\na,\"b\n", "metadata-malformed"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void whatIsNoTableIsRefusedWithWhatItIsInstead(String what, String text, String slug) {
    assertThatThrownBy(() -> of(text))
        .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.slug()).isEqualTo(slug));
  }
}
