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
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.MessageSource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.tabularium.app.corpus.Citations;
import org.tabularium.app.corpus.Edition;
import org.tabularium.app.corpus.Pictures;
import org.tabularium.app.corpus.Regions;
import org.tabularium.app.corpus.ScanProblems;
import org.tabularium.app.corpus.Table;
import org.tabularium.app.platform.Problem;
import org.tabularium.network.image.UnreadableScan;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;

/** Draws figures of pairs to print: one drawing each, as SVG or as PNG. */
@Component
public class Figures {

  /** Pixels of a PNG for one unit of the figure: 3,200 across, enough for a printed page. */
  private static final double PIXELS = 2;

  private static final int MOST_PIXELS = 1600;
  private static final String GENERATED = "[generated]";
  private static final int LINE = 170;
  private static final Pattern WORD = Pattern.compile("(?= )");
  private static final Pattern PARAMETER = Pattern.compile("(?=&)");
  private static final int TITLE = 64;
  private static final int BYLINE = 84;

  private final Pictures pictures;
  private final Citations citations;
  private final ITemplateEngine templates;
  private final MessageSource messages;
  private final String version;

  Figures(
      Pictures pictures,
      Citations citations,
      ITemplateEngine templates,
      MessageSource messages,
      ObjectProvider<BuildProperties> build) {
    this.pictures = pictures;
    this.citations = citations;
    this.templates = templates;
    this.messages = messages;
    this.version = build.stream().map(BuildProperties::getVersion).findFirst().orElse("0");
    for (String face :
        List.of(
            "400Regular/EBGaramond_400Regular", "400Regular_Italic/EBGaramond_400Regular_Italic")) {
      register("/fonts/eb-garamond/" + face + ".ttf");
    }
  }

  /** What files figures come as. */
  public enum Format {
    SVG(new MediaType("image", "svg+xml", StandardCharsets.UTF_8)),
    PNG(MediaType.IMAGE_PNG);

    private final MediaType type;

    Format(MediaType type) {
      this.type = type;
    }

    /**
     * @param name svg or png
     * @throws Problem 400 when it is another
     */
    public static Format of(String name) {
      return switch (name) {
        case "svg" -> SVG;
        case "png" -> PNG;
        default -> throw new Problem(HttpStatus.BAD_REQUEST, "wrong-value", "format", name);
      };
    }
  }

  /** A table as the template sees it. */
  record Sheet(
      String name, String byline, String picture, PairFigure.Side at, @Nullable String heat) {}

  /** What a caption in this language is written with. */
  public FigureWords words(Locale locale) {
    return new FigureWords(messages, locale);
  }

  /**
   * A figure as a file.
   *
   * @throws Problem when a scan can no longer be decoded
   */
  public ResponseEntity<byte[]> answer(Figure figure, Format format, Locale locale) {
    byte[] bytes;
    try {
      String svg = svg(figure, locale);
      bytes = format == Format.PNG ? png(svg) : svg.getBytes(StandardCharsets.UTF_8);
    } catch (UnreadableScan e) {
      throw ScanProblems.of(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String name = figure.name() + "." + format.name().toLowerCase(Locale.ROOT);
    return ResponseEntity.ok()
        .contentType(format.type)
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.inline().filename(name).build().toString())
        .body(bytes);
  }

  /** The figure as an SVG document that needs no other file. */
  private String svg(Figure figure, Locale locale) throws IOException, UnreadableScan {
    List<String> caption =
        caption(figure, words(locale)).flatMap(sentence -> lines(sentence, WORD).stream()).toList();
    String link = citations.ofPair(figure.a(), figure.b(), cited(figure));
    List<String> address = lines(words(locale).say("figure.link", link), PARAMETER);
    PairFigure drawn = PairFigure.of(figure.overlay(), caption.size() + address.size());
    Context context = new Context(locale);
    context.setVariable("figure", drawn);
    context.setVariable("a", sheet(figure.a(), drawn.first(), figure.overlay().first(), locale));
    context.setVariable("b", sheet(figure.b(), drawn.second(), figure.overlay().second(), locale));
    context.setVariable("caption", caption);
    context.setVariable("link", link);
    context.setVariable("address", address);
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        + templates.process("figure/pair", context);
  }

  /** The same in pixels. */
  private static byte[] png(String svg) throws IOException {
    SVGDocument document =
        new SVGLoader()
            .load(
                new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)),
                null,
                LoaderContext.createDefault());
    if (document == null) {
      throw new IOException("the figure is not an SVG document");
    }
    int width = (int) Math.round(document.size().getWidth() * PIXELS);
    int height = (int) Math.round(document.size().getHeight() * PIXELS);
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

  private Sheet sheet(Table table, PairFigure.Side side, Overlay.Page page, Locale locale)
      throws IOException, UnreadableScan {
    byte[] jpeg = pictures.upright(table.scan(), side.part(), side.turn(), MOST_PIXELS);
    Overlay.Heat heat = page.heat();
    return new Sheet(
        shortened(name(table), TITLE),
        shortened(byline(table, locale), BYLINE),
        "data:image/jpeg;base64," + base64(jpeg),
        side,
        heat == null ? null : "data:image/png;base64," + base64(heat.picture()));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** What the figure tells, and then what all figures do. */
  private Stream<String> caption(Figure figure, FigureWords words) {
    List<String> sentences = new ArrayList<>(figure.told());
    String depth = figure.depth().key();
    if (!figure.parts().isEmpty()) {
      String seen = figure.depth() == Figure.Depth.LENS ? "figure.parts.lens" : "figure.parts";
      sentences.add(words.say(seen, figure.parts().size()));
    }
    sentences.addAll(words.corrected(figure.explained()));
    sentences.add(
        words.say(
            "figure.source",
            figure.explained().model().substring(0, 12),
            words.say("figure.depth." + depth),
            figure.a().scan().sha256().substring(0, 12),
            figure.b().scan().sha256().substring(0, 12),
            version));
    return sentences.stream();
  }

  /** Kind, parts, version, digits and what lies over them, as a permanent link says it. */
  private static String cited(Figure figure) {
    Explained explained = figure.explained();
    Explained.Provenances sources = explained.provenance();
    return "&kind="
        + explained.kind()
        + Regions.query(figure.parts())
        + "&model="
        + explained.model()
        + (sources == null || sources.a().digits().equals("read")
            ? "&digits=read"
            : "&labels=" + sources.a().labels())
        + figure.layer();
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
        table.page().isEmpty()
            ? Stream.of()
            : Stream.of(words(locale).say("edition.page", table.page()));
    return Stream.concat(book, page)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private static String shortened(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most - 1).strip() + "…";
  }

  /** SVG breaks no lines by itself. */
  private static List<String> lines(String text, Pattern before) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String piece : before.split(text)) {
      if (line.length() + piece.length() > LINE && !line.isEmpty()) {
        lines.add(line.toString().strip());
        line.setLength(0);
      }
      line.append(piece);
    }
    lines.add(line.toString().strip());
    return lines;
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
