package org.tabularium.training.patches;

import java.awt.BasicStroke;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.GeneralPath;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.tabularium.network.image.GreyImage;
import org.tabularium.network.image.InkMap;
import org.tabularium.network.model.ModelSpec;
import org.tabularium.training.type.Cut;
import org.tabularium.training.type.Hand;
import org.tabularium.training.type.Numerals;
import org.tabularium.training.type.TypeLine;
import org.tabularium.training.type.Typeface;
import org.tabularium.training.type.Typefaces;
import org.tabularium.training.wear.Camera;
import org.tabularium.training.wear.Paper;
import org.tabularium.training.wear.Plane;
import org.tabularium.training.wear.Press;

/**
 * Makes sheets: pieces of tables, of text, of both, and of neither, in the proportions of a {@link
 * Mix}. Thread-safe; sheet n depends on the seed, the mix and n alone.
 */
public final class Sheets {

  /** Cells a side of a sheet: room for a few different patches. */
  public static final int SIZE = 256;

  private final long seed;
  private final Mix mix;
  private final ModelSpec spec;
  private final List<Typeface> oldStyle;
  private final List<Typeface> lining;
  private final List<Typeface> letters;
  private final List<Typeface> blackLetter;
  private final List<Typeface> hands;
  private final Typeface symbols;

  /**
   * @param typefaces what to set with
   * @param heldOut whether to set with the typefaces that are kept out of training instead
   */
  public Sheets(long seed, Mix mix, ModelSpec spec, Typefaces typefaces, boolean heldOut) {
    this(seed, mix, spec, typefaces, heldOut ? typefaces.heldOut() : typefaces.training(f -> true));
  }

  /**
   * @param faces the only ones whose figures are set, black letter and hands apart; where none of
   *     them is of one kind, old-style or lining, those of the other stand in for it
   */
  public Sheets(long seed, Mix mix, ModelSpec spec, Typefaces typefaces, List<Typeface> faces) {
    this.seed = seed;
    this.mix = mix;
    this.spec = spec;
    List<Typeface> hanging =
        faces.stream().filter(f -> f.numerals() == Numerals.OLD_STYLE).toList();
    List<Typeface> inLine =
        faces.stream().filter(f -> f.numerals() == Numerals.LINING && print(f)).toList();
    this.oldStyle = hanging.isEmpty() ? inLine : hanging;
    this.lining = inLine.isEmpty() ? hanging : inLine;
    this.letters = faces.stream().filter(Sheets::print).toList();
    this.hands = typefaces.training(f -> f.cut() == Cut.HAND);
    this.blackLetter = typefaces.training(f -> f.cut() == Cut.BLACK_LETTER);
    this.symbols = typefaces.byId("cardo/roman/lining");
  }

  private static boolean print(Typeface face) {
    return face.cut() != Cut.BLACK_LETTER && face.cut() != Cut.HAND;
  }

  /** Sheet number n. */
  public Sheet make(long n) {
    return new Piece(new SplittableRandom(seed * 0x9E3779B97F4A7C15L + n)).make();
  }

  /** One sheet in the making. */
  private final class Piece {
    private final SplittableRandom random;
    private final double em;
    private final double wear;
    private final Camera camera;
    private final Composer page;
    private final Words words;
    private final double right;
    private Typeface face;
    private Hand hand;

    Piece(SplittableRandom random) {
      this.random = random;
      double u = random.nextDouble();
      this.em = spec.em() * Math.exp(Math.log(0.74) + u * Math.log(1.27 / 0.74));
      this.wear = Math.min(1, Math.max(0, random.nextDouble() * 1.15 - 0.05));
      this.camera = Camera.careless(wear, random);
      AffineTransform placed = camera.placed(SIZE, SIZE);
      // Types of one size are wider or narrower from founder to founder.
      double wide = Math.max(0.78, Math.min(1.25, 1 + 0.09 * random.nextGaussian()));
      placed.scale(wide, 1);
      this.right = SIZE / wide;
      placed.shear(random.nextDouble() < 0.2 ? 0.08 * random.nextGaussian() : 0, 0);
      this.page =
          new Composer(
              SIZE, placed, spec.line(), new Founder(random), 0.66 * spec.em(), 1.4 * spec.em());
      this.words = new Words(random);
      this.face = pick(oldStyle);
      this.hand = hand();
    }

    Sheet make() {
      Sheet upright = drawn();
      double turned = random.nextDouble();
      if (turned >= mix.turned()) {
        return upright;
      }
      return Turning.turned(upright, 1 + random.nextInt(3));
    }

    private Sheet drawn() {
      double kind = random.nextDouble();
      if ((kind -= mix.oldTables()) < 0) {
        table(oldStyle, null);
      } else if ((kind -= mix.liningTables()) < 0) {
        table(lining, null);
      } else if ((kind -= mix.modernTables()) < 0) {
        modernTable();
      } else if ((kind -= mix.text()) < 0) {
        text(pick(random.nextInt(14) == 0 ? hands : letters));
      } else if ((kind -= mix.blackLetter()) < 0) {
        if (random.nextInt(5) < 3) {
          text(pick(blackLetter));
        } else {
          pen();
        }
      } else if ((kind -= mix.scattered()) < 0) {
        scattered();
      } else if ((kind -= mix.numbered()) < 0) {
        numbered();
      } else {
        ornaments();
      }
      return printed();
    }

    private Sheet printed() {
      Press press = Press.worn(wear, random);
      Paper paper = Paper.aged(wear, random);
      double fineEm = em * Composer.FINE;
      Plane ink = press.print(page.form(), fineEm, random);
      Plane verso = null;
      if (paper.bleed() > 0 && random.nextDouble() < 0.7) {
        verso = otherSide(random.nextBoolean() ? ink : null);
      }
      Plane sheet = paper.sheet(ink, verso, fineEm, random).reduced(Composer.FINE);
      Plane seen = camera.capture(sheet, random);
      for (int i = 0; i < seen.values().length; i++) {
        seen.values()[i] = Math.max(0, Math.min(255, seen.values()[i]));
      }
      InkMap map = InkMap.of(new GreyImage(SIZE, SIZE, seen.values()));
      return new Sheet(map, page.digits(), page.decoys(), page.spared());
    }

    /** The same page, or one of text: what matters is that it is mirrored. */
    private Plane otherSide(@Nullable Plane same) {
      if (same != null) {
        return same;
      }
      Composer other =
          new Composer(
              SIZE, new AffineTransform(), spec.line(), new Founder(random), 0, Double.MAX_VALUE);
      Typeface type = pick(random.nextBoolean() ? oldStyle : letters);
      for (double y = em; y < SIZE; y += 1.2 * em) {
        double x = 0;
        while (x < right) {
          String word = random.nextInt(3) == 0 ? number(2) : words.word();
          TypeLine set = type.set(word + " ", em, x, y);
          other.print(set);
          x += set.advance();
        }
      }
      return other.form();
    }

    private Hand hand() {
      double tracking = random.nextDouble() < 0.5 ? 0 : 0.06 * random.nextGaussian() * 0.6;
      return new Hand(
          Math.max(-0.04, Math.min(0.12, tracking)),
          0.014 * random.nextDouble() * (0.5 + wear),
          0.02 * random.nextDouble() * wear,
          random);
    }

    private Typeface pick(List<Typeface> faces) {
      return faces.get(random.nextInt(faces.size()));
    }

    private String number(int most) {
      int length = 1 + random.nextInt(most);
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < length; i++) {
        text.append((char) ('0' + random.nextInt(10)));
      }
      return text.toString();
    }

    private double between(double low, double high) {
      return low + (high - low) * random.nextDouble();
    }

    // ---- tables of early print

    private enum Column {
      ONE,
      TWO,
      THREE,
      FOUR,
      PAIR,
      NAME,
      SIGN,
      SYMBOL,
      ROMAN,
      MIXED
    }

    private void table(List<Typeface> faces, @Nullable Numbered above) {
      face = pick(faces);
      double pitch = em * between(1.02, 1.65);
      double x = -between(0, 3) * em;
      double top = between(-1, 1.5) * em;
      boolean headed = random.nextDouble() < 0.4;
      if (above != null) {
        top = above.top(face, pick(letters)) + pitch;
      } else if (headed) {
        top = heading(between(0.5, 2) * em) + pitch;
      }
      double foot = random.nextDouble() < 0.25 ? SIZE - between(1, 6) * em : SIZE + em;
      int rules = random.nextInt(5);
      double ruleWidth = em * between(0.03, 0.09);
      double gap = em * between(0.15, 1.1);
      boolean stopped = random.nextDouble() < 0.15;
      double letterGap = random.nextDouble() < 0.25 ? between(0, 0.25) : 0;
      hand = new Hand(hand.tracking() + letterGap, hand.shift(), hand.turn(), random);
      List<Double> lines = new ArrayList<>();
      while (x < right + em) {
        Column column = column();
        double width = columnWidth(column, letterGap);
        boolean flushRight = random.nextBoolean();
        Typeface columnFace = random.nextDouble() < 0.12 ? pick(faces) : face;
        if (headed || random.nextDouble() < 0.2) {
          for (int i = 0; i < 1 + random.nextInt(2); i++) {
            page.print(
                columnFace.set(words.abbreviation(), em * between(0.7, 1), x, top - i * em, hand));
          }
        }
        for (double y = top + pitch; y < foot; y += pitch) {
          if (random.nextDouble() < 0.04) {
            continue;
          }
          cell(column, columnFace, x, y, width, flushRight, stopped);
        }
        x += width + gap;
        if (rules > 0) {
          double at = x - gap * between(0.2, 0.8);
          lines.add(at);
          rule(at, top - 0.5 * em, Math.min(foot, SIZE + em), pitch, ruleWidth, rules);
        }
        if (random.nextDouble() < 0.12) {
          x += between(1, 3) * em;
        }
      }
      if (random.nextDouble() < 0.35) {
        double every = random.nextInt(3) == 0 ? pitch : pitch * (2 + random.nextInt(5));
        for (double y = top + 0.3 * em; y < foot + em; y += every) {
          page.stroke(new Line2D.Double(-em, y, right + em, y), ruleWidth);
        }
      }
    }

    private Column column() {
      double u = random.nextDouble();
      if (u < 0.5) {
        return u < 0.25 ? Column.PAIR : Column.TWO;
      }
      if (u < 0.66) {
        return u < 0.56 ? Column.ONE : u < 0.62 ? Column.THREE : Column.FOUR;
      }
      if (u < 0.84) {
        return Column.NAME;
      }
      return u < 0.9
          ? Column.SIGN
          : u < 0.93 ? Column.SYMBOL : u < 0.97 ? Column.ROMAN : Column.MIXED;
    }

    private double columnWidth(Column column, double letterGap) {
      double figure = face.width("0", em) + letterGap * em;
      return switch (column) {
        case ONE -> 1.3 * figure;
        case TWO, SIGN, SYMBOL -> 2.3 * figure;
        case THREE, ROMAN -> 3.4 * figure;
        case FOUR -> 4.4 * figure;
        case PAIR -> 4.3 * figure + em * 0.3;
        case NAME -> em * between(2.5, 7);
        case MIXED -> em * between(2, 5);
      };
    }

    private void cell(
        Column column,
        Typeface type,
        double x,
        double y,
        double width,
        boolean right,
        boolean stop) {
      switch (column) {
        case ONE, TWO, THREE, FOUR -> {
          String text =
              number(
                  column == Column.ONE
                      ? 1
                      : column == Column.TWO ? 2 : column == Column.THREE ? 3 : 4);
          figures(type, stop ? text + "." : text, x, y, width, right);
        }
        case PAIR -> {
          String sign = random.nextInt(12) == 0 ? "°" : "";
          figures(type, number(2) + sign, x, y, width / 2 - 0.1 * em, true);
          figures(
              type, number(2) + (sign.isEmpty() ? "" : "'"), x + width / 2, y, width / 2, right);
        }
        case NAME -> {
          double at = x;
          while (at < x + width - em) {
            String word = random.nextInt(3) == 0 ? words.word() : words.name();
            TypeLine set = type.set(word + " ", em, at, y, hand);
            page.print(set);
            at += set.advance();
          }
        }
        case SIGN -> page.print(type.set(words.abbreviation(), em, x, y, hand));
        case SYMBOL ->
            page.print(
                symbols.set(
                    String.valueOf("♈♉♊♋♌♍♎♏♐♑♒♓☉☽☿♀♂♃♄".charAt(random.nextInt(19))),
                    em,
                    x,
                    y,
                    hand));
        case ROMAN -> page.print(type.set(words.roman(), em, x, y, hand));
        case MIXED -> {
          String text =
              switch (random.nextInt(5)) {
                case 0 -> words.lookalike() + " " + number(2);
                case 1 -> number(2) + " " + words.lookalike();
                case 2 -> number(2) + " " + words.word();
                case 3 -> words.word() + " " + number(2);
                default -> words.lookalike() + " " + words.lookalike();
              };
          page.print(type.set(text, em, x, y, hand));
        }
      }
    }

    private void figures(
        Typeface type, String text, double x, double y, double width, boolean right) {
      double own = type.width(text, em) + text.length() * hand.tracking() * em;
      double at = right ? x + width - own : x;
      page.print(type.set(text, em, at, y + 0.02 * em * random.nextGaussian(), hand));
    }

    /** Upright rules: one piece, a piece a line, double, wavering. */
    private void rule(double x, double top, double foot, double pitch, double width, int kind) {
      if (kind == 1 || kind == 2) {
        page.stroke(new Line2D.Double(x, top, x + 0.002 * (foot - top), foot), width);
        if (kind == 2) {
          page.stroke(new Line2D.Double(x + 3 * width, top, x + 3 * width, foot), width * 0.7);
        }
        return;
      }
      double piece = pitch * (kind == 3 ? 1 : between(0.8, 3));
      for (double y = top; y < foot; y += piece) {
        if (random.nextDouble() < 0.08) {
          continue;
        }
        double lean = 0.05 * em * random.nextGaussian();
        double from = y + between(0, 0.15) * piece;
        double to = y + piece * between(0.85, 1.02);
        page.stroke(
            new Line2D.Double(x + 0.04 * em * random.nextGaussian() + lean, from, x - lean, to),
            width * between(0.6, 1.8));
      }
    }

    private double heading(double y) {
      Typeface type = pick(letters);
      double size = em * between(0.9, 2.2);
      int rows = 1 + random.nextInt(2);
      double at = y;
      for (int i = 0; i < rows; i++) {
        at += size * 1.1;
        double x = between(-2, 2) * em;
        while (x < right) {
          String word = random.nextBoolean() ? words.shout() : words.name();
          TypeLine set =
              type.set(word + " ", size, x, at, new Hand(between(0, 0.1), 0.005, 0, random));
          page.print(set);
          x += set.advance();
          if (random.nextInt(5) == 0) {
            x += between(1, 4) * em;
          }
        }
      }
      return at;
    }

    // ---- tables of around 1900

    private void modernTable() {
      face = pick(lining);
      double pitch = em * between(0.92, 1.25);
      double top = between(-1, 1) * em;
      if (random.nextDouble() < 0.3) {
        top = heading(0) + em;
      }
      int digits = 2 + random.nextInt(3);
      boolean point = random.nextDouble() < 0.75;
      String mark = random.nextDouble() < 0.7 ? "·" : ".";
      boolean ruled = random.nextDouble() < 0.8;
      double gap = em * between(0.05, 0.5);
      double ruleWidth = em * between(0.02, 0.07);
      int group = random.nextBoolean() ? 5 : 1000;
      hand = new Hand(between(-0.02, 0.04), 0.012 * wear, 0.006 * wear, random);
      double x = -between(0, 3) * em;
      String first = number(1);
      boolean heads = random.nextBoolean();
      while (x < right + em) {
        boolean index = random.nextDouble() < 0.08;
        String widest = index ? "00" : point ? "0" + mark + "0".repeat(digits) : "0".repeat(digits);
        double width = face.width(widest, em) + widest.length() * hand.tracking() * em;
        double y = top;
        if (heads) {
          page.print(
              face.set(
                  random.nextInt(3) == 0 ? words.abbreviation() : "Ins.",
                  em * 0.85,
                  x + 0.2 * em,
                  y,
                  hand));
        }
        int row = 0;
        for (y += pitch; y < SIZE + em; y += pitch) {
          if (++row % group == 0) {
            y += 0.5 * pitch;
          }
          String text =
              index
                  ? number(2)
                  : point
                      ? (random.nextInt(4) == 0 ? number(1) : first) + mark + exactly(digits)
                      : exactly(digits);
          figures(face, text, x, y, width, true);
        }
        x += width + gap;
        if (ruled) {
          double at = x - gap * between(0.3, 0.7);
          double w = ruleWidth * (random.nextInt(8) == 0 ? 2.5 : 1);
          page.stroke(new Line2D.Double(at, top - em, at + 0.5 * random.nextGaussian(), SIZE), w);
        }
      }
      if (random.nextBoolean()) {
        double y = top - 0.9 * em;
        page.stroke(new Line2D.Double(-em, y, right + em, y), ruleWidth);
      }
    }

    private String exactly(int digits) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < digits; i++) {
        text.append((char) ('0' + random.nextInt(10)));
      }
      return text.toString();
    }

    // ---- pages of text

    private void text(Typeface type) {
      // Letters come at all sizes: a page's headings are seen at its tables' reading size.
      double size = random.nextDouble() < 0.4 ? em * between(0.6, 2.4) : em * between(0.85, 1.2);
      double pitch = size * between(0.95, 1.4);
      double left = random.nextDouble() < 0.3 ? between(0, 4) * em : -2 * em;
      double rightEdge = random.nextDouble() < 0.2 ? right - between(0, 5) * em : right + em;
      double y = between(-0.5, 1.2) * size;
      boolean italic = random.nextDouble() < 0.25;
      Typeface other = pick(letters);
      if (random.nextDouble() < 0.25) {
        y = heading(y) + pitch;
      }
      boolean numbered = random.nextDouble() < 0.35;
      for (; y < SIZE + size; y += pitch) {
        double x = left;
        Typeface current = italic && random.nextInt(4) == 0 ? other : type;
        boolean capitals = random.nextInt(18) == 0;
        while (x < rightEdge) {
          String word;
          if (numbered && random.nextInt(14) == 0) {
            word = number(random.nextInt(3) == 0 ? 4 : 2) + (random.nextBoolean() ? "." : "");
          } else if (random.nextInt(40) == 0) {
            word = words.lookalike();
          } else {
            word = capitals ? words.shout() : words.word();
          }
          Typeface with = word.equals("⁊") ? symbols : current;
          TypeLine set = with.set(word, size, x, y, hand);
          page.print(set);
          x += set.advance() + size * between(0.15, 0.45);
        }
      }
      if (random.nextDouble() < 0.12) {
        initial(between(0, SIZE), between(0, SIZE));
      }
    }

    private void numbered() {
      Numbered among = new Numbered(random, page, words, em, right);
      if (random.nextInt(3) == 0) {
        among.prose(pick(letters));
      } else {
        table(letters, among);
      }
    }

    // ---- letters of no alphabet, written with a broad nib

    private void pen() {
      double size = em * between(0.7, 1.9);
      double nib = between(0.05, 0.15);
      double angle = between(0.2, 1.2);
      double low = between(0.38, 0.52);
      double lean = random.nextInt(3) == 0 ? -between(0.05, 0.45) : 0;
      List<Letter> alphabet = new ArrayList<>();
      for (int i = 0; i < 22; i++) {
        alphabet.add(letter(low, nib, angle, lean));
      }
      double gap = between(0.02, 0.12);
      double pitch = size * between(0.9, 1.4);
      for (double y = between(0, 1) * size; y < SIZE + size; y += pitch) {
        double x = -between(0, 1) * size;
        while (x < right) {
          for (int i = 1 + random.nextInt(9); i > 0; i--) {
            Letter letter = alphabet.get(random.nextInt(alphabet.size()));
            AffineTransform place = AffineTransform.getTranslateInstance(x, y);
            place.scale(size, size);
            for (Shape part : letter.parts()) {
              page.fill(place.createTransformedShape(part));
            }
            x += (letter.width() + gap) * size;
          }
          x += between(0.2, 0.5) * size;
        }
      }
    }

    private record Letter(List<Shape> parts, double width) {}

    /** Two to four strokes; never one stem or one ring, which a figure might be. */
    private Letter letter(double low, double nib, double angle, double lean) {
      double width = between(0.22, 0.6);
      List<Shape> strokes = new ArrayList<>();
      for (int i = 2 + random.nextInt(3); i > 0; i--) {
        double from = between(0, width);
        double to = between(0, width);
        GeneralPath path = new GeneralPath();
        switch (random.nextInt(6)) {
          case 0, 1 -> {
            double top = random.nextInt(3) == 0 ? between(0.6, 0.8) : low;
            double bottom = random.nextInt(5) == 0 ? -between(0.15, 0.3) : 0;
            path.moveTo(from, -top);
            path.curveTo(
                from + between(-0.05, 0.05),
                -top * 0.6,
                from + between(-0.05, 0.05),
                -top * 0.3,
                from + between(-0.02, 0.1),
                -bottom);
          }
          case 2 -> {
            path.moveTo(from, -low * between(0.7, 1));
            path.curveTo(
                from - between(0.1, 0.3),
                -low,
                from - between(0.1, 0.3),
                0,
                from,
                between(-0.1, 0));
          }
          case 3 -> {
            path.moveTo(from, -low * between(0.7, 1));
            path.curveTo(from + between(0.1, 0.35), -low, from + between(0.1, 0.35), 0, from, 0);
          }
          case 4 -> {
            path.moveTo(from, -low * between(0.5, 1));
            path.lineTo(to + 0.1, -low * between(0, 0.6));
          }
          default -> {
            path.moveTo(from, -low);
            path.quadTo(
                (from + to) / 2, -low * between(0.8, 1.4), to + 0.15, -low * between(0.6, 1));
          }
        }
        strokes.add(path);
      }
      AffineTransform slope = AffineTransform.getShearInstance(lean, 0);
      BasicStroke thin = new BasicStroke((float) (0.3 * nib));
      List<Shape> parts = new ArrayList<>();
      for (Shape stroke : strokes) {
        for (int k = -2; k <= 2; k++) {
          double off = nib * k / 5;
          AffineTransform shift =
              AffineTransform.getTranslateInstance(off * Math.cos(angle), -off * Math.sin(angle));
          shift.concatenate(slope);
          parts.add(thin.createStrokedShape(shift.createTransformedShape(stroke)));
        }
      }
      return new Letter(parts, width);
    }

    // ---- digits, letters and signs here and there

    private void scattered() {
      double pitch = em * between(1.1, 2);
      for (double y = between(0, 1) * em; y < SIZE + em; y += pitch) {
        Typeface type =
            pick(random.nextInt(4) == 0 ? lining : random.nextInt(4) == 0 ? letters : oldStyle);
        double x = between(-1, 1) * em;
        while (x < right) {
          Typeface current = type;
          String text;
          switch (random.nextInt(9)) {
            case 0, 1, 2 -> text = number(3);
            case 3, 4 -> text = words.lookalike();
            case 5 -> text = words.roman();
            case 6 -> text = words.word();
            case 7 -> text = words.abbreviation();
            default -> {
              text = String.valueOf("♈♉♊♋♌♍♎♏♐♑♒♓☉☽☿♀♂♃♄".charAt(random.nextInt(19)));
              current = symbols;
            }
          }
          TypeLine set = current.set(text, em, x, y, hand);
          page.print(set);
          x += set.advance() + em * between(0.05, 1.4);
          if (random.nextInt(8) == 0) {
            page.stroke(
                new Line2D.Double(x, y - em * between(0.4, 1), x, y + em * between(0, 0.4)),
                em * between(0.03, 0.12));
            x += 0.3 * em;
          }
        }
      }
    }

    // ---- neither

    private void ornaments() {
      int kind = random.nextInt(10);
      switch (kind) {
        case 0 -> {
          // Blank paper, with a little dirt.
          for (int i = random.nextInt(12); i > 0; i--) {
            double r = between(0.02, 0.2) * em;
            page.fill(
                new Ellipse2D.Double(between(0, SIZE), between(0, SIZE), r, r * between(0.5, 2)));
          }
        }
        case 1 -> {
          for (int i = 0; i < 4; i++) {
            hatching(between(0, SIZE), between(0, SIZE), between(20, 120));
          }
        }
        case 2 -> {
          for (int i = 0; i < 30; i++) {
            flourish(between(0, SIZE), between(0, SIZE), em * between(0.5, 3));
          }
        }
        case 3 -> {
          diagram();
          for (int i = 0; i < 6; i++) {
            page.print(
                pick(letters)
                    .set(
                        words.lookalike(),
                        em * between(0.7, 1.4),
                        between(0, SIZE),
                        between(0, SIZE),
                        hand));
          }
        }
        case 4 -> {
          initial(between(0, SIZE), between(0, SIZE));
          initial(between(0, SIZE), between(0, SIZE));
          flourishes();
        }
        case 5 -> {
          double gap = em * between(0.2, 1.5);
          for (double y = 0; y < SIZE; y += gap) {
            page.stroke(new Line2D.Double(0, y, SIZE, y + between(-1, 1)), em * between(0.02, 0.1));
          }
          if (random.nextBoolean()) {
            for (double x = 0; x < SIZE; x += gap) {
              page.stroke(new Line2D.Double(x, 0, x, SIZE), em * between(0.02, 0.1));
            }
          }
        }
        case 6, 7, 8 -> engraving();
        default -> {
          diagram();
          hatching(between(0, SIZE), between(0, SIZE), between(40, 160));
          double half = SIZE / 2.0;
          double y = half;
          for (int i = 0; i < 5; i++, y += 1.2 * em) {
            page.print(
                face.set(
                    words.word() + " " + words.word() + " " + words.word(),
                    em,
                    between(0, 60),
                    y,
                    hand));
          }
        }
      }
    }

    /**
     * A woodcut or an engraving: fields of lines in all directions, crossed or not, and outlines.
     */
    private void engraving() {
      double scale = em * between(0.5, 1.5);
      for (int i = 12 + random.nextInt(40); i > 0; i--) {
        double cx = between(0, SIZE);
        double cy = between(0, SIZE);
        double long_ = scale * between(0.5, 5);
        double gap = scale * between(0.1, 0.35);
        double width = gap * between(0.2, 0.75);
        double bend = long_ * 0.4 * random.nextGaussian();
        int lines = 3 + random.nextInt(24);
        double turn = between(0, Math.PI);
        for (int cross = random.nextInt(3) == 0 ? 2 : 1; cross > 0; cross--) {
          AffineTransform place = AffineTransform.getTranslateInstance(cx, cy);
          place.rotate(turn + cross * between(0.8, 1.5));
          for (int line = 0; line < lines; line++) {
            double at = (line - lines / 2.0) * gap;
            GeneralPath path = new GeneralPath();
            double from = -long_ * between(0.4, 0.5);
            path.moveTo(from, at);
            path.quadTo(0, at + bend, long_ * between(0.4, 0.5), at);
            page.stroke(place.createTransformedShape(path), width * between(0.8, 1.2));
          }
        }
        if (random.nextBoolean()) {
          flourish(cx, cy, scale * between(1, 5));
        }
      }
      for (int i = random.nextInt(8); i > 0; i--) {
        page.print(
            pick(letters)
                .set(
                    random.nextBoolean() ? words.shout() : words.word(),
                    em * between(0.6, 1.3),
                    between(0, SIZE),
                    between(0, SIZE),
                    hand));
      }
    }

    private void hatching(double x, double y, double side) {
      double gap = em * between(0.1, 0.35);
      double lean = between(-1.5, 1.5);
      double width = gap * between(0.2, 0.6);
      double bend = em * random.nextGaussian();
      for (double at = 0; at < side; at += gap) {
        GeneralPath path = new GeneralPath();
        path.moveTo(x + at, y);
        path.quadTo(
            x + at + lean * side / 4 + bend, y + side / 4, x + at + lean * side / 2, y + side / 2);
        page.stroke(path, width * between(0.7, 1.3));
      }
    }

    private void flourishes() {
      double size = em * between(0.8, 2);
      double y = between(0, SIZE);
      for (double x = 0; x < SIZE; x += size) {
        flourish(x, y, size);
        flourish(x, y + size, size);
      }
    }

    private void flourish(double x, double y, double size) {
      GeneralPath path = new GeneralPath();
      path.moveTo(x, y);
      for (int i = 0; i < 1 + random.nextInt(3); i++) {
        path.curveTo(
            x + size * between(-1, 1),
            y + size * between(-1, 1),
            x + size * between(-1, 1),
            y + size * between(-1, 1),
            x + size * between(-1, 1),
            y + size * between(-1, 1));
      }
      if (random.nextInt(3) == 0) {
        page.fill(path);
      } else {
        page.stroke(path, size * between(0.03, 0.15));
      }
    }

    private void diagram() {
      double cx = between(0, SIZE);
      double cy = between(0, SIZE);
      for (int i = 0; i < 5; i++) {
        double r = em * between(0.25, 9);
        page.stroke(
            random.nextBoolean()
                ? new Ellipse2D.Double(cx - r, cy - r, 2 * r, 2 * r)
                : new Arc2D.Double(
                    cx - r, cy - r, 2 * r, 2 * r, between(0, 360), between(30, 300), Arc2D.OPEN),
            em * between(0.03, 0.1));
        double turn = between(0, Math.PI);
        page.stroke(
            new Line2D.Double(
                cx - 200 * Math.cos(turn),
                cy - 200 * Math.sin(turn),
                cx + 200 * Math.cos(turn),
                cy + 200 * Math.sin(turn)),
            em * between(0.03, 0.1));
      }
      for (int i = random.nextInt(8); i > 0; i--) {
        double r = em * between(0.1, 0.5);
        Ellipse2D dot = new Ellipse2D.Double(between(0, SIZE), between(0, SIZE), r, r);
        if (random.nextBoolean()) {
          page.fill(dot);
        } else {
          page.stroke(dot, em * 0.05);
        }
      }
    }

    /** A cut initial: a letter within ornament, white on black or black on white. */
    private void initial(double x, double y) {
      double side = em * between(2.5, 6);
      Rectangle2D box = new Rectangle2D.Double(x, y, side, side);
      page.clear(box);
      for (int i = 0; i < 25; i++) {
        flourish(x + side * between(0.1, 0.9), y + side * between(0.1, 0.9), side * 0.12);
      }
      page.stroke(box, em * 0.08);
      String letter = String.valueOf((char) ('A' + random.nextInt(26)));
      page.print(pick(letters).set(letter, side, x + 0.15 * side, y + 0.85 * side));
    }
  }
}
