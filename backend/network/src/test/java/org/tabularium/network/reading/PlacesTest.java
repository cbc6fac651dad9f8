package org.tabularium.network.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tabularium.network.image.Box;

/** Whatever meets a box is found near it; what is far away is not looked at. */
class PlacesTest {
  private final Random random = new Random(5);

  @Test
  void whateverMeetsABoxIsNearIt() {
    List<Box> boxes = boxes(600, 18);
    boxes.add(new Box(-50, -50, 3000, 3000));
    boxes.add(new Box(400, 0, 0.5, 2000));
    Places places = Places.of(boxes);
    for (Box asked : boxes(300, 30)) {
      int[] met = IntStream.range(0, boxes.size()).filter(i -> meet(boxes.get(i), asked)).toArray();
      assertThat(places.near(asked).toArray()).doesNotHaveDuplicates().contains(met);
    }
    assertThat(places.near(new Box(-100, -100, 4000, 4000)).count()).isEqualTo(boxes.size());
  }

  @Test
  void fewOfManyAreLookedAt() {
    List<Box> boxes = boxes(3000, 18);
    Places places = Places.of(boxes);
    double looked =
        boxes(200, 18).stream().mapToLong(box -> places.near(box).count()).average().orElseThrow();
    assertThat(looked).isLessThan(60);
  }

  @Test
  void nothingIsNearWhereNothingIs() {
    assertThat(Places.of(List.of()).near(new Box(3, 4, 5, 6))).isEmpty();
  }

  private List<Box> boxes(int count, double size) {
    List<Box> boxes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boxes.add(
          new Box(
              1000 * random.nextDouble(),
              1000 * random.nextDouble(),
              size * (0.5 + random.nextDouble()),
              size * (0.5 + random.nextDouble())));
    }
    return boxes;
  }

  private static boolean meet(Box a, Box b) {
    return a.x() <= b.x() + b.w()
        && b.x() <= a.x() + a.w()
        && a.y() <= b.y() + b.h()
        && b.y() <= a.y() + a.h();
  }
}
