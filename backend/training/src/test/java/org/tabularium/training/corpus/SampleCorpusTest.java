package org.tabularium.training.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.tabularium.network.image.Turn;
import org.tabularium.training.corpus.Truth.PageTruth;
import org.tabularium.training.corpus.typeset.PrintedDigit;

/** The corpus as it lies in the repository. */
class SampleCorpusTest {

  /** Tests run in their module's folder. */
  private static final Path FOLDER = Path.of("../../corpus-samples");

  private final List<PageTruth> truth = read();

  private static List<PageTruth> read() {
    try {
      return Truth.read(FOLDER.resolve("truth"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void isWhatTheGeneratorWouldWriteNow() {
    Map<String, SamplePage> plan =
        SampleCorpus.pages(SampleCorpusGenerator.SEED).stream()
            .collect(Collectors.toMap(SamplePage::id, page -> page));
    assertThat(truth)
        .extracting(PageTruth::pageId)
        .containsExactlyInAnyOrderElementsOf(plan.keySet());
    for (PageTruth page : truth) {
      SamplePage planned = plan.get(page.pageId());
      assertThat(page.table()).isEqualTo(planned.table());
      assertThat(page.turn()).isEqualTo(planned.sheet().turn());
      Map<String, String> numbers = new LinkedHashMap<>();
      for (PrintedDigit digit : page.digits()) {
        if (digit.row() >= 0) {
          numbers.merge(digit.number(), "" + digit.digit(), String::concat);
        }
      }
      assertThat(numbers.values())
          .as(page.pageId())
          .containsExactlyInAnyOrderElementsOf(planned.sheet().content().numbers().toList());
    }
  }

  @Test
  void everyTableStandsInTwoBooksBesideNearMisses() {
    Map<String, Set<String>> books = new HashMap<>();
    Map<String, Set<String>> tables = new HashMap<>();
    for (SamplePage page : SampleCorpus.pages(SampleCorpusGenerator.SEED)) {
      assertThat(books.computeIfAbsent(page.table(), t -> new HashSet<>()).add(page.book().id()))
          .as("%s twice in a book", page.table())
          .isTrue();
      tables
          .computeIfAbsent(page.sheet().content().subject(), s -> new HashSet<>())
          .add(page.table());
    }
    assertThat(books.values()).allSatisfy(in -> assertThat(in).hasSizeGreaterThanOrEqualTo(2));
    assertThat(tables).hasSize(11).allSatisfy((s, of) -> assertThat(of).hasSizeGreaterThan(1));
  }

  /**
   * The figures in the corpus's README. A page is a query, the other pages are ranked by the cosine
   * of what the truth says of them.
   */
  @Test
  void bigramsFindTheOtherEditionsAndDigitsAloneDoNot() {
    Retrieval bigrams = retrieval(page -> page.bigrams());
    Retrieval digits = retrieval(page -> page.histogram());
    Random random = new Random(1);
    Retrieval chance = retrieval(page -> random.doubles(100).toArray());

    assertThat(bigrams.misses()).isEmpty();
    assertThat(bigrams.recallAt1()).isEqualTo(1.0);
    assertThat(bigrams.meanAveragePrecision()).isGreaterThanOrEqualTo(0.98);
    // A reading with a few wrong digits must not lose the corpus its order.
    assertThat(bigrams.margin()).isGreaterThan(0.02);
    assertThat(digits.meanAveragePrecision()).isLessThan(bigrams.meanAveragePrecision() - 0.15);
    assertThat(chance.meanAveragePrecision()).isLessThan(0.15);
  }

  private Retrieval retrieval(java.util.function.Function<PageTruth, double[]> vector) {
    return Retrieval.byCosine(
        truth.stream()
            .map(page -> new Retrieval.Item(page.pageId(), page.table(), vector.apply(page)))
            .toList());
  }

  @Test
  void pagesHaveEnoughDigitsOfReadableSize() {
    List<Double> heights = new ArrayList<>();
    for (PageTruth page : truth) {
      assertThat(page.digits()).as(page.pageId()).hasSizeBetween(150, 900);
      // Across the lines of the table: 6 and 8 are full height in every typeface.
      double height =
          page.digits().stream()
              .filter(d -> d.row() >= 0 && (d.digit() == 6 || d.digit() == 8))
              .mapToDouble(d -> page.turn().sideways() ? d.box().w() : d.box().h())
              .average()
              .orElseThrow();
      heights.add(height);
      assertThat(height).as(page.pageId()).isBetween(12.5, 42.0);
    }
    // The choice of scale has something to choose.
    assertThat(heights.stream().mapToDouble(h -> h).max().orElseThrow())
        .isGreaterThan(1.8 * heights.stream().mapToDouble(h -> h).min().orElseThrow());
    assertThat(truth).extracting(PageTruth::turn).contains(Turn.CLOCKWISE, Turn.COUNTERCLOCKWISE);
  }

  @Test
  void metadataNameEveryPageAndCallItGenerated() throws IOException {
    List<String> lines = Files.readAllLines(FOLDER.resolve("metadata.csv"));
    assertThat(lines.get(0))
        .isEqualTo(
            "page_id,credited_authors,short_title,printers,publishers,place_of_publication,"
                + "year_of_publication,handle");
    List<String> rows = lines.subList(1, lines.size());
    assertThat(rows).hasSameSizeAs(truth);
    assertThat(rows)
        .allSatisfy(
            row -> assertThat(row).contains(",[generated] ").contains("urn:tabularium:sample:"));
    assertThat(rows)
        .extracting(row -> row.substring(0, row.indexOf(',')))
        .containsExactlyElementsOf(truth.stream().map(PageTruth::pageId).toList());
  }

  @Test
  void picturesAreThereAndSmallEnough() throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.walk(FOLDER)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += file.startsWith(FOLDER.resolve("target")) ? 0 : Files.size(file);
      }
    }
    assertThat(bytes).isLessThan(15_000_000L);
    for (PageTruth page : truth) {
      try (ImageInputStream in =
          ImageIO.createImageInputStream(FOLDER.resolve("pages").resolve(page.pageId()).toFile())) {
        ImageReader reader = ImageIO.getImageReaders(in).next();
        reader.setInput(in);
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        assertThat(page.digits())
            .as(page.pageId())
            .allMatch(
                d ->
                    d.box().x() >= 0
                        && d.box().y() >= 0
                        && d.box().x() + d.box().w() <= width
                        && d.box().y() + d.box().h() <= height);
        reader.dispose();
      }
    }
  }
}
