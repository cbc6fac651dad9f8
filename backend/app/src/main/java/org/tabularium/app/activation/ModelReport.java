package org.tabularium.app.activation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * What is known in writing about the model that ships: its card and the report of its evaluation,
 * both written in Markdown beside the weights.
 */
final class ModelReport {
  private static final String HOME = "/org/tabularium/network/";

  /** Under the page's own heading. */
  private static final int DEEPER = 1;

  private final Parser parser =
      Parser.builder().extensions(List.of(TablesExtension.create())).build();
  private final HtmlRenderer renderer =
      HtmlRenderer.builder()
          .extensions(List.of(TablesExtension.create()))
          .escapeHtml(true)
          .sanitizeUrls(true)
          .attributeProviderFactory(
              context ->
                  (node, tag, attributes) -> {
                    if (tag.equals("table")) {
                      attributes.put("class", "figures");
                    }
                  })
          .build();

  /** The card, as HTML. */
  String card() {
    return html(text("digits.md"), "");
  }

  /**
   * The report, as HTML.
   *
   * @param pictures address of the folder that its pictures are served from
   */
  String report(String pictures) {
    return html(text("report/report.md"), pictures);
  }

  /** One picture of the report. */
  Optional<Picture> picture(String name) {
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    if (type == null || !name.matches("[a-z0-9-]+\\.[a-z]+")) {
      return Optional.empty();
    }
    return bytes("report/" + name).map(bytes -> new Picture(type, bytes));
  }

  /**
   * @param type media type
   */
  record Picture(String type, byte[] bytes) {}

  private static final Map<String, String> TYPES =
      Map.of("svg", "image/svg+xml", "png", "image/png");

  private String html(String markdown, String pictures) {
    Node document = parser.parse(markdown);
    document.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Heading heading) {
            heading.setLevel(Math.min(6, heading.getLevel() + DEEPER));
            visitChildren(heading);
          }

          @Override
          public void visit(Image image) {
            image.setDestination(pictures + image.getDestination());
          }
        });
    // a cell without words is no heading of anything
    return renderer.render(document).replace("<th></th>", "<td></td>");
  }

  private static String text(String name) {
    return bytes(name)
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
        .orElseThrow(() -> new IllegalStateException("this build lacks " + name));
  }

  private static Optional<byte[]> bytes(String name) {
    try (InputStream in = ModelReport.class.getResourceAsStream(HOME + name)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
