package org.tabularium.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.tabularium.network.lrp.BiLrp;
import org.tabularium.network.lrp.Composite;
import org.tabularium.network.lrp.Interpreter;
import org.tabularium.network.lrp.Net;
import org.tabularium.network.lrp.Rule;
import org.tabularium.network.lrp.Tensor;
import org.tabularium.network.onnx.LrpNetwork;
import org.tabularium.network.onnx.NetLoader;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Compares LRP and BiLRP with vectors that somebody else computed. A folder holds {@code
 * model.onnx}, {@code case.json} and the inputs and results as little-endian float32; for each the
 * largest difference is printed, as a share of the largest value: of the plain interpreter's
 * results and of the ONNX graphs'.
 */
public final class GoldenCheck {
  private static final double STABILISER = 1e-9;

  /** Features that go backward together. */
  private static final int PASSES = 8;

  /** Largest differences, each as a share of the largest expected value. */
  public record Differences(double phi, double lrp, double bilrp) {
    double largest() {
      return Math.max(phi, Math.max(lrp, bilrp));
    }
  }

  private GoldenCheck() {}

  /** Each argument is a case, or a folder of cases. Exits with 1 when one is off by over 1e-4. */
  public static void main(String[] arguments) throws IOException {
    boolean good = arguments.length > 0;
    for (String argument : arguments) {
      for (Path folder : cases(Path.of(argument))) {
        good &= told(folder);
      }
    }
    System.exit(good ? 0 : 1);
  }

  /** Whether both ways agree; a case that cannot be compared is told, and the others go on. */
  private static boolean told(Path folder) {
    boolean good = true;
    for (boolean graphs : new boolean[] {false, true}) {
      String name =
          String.format("%-24s %-11s", folder.getFileName(), graphs ? "graphs" : "interpreter");
      try {
        Differences d = check(folder, graphs);
        System.out.printf(
            Locale.ROOT, "%s phi %.1e  lrp %.1e  bilrp %.1e%n", name, d.phi(), d.lrp(), d.bilrp());
        good &= d.largest() <= 1e-4;
      } catch (IOException | RuntimeException e) {
        System.out.println(name + " cannot be compared: " + e.getMessage());
        good = false;
      }
    }
    return good;
  }

  private static List<Path> cases(Path folder) throws IOException {
    if (Files.exists(folder.resolve("case.json"))) {
      return List.of(folder);
    }
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.filter(f -> Files.exists(f.resolve("case.json"))).sorted().toList();
    }
  }

  static Differences check(Path folder, boolean graphs) throws IOException {
    JsonNode json = new ObjectMapper().readTree(folder.resolve("case.json").toFile());
    Net net = NetLoader.read(Files.readAllBytes(folder.resolve("model.onnx")));
    List<Rule> rules = new ArrayList<>();
    for (JsonNode gamma : json.get("gamma_by_convolution")) {
      rules.add(new Rule.Gamma(gamma.asDouble(), STABILISER));
    }
    JsonNode bounds = json.get("zB");
    if (bounds.isArray()) {
      rules.set(0, new Rule.ZB(bounds.get(0).asDouble(), bounds.get(1).asDouble(), STABILISER));
    }
    Composite composite = new Composite(rules, STABILISER);
    Tensor first = new Tensor(net.inputShape(), read(folder, "x"));
    Tensor second = new Tensor(net.inputShape(), read(folder, "y"));
    BiLrp x;
    BiLrp y;
    if (graphs) {
      try (LrpNetwork network = new LrpNetwork(net, composite, PASSES, 1)) {
        x = network.branch(first);
        y = network.branch(second);
      }
    } else {
      Interpreter interpreter = new Interpreter(net, composite);
      x = BiLrp.branch(interpreter, first);
      y = BiLrp.branch(interpreter, second);
    }
    int cells = x.relevance()[0].length;
    double[] bilrp = new double[cells * cells];
    for (int i = 0; i < cells; i++) {
      for (int j = 0; j < cells; j++) {
        bilrp[i * cells + j] = BiLrp.at(x, y, i, j);
      }
    }
    double phi =
        Math.max(
            difference(x.features(), read(folder, "phi_x")),
            difference(y.features(), read(folder, "phi_y")));
    double lrp =
        Math.max(
            difference(flat(x.relevance()), read(folder, "lrp_x")),
            difference(flat(y.relevance()), read(folder, "lrp_y")));
    return new Differences(phi, lrp, difference(bilrp, read(folder, "bilrp")));
  }

  private static double difference(double[] ours, double[] theirs) {
    if (ours.length != theirs.length) {
      throw new IllegalArgumentException(ours.length + " values, not " + theirs.length);
    }
    double most = 0;
    double largest = 0;
    for (int i = 0; i < ours.length; i++) {
      most = Math.max(most, Math.abs(ours[i] - theirs[i]));
      largest = Math.max(largest, Math.abs(theirs[i]));
    }
    return most / largest;
  }

  private static double[] flat(double[][] rows) {
    return Stream.of(rows).flatMapToDouble(java.util.Arrays::stream).toArray();
  }

  private static double[] read(Path folder, String name) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.wrap(Files.readAllBytes(folder.resolve(name + ".f32")))
            .order(ByteOrder.LITTLE_ENDIAN);
    double[] values = new double[bytes.remaining() / 4];
    for (int i = 0; i < values.length; i++) {
      values[i] = bytes.getFloat();
    }
    return values;
  }
}
