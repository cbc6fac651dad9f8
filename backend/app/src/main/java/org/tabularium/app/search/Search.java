package org.tabularium.app.search;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.tabularium.app.corpus.Corpora;
import org.tabularium.app.corpus.Edition;
import org.tabularium.app.corpus.Table;
import org.tabularium.app.corpus.TableFilter;
import org.tabularium.app.corpus.Tables;
import org.tabularium.app.corpus.TablesChanged;
import org.tabularium.app.corpus.TablesGone;
import org.tabularium.app.readings.ReadingStored;
import org.tabularium.app.readings.Readings;
import org.tabularium.network.reading.ScoreKind;

/** Ranks tables; keeps the index in step with what is stored. */
@Service
public class Search implements InitializingBean {

  private static final Logger log = LoggerFactory.getLogger(Search.class);

  /** Enough for a share of one in a thousand; drawing them takes some milliseconds. */
  private static final int RANDOM_PAIRS = 20_000;

  private static final long SEED = 1604;

  private final Readings readings;
  private final Tables tables;
  private final Corpora corpora;
  private final VectorIndex index = new VectorIndex();
  private final Map<ScoreKind, Drawn> drawn = new ConcurrentHashMap<>();

  Search(Readings readings, Tables tables, Corpora corpora) {
    this.readings = readings;
    this.tables = tables;
    this.corpora = corpora;
  }

  /**
   * What is ranked, and how.
   *
   * @param kind the score that orders
   * @param filter which tables take part
   * @param except a table that does not, since it is the one asked about; null for none
   * @param apart an edition that does not; null for none
   * @param limit how many are listed
   */
  public record Query(
      ScoreKind kind, TableFilter filter, @Nullable Long except, @Nullable Long apart, int limit) {}

  /**
   * A table in a ranking.
   *
   * @param id its number
   * @param rank from 1
   * @param score of the kind asked for
   * @param cosine of the two vectors, whatever was asked for
   * @param below the share of pairs drawn at random from all tables that have a lower score; null
   *     where there are too few to say
   * @param table the table
   * @param more the other tables of its edition, the best first, where they are gathered
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Neighbour(
      @Schema(type = "string") @JsonFormat(shape = JsonFormat.Shape.STRING) long id,
      int rank,
      double score,
      double cosine,
      @Nullable Double below,
      Table table,
      @Nullable List<Neighbour> more) {

    Neighbour with(List<Neighbour> others) {
      return new Neighbour(id, rank, score, cosine, below, table, others);
    }
  }

  /**
   * A ranking.
   *
   * @param found how many tables took part
   * @param neighbours the best, the best first
   */
  public record Ranking(int found, List<Neighbour> neighbours) {}

  /**
   * The tables of one edition in a ranking.
   *
   * @param edition null where tables of no edition stand alone
   * @param best the best of them
   * @param more the others, the best first
   */
  public record Group(@Nullable Edition edition, Neighbour best, List<Neighbour> more) {}

  /** Ranks the tables that are most similar to a feature vector. */
  @Transactional(readOnly = true)
  public Ranking rank(float[] phi, Query query) {
    VectorIndex.Ranking ranking = index.rank(phi, query.kind(), gate(query), query.limit());
    Map<Long, Table> found =
        tables.find(ranking.hits().stream().map(VectorIndex.Hit::table).toList());
    Background usual = background(query.kind());
    List<Neighbour> neighbours = new ArrayList<>();
    int rank = 0;
    for (VectorIndex.Hit hit : ranking.hits()) {
      rank++;
      Table table = found.get(hit.table());
      // Deleted between the two look-ups.
      if (table != null) {
        neighbours.add(
            new Neighbour(
                hit.table(),
                rank,
                hit.score(),
                hit.cosine(),
                usual.below(hit.score()),
                table,
                null));
      }
    }
    return new Ranking(ranking.found(), neighbours);
  }

  /**
   * The place of a table in a ranking.
   *
   * @param rank from 1
   * @param of how many tables are ranked
   * @param before the number of the table listed before it; null for the first
   * @param after the number of the table listed after it; null for the last
   */
  public record Place(int rank, int of, @Nullable Long before, @Nullable Long after) {}

  /**
   * The place of one table among those similar to a vector; empty when it takes no part.
   *
   * @param grouped whether the list gathers the tables of an edition behind the best of them: they
   *     keep their ranks, but follow one another
   */
  public Optional<Place> placeOf(long table, float[] phi, Query query, boolean grouped) {
    List<VectorIndex.Hit> hits = index.rank(phi, query.kind(), gate(query), index.size()).hits();
    List<Long> ranked = hits.stream().map(VectorIndex.Hit::table).toList();
    int rank = ranked.indexOf(table) + 1;
    if (rank == 0) {
      return Optional.empty();
    }
    List<Long> listed = grouped ? gatheredHits(hits) : ranked;
    int at = listed.indexOf(table);
    return Optional.of(
        new Place(
            rank,
            ranked.size(),
            at == 0 ? null : listed.get(at - 1),
            at + 1 == listed.size() ? null : listed.get(at + 1)));
  }

  private static List<Long> gatheredHits(List<VectorIndex.Hit> hits) {
    Map<Object, List<Long>> groups = new LinkedHashMap<>();
    for (VectorIndex.Hit hit : hits) {
      Object key = hit.edition() == 0 ? hit : hit.edition();
      groups.computeIfAbsent(key, k -> new ArrayList<>()).add(hit.table());
    }
    return groups.values().stream().flatMap(List::stream).toList();
  }

  /** A ranking with the tables of each edition gathered behind the best of them. */
  static List<Group> byEdition(List<Neighbour> ranking) {
    Map<Object, List<Neighbour>> groups = new LinkedHashMap<>();
    for (Neighbour one : ranking) {
      Edition edition = one.table().edition();
      Object key = edition == null ? one : edition.id();
      groups.computeIfAbsent(key, k -> new ArrayList<>()).add(one);
    }
    return groups.values().stream()
        .map(
            group ->
                new Group(
                    group.get(0).table().edition(),
                    group.get(0),
                    List.copyOf(group.subList(1, group.size()))))
        .toList();
  }

  /** The same as one list: the best of each edition, with the others behind it. */
  static List<Neighbour> gathered(List<Neighbour> ranking) {
    return byEdition(ranking).stream().map(group -> group.best().with(group.more())).toList();
  }

  /** Corpora are known to the index; anything else is asked of the database. */
  private VectorIndex.Gate gate(Query query) {
    TableFilter filter = query.filter();
    long except = query.except() == null ? -1 : query.except();
    long apart = query.apart() == null ? -1 : query.apart();
    if (filter.equals(TableFilter.ALL)) {
      return (table, corpus, edition) -> table != except && edition != apart;
    }
    if (filter.onlyCorpora()) {
      Set<Long> wanted = corpora.idsOf(filter.corpora());
      return (table, corpus, edition) ->
          table != except && edition != apart && wanted.contains(corpus);
    }
    Set<Long> wanted = new HashSet<>(tables.ids(filter));
    return (table, corpus, edition) ->
        table != except && edition != apart && wanted.contains(table);
  }

  /** What scores are usual among the tables as they are now. */
  public Background background(ScoreKind kind) {
    long now = index.changes();
    Drawn known = drawn.get(kind);
    // While a corpus is being read the index changes all the time; one in a hundred does not show.
    if (known == null || now - known.changes() > index.size() / 100) {
      known = new Drawn(now, new Background(kind, index.drawn(kind, RANDOM_PAIRS, SEED)));
      drawn.put(kind, known);
    }
    return known.background();
  }

  /** Drawn when the index had changed so often. */
  private record Drawn(long changes, Background background) {}

  /** How many tables can be found. */
  public int size() {
    return index.size();
  }

  // ---- in step with what is stored ----

  /** Before the workers start: all vectors. */
  @Override
  public void afterPropertiesSet() {
    long begun = System.nanoTime();
    readings.eachVector(this::put);
    log.info(
        "Index of {} tables built in {} ms", index.size(), (System.nanoTime() - begun) / 1_000_000);
  }

  private void put(Readings.Vector vector) {
    index.put(vector.table(), vector.corpus(), vector.edition(), vector.phi());
  }

  /** The vectors are fetched within the transaction, and put into the index when it is through. */
  @EventListener
  void on(ReadingStored stored) {
    putAfterCommit(tables.sharing(stored.readKey()).stream().map(Table::id).toList());
  }

  @EventListener
  void on(TablesChanged changed) {
    putAfterCommit(changed.tables());
  }

  @EventListener
  void on(TablesGone gone) {
    afterCommit(() -> gone.tables().forEach(index::remove));
  }

  private void putAfterCommit(List<Long> ids) {
    List<Readings.Vector> vectors = readings.vectors(ids);
    afterCommit(() -> vectors.forEach(this::put));
  }

  /** In the order of the news: a table may go and come again within one transaction. */
  private static void afterCommit(Runnable change) {
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            change.run();
          }
        });
  }
}
