package org.tabularium.app.explain;

import com.github.weisj.jsvg.SVGDocument;
import com.github.weisj.jsvg.parser.LoaderContext;
import com.github.weisj.jsvg.parser.SVGLoader;
import com.github.weisj.jsvg.view.ViewBox;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.Graphics2D;
import java.awt.GraphicsEnvironment;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.tabularium.app.corpus.Edition;
import org.tabularium.app.corpus.Pictures;
import org.tabularium.app.corpus.Table;
import org.tabularium.network.image.UnreadableScan;
import org.tabularium.network.reading.Reading;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;

/** Draws a pair as a figure to print: one drawing, as SVG or as PNG. */
@Component
class Figures {

  private static final int MOST_PIXELS = 1600;
  private static final String GENERATED = "[generated]";
  private static final int BIGRAMS = 6;
  private static final int LINE = 170;
  private static final int TITLE = 64;
  private static final int BYLINE = 84;

  private final Pictures pictures;
  private final ITemplateEngine templates;
  private final MessageSource messages;
  private final String version;

  Figures(
      Pictures pictures,
      ITemplateEngine templates,
      MessageSource messages,
      ObjectProvider<BuildProperties> build) {
    this.pictures = pictures;
    this.templates = templates;
    this.messages = messages;
    this.version = build.stream().map(BuildProperties::getVersion).findFirst().orElse("0");
    for (String face :
        List.of(
            "400Regular/EBGaramond_400Regular", "400Regular_Italic/EBGaramond_400Regular_Italic")) {
      register("/fonts/eb-garamond/" + face + ".ttf");
    }
  }

  /** A table as the template sees it. */
  record Sheet(
      String name,
      String byline,
      String picture,
      double x,
      double y,
      double width,
      double height,
      List<PairFigure.Place> places,
      PairFigure.Place read,
      @Nullable String ink) {}

  /**
   * What of the ink is laid over the scans.
   *
   * @param first the upright heat of the first table's ink map, a PNG
   * @param second the same of the second's
   * @param gamma of the rule at each convolution
   * @param share smaller or equal
   * @param palette rubric or safe
   * @param explained the sum over all pairs of cells
   * @param remainder what stabilisers took
   * @param digit the digit that alone is shown, with its partners; null for all
   * @param ofFirst whether it stands in the first table
   */
  record Ink(
      byte[] first,
      byte[] second,
      double gamma,
      String share,
      String palette,
      double explained,
      double remainder,
      @Nullable Integer digit,
      boolean ofFirst) {}

  /**
   * The figure as an SVG document that needs no other file.
   *
   * @param ink shown in place of arcs and washes; null for those
   * @param parts how many parts of the first table count alone; 0 for all of it
   */
  String svg(
      Table a,
      Reading inA,
      Table b,
      Reading inB,
      Explained explained,
      @Nullable Ink ink,
      int parts,
      Locale locale)
      throws IOException, UnreadableScan {
    List<String> caption = caption(a, b, explained, ink, parts, matches(inA, inB), locale);
    PairFigure figure = PairFigure.of(explained, inA, inB, caption.size());
    Context context = new Context(locale);
    context.setVariable("figure", figure);
    context.setVariable("a", sheet(a, figure.first(), ink == null ? null : ink.first(), locale));
    context.setVariable("b", sheet(b, figure.second(), ink == null ? null : ink.second(), locale));
    context.setVariable("caption", caption);
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        + templates.process("figure/pair", context);
  }

  /** The same at so many pixels a unit. */
  byte[] png(String svg, double pixels) throws IOException {
    SVGDocument document =
        new SVGLoader()
            .load(
                new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)),
                null,
                LoaderContext.createDefault());
    if (document == null) {
      throw new IOException("the figure is not an SVG document");
    }
    int width = (int) Math.round(document.size().getWidth() * pixels);
    int height = (int) Math.round(document.size().getHeight() * pixels);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, width, height);
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    document.render(null, g, new ViewBox(0, 0, width, height));
    g.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 20);
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  private Sheet sheet(Table table, PairFigure.Side side, byte @Nullable [] ink, Locale locale)
      throws IOException, UnreadableScan {
    byte[] jpeg = pictures.upright(table.scan(), side.part(), side.turn(), MOST_PIXELS);
    return new Sheet(
        shortened(name(table), TITLE),
        shortened(byline(table, locale), BYLINE),
        "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(jpeg),
        side.x(),
        side.y(),
        side.width(),
        side.height(),
        side.places(),
        side.read(),
        ink == null ? null : "data:image/png;base64," + Base64.getEncoder().encodeToString(ink));
  }

  /** Pairs of equal bigrams, drawn or not. */
  private static long matches(Reading a, Reading b) {
    long[] counts = new long[Reading.FEATURES];
    a.occurrences().forEach(one -> counts[one.bigram()]++);
    return b.occurrences().stream().mapToLong(one -> counts[one.bigram()]).sum();
  }

  private List<String> caption(
      Table a,
      Table b,
      Explained explained,
      @Nullable Ink ink,
      int parts,
      long pairs,
      Locale locale) {
    List<String> sentences = new ArrayList<>();
    double score = explained.score();
    if (explained.silence() != null) {
      sentences.add(say("silence." + explained.silence(), locale));
    } else {
      if (ink == null) {
        double drawn = explained.pairs().stream().mapToDouble(Explained.Pair::relevance).sum();
        sentences.add(
            say(
                "figure.drawn",
                locale,
                explained.pairs().size(),
                pairs,
                String.format(locale, "%.0f", 100 * drawn / score)));
      } else {
        sentences.add(
            say(
                "figure.ink",
                locale,
                say("figure.ink." + ink.palette(), locale),
                String.format(locale, "%.2f", ink.gamma()),
                say("figure.ink." + ink.share(), locale),
                String.format(locale, "%.6g", ink.explained()),
                String.format(locale, "%.1e", ink.remainder())));
        if (ink.digit() != null) {
          sentences.add(
              say(
                  ink.ofFirst() ? "figure.ink.digit.a" : "figure.ink.digit.b",
                  locale,
                  ink.digit()));
        }
      }
      sentences.add(
          say(
              "figure.score",
              locale,
              say("kind." + explained.kind() + ".short", locale),
              String.format(locale, explained.kind().equals("dot") ? "%.1f" : "%.4f", score),
              explained.features().stream()
                  .limit(BIGRAMS)
                  .map(
                      f ->
                          say(
                              "figure.score.bigram",
                              locale,
                              f.bigram(),
                              String.format(locale, "%.1f", 100 * f.contribution() / score)))
                  .collect(Collectors.joining(", "))));
    }
    if (parts > 0) {
      sentences.add(say("figure.parts", locale, parts));
    }
    Explained.Provenances sources = explained.provenance();
    int corrected = sources == null ? 0 : sources.a().corrected() + sources.b().corrected();
    if (ink != null) {
      sentences.add(say("figure.asread", locale));
    } else if (sources != null && corrected > 0) {
      sentences.add(
          say(
              "figure.corrected",
              locale,
              corrected,
              sources.a().revision(),
              sources.b().revision()));
    }
    sentences.add(
        say(
            "figure.source",
            locale,
            explained.model().substring(0, 12),
            say(ink == null ? "figure.depth.digits" : "figure.depth.pixels", locale),
            a.scan().sha256().substring(0, 12),
            b.scan().sha256().substring(0, 12),
            version));
    return sentences.stream().flatMap(Figures::lines).toList();
  }

  private String say(String key, Locale locale, Object... arguments) {
    return messages.getMessage(key, arguments, locale);
  }

  private static String name(Table table) {
    Edition edition = table.edition();
    return edition == null || edition.title().isEmpty() ? table.fileName() : edition.title();
  }

  private String byline(Table table, Locale locale) {
    Edition edition = table.edition();
    Stream<String> book =
        edition == null
            ? Stream.of()
            : Stream.of(
                edition.authors().stream()
                    .filter(author -> !author.equals(GENERATED)) // the title says it
                    .collect(Collectors.joining("; ")),
                (edition.place() + (edition.year() == null ? "" : " " + edition.year())).strip());
    Stream<String> page =
        table.page().isEmpty() ? Stream.of() : Stream.of(say("edition.page", locale, table.page()));
    return Stream.concat(book, page)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private static String shortened(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most - 1).strip() + "…";
  }

  /** SVG breaks no lines by itself. */
  private static Stream<String> lines(String sentence) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : sentence.split(" ")) {
      if (line.length() + word.length() >= LINE) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines.stream();
  }

  private static void register(String face) {
    try (InputStream bytes = Figures.class.getResourceAsStream(face)) {
      if (bytes == null) {
        throw new IllegalStateException("the build left out " + face);
      }
      GraphicsEnvironment.getLocalGraphicsEnvironment()
          .registerFont(Font.createFont(Font.TRUETYPE_FONT, bytes));
    } catch (FontFormatException e) {
      throw new IllegalStateException(face, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
