package org.tabularium.training.corpus;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tabularium.network.image.Box;
import org.tabularium.network.image.Turn;
import org.tabularium.training.corpus.typeset.PrintedDigit;

/**
 * What is known about the pages of the sample corpus because it was generated. Tests and benchmarks
 * read it; the application never does.
 */
public final class Truth {

  /** One page and the table on it. {@code turn} is what brings the page upright. */
  public record PageTruth(String pageId, String table, Turn turn, List<PrintedDigit> digits) {

    public PageTruth {
      digits = List.copyOf(digits);
    }

    /** How often each bigram stands in a number, entry {@code 10 j + k} for the digits jk. */
    public double[] bigrams() {
      double[] counts = new double[100];
      for (int i = 1; i < digits.size(); i++) {
        if (digits.get(i).number().equals(digits.get(i - 1).number())) {
          counts[10 * digits.get(i - 1).digit() + digits.get(i).digit()]++;
        }
      }
      return counts;
    }

    /** How often each digit stands on the page, whatever stands beside it. */
    public double[] histogram() {
      double[] counts = new double[10];
      digits.forEach(digit -> counts[digit.digit()]++);
      return counts;
    }
  }

  static final String DIGITS_HEADER = "x,y,w,h,digit,number_id,row,column,legible";

  private Truth() {}

  /** Reads the truth in a folder such as {@code corpus-samples/truth}, pages in their order. */
  public static List<PageTruth> read(Path folder) throws IOException {
    List<PageTruth> pages = new ArrayList<>();
    List<String> tables = Files.readAllLines(folder.resolve("tables.csv"), StandardCharsets.UTF_8);
    List<String> header = List.of(tables.get(0).split(","));
    for (String line : tables.subList(1, tables.size())) {
      String[] fields = line.split(",", -1);
      String id = fields[header.indexOf("page_id")];
      pages.add(
          new PageTruth(
              id,
              fields[header.indexOf("table")],
              Turn.ofDegrees(Integer.parseInt(fields[header.indexOf("turn")])),
              readDigits(folder.resolve(digitsFile(id)))));
    }
    return pages;
  }

  /** The columns of {@code tables.csv} by page and name, and {@code misprints}, their number. */
  public static Map<String, Map<String, String>> facts(Path folder) throws IOException {
    List<String> tables = Files.readAllLines(folder.resolve("tables.csv"), StandardCharsets.UTF_8);
    String[] header = tables.get(0).split(",");
    Map<String, Map<String, String>> facts = new LinkedHashMap<>();
    for (String line : tables.subList(1, tables.size())) {
      String[] fields = line.split(",", -1);
      Map<String, String> page = new HashMap<>();
      for (int i = 0; i < header.length; i++) {
        page.put(header[i], fields[i]);
      }
      page.put("misprints", "0");
      facts.put(page.get("page_id"), page);
    }
    List<String> errors =
        Files.readAllLines(folder.resolve("misprints.csv"), StandardCharsets.UTF_8);
    for (String line : errors.subList(1, errors.size())) {
      facts
          .get(line.substring(0, line.indexOf(',')))
          .merge("misprints", "1", (a, b) -> "" + (Integer.parseInt(a) + 1));
    }
    return facts;
  }

  /** Reads one page's digits: {@code x,y,w,h,digit,number_id,row,column,legible}. */
  public static List<PrintedDigit> readDigits(Path file) throws IOException {
    List<PrintedDigit> digits = new ArrayList<>();
    List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    if (!lines.get(0).equals(DIGITS_HEADER)) {
      throw new IOException(file + " does not begin with " + DIGITS_HEADER);
    }
    for (String line : lines.subList(1, lines.size())) {
      String[] f = line.split(",");
      digits.add(
          new PrintedDigit(
              new Box(
                  Double.parseDouble(f[0]),
                  Double.parseDouble(f[1]),
                  Double.parseDouble(f[2]),
                  Double.parseDouble(f[3])),
              Integer.parseInt(f[4]),
              f[5],
              Integer.parseInt(f[6]),
              f[7]));
    }
    return digits;
  }

  static String digitsFile(String pageId) {
    return pageId.replaceFirst("\\.jpg$", ".digits.csv");
  }

  static String digitsCsv(List<PrintedDigit> digits) {
    StringBuilder csv = new StringBuilder(DIGITS_HEADER).append('\n');
    for (PrintedDigit digit : digits) {
      Box b = digit.box();
      csv.append(
          String.format(
              Locale.ROOT,
              "%.1f,%.1f,%.1f,%.1f,%d,%s,%d,%s,1%n",
              b.x(),
              b.y(),
              b.w(),
              b.h(),
              digit.digit(),
              digit.number(),
              digit.row(),
              digit.column()));
    }
    return csv.toString().replace("\r\n", "\n");
  }
}
