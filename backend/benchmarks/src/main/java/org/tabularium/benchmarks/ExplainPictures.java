package org.tabularium.benchmarks;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.tabularium.network.image.ScanInfo;
import org.tabularium.network.image.Scans;
import org.tabularium.network.image.UnreadableScan;
import org.tabularium.network.lrp.Net;
import org.tabularium.network.lrp.Tensor;
import org.tabularium.network.onnx.NetLoader;
import org.tabularium.network.onnx.RefusedNetwork;
import org.tabularium.network.similarity.Depths;
import org.tabularium.network.similarity.PictureExplanation;
import org.tabularium.network.similarity.PictureModel;
import org.tabularium.network.similarity.Pixels;
import org.tabularium.network.similarity.Projection;
import org.tabularium.network.similarity.View;
import tools.jackson.databind.json.JsonMapper;

/**
 * Why two pictures are similar to any ONNX network (paper, sections 5 and 6.1): {@code
 * ExplainPictures NETWORK.onnx LAYER FIRST SECOND OUT [option=value ...]}. Prints the score and
 * writes OUT.json, OUT.svg and OUT.png.
 *
 * <p>Options: {@code side=} cells a side where the file leaves it open (128), {@code views=all|one}
 * (all), {@code pixels=imagenet|plain} (imagenet where there are three channels), {@code
 * gamma=vgg16} or one number for all layers (vgg16), {@code dimensions=} (100) and {@code seed=}
 * (1) of the projection.
 */
public final class ExplainPictures {
  private static final int SHOWN = 900;

  private ExplainPictures() {}

  public static void main(String[] arguments) throws IOException {
    if (arguments.length < 5) {
      System.err.println("NETWORK.onnx LAYER FIRST SECOND OUT [option=value ...]");
      System.exit(2);
    }
    try {
      System.out.print(run(Arrays.asList(arguments)));
    } catch (RefusedNetwork | UnreadableScan e) {
      System.err.println("refused: " + e.getMessage());
      System.exit(1);
    }
  }

  /** What is to be printed. */
  static String run(List<String> arguments) throws IOException, UnreadableScan {
    Map<String, String> options = new LinkedHashMap<>();
    for (String option : arguments.subList(5, arguments.size())) {
      String[] parts = option.split("=", 2);
      options.put(parts[0], parts.length > 1 ? parts[1] : "");
    }
    Net net = net(Path.of(arguments.get(0)), arguments.get(1), options.get("side"));
    BufferedImage first = shown(Path.of(arguments.get(2)));
    BufferedImage second = shown(Path.of(arguments.get(3)));
    Projection projection =
        new Projection(
            Integer.parseInt(options.getOrDefault("dimensions", "100")),
            Long.parseLong(options.getOrDefault("seed", "1")));
    String gamma = options.getOrDefault("gamma", "vgg16");
    Depths depths =
        gamma.equals("vgg16") ? Depths.vgg16() : Depths.uniform(Double.parseDouble(gamma));
    PictureExplanation explanation;
    try (PictureModel model =
        new PictureModel(net, pixels(net, options.get("pixels")), depths, projection, 2)) {
      Tensor x = model.input(first);
      Tensor y = model.input(second);
      boolean one = options.getOrDefault("views", "all").equals("one");
      explanation = one ? model.explain(x, y) : model.explainBestViews(x, y);
    }
    PictureDrawing drawing = new PictureDrawing(first, second, explanation);
    Path out = Path.of(arguments.get(4)).toAbsolutePath();
    Files.writeString(
        out.resolveSibling(out.getFileName() + ".json"), json(arguments, explanation));
    Files.writeString(out.resolveSibling(out.getFileName() + ".svg"), drawing.svg());
    ImageIO.write(drawing.png(), "png", out.resolveSibling(out.getFileName() + ".png").toFile());
    return String.format(
        Locale.ROOT,
        "score %.6g, of which %.6g is explained and %.2g lost to biases and stabilisers%n"
            + "first picture %s, second %s%n",
        explanation.score(),
        sum(explanation.relevance()),
        explanation.remainder(),
        said(explanation.viewOfFirst()),
        said(explanation.viewOfSecond()));
  }

  /** The picture as its EXIF orientation has it, its longer side brought to one length. */
  private static BufferedImage shown(Path file) throws IOException, UnreadableScan {
    ScanInfo info = Scans.inspect(file);
    double scale = (double) SHOWN / Math.max(info.width(), info.height());
    return Scans.picture(
        file,
        null,
        (int) Math.max(1, Math.round(scale * info.width())),
        (int) Math.max(1, Math.round(scale * info.height())));
  }

  private static Net net(Path file, String layer, @Nullable String side) throws IOException {
    if (side != null) {
      int cells = Integer.parseInt(side);
      return NetLoader.read(file, new NetLoader.Part(layer, cells, cells));
    }
    try {
      return NetLoader.read(file, new NetLoader.Part(layer, null, null));
    } catch (RefusedNetwork e) {
      if (e.reason() != RefusedNetwork.Reason.OPEN_SHAPE) {
        throw e;
      }
      return NetLoader.read(file, new NetLoader.Part(layer, 128, 128));
    }
  }

  private static Pixels pixels(Net net, @Nullable String asked) {
    int channels = net.inputShape()[0];
    String kind = asked == null ? channels == 3 ? "imagenet" : "plain" : asked;
    return kind.equals("imagenet") ? Pixels.imageNet() : Pixels.plain(channels);
  }

  private static String said(View view) {
    return (view.mirrored() ? "mirrored, " : "") + "turned by " + 90 * view.quarterTurns();
  }

  private static double sum(double[][] relevance) {
    return Arrays.stream(relevance).flatMapToDouble(Arrays::stream).sum();
  }

  private static String json(List<String> arguments, PictureExplanation e) {
    double[][] relevance = e.relevance();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("network", Path.of(arguments.get(0)).toAbsolutePath().getFileName().toString());
    json.put("layer", arguments.get(1));
    json.put("options", arguments.subList(5, arguments.size()));
    json.put("score", e.score());
    json.put("explained", sum(relevance));
    json.put("remainder", e.remainder());
    json.put("views", List.of(said(e.viewOfFirst()), said(e.viewOfSecond())));
    json.put("rows", e.rows());
    json.put("columns", e.columns());
    json.put(
        "relevance",
        Arrays.stream(relevance)
            .map(row -> Arrays.stream(row).mapToObj(r -> (float) r).toList())
            .toList());
    return JsonMapper.builder().build().writeValueAsString(json);
  }
}
