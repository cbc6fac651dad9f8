package org.tabularium.app.search;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.tabularium.app.corpus.Corpora;
import org.tabularium.app.corpus.Table;
import org.tabularium.app.corpus.TableFilter;
import org.tabularium.app.corpus.Tables;
import org.tabularium.app.judgement.Judgements;
import org.tabularium.app.judgement.Verdict;
import org.tabularium.app.models.Models;
import org.tabularium.app.readings.CorrectedReadings;
import org.tabularium.app.readings.Digits;
import org.tabularium.app.readings.Readings;
import org.tabularium.app.readings.Rereading;
import org.tabularium.network.image.Region;
import org.tabularium.network.index.VectorIndex;
import org.tabularium.network.reading.Explainer;
import org.tabularium.network.reading.Occurrence;
import org.tabularium.network.reading.ScoreKind;

/** Ranks tables: a request by what one version of the model has read, from beginning to end. */
@Service
public class Search {

  /** How many further tables of an edition are shown behind its best. */
  private static final int MORE = 4;

  private final Readings readings;
  private final CorrectedReadings corrected;
  private final Models models;
  private final Tables tables;
  private final Corpora corpora;
  private final Judgements judgements;
  private final Meanings meanings;
  private final Asking asking;
  private final Rereading rereading;
  private final Indexes indexes;

  Search(
      Readings readings,
      CorrectedReadings corrected,
      Models models,
      Tables tables,
      Corpora corpora,
      Judgements judgements,
      Meanings meanings,
      Asking asking,
      Rereading rereading,
      Indexes indexes) {
    this.meanings = meanings;
    this.rereading = rereading;
    this.indexes = indexes;
    this.readings = readings;
    this.corrected = corrected;
    this.models = models;
    this.tables = tables;
    this.corpora = corpora;
    this.judgements = judgements;
    this.asking = asking;
  }

  /**
   * How tables are ranked.
   *
   * @param kind the score that orders
   * @param filter which tables take part
   * @param apart whether the editions of the examples for take no part
   * @param limit how many are listed; where they are gathered, how many editions
   * @param group whether the tables of an edition are gathered behind the best of them
   * @param verdict what people said of a table and one of the examples for: a verdict, or none for
   *     those of which nothing was said; null for whatever
   * @param model the version of the model whose readings are ranked; null for the active one
   * @param digits as people corrected them, now or once, or as they were read
   * @param shared whether each table is listed with the bigrams that make its score
   */
  public record Query(
      ScoreKind kind,
      TableFilter filter,
      boolean apart,
      int limit,
      boolean group,
      @Nullable String verdict,
      @Nullable String model,
      Digits digits,
      boolean shared) {}

  /**
   * A line of the ledger of what is asked and one table.
   *
   * @param bigram "00" to "99"
   * @param contribution its share of the score; the shares add up to it
   * @param asked its count in what is asked; null where that is several examples
   * @param here its count in the table
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Shared(String bigram, double contribution, @Nullable Double asked, double here) {}

  /**
   * A table in a ranking.
   *
   * @param id its number
   * @param rank from 1; where editions are gathered, of its edition
   * @param score of the kind asked for
   * @param cosine in any case
   * @param below the share of pairs drawn at random that have a lower score: of whole tables, or of
   *     as much as is asked and a table; null where there are too few to say, or where the score is
   *     a mean of several
   * @param word what the score means: chance, some, strong or same; null where below is
   * @param parts its score with each example, in their order; null where there is only one. The
   *     score is the mean over the examples for, less the mean over those against
   * @param shared the bigrams that make the score, the strongest first; null where nobody asked
   * @param table the table
   * @param more the next best tables of its edition, where they are gathered
   * @param tables how many tables of its edition take part, where they are gathered
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Neighbour(
      @Schema(type = "string") @JsonFormat(shape = JsonFormat.Shape.STRING) long id,
      int rank,
      double score,
      double cosine,
      @Nullable Double below,
      Calibration.@Nullable Word word,
      @Nullable List<Double> parts,
      @Nullable List<Shared> shared,
      Table table,
      @Nullable List<Neighbour> more,
      @Nullable Integer tables) {

    /** What the bigrams behind so many of the strongest make together. */
    public double rest(int listed) {
      return shared == null
          ? 0
          : shared.stream().skip(listed).mapToDouble(Shared::contribution).sum();
    }
  }

  /**
   * A ranking.
   *
   * @param found how many tables took part
   * @param editions how many entries the whole list has
   * @param neighbours the best, the best first
   */
  public record Ranking(int found, int editions, List<Neighbour> neighbours) {

    static final Ranking EMPTY = new Ranking(0, 0, List.of());
  }

  /** Ranks the tables that are most similar to what is asked. */
  @Transactional(readOnly = true)
  Ranking rank(Asked asked, Query query) {
    VectorIndex.Ranking ranking = index(query).rank(question(asked, query, query.limit(), MORE));
    Map<Long, Table> found =
        rereading.as(
            query.model() == null ? models.active().version() : query.model(),
            tables.find(
                ranking.groups().stream()
                    .flatMap(group -> Stream.concat(Stream.of(group.best()), group.more().stream()))
                    .map(hit -> hit.entry().table())
                    .toList()));
    Calibration usual = meanings.of(asked, query).calibration();
    List<Neighbour> neighbours = new ArrayList<>();
    int rank = 0;
    for (VectorIndex.Group group : ranking.groups()) {
      rank++;
      List<Neighbour> more = new ArrayList<>();
      for (VectorIndex.Hit hit : group.more()) {
        add(more, found, neighbour(asked, query, hit, rank, usual, found, null, null));
      }
      add(
          neighbours,
          found,
          neighbour(
              asked,
              query,
              group.best(),
              rank,
              usual,
              found,
              query.group() ? more : null,
              query.group() ? group.tables() : null));
    }
    return new Ranking(ranking.found(), ranking.editions(), neighbours);
  }

  /** The tables most similar to one table, in any case by itself. */
  public List<Neighbour> neighbours(Table table, int limit) {
    return asking
        .find(table, List.of(), false, null, Digits.CORRECTED)
        .map(
            example ->
                rank(
                        Asked.of(example),
                        new Query(
                            ScoreKind.COSINE,
                            TableFilter.ALL,
                            false,
                            limit,
                            false,
                            null,
                            null,
                            Digits.CORRECTED,
                            false))
                    .neighbours())
        .orElse(List.of());
  }

  private static void add(
      List<Neighbour> list, Map<Long, Table> found, @Nullable Neighbour neighbour) {
    // Deleted between the two look-ups: none.
    if (neighbour != null) {
      list.add(neighbour);
    }
  }

  private static @Nullable Neighbour neighbour(
      Asked asked,
      Query query,
      VectorIndex.Hit hit,
      int rank,
      @Nullable Calibration usual,
      Map<Long, Table> found,
      @Nullable List<Neighbour> more,
      @Nullable Integer tables) {
    Table table = found.get(hit.entry().table());
    if (table == null) {
      return null;
    }
    return new Neighbour(
        table.id(),
        rank,
        hit.score(),
        hit.cosine(),
        usual == null ? null : usual.below(hit.score()),
        usual == null ? null : usual.word(hit.score(), hit.cosine()),
        asked.several()
            ? asked.examples().stream()
                .map(example -> Explainer.score(example.phi(), hit.phi(), query.kind()))
                .toList()
            : null,
        query.shared() ? shared(asked, hit.phi(), query.kind()) : null,
        table,
        more,
        tables);
  }

  /** A score is a weighted sum of scores with the examples, and so is what a bigram has of it. */
  private static List<Shared> shared(Asked asked, float[] phi, ScoreKind kind) {
    double[] sums = new double[phi.length];
    for (VectorIndex.Example example : asked.weighed()) {
      double[] shares = Explainer.contributions(example.phi(), phi, kind);
      for (int k = 0; k < sums.length; k++) {
        sums[k] += example.weight() * shares[k];
      }
    }
    float[] only = asked.several() ? null : asked.examples().get(0).phi();
    return IntStream.range(0, sums.length)
        .filter(k -> sums[k] != 0)
        .mapToObj(
            k ->
                new Shared(
                    Occurrence.bigramName(k),
                    sums[k],
                    only == null ? null : (double) only[k],
                    phi[k]))
        .sorted(
            Comparator.comparingDouble((Shared one) -> -Math.abs(one.contribution()))
                .thenComparing(Shared::bigram))
        .toList();
  }

  /**
   * The place of a table in a ranking.
   *
   * @param rank from 1; where editions are gathered, of its edition
   * @param of how many tables, or editions, are ranked
   * @param before the number of the table listed before it; null for the first
   * @param after the number of the table listed after it; null for the last
   */
  public record Place(int rank, int of, @Nullable Long before, @Nullable Long after) {}

  /** The place of one table among those similar to another; empty when it takes no part. */
  public Optional<Place> placeOf(long table, Table among, List<Region> parts, Query query) {
    return asking
        .find(among, parts, false, query.model(), query.digits())
        .flatMap(example -> placeOf(table, Asked.of(example), query));
  }

  private Optional<Place> placeOf(long table, Asked asked, Query query) {
    VectorIndex index = index(query);
    VectorIndex.Ranking ranking = index.rank(question(asked, query, index.size(), index.size()));
    int rank = 0;
    Long before = null;
    int placed = 0;
    for (VectorIndex.Group group : ranking.groups()) {
      rank++;
      for (VectorIndex.Hit hit :
          Stream.concat(Stream.of(group.best()), group.more().stream()).toList()) {
        long one = hit.entry().table();
        if (placed > 0) {
          return Optional.of(new Place(placed, ranking.editions(), before, one));
        }
        if (one == table) {
          placed = rank;
        } else {
          before = one;
        }
      }
    }
    return placed > 0
        ? Optional.of(new Place(placed, ranking.editions(), before, null))
        : Optional.empty();
  }

  private VectorIndex.Question question(Asked asked, Query query, int limit, int more) {
    return new VectorIndex.Question(
        asked.weighed(), query.kind(), gate(asked, query), limit, query.group() ? more : null);
  }

  /** What editions answer is asked of them, once each; words and states are the database's. */
  private VectorIndex.Gate gate(Asked asked, Query query) {
    TableFilter filter = query.filter();
    Set<Long> examples = new HashSet<>();
    Set<Long> apart = new HashSet<>();
    for (Asked.Example example : asked.examples()) {
      Table table = example.table();
      if (table != null) {
        examples.add(table.id());
        if (query.apart() && !example.against() && table.edition() != null) {
          apart.add(table.edition().id());
        }
      }
    }
    Set<Long> in = filter.corpora().isEmpty() ? null : corpora.idsOf(filter.corpora());
    Set<Long> of = filter.asksOfEditions() ? tables.editions(filter.ofEditions()) : null;
    Set<Long> named =
        filter.q() == null
                && filter.statuses().isEmpty()
                && filter.labelState() == null
                && filter.until() == null
            ? null
            : new HashSet<>(tables.ids(filter));
    Set<Long> judged = query.verdict() == null ? null : judged(asked, query.verdict());
    boolean none = "none".equals(query.verdict());
    boolean any =
        named == null
            && judged == null
            && filter.turn() == null
            && filter.table() == null
            && filter.bigramsFrom() == null
            && filter.bigramsTo() == null;
    return new VectorIndex.Gate(
        shelf ->
            (in == null || in.contains(shelf.corpus()))
                && (of == null || of.contains(shelf.edition()))
                && !apart.contains(shelf.edition()),
        any
            ? null
            : entry ->
                (named == null || named.contains(entry.table()))
                    && (judged == null || judged.contains(entry.table()) != none)
                    && (filter.turn() == null || entry.turn() == filter.turn())
                    && (filter.table() == null || entry.looksLikeTable() == filter.table())
                    && (filter.bigramsFrom() == null || entry.bigrams() >= filter.bigramsFrom())
                    && (filter.bigramsTo() == null || entry.bigrams() <= filter.bigramsTo()),
        examples);
  }

  /** The tables of which this was said with an example for; of "none", anything at all. */
  private Set<Long> judged(Asked asked, String verdict) {
    Verdict wanted = verdict.equals("none") ? null : Verdict.of(verdict);
    Set<Long> judged = new HashSet<>();
    for (Asked.Example example : asked.examples()) {
      Table table = example.table();
      if (table != null && !example.against()) {
        judgements
            .of(table.id())
            .forEach(
                (other, judgement) -> {
                  if (wanted == null || judgement.verdict() == wanted) {
                    judged.add(other);
                  }
                });
      }
    }
    return judged;
  }

  /** The index of a query; of other digits than those of now a copy of it, with their vectors. */
  private VectorIndex index(Query query) {
    VectorIndex now = index(query.model());
    if (query.digits().now()) {
      return now;
    }
    String version = query.model() == null ? models.active().version() : query.model();
    VectorIndex other = now.copy();
    Set<Long> here = other.tables();
    for (Readings.Vector vector : corrected.others(version, query.digits())) {
      if (here.contains(vector.entry().table())) {
        other.put(vector.entry(), vector.phi());
      }
    }
    return other;
  }

  /**
   * The index of the generation at hand, or, for a ranking that was cited, one of what another
   * version read: built for this one answer, since that is asked once in a while.
   */
  private VectorIndex index(@Nullable String model) {
    if (model == null) {
      return indexes.of(models.active());
    }
    VectorIndex old = new VectorIndex();
    readings.eachVectorOf(model, vector -> old.put(vector.entry(), vector.phi()));
    return old;
  }

  /** How many tables can be found. */
  public int size() {
    return indexes.of(models.active()).size();
  }
}
