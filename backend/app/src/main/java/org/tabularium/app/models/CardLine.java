package org.tabularium.app.models;

import java.math.BigDecimal;
import java.math.MathContext;
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
      boolean simple = value.valueStream().allMatch(JsonNode::isNumber);
      return value
          .propertyStream()
          .map(one -> said(one.getKey().replace('_', ' '), one.getValue()))
          .collect(Collectors.joining(simple ? ", " : "; "));
    }
    if (value.isFloatingPointNumber()) {
      // Figures are measured on some hundred places: more decimals would say nothing.
      return BigDecimal.valueOf(value.asDouble())
          .round(new MathContext(4))
          .stripTrailingZeros()
          .toPlainString();
    }
    return value.asString();
  }

  private static String said(String key, JsonNode value) {
    return value.isNumber() ? said(value) + " " + key : key + ": " + said(value);
  }
}
