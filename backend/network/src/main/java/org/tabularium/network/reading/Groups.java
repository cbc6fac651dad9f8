package org.tabularium.network.reading;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Things that hang together, by pairs that do (union-find). */
final class Groups {
  private int[] parent = new int[16];
  private int count;

  Groups(int count) {
    for (int i = 0; i < count; i++) {
      add();
    }
  }

  /** One more thing, alone for now. */
  int add() {
    if (count == parent.length) {
      parent = java.util.Arrays.copyOf(parent, 2 * count);
    }
    parent[count] = count;
    return count++;
  }

  void join(int a, int b) {
    int first = root(a);
    int second = root(b);
    parent[Math.max(first, second)] = Math.min(first, second);
  }

  /** The first of its group. */
  int root(int one) {
    int at = one;
    while (parent[at] != at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  }

  /** What the things of each group have, together; groups in the order of their first things. */
  <T> List<List<T>> of(IntFunction<List<T>> has) {
    List<List<T>> groups = new ArrayList<>();
    int[] number = new int[count];
    for (int i = 0; i < count; i++) {
      if (root(i) == i) {
        number[i] = groups.size();
        groups.add(new ArrayList<>());
      }
      groups.get(number[root(i)]).addAll(has.apply(i));
    }
    return groups;
  }
}
