package org.tabularium.app.annotate.formats;

import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.springframework.http.HttpStatus;
import org.tabularium.app.platform.Problem;

/**
 * An element of an XML file, whatever its namespace: versions of PAGE and ALTO differ in nothing
 * else that is read here.
 *
 * @param line where it begins
 * @param text its own text, without its children's
 */
record XmlNode(
    String name, Map<String, String> attributes, int line, List<XmlNode> children, String text) {

  private static final int DEEPEST = 100;
  private static final XMLInputFactory FACTORY = factory();

  private static XMLInputFactory factory() {
    // The JDK's own, whatever else lies on the class path.
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> {
          throw new XMLStreamException("a label file names no other file");
        });
    return factory;
  }

  /** An element that is being read. */
  private record Open(
      String name,
      Map<String, String> attributes,
      int line,
      List<XmlNode> children,
      StringBuilder text) {}

  /**
   * Reads a file.
   *
   * @param file its name, for problems
   * @throws Problem 422 when it is not well-formed, has a document type, or is nested too deeply
   */
  static XmlNode read(String file, byte[] bytes) {
    Deque<Open> open = new ArrayDeque<>();
    try {
      XMLStreamReader reader = FACTORY.createXMLStreamReader(new ByteArrayInputStream(bytes));
      while (true) {
        switch (reader.next()) {
          case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
              throw new Problem(
                  HttpStatus.UNPROCESSABLE_CONTENT,
                  "labels-doctype",
                  file,
                  line(reader.getLocation().getLineNumber()));
          case XMLStreamConstants.START_ELEMENT -> {
            if (open.size() >= DEEPEST) {
              throw malformed(file, reader.getLocation().getLineNumber());
            }
            Map<String, String> attributes = new LinkedHashMap<>();
            for (int i = 0; i < reader.getAttributeCount(); i++) {
              attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
            }
            open.push(
                new Open(
                    reader.getLocalName(),
                    attributes,
                    reader.getLocation().getLineNumber(),
                    new ArrayList<>(),
                    new StringBuilder()));
          }
          case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
            Open top = open.peek();
            if (top != null) {
              top.text().append(reader.getText());
            }
          }
          case XMLStreamConstants.END_ELEMENT -> {
            Open done = open.pop();
            XmlNode node =
                new XmlNode(
                    done.name(),
                    done.attributes(),
                    done.line(),
                    done.children(),
                    done.text().toString());
            Open parent = open.peek();
            if (parent == null) {
              return node;
            }
            parent.children().add(node);
          }
          default -> {
            // Comments and instructions say nothing here.
          }
        }
      }
    } catch (XMLStreamException e) {
      throw malformed(file, e.getLocation() == null ? 1 : e.getLocation().getLineNumber())
          .causedBy(e);
    }
  }

  private static Problem malformed(String file, int line) {
    return new Problem(HttpStatus.UNPROCESSABLE_CONTENT, "labels-malformed", file, line(line));
  }

  private static String line(int number) {
    return Integer.toString(Math.max(1, number));
  }

  String get(String attribute) {
    return attributes.getOrDefault(attribute, "");
  }

  Optional<XmlNode> child(String wanted) {
    return children.stream().filter(child -> child.name.equals(wanted)).findFirst();
  }

  List<XmlNode> children(String wanted) {
    return children.stream().filter(child -> child.name.equals(wanted)).toList();
  }

  /** This and all below it, in the order of the file. */
  void each(Consumer<XmlNode> taker) {
    taker.accept(this);
    children.forEach(child -> child.each(taker));
  }
}
