package org.tabularium.app.annotate.formats;

import java.io.IOException;
import java.io.OutputStream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes XML, indented, in one namespace. The stream below stays open. */
final class XmlOut {

  private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();

  private final XMLStreamWriter writer;
  private int depth;

  /**
   * Begins a document.
   *
   * @param attributes names and values in turn; a value that is empty is left out
   */
  XmlOut(
      OutputStream out, String root, String namespace, String schemaLocation, String... attributes)
      throws IOException {
    try {
      writer = FACTORY.createXMLStreamWriter(out, "UTF-8");
      writer.writeStartDocument("UTF-8", "1.0");
      writer.writeCharacters("\n");
      writer.setDefaultNamespace(namespace);
      writer.writeStartElement(root);
      writer.writeDefaultNamespace(namespace);
      writer.writeNamespace("xsi", "http://www.w3.org/2001/XMLSchema-instance");
      writer.writeAttribute(
          "xsi",
          "http://www.w3.org/2001/XMLSchema-instance",
          "schemaLocation",
          namespace + " " + schemaLocation);
      attributes(attributes);
      depth = 1;
    } catch (XMLStreamException e) {
      throw new IOException(e);
    }
  }

  XmlOut open(String name, String... attributes) throws IOException {
    try {
      newLine();
      writer.writeStartElement(name);
      attributes(attributes);
      depth++;
      return this;
    } catch (XMLStreamException e) {
      throw new IOException(e);
    }
  }

  XmlOut close() throws IOException {
    try {
      depth--;
      newLine();
      writer.writeEndElement();
      return this;
    } catch (XMLStreamException e) {
      throw new IOException(e);
    }
  }

  XmlOut empty(String name, String... attributes) throws IOException {
    try {
      newLine();
      writer.writeEmptyElement(name);
      attributes(attributes);
      return this;
    } catch (XMLStreamException e) {
      throw new IOException(e);
    }
  }

  XmlOut text(String name, String text, String... attributes) throws IOException {
    try {
      newLine();
      writer.writeStartElement(name);
      attributes(attributes);
      writer.writeCharacters(clean(text));
      writer.writeEndElement();
      return this;
    } catch (XMLStreamException e) {
      throw new IOException(e);
    }
  }

  void end() throws IOException {
    try {
      close();
      writer.writeEndDocument();
      writer.writeCharacters("\n");
      writer.flush();
    } catch (XMLStreamException e) {
      throw new IOException(e);
    }
  }

  private void attributes(String... attributes) throws XMLStreamException {
    for (int i = 0; i < attributes.length; i += 2) {
      if (!attributes[i + 1].isEmpty()) {
        writer.writeAttribute(attributes[i], clean(attributes[i + 1]));
      }
    }
  }

  private void newLine() throws XMLStreamException {
    writer.writeCharacters("\n" + "  ".repeat(depth));
  }

  /** Without the characters that XML cannot hold. */
  private static String clean(String text) {
    return text.replaceAll(
        "[^\\t\\n\\r\\x{20}-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]", "");
  }
}
