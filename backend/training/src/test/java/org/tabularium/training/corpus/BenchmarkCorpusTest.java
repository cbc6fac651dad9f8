package org.tabularium.training.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tabularium.training.corpus.Retrieval.Item;
import org.tabularium.training.corpus.content.TableContent;
import org.tabularium.training.corpus.typeset.Page;
import org.tabularium.training.corpus.typeset.PrintedDigit;
import org.tabularium.training.corpus.typeset.Printshop;
import org.tabularium.training.type.Typefaces;

class BenchmarkCorpusTest {

  private static final Typefaces TYPEFACES = Typefaces.load();

  /** What no reading can surpass, from the tables' numbers alone: nothing is printed for it. */
  @Test
  void aPerfectReaderFindsEveryTableAgain() {
    List<SamplePage> pages = BenchmarkCorpus.pages(1000, 7, TYPEFACES);
    assertThat(pages).extracting(SamplePage::id).doesNotHaveDuplicates();
    Retrieval found =
        Retrieval.byCosine(
            pages.stream()
                .map(p -> new Item(p.id(), p.table(), bigrams(p.sheet().content())))
                .toList());
    // Two parts of one table may have less in common than either has with a near miss.
    assertThat(found.recallAt1()).as("%s", found.misses()).isGreaterThan(0.998);
    assertThat(found.meanAveragePrecision()).isGreaterThan(0.99);
    Retrieval digits =
        Retrieval.byCosine(
            pages.stream()
                .map(p -> new Item(p.id(), p.table(), histogram(p.sheet().content())))
                .toList());
    System.out.printf(
        "Benchmark plan: mAP %.3f by bigrams, %.3f by ten digits%n",
        found.meanAveragePrecision(), digits.meanAveragePrecision());
    assertThat(digits.meanAveragePrecision())
        .as("counting digits must not be enough")
        .isLessThan(found.meanAveragePrecision() - 0.15);
  }

  @Test
  void thePlanFollowsFromTheSeed() {
    assertThat(BenchmarkCorpus.pages(60, 3, TYPEFACES))
        .isEqualTo(BenchmarkCorpus.pages(60, 3, TYPEFACES))
        .isNotEqualTo(BenchmarkCorpus.pages(60, 4, TYPEFACES));
  }

  @Test
  void booksDrawnByLotCanBePrinted() {
    Printshop shop = new Printshop(TYPEFACES);
    List<SamplePage> pages = BenchmarkCorpus.pages(40, 11, TYPEFACES);
    for (int i = 3; i < pages.size(); i += 10) {
      Page page = shop.print(pages.get(i).sheet());
      long there = page.digits().stream().map(PrintedDigit::row).filter(row -> row >= 0).count();
      assertThat(there).isEqualTo(pages.get(i).sheet().content().digits());
    }
  }

  private static double[] histogram(TableContent table) {
    double[] counts = new double[10];
    table.numbers().forEach(number -> number.chars().forEach(c -> counts[c - '0']++));
    return counts;
  }

  private static double[] bigrams(TableContent table) {
    double[] counts = new double[100];
    table
        .numbers()
        .forEach(
            number ->
                IntStream.range(1, number.length())
                    .forEach(i -> counts[Integer.parseInt(number.substring(i - 1, i + 1))]++));
    return counts;
  }
}
