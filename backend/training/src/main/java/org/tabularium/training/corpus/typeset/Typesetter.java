package org.tabularium.training.corpus.typeset;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.tabularium.training.corpus.content.Cell;
import org.tabularium.training.corpus.content.Column;
import org.tabularium.training.corpus.content.Group;
import org.tabularium.training.corpus.content.TableContent;
import org.tabularium.training.type.Hand;
import org.tabularium.training.type.Typeface;
import org.tabularium.training.type.Typefaces;

/**
 * Sets one sheet. All lengths are pixels of the page before it is turned, unless they are called
 * em.
 */
final class Typesetter {

  /** A form and the size of its table's type. */
  record Setting(Form form, double em) {}

  /** Type smaller than this, pixels, is avoided where setting it tighter helps. */
  private static final double SMALL = 22;

  private final Sheet sheet;
  private final Style style;
  private final Vocabulary words;
  private final Typeface figures;
  private final Typeface heads;
  private final Typeface text;
  private final Typeface title;
  private final RandomGenerator random;
  private final Form form = new Form();

  private final double left;
  private final double right;
  private final double bottom;
  private final double textEm;
  private double y;
  private double leading;

  private Typesetter(Sheet sheet, Typefaces typefaces) {
    this.sheet = sheet;
    this.style = sheet.style();
    this.words = Vocabulary.of(style.language());
    this.figures = typefaces.byId(style.figures()).figuresOnOneBody();
    this.heads = typefaces.byId(style.heads());
    this.text = typefaces.byId(style.text());
    this.title = typefaces.byId(style.title());
    this.random = new SplittableRandom(sheet.seed());
    // The inner margin is the narrower one.
    double inner = 0.095 * sheet.width();
    double outer = 0.125 * sheet.width();
    this.left = sheet.verso() ? outer : inner;
    this.right = sheet.width() - (sheet.verso() ? inner : outer);
    this.y = 0.075 * sheet.height();
    this.bottom = 0.925 * sheet.height();
    this.textEm = style.textSize() * Math.min(sheet.width(), sheet.height());
  }

  static Setting set(Sheet sheet, Typefaces typefaces) {
    return new Typesetter(sheet, typefaces).page();
  }

  /** A page of running text: what shows through from the other side. */
  static Form verso(Sheet sheet, Typefaces typefaces) {
    Typesetter setter = new Typesetter(sheet, typefaces);
    setter.runningHead();
    setter.paragraphs(0, 999);
    return setter.form;
  }

  private Setting page() {
    runningHead();
    if (sheet.linesAbove() > 0) {
      paragraphs(0, sheet.linesAbove());
      y += 0.6 * textEm;
    }
    titles();
    double below = sheet.textBelow() ? 5 * 1.2 * textEm : 1.2 * textEm;
    double em = table(bottom - below - y);
    if (sheet.textBelow()) {
      y += 1.1 * textEm;
      paragraphs(1, (int) ((bottom - 1.2 * textEm - y) / (1.2 * textEm)));
    }
    foot();
    return new Setting(form, em);
  }

  private void runningHead() {
    y += textEm;
    String head = words.say(sheet.verso() ? "running.1" : "running.2");
    double em = 0.92 * textEm;
    double spaced = 0.12;
    double width = title.width(head, em) + head.length() * spaced * em;
    line(title, head, em, (left + right - width) / 2, y, spaced, "head");
    String folio = Integer.toString(sheet.folio());
    double at = sheet.verso() ? left : right - figures.width(folio, textEm);
    form.add(figures.set(folio, textEm, at, y, hand(0)), -1, "folio");
    y += 0.9 * textEm;
  }

  private void titles() {
    double measure = right - left;
    double em = 1.32 * textEm;
    double spaced = 0.07;
    String name = words.say(sheet.content().title());
    for (String line : broken(title, name, measure / em / (1 + spaced * 1.4), 3)) {
      y += 1.15 * em;
      double width = title.width(line, em) + (line.length() - 1) * spaced * em;
      line(title, line, em, (left + right - width) / 2, y, spaced, "title");
    }
    String sub = spelt(words.say(sheet.content().subtitle()));
    if (!sub.isEmpty()) {
      double small = 0.98 * textEm;
      for (String line : broken(heads, sub + ".", 0.9 * measure / small, 3)) {
        y += 1.18 * small;
        line(heads, line, small, (left + right - heads.width(line, small)) / 2, y, 0, "title");
      }
    }
    y += 0.55 * textEm;
  }

  private void foot() {
    double at = Math.max(y + 1.15 * textEm, bottom - 0.2 * textEm);
    String next = spelt(words.say("text." + (1 + sheet.folio() % 3))).split(" ")[0];
    line(text, next, textEm, right - text.width(next, textEm) - 0.5 * textEm, at, 0, "text");
    if (!sheet.verso()) {
      String sign =
          "" + (char) ('A' + sheet.folio() / 8 % 12) + " " + "i".repeat(1 + sheet.folio() / 2 % 3);
      line(text, sign, textEm, (left + right) / 2, at, 0, "text");
    }
  }

  // ---- running text

  /**
   * Justified lines, at most so many, from one of the texts on; the first paragraph with an initial
   * over two lines.
   */
  private void paragraphs(int first, int lines) {
    int rest = lines;
    double step = 1.2 * textEm;
    for (int p = 0; rest > 0 && p < 9; p++) {
      String body = spelt(words.say("text." + (1 + (sheet.folio() + first + p) % 3)));
      boolean initial = p == 0 && rest > 2;
      double indent = initial ? 0 : 1.1 * textEm;
      String all = body;
      if (initial) {
        String letter = all.substring(0, 1);
        all = all.substring(1);
        double size = 2.55 * textEm;
        form.add(title.set(letter, size, left, y + 2 * step - 0.05 * textEm, hand(0)), -1, "text");
        indent = title.width(letter, size) + 0.15 * textEm;
      }
      List<String> pending = new ArrayList<>(List.of(all.split(" ")));
      int number = 0;
      while (!pending.isEmpty() && rest > 0) {
        double from = left + (number == 0 || initial && number == 1 ? indent : 0);
        int fits = fits(pending, right - from);
        List<String> now = pending.subList(0, fits);
        boolean last = fits == pending.size();
        y += step;
        justified(now, from, last);
        pending = new ArrayList<>(pending.subList(fits, pending.size()));
        number++;
        rest--;
      }
    }
  }

  private int fits(List<String> pending, double measure) {
    double blank = 0.24 * textEm;
    double width = 0;
    for (int i = 0; i < pending.size(); i++) {
      width += text.width(pending.get(i), textEm) + (i == 0 ? 0 : blank);
      if (width > measure) {
        return Math.max(1, i);
      }
    }
    return pending.size();
  }

  private void justified(List<String> line, double from, boolean last) {
    double width = line.stream().mapToDouble(word -> text.width(word, textEm)).sum();
    double blank =
        last || line.size() == 1 ? 0.27 * textEm : (right - from - width) / (line.size() - 1);
    double x = from;
    for (String word : line) {
      form.add(text.set(word, textEm, x, y, hand(0)), -1, "text");
      x += text.width(word, textEm) + blank;
    }
  }

  /** One line, word by word, so that no number reaches over a blank. */
  private void line(
      Typeface face, String line, double em, double x, double at, double spaced, String column) {
    double pen = x;
    for (String word : line.split(" ")) {
      form.add(face.set(word, em, pen, at, hand(spaced)), -1, column);
      pen += face.width(word, em) + word.length() * spaced * em;
      pen += face.width(" ", em) + spaced * em;
    }
  }

  private String spelt(String words) {
    return style.longS() ? Vocabulary.longS(words) : words;
  }

  private Hand hand(double tracking) {
    return new Hand(tracking, 0.022 * style.hand(), 0.02 * style.hand(), random);
  }

  /** Breaks at "|", then at blanks, into lines no longer than the measure (em), where it can. */
  private static List<String> broken(Typeface face, String phrase, double measure, int most) {
    List<String> lines = new ArrayList<>();
    for (String part : phrase.split("\\|")) {
      StringBuilder line = new StringBuilder();
      for (String word : part.split(" ")) {
        if (line.length() > 0
            && lines.size() < most - 1
            && face.width(line + " " + word, 1) > measure) {
          lines.add(line.toString());
          line.setLength(0);
        }
        line.append(line.length() > 0 ? " " : "").append(word);
      }
      lines.add(line.toString());
    }
    return lines;
  }

  // ---- the table

  /** Widths of a group and what stands over it, in em of the table's type. */
  private record Measured(Group group, List<String> heading, double[] columns, double width) {}

  private double table(double height) {
    TableContent content = sheet.content();
    List<Measured> groups = measured(content);
    int blocks = sheet.blocks();
    int deep = (content.rows().size() + blocks - 1) / blocks;
    double blockGap = blocks > 1 ? 0.9 : 0;
    int headLines = groups.stream().mapToInt(g -> g.heading.size()).max().orElse(0);
    boolean units =
        style.units() && content.columns().stream().anyMatch(c -> !c.heading().isEmpty());
    double headHeight = (headLines + (units ? 1 : 0)) * 1.08 * style.headSize() + 0.35;
    double rests = style.restEvery() > 0 ? (deep - 1) / style.restEvery() * 0.4 : 0;
    // A crowded page is set tighter before its type gets small.
    double roomy = (height / SMALL - headHeight - rests - 0.4) / deep;
    leading = Math.max(1.03, Math.min(style.leading(), roomy));
    double high = headHeight + deep * leading + rests + 0.4;
    double em = Math.min(sheet.em(), height / high);
    double measure = right - left;
    double bare = groups.stream().mapToDouble(Measured::width).sum();
    int sides = 2 * groups.size();
    double fitting = ((measure / em - (blocks - 1) * blockGap) / blocks - bare) / sides;
    double widest = style.pad() + 0.38 * (bare / sides + style.pad());
    double pad = Math.max(Math.min(0.38, style.pad()), Math.min(widest, fitting));
    double blockWidth = bare + sides * pad;
    double wide = blocks * blockWidth + (blocks - 1) * blockGap;
    em = Math.min(em, measure / wide);
    double x0 = (left + right) / 2 - wide * em / 2;
    double top = y;
    for (int block = 0; block < blocks; block++) {
      double x = x0 + block * (blockWidth + blockGap) * em;
      int from = block * deep;
      int to = Math.min(content.rows().size(), from + deep);
      block(groups, content, from, to, deep, x, top, pad, em, headLines, units, headHeight);
    }
    y = top + high * em;
    return em;
  }

  private List<Measured> measured(TableContent content) {
    List<Measured> measured = new ArrayList<>();
    int at = 0;
    for (Group group : content.groups()) {
      double[] widths = new double[group.columns().size()];
      double sum = (widths.length - 1) * style.gap();
      for (int i = 0; i < widths.length; i++) {
        Column column = group.columns().get(i);
        double width = style.units() ? unit(column) : 0;
        for (List<Cell> row : content.rows()) {
          width = Math.max(width, width(row.get(at + i)));
        }
        widths[i] = width;
        sum += width;
      }
      at += widths.length;
      String words_ = spelt(words.say(group.heading()));
      double most = Math.max(sum + 0.6, 2.2) / style.headSize();
      List<String> heading = words_.isEmpty() ? List.of() : broken(heads, words_, most, 3);
      double needed = 0;
      for (String line : heading) {
        needed = Math.max(needed, heads.width(line, style.headSize()) - 0.5);
      }
      measured.add(new Measured(group, heading, widths, Math.max(sum, needed)));
    }
    return measured;
  }

  private double unit(Column column) {
    return heads.width(words.say(column.heading()), 0.9 * style.headSize());
  }

  private double width(Cell cell) {
    if (cell instanceof Cell.Number number) {
      return figures.width(number.digits(), 1);
    }
    return heads.width(wording(cell), 0.94);
  }

  private String wording(Cell cell) {
    if (cell instanceof Cell.Term term) {
      return spelt(words.say(term.key()));
    }
    return cell instanceof Cell.Text text_ ? spelt(text_.text()) : "";
  }

  private void block(
      List<Measured> groups,
      TableContent content,
      int from,
      int to,
      int deep,
      double x,
      double top,
      double pad,
      double em,
      int headLines,
      boolean units,
      double headHeight) {
    double[] baseline = new double[deep];
    double down = top + headHeight * em;
    for (int i = 0; i < deep; i++) {
      baseline[i] = down + 0.8 * leading * em;
      down += leading * em;
      if (style.restEvery() > 0 && (i + 1) % style.restEvery() == 0 && i + 1 < deep) {
        down += 0.4 * em;
      }
    }
    double foot = down + 0.3 * em;
    double headFoot = top + headHeight * em;
    double pen = x;
    int column = 0;
    for (int g = 0; g < groups.size(); g++) {
      Measured group = groups.get(g);
      double width = (group.width + 2 * pad) * em;
      heading(group, pen, width, top, em, headLines);
      double inner = 0;
      for (double w : group.columns) {
        inner += w;
      }
      inner += (group.columns.length - 1) * style.gap();
      double cx = pen + (width - inner * em) / 2;
      for (int c = 0; c < group.columns.length; c++) {
        double w = group.columns[c] * em;
        Column of = group.group.columns().get(c);
        if (units && !of.heading().isEmpty()) {
          double size = 0.9 * style.headSize() * em;
          String unit = words.say(of.heading());
          double at = cx + (w - heads.width(unit, size)) / 2;
          form.add(heads.set(unit, size, at, headFoot - 0.42 * em, hand(0)), -1, "head");
        }
        for (int row = from; row < to; row++) {
          cell(
              content.rows().get(row).get(column),
              of,
              sheet.firstRow() + row,
              cx,
              w,
              baseline[row - from],
              em);
        }
        cx += w + style.gap() * em;
        column++;
      }
      if (g > 0) {
        between(pen, top, foot, headFoot, baseline, em, g == 1);
      }
      pen += width;
    }
    frame(x, pen, top, headFoot, foot, em);
  }

  private void heading(
      Measured group, double x, double width, double top, double em, int headLines) {
    double size = style.headSize() * em;
    double skipped = (headLines - group.heading.size()) / 2.0;
    for (int i = 0; i < group.heading.size(); i++) {
      String line = group.heading.get(i);
      double at = x + (width - heads.width(line, size)) / 2;
      double base = top + (skipped + i + 0.82) * 1.08 * size;
      line(heads, line, size, at, base, 0, "head");
    }
  }

  private void cell(
      Cell cell, Column column, int row, double x, double width, double base, double em) {
    if (cell instanceof Cell.Number number) {
      double w = figures.width(number.digits(), em);
      double at = style.centred() ? x + (width - w) / 2 : x + width - w;
      form.add(figures.set(number.digits(), em, at, base, hand(0)), row, column.name());
      return;
    }
    String said = wording(cell);
    if (!said.isEmpty()) {
      double size = 0.94 * em;
      double w = heads.width(said, size);
      // Roman numerals in a column of numbers stand flush right like those.
      double pen = column.numeric() ? x + width - w : x;
      for (String word : said.split(" ")) {
        form.add(heads.set(word, size, pen, base, hand(0)), row, column.name());
        pen += heads.width(word + " ", size);
      }
    }
  }

  private void between(
      double x,
      double top,
      double foot,
      double headFoot,
      double[] baseline,
      double em,
      boolean first) {
    double thick = 0.055 * em;
    switch (style.ruling()) {
      case NONE -> {}
      case PIECES -> {
        double head = x + random.nextGaussian() * 0.05 * em;
        form.rule(head, top + 0.1 * em, thick * 1.1, headFoot - top - 0.3 * em);
        double from = headFoot - 0.1 * em;
        int i = 0;
        while (i < baseline.length) {
          int rows = 1 + random.nextInt(6);
          i = Math.min(baseline.length, i + rows);
          double to = baseline[i - 1] + 0.28 * em;
          double dx = random.nextGaussian() * 0.045 * em;
          form.rule(x + dx, from, thick * (0.8 + 0.6 * random.nextDouble()), to - from - 0.06 * em);
          from = to + 0.05 * em * random.nextDouble();
        }
      }
      case COLUMNS, FRAME -> form.rule(x, top, thick, foot - top);
      case DOUBLE -> {
        form.rule(x, top, thick, foot - top);
        if (first) {
          form.rule(x + 0.16 * em, top, thick * 0.7, foot - top);
        }
      }
    }
  }

  private void frame(double x0, double x1, double top, double headFoot, double foot, double em) {
    double thick = 0.055 * em;
    double w = x1 - x0;
    switch (style.ruling()) {
      case NONE, PIECES -> {}
      case COLUMNS -> {
        form.rule(x0, headFoot - 0.1 * em, w, thick);
        form.rule(x0, top - 0.05 * em, w, thick);
        form.rule(x0, foot, w, thick);
      }
      case FRAME, DOUBLE -> {
        form.rule(x0, headFoot - 0.1 * em, w, thick);
        box(x0, x1, top - 0.05 * em, foot, thick);
        if (style.ruling() == Ruling.DOUBLE) {
          double out = 0.18 * em;
          form.rule(x0, headFoot - 0.1 * em + 0.14 * em, w, 0.7 * thick);
          box(x0 - out, x1 + out, top - 0.05 * em - out, foot + out, 1.7 * thick);
        }
      }
    }
  }

  private void box(double x0, double x1, double y0, double y1, double thick) {
    form.rule(x0, y0, x1 - x0 + thick, thick);
    form.rule(x0, y1, x1 - x0 + thick, thick);
    form.rule(x0, y0, thick, y1 - y0);
    form.rule(x1, y0, thick, y1 - y0);
  }
}
