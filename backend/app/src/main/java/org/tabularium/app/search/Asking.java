package org.tabularium.app.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.util.MultiValueMap;
import org.tabularium.app.corpus.Regions;
import org.tabularium.app.corpus.Table;
import org.tabularium.app.corpus.Tables;
import org.tabularium.app.platform.Problem;
import org.tabularium.app.readings.CorrectedReadings;
import org.tabularium.app.readings.Digits;
import org.tabularium.app.readings.TableDigits;
import org.tabularium.network.image.Region;
import org.tabularium.network.reading.Reading;

/**
 * Understands what an address asks for: {@code for} and {@code against}, each a table's number or
 * its scan's hash with what is read of it, and after an {@code @} the parts that count; {@code
 * stands}, for each of these in turn the corpus that it stands in, if its scan stands in several;
 * {@code numbers}; {@code computed} with its parameters.
 */
@Component
class Asking {

  private static final int LONGEST_TEXT = 100_000;
  private static final int MOST_EXAMPLES = 50;

  private final Tables tables;
  private final CorrectedReadings readings;

  Asking(Tables tables, CorrectedReadings readings) {
    this.tables = tables;
    this.readings = readings;
  }

  /**
   * @param model the version whose readings are asked for; null for the active one
   * @param digits which of them count
   * @throws Problem 400, 404 or 422 when an example is none, 409 when a table was not read
   */
  Asked of(MultiValueMap<String, String> query, @Nullable String model, Digits digits) {
    List<Asked.Example> examples = new ArrayList<>();
    int table = 0;
    for (String reference : query.getOrDefault("for", List.of())) {
      add(examples, reference, false, corpora(query, table++), model, digits);
    }
    Computed.of(query)
        .ifPresent(
            computed -> {
              Numbers numbers = Numbers.of(computed.content().numbers());
              examples.add(Asked.Example.of(new Asked.OfComputed(computed), numbers));
            });
    String typed = query.getFirst("numbers");
    if (typed != null && !typed.isBlank()) {
      examples.add(Asked.Example.of(new Asked.OfNumbers(Numbers.plain(typed)), numbers(typed)));
    }
    for (String reference : query.getOrDefault("against", List.of())) {
      add(examples, reference, true, corpora(query, table++), model, digits);
    }
    if (!examples.isEmpty() && examples.stream().allMatch(Asked.Example::against)) {
      throw new Problem(HttpStatus.UNPROCESSABLE_CONTENT, "only-against");
    }
    if (examples.size() > MOST_EXAMPLES) {
      throw new Problem(HttpStatus.UNPROCESSABLE_CONTENT, "too-many-examples", MOST_EXAMPLES);
    }
    return new Asked(examples);
  }

  /** Where an example may stand: in the corpus that is named for it, or in those searched. */
  private static List<String> corpora(MultiValueMap<String, String> query, int table) {
    List<String> named = query.getOrDefault("stands", List.of());
    return table < named.size()
        ? List.of(named.get(table))
        : query.getOrDefault("corpus", List.of());
  }

  private void add(
      List<Asked.Example> examples,
      String reference,
      boolean against,
      List<String> corpora,
      @Nullable String model,
      Digits digits) {
    if (reference.isBlank()) {
      return;
    }
    String[] parts = reference.strip().split("@", 2);
    List<Region> regions =
        parts.length == 1
            ? List.of()
            : Arrays.stream(parts[1].split(";"))
                .map(Regions::parse)
                .filter(Objects::nonNull)
                .toList();
    Table table = tables.named(parts[0], corpora);
    String named = new Asked.OfTable(table, regions).reference(false);
    // The same twice would only weigh more.
    if (examples.stream().noneMatch(one -> named.equals(one.reference()))) {
      examples.add(example(table, regions, against, model, digits));
    }
  }

  /**
   * @throws Problem 409 when the table was not read
   */
  Asked.Example example(
      Table table, List<Region> parts, boolean against, @Nullable String model, Digits digits) {
    return find(table, parts, against, model, digits)
        .orElseThrow(
            () ->
                new Problem(
                    HttpStatus.CONFLICT,
                    "table-not-read",
                    Long.toString(table.id()),
                    table.why() == null ? "" : table.why()));
  }

  /** The same; empty when the table was not read. */
  Optional<Asked.Example> find(
      Table table, List<Region> parts, boolean against, @Nullable String model, Digits digits) {
    Optional<Reading> found = readings.find(table, model, digits).map(TableDigits::reading);
    return found.map(
        all -> {
          Reading reading = all.within(parts);
          int count =
              (int)
                  all.digits().stream()
                      .filter(
                          digit ->
                              parts.isEmpty()
                                  || parts.stream().anyMatch(part -> part.holds(digit.box())))
                      .count();
          return new Asked.Example(
              new Asked.OfTable(table, parts),
              against,
              reading.phi(),
              count,
              reading.occurrences().size(),
              0);
        });
  }

  /**
   * The numbers of a text.
   *
   * @throws Problem 422 when no two digits stand side by side in it
   */
  static Numbers numbers(@Nullable String text) {
    if (text == null) {
      throw new Problem(HttpStatus.BAD_REQUEST, "missing-parameter", "numbers");
    }
    if (text.length() > LONGEST_TEXT) {
      throw new Problem(HttpStatus.CONTENT_TOO_LARGE, "numbers-too-long", LONGEST_TEXT);
    }
    Numbers numbers = Numbers.parse(text);
    if (numbers.bigrams() == 0) {
      throw new Problem(HttpStatus.UNPROCESSABLE_CONTENT, "numbers-without-bigram");
    }
    return numbers;
  }
}
