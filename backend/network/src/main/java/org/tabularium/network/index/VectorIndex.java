package org.tabularium.network.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tabularium.network.reading.Explainer;
import org.tabularium.network.reading.Reading;
import org.tabularium.network.reading.ScoreKind;

/**
 * Feature vectors, searched from end to end: exact, and at ten thousand tables faster than the page
 * that shows the result. Sums of floats find who may be among the best; what is told, and the order
 * of the best, are the network's own scores in doubles.
 */
public final class VectorIndex {

  private static final int FIRST = 1024;

  /** Blocks above which several threads share the work; below, waking them would take longer. */
  private static final int MANY = 32;

  /** More than what rounding can do to a sum of a hundred products of floats. */
  private static final float ROUNDING = 1e-5f;

  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final Map<Long, Integer> places = new HashMap<>();
  private final Map<Shelf, Integer> shelfNumbers = new HashMap<>();
  private final List<Shelf> shelves = new ArrayList<>();

  /** Vectors as they were read, and the square roots of their entries. */
  private final Columns counts = new Columns();

  private final Columns roots = new Columns();

  private int size;

  /** How often anything was put or removed: what was reckoned from an older state is stale. */
  private long changes;

  private Entry[] entries = new Entry[FIRST];
  private int[] shelfOf = new int[FIRST];

  /**
   * What is known of a table besides its vector.
   *
   * @param table its number
   * @param corpus its corpus's number
   * @param edition its edition's number, 0 for none
   * @param turn degrees clockwise that bring it upright
   * @param looksLikeTable whether it looks like a numeric table
   * @param bigrams how many occurrences of bigrams were read in it
   */
  public record Entry(
      long table, long corpus, long edition, int turn, boolean looksLikeTable, int bigrams) {}

  /** An edition, 0 for none, within its corpus: what most filters ask of. */
  public record Shelf(long corpus, long edition) {}

  /**
   * Which tables take part.
   *
   * @param shelf asked once an edition
   * @param entry asked once a table; null where the edition decides alone
   * @param except tables that take no part
   */
  public record Gate(Predicate<Shelf> shelf, @Nullable Predicate<Entry> entry, Set<Long> except) {

    /** Lets everything through. */
    public static final Gate OPEN = new Gate(shelf -> true, null, Set.of());
  }

  /**
   * A part of a question. A table's score is the sum over the examples of weight times its score
   * with the example.
   *
   * @param phi length 100
   * @param weight negative speaks against
   */
  public record Example(float[] phi, double weight) {}

  /**
   * What is asked.
   *
   * @param examples one or more
   * @param kind of score
   * @param gate which tables take part
   * @param limit how many are wanted; of gathered ones, how many editions
   * @param more null: every table by itself; otherwise the tables of an edition stand behind the
   *     best of them, at most so many
   */
  public record Question(
      List<Example> examples, ScoreKind kind, Gate gate, int limit, @Nullable Integer more) {

    /** The score of a vector of length 100. */
    public double score(float[] phi, ScoreKind kind) {
      double sum = 0;
      for (Example example : examples) {
        sum += example.weight() * Explainer.score(example.phi(), phi, kind);
      }
      return sum;
    }
  }

  /**
   * A table in a ranking.
   *
   * @param score of the kind asked for
   * @param cosine in any case
   * @param phi its vector
   */
  public record Hit(Entry entry, double score, double cosine, float[] phi) {}

  /**
   * An edition in a ranking, or a table that stands by itself.
   *
   * @param best its best
   * @param more the next best of it
   * @param tables how many tables of it take part
   */
  public record Group(Hit best, List<Hit> more, int tables) {}

  /**
   * A ranking.
   *
   * @param found how many tables took part
   * @param editions how many groups they make
   * @param groups the best, the best first; equal ones in the order of their numbers
   */
  public record Ranking(int found, int editions, List<Group> groups) {}

  private static final Comparator<Hit> BEST_FIRST =
      Comparator.comparingDouble((Hit hit) -> -hit.score())
          .thenComparingLong(hit -> hit.entry().table());

  /** Adds a table, or replaces it. */
  public void put(Entry entry, float[] phi) {
    lock.writeLock().lock();
    try {
      changes++;
      Integer known = places.get(entry.table());
      int at = known == null ? size++ : known;
      if (at == entries.length) {
        entries = Arrays.copyOf(entries, 2 * at);
        shelfOf = Arrays.copyOf(shelfOf, 2 * at);
      }
      places.put(entry.table(), at);
      set(at, entry, phi);
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void set(int at, Entry entry, float[] phi) {
    entries[at] = entry;
    shelfOf[at] =
        shelfNumbers.computeIfAbsent(
            new Shelf(entry.corpus(), entry.edition()),
            shelf -> {
              shelves.add(shelf);
              return shelves.size() - 1;
            });
    counts.set(at, phi);
    roots.set(at, roots(phi));
  }

  /** Takes a table out, if it is here. */
  public void remove(long table) {
    lock.writeLock().lock();
    try {
      Integer at = places.remove(table);
      if (at == null) {
        return;
      }
      changes++;
      int last = --size;
      if (at != last) {
        places.put(entries[last].table(), at);
        set(at, entries[last], counts.get(last));
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** The same tables with the same vectors, to be changed without changing these. */
  public VectorIndex copy() {
    VectorIndex copy = new VectorIndex();
    lock.readLock().lock();
    try {
      for (int at = 0; at < size; at++) {
        copy.put(entries[at], counts.get(at));
      }
    } finally {
      lock.readLock().unlock();
    }
    return copy;
  }

  /** The numbers of all tables that are here now. */
  public Set<Long> tables() {
    lock.readLock().lock();
    try {
      return new HashSet<>(places.keySet());
    } finally {
      lock.readLock().unlock();
    }
  }

  public int size() {
    lock.readLock().lock();
    try {
      return size;
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Grows with every change. */
  public long changes() {
    lock.readLock().lock();
    try {
      return changes;
    } finally {
      lock.readLock().unlock();
    }
  }

  /** The tables with the highest scores. */
  public Ranking rank(Question question) {
    lock.readLock().lock();
    try {
      return question.more() == null
          ? tables(question, scores(question))
          : editions(question, scores(question), question.more());
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Sums of floats at every place; not a number for those that take no part. */
  private float[] scores(Question question) {
    ScoreKind kind = question.kind();
    Columns columns = kind == ScoreKind.SQRT ? roots : counts;
    float[] wanted = mixed(question);
    Gate gate = question.gate();
    boolean[] open = new boolean[shelves.size()];
    for (int shelf = 0; shelf < open.length; shelf++) {
      open[shelf] = gate.shelf().test(shelves.get(shelf));
    }
    Predicate<Entry> let = gate.entry();
    float[] scores = new float[size];
    IntConsumer score =
        block -> {
          float[] products = new float[Columns.BLOCK];
          columns.products(block, wanted, products);
          int from = block * Columns.BLOCK;
          int to = Math.min(size, from + Columns.BLOCK);
          for (int at = from; at < to; at++) {
            if (!open[shelfOf[at]] || let != null && !let.test(entries[at])) {
              scores[at] = Float.NaN;
            } else {
              float product = products[at - from];
              scores[at] = kind == ScoreKind.DOT ? product : product * columns.inverseLength(at);
            }
          }
        };
    int blocks = (size + Columns.BLOCK - 1) / Columns.BLOCK;
    IntStream all = IntStream.range(0, blocks);
    (blocks > MANY ? all.parallel() : all).forEach(score);
    for (long table : gate.except()) {
      Integer at = places.get(table);
      if (at != null) {
        scores[at] = Float.NaN;
      }
    }
    return scores;
  }

  /**
   * The examples as one vector: a score is a product with a table's vector that was brought to
   * length 1 (or, of the plain product, was not), so a sum of scores is a product with a sum.
   */
  private static float[] mixed(Question question) {
    double[] sum = new double[Reading.FEATURES];
    for (Example example : question.examples()) {
      float[] phi = question.kind() == ScoreKind.SQRT ? roots(example.phi()) : example.phi();
      double squares = 0;
      for (float x : phi) {
        squares += (double) x * x;
      }
      if (squares > 0) {
        double weight =
            example.weight() / (question.kind() == ScoreKind.DOT ? 1 : Math.sqrt(squares));
        for (int k = 0; k < sum.length; k++) {
          sum[k] += weight * phi[k];
        }
      }
    }
    float[] mixed = new float[sum.length];
    for (int k = 0; k < sum.length; k++) {
      mixed[k] = (float) sum[k];
    }
    return mixed;
  }

  private Ranking tables(Question question, float[] scores) {
    int[] candidates = new int[size];
    int found = 0;
    for (int at = 0; at < size; at++) {
      if (!Float.isNaN(scores[at])) {
        candidates[found++] = at;
      }
    }
    int[] best = best(candidates, found, scores, question);
    return new Ranking(
        found,
        found,
        Arrays.stream(best)
            .mapToObj(at -> hit(at, question))
            .sorted(BEST_FIRST)
            .limit(question.limit())
            .map(hit -> new Group(hit, List.of(), 1))
            .toList());
  }

  private Ranking editions(Question question, float[] scores, int more) {
    int[] bestOf = new int[shelves.size()];
    int[] tablesOf = new int[shelves.size()];
    Arrays.fill(bestOf, -1);
    int[] candidates = new int[size];
    int count = 0;
    int found = 0;
    for (int at = 0; at < size; at++) {
      if (Float.isNaN(scores[at])) {
        continue;
      }
      found++;
      int shelf = shelfOf[at];
      if (shelves.get(shelf).edition() == 0) {
        candidates[count++] = at;
        continue;
      }
      tablesOf[shelf]++;
      if (bestOf[shelf] < 0 || worse(bestOf[shelf], at, scores)) {
        bestOf[shelf] = at;
      }
    }
    for (int at : bestOf) {
      if (at >= 0) {
        candidates[count++] = at;
      }
    }
    int[] best = best(candidates, count, scores, question);
    Map<Integer, List<Integer>> chosen = new HashMap<>();
    for (int at : best) {
      if (entries[at].edition() != 0) {
        chosen.put(shelfOf[at], new ArrayList<>());
      }
    }
    for (int at = 0; at < size && !chosen.isEmpty(); at++) {
      List<Integer> members = Float.isNaN(scores[at]) ? null : chosen.get(shelfOf[at]);
      if (members != null) {
        members.add(at);
      }
    }
    List<Group> groups = new ArrayList<>();
    for (int at : best) {
      List<Integer> members = chosen.get(shelfOf[at]);
      if (entries[at].edition() == 0 || members == null) {
        groups.add(new Group(hit(at, question), List.of(), 1));
        continue;
      }
      int kept = (int) Math.min(members.size(), 1L + more);
      int[] first =
          best(
              members.stream().mapToInt(m -> m).toArray(),
              members.size(),
              scores,
              new Question(question.examples(), question.kind(), question.gate(), kept, null));
      List<Hit> hits =
          Arrays.stream(first)
              .mapToObj(one -> hit(one, question))
              .sorted(BEST_FIRST)
              .limit(kept)
              .toList();
      groups.add(new Group(hits.get(0), hits.subList(1, hits.size()), tablesOf[shelfOf[at]]));
    }
    groups.sort(Comparator.comparing(Group::best, BEST_FIRST));
    return new Ranking(found, count, groups.subList(0, Math.min(groups.size(), question.limit())));
  }

  private Hit hit(int at, Question question) {
    float[] phi = counts.get(at);
    double cosine = question.score(phi, ScoreKind.COSINE);
    double score =
        question.kind() == ScoreKind.COSINE ? cosine : question.score(phi, question.kind());
    return new Hit(entries[at], score, cosine, phi);
  }

  /**
   * The places of the largest scores, in no order: as many as are wanted, and all others that would
   * be among them if the sums of floats were exact.
   */
  private int[] best(int[] candidates, int count, float[] scores, Question question) {
    int limit = Math.min(count, question.limit());
    if (limit == count) {
      return Arrays.copyOf(candidates, count);
    }
    // A heap of the best so far, the worst of them on top.
    int[] heap = new int[limit];
    int filled = 0;
    for (int i = 0; i < count && limit > 0; i++) {
      int place = candidates[i];
      if (filled < limit) {
        heap[filled] = place;
        for (int child = filled++; child > 0; ) {
          int parent = (child - 1) / 2;
          if (!worse(heap[child], heap[parent], scores)) {
            break;
          }
          swap(heap, child, parent);
          child = parent;
        }
      } else if (worse(heap[0], place, scores)) {
        heap[0] = place;
        for (int parent = 0; ; ) {
          int child = 2 * parent + 1;
          if (child + 1 < limit && worse(heap[child + 1], heap[child], scores)) {
            child++;
          }
          if (child >= limit || !worse(heap[child], heap[parent], scores)) {
            break;
          }
          swap(heap, child, parent);
          parent = child;
        }
      }
    }
    if (limit == 0) {
      return heap;
    }
    float least = scores[heap[0]];
    float slack = slack(question, least);
    if (slack == 0) {
      return heap;
    }
    int worst = heap[0];
    IntStream near =
        IntStream.range(0, count)
            .map(i -> candidates[i])
            .filter(at -> scores[at] >= least - slack && worse(at, worst, scores));
    return IntStream.concat(Arrays.stream(heap), near).toArray();
  }

  /** How far rounding can have moved a sum of floats that is about as large as this one. */
  private float slack(Question question, float score) {
    if (question.examples().stream().allMatch(example -> example.weight() >= 0)) {
      // Nothing cancels out: the error is a share of the sum, and nothing is exactly nothing.
      return ROUNDING * score;
    }
    double most = 0;
    for (Example example : question.examples()) {
      most += Math.abs(example.weight()) * (question.kind() == ScoreKind.DOT ? length(example) : 1);
    }
    double longest = 1;
    if (question.kind() == ScoreKind.DOT) {
      for (int at = 0; at < size; at++) {
        float inverse = counts.inverseLength(at);
        longest = inverse > 0 ? Math.max(longest, 1 / inverse) : longest;
      }
    }
    return (float) (ROUNDING * most * longest);
  }

  private static double length(Example example) {
    double squares = 0;
    for (float x : example.phi()) {
      squares += (double) x * x;
    }
    return Math.sqrt(squares);
  }

  private boolean worse(int a, int b, float[] scores) {
    return scores[a] != scores[b] ? scores[a] < scores[b] : entries[a].table() > entries[b].table();
  }

  private static void swap(int[] heap, int a, int b) {
    int kept = heap[a];
    heap[a] = heap[b];
    heap[b] = kept;
  }

  private static float[] roots(float[] vector) {
    float[] roots = new float[vector.length];
    for (int k = 0; k < roots.length; k++) {
      roots[k] = (float) Math.sqrt(Math.max(0, vector[k]));
    }
    return roots;
  }
}
