package org.tabularium.app.search;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.IntStream;
import org.tabularium.network.reading.Explainer;
import org.tabularium.network.reading.Reading;
import org.tabularium.network.reading.ScoreKind;

/**
 * Feature vectors in one flat array, searched from end to end: exact, and at ten thousand tables
 * faster than the page that shows the result. A plain loop over floats finds the order; what is
 * shown is the network's own score.
 */
final class VectorIndex {

  private static final int N = Reading.FEATURES;
  private static final int FIRST = 1024;

  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final Map<Long, Integer> places = new HashMap<>();
  private int size;

  /** How often anything was put or removed: what was reckoned from an older state is stale. */
  private long changes;

  private long[] tables = new long[FIRST];
  private long[] corpora = new long[FIRST];
  private long[] editions = new long[FIRST];

  /** The vectors as they were read. */
  private float[] phi = new float[FIRST * N];

  /** Square roots of their entries. */
  private float[] roots = new float[FIRST * N];

  /** One over the length of each vector, and of its square roots; 0 for an empty vector. */
  private float[] inverse = new float[FIRST];

  private float[] inverseRoots = new float[FIRST];

  /**
   * A table in a ranking.
   *
   * @param table its number
   * @param edition its edition's number, 0 for none
   * @param score of the kind asked for
   * @param cosine in any case
   */
  record Hit(long table, long edition, double score, double cosine) {}

  /** Which tables take part. */
  interface Gate {
    boolean lets(long table, long corpus, long edition);
  }

  /**
   * A ranking.
   *
   * @param found how many tables took part
   * @param hits the best of them, the best first; equal ones in the order of their numbers
   */
  record Ranking(int found, List<Hit> hits) {}

  /** Adds a vector, or replaces the one of this table. */
  void put(long table, long corpus, long edition, float[] vector) {
    lock.writeLock().lock();
    try {
      changes++;
      Integer known = places.get(table);
      int at = known == null ? size++ : known;
      if (at == tables.length) {
        int more = at * 2;
        tables = Arrays.copyOf(tables, more);
        corpora = Arrays.copyOf(corpora, more);
        editions = Arrays.copyOf(editions, more);
        inverse = Arrays.copyOf(inverse, more);
        inverseRoots = Arrays.copyOf(inverseRoots, more);
        phi = Arrays.copyOf(phi, more * N);
        roots = Arrays.copyOf(roots, more * N);
      }
      places.put(table, at);
      tables[at] = table;
      corpora[at] = corpus;
      editions[at] = edition;
      System.arraycopy(vector, 0, phi, at * N, N);
      float[] root = roots(vector);
      System.arraycopy(root, 0, roots, at * N, N);
      inverse[at] = inverseLength(vector);
      inverseRoots[at] = inverseLength(root);
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Takes a table out, if it is here. */
  void remove(long table) {
    lock.writeLock().lock();
    try {
      Integer at = places.remove(table);
      if (at == null) {
        return;
      }
      changes++;
      int last = --size;
      if (at != last) {
        places.put(tables[last], at);
        tables[at] = tables[last];
        corpora[at] = corpora[last];
        editions[at] = editions[last];
        inverse[at] = inverse[last];
        inverseRoots[at] = inverseRoots[last];
        System.arraycopy(phi, last * N, phi, at * N, N);
        System.arraycopy(roots, last * N, roots, at * N, N);
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  int size() {
    lock.readLock().lock();
    try {
      return size;
    } finally {
      lock.readLock().unlock();
    }
  }

  long changes() {
    lock.readLock().lock();
    try {
      return changes;
    } finally {
      lock.readLock().unlock();
    }
  }

  /**
   * Scores of pairs drawn at random, tables of one edition never together.
   *
   * @param pairs how many to draw; some are lost when an edition or an empty table meets itself
   * @param seed equal seeds over equal indexes draw the same pairs
   * @return in ascending order
   */
  double[] drawn(ScoreKind kind, int pairs, long seed) {
    lock.readLock().lock();
    try {
      // In the order of the tables' numbers, whatever order they came in.
      int[] order =
          IntStream.range(0, size)
              .boxed()
              .sorted(Comparator.comparingLong(at -> tables[at]))
              .mapToInt(at -> at)
              .filter(at -> inverse[at] > 0)
              .toArray();
      if (order.length < 2) {
        return new double[0];
      }
      Random random = new Random(seed);
      float[] vectors = kind == ScoreKind.SQRT ? roots : phi;
      double[] scores = new double[pairs];
      int count = 0;
      for (int i = 0; i < pairs; i++) {
        int a = order[random.nextInt(order.length)];
        int b = order[random.nextInt(order.length)];
        if (a == b || editions[a] != 0 && editions[a] == editions[b]) {
          continue;
        }
        float dot = dot(vectors, a * N, Arrays.copyOfRange(vectors, b * N, (b + 1) * N));
        scores[count++] =
            switch (kind) {
              case DOT -> dot;
              case COSINE -> dot * inverse[a] * inverse[b];
              case SQRT -> dot * inverseRoots[a] * inverseRoots[b];
            };
      }
      double[] drawn = Arrays.copyOf(scores, count);
      Arrays.sort(drawn);
      return drawn;
    } finally {
      lock.readLock().unlock();
    }
  }

  /** The tables most similar to a vector. */
  Ranking rank(float[] query, ScoreKind kind, Gate gate, int limit) {
    lock.readLock().lock();
    try {
      float[] scores = new float[size];
      int[] order = new int[size];
      int found = 0;
      float[] vectors = kind == ScoreKind.SQRT ? roots : phi;
      float[] wanted = kind == ScoreKind.SQRT ? roots(query) : query;
      for (int at = 0; at < size; at++) {
        if (!gate.lets(tables[at], corpora[at], editions[at])) {
          continue;
        }
        float dot = dot(vectors, at * N, wanted);
        scores[at] =
            switch (kind) {
              case DOT -> dot;
              case COSINE -> dot * inverse[at];
              case SQRT -> dot * inverseRoots[at];
            };
        order[found++] = at;
      }
      // A few more than asked for: what is shown is reckoned in doubles, and may swap neighbours.
      int[] best = best(order, found, scores, Math.min(found, limit + 8));
      List<Hit> hits =
          Arrays.stream(best)
              .mapToObj(at -> hit(at, query, kind))
              .sorted(
                  Comparator.comparingDouble((Hit hit) -> -hit.score())
                      .thenComparingLong(Hit::table))
              .limit(limit)
              .toList();
      return new Ranking(found, hits);
    } finally {
      lock.readLock().unlock();
    }
  }

  private Hit hit(int at, float[] query, ScoreKind kind) {
    float[] vector = Arrays.copyOfRange(phi, at * N, (at + 1) * N);
    double cosine = Explainer.score(query, vector, ScoreKind.COSINE);
    double score = kind == ScoreKind.COSINE ? cosine : Explainer.score(query, vector, kind);
    return new Hit(tables[at], editions[at], score, cosine);
  }

  /** The places of the {@code limit} largest scores, in no order: a heap of the best so far. */
  private int[] best(int[] places, int count, float[] scores, int limit) {
    if (limit >= count) {
      return Arrays.copyOf(places, count);
    }
    int[] heap = new int[limit];
    int filled = 0;
    for (int i = 0; i < count; i++) {
      int place = places[i];
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
      } else if (limit > 0 && worse(heap[0], place, scores)) {
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
    return heap;
  }

  private boolean worse(int a, int b, float[] scores) {
    return scores[a] != scores[b] ? scores[a] < scores[b] : tables[a] > tables[b];
  }

  private static void swap(int[] heap, int a, int b) {
    int kept = heap[a];
    heap[a] = heap[b];
    heap[b] = kept;
  }

  /** Four sums at a time: the processor adds them side by side. */
  private static float dot(float[] vectors, int from, float[] query) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    for (int k = 0; k < N; k += 4) {
      a += vectors[from + k] * query[k];
      b += vectors[from + k + 1] * query[k + 1];
      c += vectors[from + k + 2] * query[k + 2];
      d += vectors[from + k + 3] * query[k + 3];
    }
    return a + b + (c + d);
  }

  private static float[] roots(float[] vector) {
    float[] roots = new float[N];
    for (int k = 0; k < N; k++) {
      roots[k] = (float) Math.sqrt(Math.max(0, vector[k]));
    }
    return roots;
  }

  private static float inverseLength(float[] vector) {
    double squares = 0;
    for (float x : vector) {
      squares += (double) x * x;
    }
    return squares > 0 ? (float) (1 / Math.sqrt(squares)) : 0;
  }
}
