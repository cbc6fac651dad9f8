package org.tabularium.network.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tabularium.network.image.InkMap;

/**
 * Every number, beside the weights, that changes what is read from a scan.
 *
 * @param inkMap name of the ink map's algorithm
 * @param em size of the type, in ink-map cells, at which digits are read best
 * @param line height of a digit map's peak above the baseline, in em: the same for all digits, so
 *     that old-style numerals, which rise and hang, stand on one line
 * @param layers the digit network, from the ink map to ten digit maps
 * @param framing name of the algorithm, with its constants, that chooses scale and turn
 * @param pitch widest pitch of figures, map cells from a digit to the next on its right, at which a
 *     table is read: beyond it the digits of one number leave the window of shifts
 * @param gate what is a peak
 * @param company which peaks count as digits
 * @param shifts what counts as a bigram
 * @param sizes which parts of a page are read at a scale of their own
 */
public record ModelSpec(
    String inkMap,
    double em,
    double line,
    List<Convolution> layers,
    String framing,
    double pitch,
    Gate gate,
    Company company,
    ShiftWindow shifts,
    Sizes sizes) {

  /** How scale and turn are chosen today ({@code reading.ScaleSearch}). */
  public static final String FRAMING = "evidence-3";

  /** Classes of the digit network. */
  public static final int DIGITS = 10;

  public ModelSpec {
    layers = List.copyOf(layers);
    if (layers.isEmpty() || layers.get(0).in() != 1) {
      throw new IllegalArgumentException("the digit network must start from one ink map");
    }
    for (int i = 1; i < layers.size(); i++) {
      if (layers.get(i).in() != layers.get(i - 1).out()) {
        throw new IllegalArgumentException("layer " + i + " does not fit the one before it");
      }
    }
    if (layers.get(layers.size() - 1).out() != DIGITS) {
      throw new IllegalArgumentException("the digit network must end in ten digit maps");
    }
  }

  /** One that reads each page at one size. */
  public ModelSpec(
      String inkMap,
      double em,
      double line,
      List<Convolution> layers,
      String framing,
      double pitch,
      Gate gate,
      Company company,
      ShiftWindow shifts) {
    this(inkMap, em, line, layers, framing, pitch, gate, company, shifts, Sizes.NONE);
  }

  /** The specification that new models are trained for. */
  public static ModelSpec current() {
    return new ModelSpec(
        InkMap.ALGORITHM,
        20,
        0.33,
        List.of(
            new Convolution(1, 16, 5, 2, 1),
            new Convolution(16, 32, 3, 1, 1),
            new Convolution(32, 32, 3, 1, 1),
            new Convolution(32, 48, 3, 1, 2),
            new Convolution(48, 48, 3, 1, 3),
            new Convolution(48, 48, 3, 1, 5),
            new Convolution(48, DIGITS, 1, 1, 1)),
        FRAMING,
        5.8,
        new Gate(0.44f, 1, 2),
        new Company(0.9f, 0.55f, 0.75f, 1.0f, 0.35f, 0.6f, 3.5f, 0.4f, 2),
        new ShiftWindow(2, 6, 2),
        new Sizes(0.85, 1.2, 0.3, 3.5, 2, 0.5));
  }

  /** What {@link #properties} wrote, where some of it is otherwise. */
  public ModelSpec with(Map<String, String> others) {
    Map<String, String> all = new LinkedHashMap<>(properties());
    all.putAll(others);
    return of(all);
  }

  /** The same with another digit network. */
  public ModelSpec withLayers(List<Convolution> others) {
    return new ModelSpec(inkMap, em, line, others, framing, pitch, gate, company, shifts, sizes);
  }

  /** Ink-map cells per cell of a digit map. */
  public int stride() {
    return layers.stream().mapToInt(Convolution::stride).reduce(1, (a, b) -> a * b);
  }

  /** Ink-map cells, on each side of its own, that a map cell can see. */
  public int reach() {
    int reach = 0;
    int step = 1;
    for (Convolution layer : layers) {
      reach += layer.padding() * step;
      step *= layer.stride();
    }
    return reach;
  }

  /** Multiply-adds per cell of a digit map. */
  public long cost() {
    long cost = 0;
    int step = stride();
    for (Convolution layer : layers) {
      step /= layer.stride();
      cost += (long) layer.weights() * step * step;
    }
    return cost;
  }

  /** All numbers by name, in a fixed order. */
  public Map<String, String> properties() {
    Map<String, String> p = new LinkedHashMap<>();
    p.put("ink_map", inkMap);
    p.put("em", Double.toString(em));
    p.put("line", Double.toString(line));
    p.put("layers", layers.stream().map(Object::toString).collect(Collectors.joining(",")));
    p.put("framing", framing);
    p.put("pitch", Double.toString(pitch));
    p.put("gate.threshold", Float.toString(gate.threshold()));
    p.put("gate.reach", gate.reachX() + "," + gate.reachY());
    p.put(
        "company",
        Stream.of(
                company.sure(),
                company.least(),
                company.witness(),
                company.across(),
                company.level(),
                company.nearest(),
                company.farthest(),
                company.aligned(),
                company.enough())
            .map(Object::toString)
            .collect(Collectors.joining(",")));
    p.put("shifts", shifts.nearest() + "," + shifts.farthest() + "," + shifts.vertical());
    if (!sizes.equals(Sizes.NONE)) { // versions from before keep their hash
      p.put("sizes.algorithm", Sizes.ALGORITHM);
      p.put(
          "sizes",
          Stream.of(sizes.smaller(), sizes.larger(), sizes.least(), sizes.most())
                  .map(Object::toString)
                  .collect(Collectors.joining(","))
              + ","
              + sizes.enough()
              + ","
              + sizes.gain());
    }
    return p;
  }

  /**
   * Reads what {@link #properties} wrote.
   *
   * @throws IllegalArgumentException when a number is missing or none
   */
  public static ModelSpec of(Map<String, String> p) {
    List<Convolution> layers = new ArrayList<>();
    for (String layer : get(p, "layers").split(",")) {
      layers.add(Convolution.parse(layer));
    }
    int[] reach = numbers(get(p, "gate.reach"), 2);
    int[] shifts = numbers(get(p, "shifts"), 3);
    return new ModelSpec(
        get(p, "ink_map"),
        Double.parseDouble(get(p, "em")),
        Double.parseDouble(get(p, "line")),
        layers,
        get(p, "framing"),
        Double.parseDouble(get(p, "pitch")),
        new Gate(Float.parseFloat(get(p, "gate.threshold")), reach[0], reach[1]),
        company(get(p, "company")),
        new ShiftWindow(shifts[0], shifts[1], shifts[2]),
        sizes(p));
  }

  private static String get(Map<String, String> p, String name) {
    String value = p.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the model file does not say its " + name);
    }
    return value;
  }

  private static Company company(String text) {
    String[] n = text.split(",");
    if (n.length != 9) {
      throw new IllegalArgumentException("not 9 numbers: " + text);
    }
    float[] f = new float[8];
    for (int i = 0; i < f.length; i++) {
      f[i] = Float.parseFloat(n[i]);
    }
    return new Company(f[0], f[1], f[2], f[3], f[4], f[5], f[6], f[7], Integer.parseInt(n[8]));
  }

  private static Sizes sizes(Map<String, String> p) {
    if (!p.containsKey("sizes")) {
      return Sizes.NONE;
    }
    if (!get(p, "sizes.algorithm").equals(Sizes.ALGORITHM)) {
      throw new IllegalArgumentException(
          "no algorithm for sizes of type is called " + get(p, "sizes.algorithm"));
    }
    double[] n =
        Arrays.stream(get(p, "sizes").split(",")).mapToDouble(Double::parseDouble).toArray();
    if (n.length != 6) {
      throw new IllegalArgumentException("not 6 numbers: " + get(p, "sizes"));
    }
    return new Sizes(n[0], n[1], n[2], n[3], (int) n[4], n[5]);
  }

  private static int[] numbers(String text, int count) {
    int[] n = Arrays.stream(text.split(",")).mapToInt(Integer::parseInt).toArray();
    if (n.length != count) {
      throw new IllegalArgumentException("not " + count + " numbers: " + text);
    }
    return n;
  }
}
