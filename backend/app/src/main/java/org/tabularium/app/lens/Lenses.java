package org.tabularium.app.lens;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.tabularium.app.models.RefusedNetworks;
import org.tabularium.app.platform.Person;
import org.tabularium.app.platform.Problem;
import org.tabularium.network.lrp.Net;
import org.tabularium.network.onnx.NetLoader;
import org.tabularium.network.onnx.RefusedNetwork;
import org.tabularium.network.similarity.Depths;
import org.tabularium.network.similarity.Pixels;
import org.tabularium.network.similarity.ShippedNetwork;
import tools.jackson.databind.json.JsonMapper;

/** Which lenses there are: the one that ships, and those that people brought. */
@Service
public class Lenses {

  private static final int DEFAULT_SIDE = 224;
  private static final int LARGEST_SIDE = 1024;

  /** Of the shipped one: type of twenty cells becomes one of about fourteen. */
  private static final int SHIPPED_SIDE = 640;

  /** Numbers in the results of all layers together that a small computer has the memory for. */
  private static final long MOST_ACTIVATIONS = 60_000_000;

  private static final double MOST_GAMMA = 10;
  private static final int LONGEST_NAME = 80;

  /** The paper compares tables at layer 17 of VGG-16's 31 (section 6.2.2). */
  private static final int PAPERS_LAYER = 17;

  private static final int VGG_LAYERS = 31;
  private static final Set<String> COUNTED =
      Set.of("Conv", "Relu", "MaxPool", "AveragePool", "GlobalAveragePool", "Add");

  private final LensRows rows;
  private final LensFiles files;
  private final LensStore store;
  private final Lens shipped;

  Lenses(LensRows rows, LensFiles files, LensStore store, JsonMapper json, MessageSource messages) {
    this.rows = rows;
    this.files = files;
    this.store = store;
    byte[] onnx = ShippedNetwork.onnx();
    Lens unnamed =
        new Lens(
            "",
            "",
            true,
            "",
            ShippedNetwork.MAPS,
            "ink",
            null,
            null,
            SHIPPED_SIDE,
            "vgg16",
            json.readTree(ShippedNetwork.card()),
            null,
            null);
    this.shipped =
        named(
            unnamed,
            id(unnamed, HexFormat.of().formatHex(LensFiles.digest().digest(onnx))),
            messages.getMessage("lens.shipped", null, Locale.ENGLISH));
  }

  /**
   * What somebody asks for.
   *
   * @param name for people; the file's where it is missing
   * @param layer its name, or its number as the paper counts VGG-16's; chosen where it is missing
   * @param sees ink, grey, plain or imagenet; by the number of channels where it is missing
   * @param side where the file leaves the size open
   * @param gamma vgg16 or a number
   */
  record Wanted(
      @Nullable String name,
      @Nullable String layer,
      @Nullable String sees,
      @Nullable Integer side,
      @Nullable String gamma) {}

  /** The shipped one first. */
  public List<Lens> list() {
    List<Lens> all = new ArrayList<>();
    all.add(shipped);
    all.addAll(rows.all());
    return all;
  }

  /**
   * @throws Problem 404
   */
  public Lens get(String id) {
    return id.equals(shipped.id())
        ? shipped
        : rows.find(id).orElseThrow(() -> Problem.notFound("no-such-lens", id));
  }

  /** A lens, and whether it was there already. */
  record Registered(Lens lens, boolean existed) {}

  /**
   * Looks at a file through and through and registers it.
   *
   * @throws Problem 422 when it cannot be explained, with the reason; 400 when what is wanted makes
   *     no sense
   */
  Registered register(LensFiles.Stored file, String fileName, Wanted wanted, Person by)
      throws IOException {
    boolean kept = false;
    try {
      Lens lens = looked(file, fileName, wanted);
      boolean fresh = rows.add(lens, by.id());
      kept = true;
      return new Registered(get(lens.id()), !fresh);
    } catch (RefusedNetwork e) {
      throw RefusedNetworks.problem(e);
    } finally {
      if (!kept && !rows.uses(file.file())) {
        files.forget(file.file());
      }
    }
  }

  /** Files that were put into the folder of networks. */
  List<String> inFolder() {
    return files.inFolder();
  }

  /**
   * @throws Problem 409 for the one that ships
   */
  @Transactional
  public void delete(String id) throws IOException {
    Lens lens = get(id);
    if (lens.shipped()) {
      throw new Problem(HttpStatus.CONFLICT, "lens-shipped", lens.name());
    }
    rows.remove(id);
    if (!rows.uses(lens.file())) {
      files.forget(lens.file());
    }
    store.forgetLens(id);
  }

  private Lens looked(LensFiles.Stored file, String fileName, Wanted wanted) throws IOException {
    int side = wanted.side() == null ? DEFAULT_SIDE : wanted.side();
    if (side < 32 || side > LARGEST_SIDE) {
      throw wrong("side", Integer.toString(side));
    }
    String gamma = or(wanted.gamma(), "vgg16");
    depths(gamma);
    String layer = layer(file.path(), wanted.layer(), side);
    boolean open = false;
    LensNet read;
    try {
      read = LensNet.read(file.path(), new NetLoader.Part(layer, null, null));
    } catch (RefusedNetwork e) {
      if (e.reason() != RefusedNetwork.Reason.OPEN_SHAPE) {
        throw e;
      }
      open = true;
      read = LensNet.read(file.path(), new NetLoader.Part(layer, side, side));
    }
    Net net = read.net();
    int channels = net.inputShape()[0];
    String sees = or(wanted.sees(), channels == 3 ? "imagenet" : "ink");
    if (channels != 1 && channels != 3) {
      throw new Problem(
          HttpStatus.UNPROCESSABLE_CONTENT,
          "network-channels",
          "pictures of " + channels + " channels");
    }
    if (pixels(sees).mean().length != channels) {
      throw new Problem(HttpStatus.BAD_REQUEST, "lens-sees", sees, Integer.toString(channels));
    }
    long activations =
        net.shapes().stream()
            .mapToLong(shape -> Arrays.stream(shape).asLongStream().reduce(1, (p, d) -> p * d))
            .sum();
    if (activations > MOST_ACTIVATIONS) {
      throw new Problem(
          HttpStatus.UNPROCESSABLE_CONTENT, "lens-too-large", Long.toString(activations));
    }
    String name = or(wanted.name(), fileName);
    Lens unnamed =
        new Lens(
            "",
            "",
            false,
            file.file(),
            layer,
            sees,
            open ? null : net.inputShape()[1],
            open ? null : net.inputShape()[2],
            side,
            gamma,
            null,
            null,
            null);
    return named(
        unnamed,
        id(unnamed, read.sha256()),
        name.substring(0, Math.min(LONGEST_NAME, name.length())));
  }

  /** The name of the layer: the one that is asked for, or the paper's, or the last of maps. */
  private static String layer(Path file, @Nullable String asked, int side) throws IOException {
    List<NetLoader.Named> all = NetLoader.layers(file);
    List<String> counted =
        all.stream()
            .filter(l -> COUNTED.contains(l.operator()))
            .map(NetLoader.Named::name)
            .toList();
    String name = or(asked, "");
    if (!name.isEmpty()) {
      boolean number =
          name.matches("\\d{1,4}") && all.stream().noneMatch(l -> l.name().equals(name));
      int n = number ? Integer.parseInt(name) : 0;
      return n >= 1 && n <= counted.size() ? counted.get(n - 1) : name;
    }
    if (counted.size() >= VGG_LAYERS) {
      return counted.get(PAPERS_LAYER - 1);
    }
    for (int i = counted.size() - 1; i >= 0; i--) {
      List<int[]> shapes =
          NetLoader.read(file, new NetLoader.Part(counted.get(i), side, side)).shapes();
      int[] last = shapes.get(shapes.size() - 1);
      if (last.length == 3 && last[1] * last[2] > 1) {
        return counted.get(i);
      }
    }
    throw new Problem(HttpStatus.UNPROCESSABLE_CONTENT, "lens-no-maps");
  }

  /**
   * The network up to its layer, for pictures of this size.
   *
   * @throws Problem 409 when its file, or one beside it that holds weights, is not what it was when
   *     the lens was registered; 422 when it cannot be explained
   */
  Net net(Lens lens, int height, int width) throws IOException {
    NetLoader.Part part = new NetLoader.Part(lens.layer(), height, width);
    try {
      if (lens.shipped()) {
        return NetLoader.read(ShippedNetwork.onnx(), part);
      }
      LensNet read = LensNet.read(files.path(lens.file()), part);
      if (id(lens, read.sha256()).equals(lens.id())) {
        return read.net();
      }
    } catch (RefusedNetwork e) {
      throw RefusedNetworks.problem(e);
    } catch (NoSuchFileException e) {
      // told below
    }
    throw new Problem(HttpStatus.CONFLICT, "lens-changed", lens.name());
  }

  static Pixels pixels(String sees) {
    return switch (sees) {
      case "ink", "grey" -> Pixels.plain(1);
      case "plain" -> Pixels.plain(3);
      case "imagenet" -> Pixels.imageNet();
      default -> throw wrong("sees", sees);
    };
  }

  static Depths depths(String gamma) {
    if (gamma.equals("vgg16")) {
      return Depths.vgg16();
    }
    try {
      double g = Double.parseDouble(gamma);
      if (g >= 0 && g <= MOST_GAMMA) {
        return Depths.uniform(g);
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw wrong("gamma", gamma);
  }

  private static Problem wrong(String name, String value) {
    return new Problem(HttpStatus.BAD_REQUEST, "wrong-value", name, value);
  }

  private static String or(@Nullable String text, String otherwise) {
    return text == null || text.isBlank() ? otherwise : text.strip();
  }

  private static Lens named(Lens l, String id, String name) {
    return new Lens(
        id,
        name,
        l.shipped(),
        l.file(),
        l.layer(),
        l.sees(),
        l.height(),
        l.width(),
        l.side(),
        l.gamma(),
        l.card(),
        l.registered(),
        l.by());
  }

  /** Of everything that changes a result, and of nothing else. */
  private static String id(Lens lens, String sha256) {
    String all =
        String.join(
            "\n",
            sha256,
            lens.layer(),
            lens.sees(),
            lens.height() + "x" + lens.width(),
            Integer.toString(lens.side()),
            lens.gamma());
    return HexFormat.of()
        .formatHex(LensFiles.digest().digest(all.getBytes(StandardCharsets.UTF_8)));
  }
}
