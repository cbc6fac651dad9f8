package org.tabularium.app.models;

import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** A line of a model's card, to be shown. */
public record CardLine(String name, String value) {

  /** A card's lines in its own order. */
  public static List<CardLine> of(JsonNode card) {
    return card.properties().stream()
        .map(line -> new CardLine(line.getKey(), said(line.getValue())))
        .toList();
  }

  /** A value in one line, whatever its shape. */
  private static String said(JsonNode value) {
    if (value.isArray()) {
      boolean simple = value.valueStream().noneMatch(JsonNode::isObject);
      return value
          .valueStream()
          .map(CardLine::said)
          .collect(Collectors.joining(simple ? ", " : "; "));
    }
    if (value.isObject()) {
      return value
          .propertyStream()
          .map(one -> said(one.getValue()) + " " + one.getKey())
          .collect(Collectors.joining(", "));
    }
    return value.asString();
  }
}
