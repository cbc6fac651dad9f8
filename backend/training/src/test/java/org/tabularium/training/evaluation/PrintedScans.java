package org.tabularium.training.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.tabularium.network.image.Turn;
import org.tabularium.training.corpus.BenchmarkCorpus;
import org.tabularium.training.corpus.content.Cell;
import org.tabularium.training.corpus.content.Column;
import org.tabularium.training.corpus.content.Group;
import org.tabularium.training.corpus.content.Phrase;
import org.tabularium.training.corpus.content.TableContent;
import org.tabularium.training.corpus.content.Tables;
import org.tabularium.training.corpus.typeset.Page;
import org.tabularium.training.corpus.typeset.PrintedDigit;
import org.tabularium.training.corpus.typeset.Printshop;
import org.tabularium.training.corpus.typeset.Sheet;
import org.tabularium.training.corpus.typeset.Style;
import org.tabularium.training.type.Typefaces;

/**
 * Folders of scans as the evaluation takes them, printed instead of photographed: readings of a
 * barometer by day and hour with what a volunteer would have typed of them ({@code transcribed}),
 * the same page with its digits' places ({@code boxed}), and a page of words ({@code text}).
 */
final class PrintedScans {
  private static final long SEED = 1883;
  private static final int DAYS = 20;
  private static final int HOURS = 14;

  private PrintedScans() {}

  static void write(Path folder, Typefaces typefaces) throws IOException {
    Style style = BenchmarkCorpus.pages(1, SEED, typefaces).get(0).sheet().style();
    Printshop shop = new Printshop(typefaces);
    List<String> pressures = pressures(new SplittableRandom(SEED));
    Page table = shop.print(sheet(barometer(pressures), style, 1400, 1100, 0));
    ImageIO.write(table.image(), "png", scan(folder, "transcribed", "hours").toFile());
    Files.writeString(folder.resolve("transcribed/hours.csv"), typed(pressures));
    ImageIO.write(table.image(), "png", scan(folder, "boxed", "hours").toFile());
    Files.writeString(folder.resolve("boxed/hours.digits.csv"), places(table.digits()));
    Page words = shop.print(sheet(blank(), style, 1000, 1500, 26));
    ImageIO.write(words.image(), "jpg", folder("text", folder).resolve("words.jpg").toFile());
  }

  private static Path scan(Path folder, String part, String name) throws IOException {
    return folder(part, folder).resolve(name + ".png");
  }

  private static Path folder(String part, Path folder) throws IOException {
    return Files.createDirectories(folder.resolve(part));
  }

  /**
   * One for each hour of each day, four digits without their point: that of these typefaces is
   * narrower than the one of the transcribed scans, which parts two digits.
   */
  private static List<String> pressures(RandomGenerator random) {
    List<String> all = new ArrayList<>();
    int pressure = 9500;
    for (int i = 0; i < DAYS * HOURS; i++) {
      pressure = Math.floorMod(pressure + random.nextInt(-60, 61), 10_000);
      all.add(String.format(Locale.ROOT, "%04d", pressure));
    }
    return all;
  }

  private static TableContent barometer(List<String> pressures) {
    List<Group> groups = new ArrayList<>();
    for (int column = 0; column <= HOURS; column++) {
      groups.add(new Group(Phrase.of(""), List.of(new Column("c" + column, "", true))));
    }
    List<List<Cell>> rows = new ArrayList<>();
    for (int day = 0; day < DAYS; day++) {
      List<Cell> row = new ArrayList<>();
      row.add(Cell.number(day + 1));
      pressures.subList(day * HOURS, (day + 1) * HOURS).forEach(p -> row.add(new Cell.Number(p)));
      rows.add(row);
    }
    return content(groups, rows);
  }

  private static TableContent blank() {
    Group group = new Group(Phrase.of(""), List.of(new Column("c", "", true)));
    return content(List.of(group), List.of(List.of(Cell.BLANK)));
  }

  private static TableContent content(List<Group> groups, List<List<Cell>> rows) {
    TableContent titled = Tables.declinations(1410);
    return new TableContent(
        "printed", titled.subject(), titled.title(), titled.subtitle(), groups, rows);
  }

  private static Sheet sheet(
      TableContent content, Style style, int width, int height, int linesAbove) {
    return new Sheet(
        content, 0, style, width, height, 30, 1, linesAbove, false, Turn.UPRIGHT, 17, SEED);
  }

  /** Quoted cells under a head of hours that the page does not print. */
  private static String typed(List<String> pressures) {
    StringBuilder csv = new StringBuilder("'     '");
    IntStream.rangeClosed(1, HOURS).forEach(hour -> csv.append(quoted(" " + hour)));
    for (int day = 0; day < DAYS; day++) {
      csv.append("\n'    ").append(day + 1).append('\'');
      pressures.subList(day * HOURS, (day + 1) * HOURS).forEach(p -> csv.append(quoted(p)));
    }
    return csv.append('\n').toString();
  }

  private static String quoted(String cell) {
    return ",'" + cell + "'";
  }

  private static String places(List<PrintedDigit> digits) {
    return digits.stream()
        .map(
            d ->
                String.format(
                    Locale.ROOT,
                    "%.1f,%.1f,%.1f,%.1f,%d,%s,%d,%s,1",
                    d.box().x(),
                    d.box().y(),
                    d.box().w(),
                    d.box().h(),
                    d.digit(),
                    d.number(),
                    d.row(),
                    d.column()))
        .collect(Collectors.joining("\n", "x,y,w,h,digit,number_id,row,column,legible\n", "\n"));
  }
}
