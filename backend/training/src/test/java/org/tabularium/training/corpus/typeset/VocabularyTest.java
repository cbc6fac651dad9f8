package org.tabularium.training.corpus.typeset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tabularium.training.corpus.SampleCorpus;
import org.tabularium.training.corpus.SamplePage;
import org.tabularium.training.corpus.content.Cell;
import org.tabularium.training.corpus.content.Phrase;
import org.tabularium.training.corpus.content.TableContent;

class VocabularyTest {

  @ParameterizedTest
  @EnumSource
  void everyLanguageHasTheSameWords(Language language) {
    assertThat(Vocabulary.of(language).keys()).isEqualTo(Vocabulary.of(Language.LATIN).keys());
  }

  /** Every word that some table prints, in every language, with its parameters filled in. */
  @ParameterizedTest
  @EnumSource
  void everyTableCanBeSaid(Language language) {
    Vocabulary words = Vocabulary.of(language);
    for (SamplePage page : SampleCorpus.pages(1)) {
      TableContent table = page.sheet().content();
      List<String> said = new ArrayList<>();
      for (Phrase phrase : List.of(table.title(), table.subtitle())) {
        said.add(words.say(phrase));
        phrase.arguments().forEach(a -> assertThat(words.say(phrase)).contains(a));
      }
      table.groups().forEach(group -> said.add(words.say(group.heading())));
      table.columns().forEach(column -> said.add(words.say(column.heading())));
      table.rows().stream()
          .flatMap(List::stream)
          .filter(Cell.Term.class::isInstance)
          .forEach(cell -> said.add(words.say(((Cell.Term) cell).key())));
      assertThat(said).as(page.id()).noneMatch(s -> s.contains("{") || s.contains("}"));
    }
  }
}
