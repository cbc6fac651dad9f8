package org.tabularium.network.reading;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tabularium.network.image.Box;

/** Boxes by the squares of a grid that they touch: whoever meets one box is found among few. */
final class Places {
  /** A box that touches more squares than this is kept apart, and always found. */
  private static final long MOST = 1024;

  private record Square(long column, long row) {}

  private final double side;
  private final Map<Square, List<Integer>> squares = new HashMap<>();
  private final List<Integer> large = new ArrayList<>();
  private int count;

  private Places(double side) {
    this.side = side;
  }

  /** None yet, on squares as high as these boxes are on average. */
  static Places like(List<Box> boxes) {
    return new Places(boxes.stream().mapToDouble(Box::h).average().orElse(1) + 1e-9);
  }

  static Places of(List<Box> boxes) {
    Places places = like(boxes);
    boxes.forEach(places::add);
    return places;
  }

  /** The next box; they are counted from 0. */
  void add(Box box) {
    if (touched(box) > MOST) {
      large.add(count);
    } else {
      for (long row = square(box.y()); row <= square(box.y() + box.h()); row++) {
        for (long column = square(box.x()); column <= square(box.x() + box.w()); column++) {
          squares.computeIfAbsent(new Square(column, row), s -> new ArrayList<>()).add(count);
        }
      }
    }
    count++;
  }

  /** All that have a point in common with a box, each once, and some that have not. */
  IntStream near(Box box) {
    if (touched(box) > MOST) {
      return IntStream.range(0, count);
    }
    List<Integer> near = new ArrayList<>(large);
    for (long row = square(box.y()); row <= square(box.y() + box.h()); row++) {
      for (long column = square(box.x()); column <= square(box.x() + box.w()); column++) {
        near.addAll(squares.getOrDefault(new Square(column, row), List.of()));
      }
    }
    return near.stream().mapToInt(i -> i).distinct();
  }

  private double touched(Box box) {
    return (box.w() / side + 1) * (box.h() / side + 1);
  }

  private long square(double at) {
    return (long) Math.floor(at / side);
  }
}
