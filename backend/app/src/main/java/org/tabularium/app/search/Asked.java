package org.tabularium.app.search;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;
import org.tabularium.app.corpus.Regions;
import org.tabularium.app.corpus.Table;
import org.tabularium.network.image.Region;
import org.tabularium.network.index.VectorIndex;

/**
 * What is asked for: examples for and against. A table's score is the mean of its scores with those
 * for, less the mean of its scores with those against; with a single example it is the score of the
 * two.
 */
record Asked(List<Example> examples) {

  Asked {
    examples = List.copyOf(examples);
  }

  /** Where an example comes from. */
  sealed interface Source {
    /** Names the messages that speak of it. */
    String kind();
  }

  /**
   * A table that is here.
   *
   * @param parts of it that count; none for all of it
   */
  record OfTable(Table table, List<Region> parts) implements Source {
    @Override
    public String kind() {
      return "table";
    }

    /** As an address names it: by its number here, or so that it is found in any database. */
    String reference(boolean lasting) {
      return (lasting ? table.readKey() : Long.toString(table.id()))
          + (parts.isEmpty()
              ? ""
              : "@" + parts.stream().map(Regions::text).collect(Collectors.joining(";")));
    }
  }

  /**
   * Numbers that were typed or pasted.
   *
   * @param text digits and ?, a blank between two numbers
   */
  record OfNumbers(String text) implements Source {
    @Override
    public String kind() {
      return "numbers";
    }
  }

  /** A table that was computed. */
  record OfComputed(Computed computed) implements Source {
    @Override
    public String kind() {
      return "computed";
    }
  }

  /** A picture that is not kept. */
  record OfPicture(String name) implements Source {
    @Override
    public String kind() {
      return "picture";
    }
  }

  /**
   * One of them.
   *
   * @param against whether it speaks against a table to be like this
   * @param phi its vector, length 100
   * @param digits how many digits it has
   * @param bigrams how many places of bigrams
   * @param unknown of how many of them one digit is not known
   */
  record Example(
      Source source, boolean against, float[] phi, int digits, int bigrams, int unknown) {

    /** The table that it is; null if it is none. */
    public @Nullable Table table() {
      return source instanceof OfTable of ? of.table() : null;
    }

    /** The table as an address names it; null if it is none. */
    public @Nullable String reference() {
      return source instanceof OfTable of ? of.reference(false) : null;
    }

    /** Its parts as the address of a pair names them; empty, or begins with an ampersand. */
    public String boxes() {
      return source instanceof OfTable of
          ? of.parts().stream()
              .map(part -> "&box=" + Regions.text(part))
              .collect(Collectors.joining())
          : "";
    }

    Calibration.Size size() {
      return Calibration.Size.of(bigrams, unknown, phi);
    }

    static Example of(Source source, Numbers numbers) {
      return new Example(
          source, false, numbers.phi(), numbers.digits(), numbers.bigrams(), numbers.unknown());
    }
  }

  static Asked of(Example example) {
    return new Asked(List.of(example));
  }

  /** As the index understands it. */
  List<VectorIndex.Example> weighed() {
    double against = count(Example::against);
    double speaking = count(example -> !example.against());
    return examples.stream()
        .map(
            example ->
                new VectorIndex.Example(
                    example.phi(), example.against() ? -1 / against : 1 / speaking))
        .toList();
  }

  private long count(Predicate<Example> which) {
    return examples.stream().filter(which).count();
  }

  /** Whether there is more than one example, so that a score has parts. */
  public boolean several() {
    return examples.size() > 1;
  }

  /** The table that was computed; null if none was. */
  public @Nullable Computed computed() {
    return examples.stream()
        .map(Example::source)
        .filter(OfComputed.class::isInstance)
        .map(source -> ((OfComputed) source).computed())
        .findFirst()
        .orElse(null);
  }

  /** Whether a picture is asked with, which no address can name. */
  public boolean pictured() {
    return examples.stream().anyMatch(example -> example.source() instanceof OfPicture);
  }

  /** Whether a table is asked with, which has an edition and may have been judged. */
  public boolean tabled() {
    return examples.stream().anyMatch(example -> example.source() instanceof OfTable);
  }

  /** The table that is the only example, with all of its digits or some; empty if it is not so. */
  Optional<OfTable> onlyTable() {
    return !several() && !examples.isEmpty() && examples.get(0).source() instanceof OfTable of
        ? Optional.of(of)
        : Optional.empty();
  }

  /**
   * As it stands in an address: empty, or begins with an ampersand. A picture is not kept, so no
   * address can name it.
   *
   * @param lasting whether tables are named so that they are found in any database
   */
  public String query(boolean lasting) {
    return query(lasting, example -> true);
  }

  /** The same without one of the tables. */
  public String without(Example other) {
    return query(false, example -> example != other);
  }

  private String query(boolean lasting, Predicate<Example> which) {
    StringBuilder query = new StringBuilder();
    for (Example example : examples) {
      if (!which.test(example)) {
        continue;
      }
      if (example.source() instanceof OfTable of) {
        add(query, example.against() ? "against" : "for", of.reference(lasting));
        if (lasting) {
          add(query, "stands", of.table().corpus().name());
        }
      } else if (example.source() instanceof OfNumbers of) {
        // One sign, not three, between two numbers: addresses of whole pages stay short.
        query.append("&numbers=").append(of.text().replace("?", "%3F").replace(' ', '+'));
      } else if (example.source() instanceof OfComputed of) {
        Computed computed = of.computed();
        add(query, "computed", computed.kind().lower());
        computed.kind().parameters().forEach(name -> add(query, name, computed.shown(name)));
      }
    }
    return query.toString();
  }

  private static void add(StringBuilder query, String name, String value) {
    query.append('&').append(name).append('=').append(UriUtils.encode(value, "UTF-8"));
  }
}
