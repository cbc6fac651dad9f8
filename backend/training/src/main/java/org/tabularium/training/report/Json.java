package org.tabularium.training.report;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Maps, lists, numbers, texts and truth values as JSON, a line for each entry of a map. */
public final class Json {

  private Json() {}

  public static String of(Object value) {
    return of(value, "") + "\n";
  }

  private static String of(Object value, String indent) {
    if (value instanceof Map<?, ?> map) {
      String inner = indent + "  ";
      return map.entrySet().stream()
          .map(e -> inner + text(e.getKey().toString()) + ": " + of(e.getValue(), inner))
          .collect(Collectors.joining(",\n", "{\n", "\n" + indent + "}"));
    }
    if (value instanceof Collection<?> list) {
      return list.stream().map(v -> of(v, indent)).collect(Collectors.joining(", ", "[", "]"));
    }
    if (value instanceof Double number) {
      return Double.isFinite(number)
          ? String.format(Locale.ROOT, "%.6f", number).replaceFirst("\\.?0+$", "")
          : "null";
    }
    return value instanceof Number || value instanceof Boolean
        ? value.toString()
        : text(value.toString());
  }

  private static String text(String value) {
    StringBuilder to = new StringBuilder("\"");
    for (char c : value.toCharArray()) {
      if (c == '"' || c == '\\') {
        to.append('\\').append(c);
      } else if (c < ' ') {
        to.append(String.format("\\u%04x", (int) c));
      } else {
        to.append(c);
      }
    }
    return to.append('"').toString();
  }
}
