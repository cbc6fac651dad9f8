package org.tabularium.training.corpus;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.tabularium.training.corpus.content.Misprint;
import org.tabularium.training.corpus.typeset.Page;
import org.tabularium.training.corpus.typeset.Printshop;
import org.tabularium.training.type.Typefaces;
import org.tabularium.training.wear.Jpeg;

/** Writes the sample corpus: its pages, their metadata and the truth about them. */
public final class SampleCorpusGenerator {

  /** The seed of the corpus that is in the repository. */
  public static final long SEED = 1472;

  private SampleCorpusGenerator() {}

  /**
   * Writes {@code pages}, {@code truth} and {@code metadata.csv} into a folder, after removing the
   * pictures and the truth that are in its folders of these names.
   *
   * @param args the folder; a seed; how many pages of {@link BenchmarkCorpus}, 0 for the samples
   */
  public static void main(String[] args) throws IOException {
    if (args.length < 1) {
      throw new IllegalArgumentException("usage: SampleCorpusGenerator FOLDER [SEED [COUNT]]");
    }
    long seed = args.length > 1 ? Long.parseLong(args[1]) : SEED;
    int count = args.length > 2 ? Integer.parseInt(args[2]) : 0;
    Typefaces typefaces = Typefaces.load();
    List<SamplePage> pages =
        count == 0 ? SampleCorpus.pages(seed) : BenchmarkCorpus.pages(count, seed, typefaces);
    write(Path.of(args[0]), pages, new Printshop(typefaces));
  }

  static void write(Path folder, List<SamplePage> pages, Printshop shop) throws IOException {
    Path pictures = emptied(folder.resolve("pages"), ".jpg");
    Path truth = emptied(folder.resolve("truth"), ".csv");
    List<String> metadata = new ArrayList<>();
    metadata.add(
        "page_id,credited_authors,short_title,printers,publishers,place_of_publication,"
            + "year_of_publication,handle");
    List<String> tables = new ArrayList<>();
    tables.add(
        "page_id,table,subject,book,turn,first_row,rows,rows_of_table,figures,language,em,digits");
    List<String> misprints = new ArrayList<>();
    misprints.add("page_id,row,column,correct,printed");
    List<SamplePage> ordered =
        pages.stream().sorted(java.util.Comparator.comparing(SamplePage::id)).toList();
    for (SamplePage sample : ordered) {
      Page page = shop.print(sample.sheet());
      Files.write(pictures.resolve(sample.id()), Jpeg.bytes(page.image(), sample.book().quality()));
      Files.writeString(
          truth.resolve(Truth.digitsFile(sample.id())), Truth.digitsCsv(page.digits()));
      metadata.add(metadata(sample));
      tables.add(
          String.join(
              ",",
              sample.id(),
              sample.table(),
              sample.sheet().content().subject(),
              sample.book().id(),
              Integer.toString(page.turn().degrees()),
              Integer.toString(sample.sheet().firstRow()),
              Integer.toString(sample.sheet().content().rows().size()),
              Integer.toString(sample.rows()),
              sample.book().style().figures(),
              sample.book().style().language().code(),
              String.format(Locale.ROOT, "%.1f", page.em()),
              Integer.toString(page.digits().size())));
      for (Misprint m : sample.misprints()) {
        misprints.add(
            String.join(
                ",", sample.id(), Integer.toString(m.row()), m.column(), m.correct(), m.printed()));
      }
    }
    lines(folder.resolve("metadata.csv"), metadata);
    lines(truth.resolve("tables.csv"), tables);
    lines(truth.resolve("misprints.csv"), misprints);
  }

  private static String metadata(SamplePage page) {
    Book book = page.book();
    return Stream.of(
            page.id(),
            Book.AUTHOR,
            book.shortTitle(),
            Book.PRINTER,
            Book.PRINTER,
            book.place(),
            Integer.toString(book.year()),
            book.handle())
        .map(SampleCorpusGenerator::quoted)
        .reduce((a, b) -> a + "," + b)
        .orElseThrow();
  }

  /** A field as RFC 4180 has it. */
  private static String quoted(String field) {
    return field.matches("[^,\"\\r\\n]*") ? field : '"' + field.replace("\"", "\"\"") + '"';
  }

  private static void lines(Path file, List<String> lines) throws IOException {
    Files.writeString(file, String.join("\n", lines) + "\n", StandardCharsets.UTF_8);
  }

  private static Path emptied(Path folder, String ending) throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(ending)).toList()) {
        Files.delete(file);
      }
    }
    return folder;
  }
}
