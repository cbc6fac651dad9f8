package org.tabularium.training.matching;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** What is told of every network, in the order in which it is told. */
enum Measure {
  SQUARED_ERROR("squared error", "squaredError", "%.1e", MatchResult::squaredError),
  SALIENCY("saliency", "saliency", "%.3f", MatchResult::saliency),
  CURVATURE("curvature", "curvature", "%.3f", MatchResult::curvature),
  PRODUCT("Hessian x product", "hessianTimesProduct", "%.3f", MatchResult::product),
  BILRP("BiLRP", "bilrp", "%.3f", MatchResult::bilrp);

  private final String words;
  private final String key;
  private final String format;
  private final ToDoubleFunction<MatchResult> of;

  Measure(String words, String key, String format, ToDoubleFunction<MatchResult> of) {
    this.words = words;
    this.key = key;
    this.format = format;
    this.of = of;
  }

  String words() {
    return words;
  }

  double of(MatchResult result) {
    return of.applyAsDouble(result);
  }

  /** The value as people read it. */
  String said(double value) {
    return String.format(Locale.ROOT, format, value);
  }

  /** The value with a digit more, and its name, as programs read it. */
  String json(MatchResult result) {
    String precise = format.endsWith("e") ? "%.3e" : "%.4f";
    return "\"" + key + "\": " + String.format(Locale.ROOT, precise, of(result));
  }

  /** Something of each of them, with a separator between. */
  static String each(Function<Measure, String> text, String separator) {
    return Arrays.stream(values()).map(text).collect(Collectors.joining(separator));
  }
}
