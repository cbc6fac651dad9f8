package org.tabularium.app.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.tabularium.network.reading.Reading;

/**
 * Which numbers two tables share, and which stand in only one of them: a misprint, another
 * parameter, a column more, or a digit read wrongly. Numbers are runs of at least two digits.
 *
 * @param shared how many numbers have a partner of the same digits in the other table
 * @param a what is only in the first
 * @param b what is only in the second
 */
public record NumbersCompared(int shared, Side a, Side b) {

  private static final int MOST_NEAR = 3;

  /**
   * One table.
   *
   * @param numbers how many numbers stand in it
   * @param alone how many of them have no partner in the other table
   * @param only which, in the order in which they were found
   */
  public record Side(int numbers, int alone, List<Only> only) {}

  /**
   * A number that stands more often in this table.
   *
   * @param text its digits
   * @param here how often it stands here
   * @param there how often in the other table
   * @param corrected at how many of its places here a person said what one of its digits is; of
   *     digits that people took away nothing is left to count
   * @param places where it stands here, {@code [x, y, w, h]} in pixels of the scan
   * @param near numbers that stand only in the other table and differ from it by one digit, or by
   *     two neighbours that have changed places
   */
  public record Only(
      String text, int here, int there, int corrected, List<double[]> places, List<String> near) {

    /** The places as an attribute of a page: "x,y,w,h x,y,w,h", to a tenth of a pixel. */
    public String marks() {
      return places.stream()
          .map(
              place ->
                  Arrays.stream(place)
                      .mapToObj(value -> String.valueOf(Math.round(value * 10) / 10.0))
                      .collect(Collectors.joining(",")))
          .collect(Collectors.joining(" "));
    }
  }

  /** Compares what was read in two tables. */
  public static NumbersCompared of(Reading a, Reading b) {
    List<WrittenNumber> allA = WrittenNumber.of(a);
    List<WrittenNumber> allB = WrittenNumber.of(b);
    Map<String, List<WrittenNumber>> inA = byText(allA);
    Map<String, List<WrittenNumber>> inB = byText(allB);
    int shared =
        inA.entrySet().stream()
            .mapToInt(
                one ->
                    Math.min(
                        one.getValue().size(), inB.getOrDefault(one.getKey(), List.of()).size()))
            .sum();
    return new NumbersCompared(
        shared,
        new Side(allA.size(), allA.size() - shared, only(inA, inB)),
        new Side(allB.size(), allB.size() - shared, only(inB, inA)));
  }

  private static Map<String, List<WrittenNumber>> byText(List<WrittenNumber> numbers) {
    Map<String, List<WrittenNumber>> byText = new LinkedHashMap<>();
    for (WrittenNumber number : numbers) {
      byText.computeIfAbsent(number.text(), text -> new ArrayList<>()).add(number);
    }
    return byText;
  }

  private static List<Only> only(
      Map<String, List<WrittenNumber>> here, Map<String, List<WrittenNumber>> there) {
    List<String> unknownHere =
        there.keySet().stream().filter(text -> !here.containsKey(text)).toList();
    List<Only> only = new ArrayList<>();
    here.forEach(
        (text, places) -> {
          int others = there.getOrDefault(text, List.of()).size();
          if (places.size() > others) {
            only.add(
                new Only(
                    text,
                    places.size(),
                    others,
                    (int) places.stream().filter(WrittenNumber::corrected).count(),
                    places.stream()
                        .map(WrittenNumber::box)
                        .map(box -> new double[] {box.x(), box.y(), box.w(), box.h()})
                        .toList(),
                    others > 0
                        ? List.of()
                        : unknownHere.stream()
                            .filter(other -> almost(text, other))
                            .limit(MOST_NEAR)
                            .toList()));
          }
        });
    return only;
  }

  /** One digit is another, or two neighbours have changed places: what a compositor does. */
  private static boolean almost(String one, String other) {
    if (one.length() != other.length()) {
      return false;
    }
    int first = 0;
    while (first < one.length() && one.charAt(first) == other.charAt(first)) {
      first++;
    }
    if (first == one.length()) {
      return false;
    }
    boolean swapped =
        first + 1 < one.length()
            && one.charAt(first) == other.charAt(first + 1)
            && one.charAt(first + 1) == other.charAt(first)
            && one.substring(first + 2).equals(other.substring(first + 2));
    return swapped || one.substring(first + 1).equals(other.substring(first + 1));
  }
}
