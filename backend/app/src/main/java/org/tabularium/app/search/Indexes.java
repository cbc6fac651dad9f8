package org.tabularium.app.search;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.tabularium.app.corpus.Table;
import org.tabularium.app.corpus.Tables;
import org.tabularium.app.corpus.TablesChanged;
import org.tabularium.app.corpus.TablesGone;
import org.tabularium.app.models.Generation;
import org.tabularium.app.models.Models;
import org.tabularium.app.readings.DigitsCorrected;
import org.tabularium.app.readings.ReadingStored;
import org.tabularium.app.readings.Readings;
import org.tabularium.network.index.VectorIndex;

/**
 * An index for each {@link Generation}, kept in step with what is stored; and how one generation
 * takes the place of another.
 *
 * <p>A request is answered from the index of the generation it began with. So features of different
 * versions never meet in a ranking, not even while another version is being activated.
 */
@Component
public class Indexes implements InitializingBean, DisposableBean, News.Listener {

  private final Readings readings;
  private final Tables tables;
  private final Models models;
  private final Meanings meanings;
  private final JdbcConnectionDetails database;
  private final JdbcClient jdbc;

  /** An index goes when its generation does: when neither the node nor a request holds it. */
  private final Map<Generation, LiveIndex> live = new WeakHashMap<>();

  /** What is prepared to take the place of the one that ranks; null for none. */
  private volatile @Nullable Generation coming;

  /** Held while one generation takes the place of another. */
  private final Object changing = new Object();

  private @Nullable News news;

  Indexes(
      Readings readings,
      Tables tables,
      Models models,
      Meanings meanings,
      JdbcConnectionDetails database,
      JdbcClient jdbc) {
    this.readings = readings;
    this.tables = tables;
    this.models = models;
    this.meanings = meanings;
    this.database = database;
    this.jdbc = jdbc;
  }

  /** The index of a generation; whoever asks first waits until it is filled. */
  VectorIndex of(Generation generation) {
    return index(generation).vectors();
  }

  private LiveIndex index(Generation generation) {
    synchronized (live) {
      return live.computeIfAbsent(generation, fresh -> new LiveIndex(fresh.version(), readings));
    }
  }

  private List<LiveIndex> all() {
    synchronized (live) {
      return List.copyOf(live.values());
    }
  }

  // ---- one generation after the other ----

  /**
   * Builds whatever a generation needs to rank, here and on all nodes, while another still does.
   */
  public void prepare(Generation next) {
    coming = next;
    News.tellComing(jdbc, next.version());
    build(next);
  }

  private void build(Generation next) {
    of(next);
    meanings.prepare(next.version());
  }

  /** What another node prepares is prepared here, too, so that it is there when it is needed. */
  @Override
  public void coming(String version) {
    Generation known = coming;
    if ((known == null || !known.version().equals(version))
        && !version.equals(models.active().version())) {
      Generation next = models.generation(version);
      coming = next;
      build(next);
    }
  }

  /**
   * Lets a prepared generation take the place of the one that ranks. Requests that have begun end
   * with the old one; other nodes follow as soon as they hear of it and are prepared.
   *
   * @param commit makes it so in the database, in one transaction, within which it calls {@link
   *     #tellActivated}; returns the tables that can be found now and could not before, or the
   *     other way round, or nothing when it was not done
   * @return whether it was done
   */
  public boolean change(Generation next, Supplier<Optional<Set<Long>>> commit) {
    synchronized (changing) {
      Optional<Set<Long>> changed = commit.get();
      changed.ifPresent(
          ids -> {
            index(next).refresh(ids);
            serve(next);
          });
      return changed.isPresent();
    }
  }

  private void serve(Generation next) {
    String before = models.active().version();
    models.serve(next);
    coming = null;
    meanings.keep(Set.of(before, next.version()));
  }

  /**
   * Tells all nodes that another version was activated, when the transaction commits.
   *
   * @param changed the tables that can be found now and could not before, or the other way round
   */
  public void tellActivated(Set<Long> changed) {
    News.tell(jdbc, changed);
    News.tellActivated(jdbc);
  }

  /** Serves what the database says is active; until its index is whole, what was served before. */
  @Override
  public void activated() {
    synchronized (changing) {
      String stored = models.stored();
      if (!stored.equals(models.active().version())) {
        Generation known = coming;
        Generation next =
            known != null && known.version().equals(stored) ? known : models.generation(stored);
        build(next);
        serve(next);
      }
    }
  }

  // ---- in step with what is stored ----

  /** Before the workers start: all vectors, and from then on all news of them. */
  @Override
  public void afterPropertiesSet() {
    news = new News(database, this);
    of(models.active());
    activated();
    news.start();
  }

  @Override
  public void destroy() {
    if (news != null) {
      news.close();
    }
  }

  /** Everything anew. */
  @Override
  public void missed() {
    activated();
    all().forEach(LiveIndex::fill);
  }

  /** These as they are stored now, whoever stored them. */
  @Override
  public void heard(Set<Long> ids) {
    all().forEach(index -> index.refresh(ids));
  }

  @EventListener
  void on(ReadingStored stored) {
    changed(tables.sharing(stored.readKey()).stream().map(Table::id).toList());
  }

  @EventListener
  void on(DigitsCorrected corrected) {
    changed(List.of(corrected.table()));
  }

  @EventListener
  void on(TablesChanged changed) {
    changed(changed.tables());
  }

  @EventListener
  void on(TablesGone gone) {
    News.tell(jdbc, gone.tables());
    afterCommit(() -> all().forEach(index -> index.remove(gone.tables())));
  }

  /**
   * At once here, and within a moment wherever else it is heard. The vectors are fetched within the
   * transaction, and put into the indexes when it is through.
   */
  private void changed(List<Long> ids) {
    Map<LiveIndex, List<Readings.Vector>> vectors = new HashMap<>();
    all().forEach(index -> vectors.put(index, index.stored(ids)));
    News.tell(jdbc, ids);
    afterCommit(() -> vectors.forEach(LiveIndex::put));
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
