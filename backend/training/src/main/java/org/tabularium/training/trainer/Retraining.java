package org.tabularium.training.trainer;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.tabularium.network.image.Box;
import org.tabularium.network.image.UnreadableScan;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.model.ModelSpec;
import org.tabularium.network.onnx.BigramNetwork;
import org.tabularium.training.labels.LabelledPage;
import org.tabularium.training.labels.LabelledSheet;
import org.tabularium.training.labels.Place;
import org.tabularium.training.patches.Mark;
import org.tabularium.training.patches.Sheet;

/**
 * Trains a digit network on from people's labels. Half of every batch is cut from labelled pages,
 * where only what was labelled is asked about; the other half from generated sheets, so that the
 * network does not forget what nobody labelled.
 *
 * <p>The state with the least loss on patches that it never learns from is kept: of the pages held
 * out where there are any, otherwise of the labelled ones, which says less.
 */
public final class Retraining {

  /** Sizes at which a labelled page is shown, as multiples of the one it is read at. */
  private static final double[] ZOOMS = {1, 0.92, 1.09};

  private static final int CHECK_EVERY = 20;

  /** Of the engine. The engine of a process takes one number, and it decides how sums are made. */
  static final int THREADS = 2;

  /** Labels do not come within so many cells of a patch's edge. */
  private static final int MARGIN = 12;

  /**
   * How to train.
   *
   * @param seed of the cuts and, from nothing, of the first weights
   * @param steps weight updates
   * @param batch patches a step; every second one is cut from labelled pages
   * @param patch cells a side
   * @param rate Adam's rate at the start, after ten steps; a cosine leads to a thirtieth of it
   * @param labelWeight how much more an error counts at a label than on a generated sheet
   * @param threads of the engine; the one that asks first in a process decides
   */
  public record Settings(
      long seed, int steps, int batch, int patch, double rate, double labelWeight, int threads) {

    public Settings {
      if (steps < 1 || batch < 2 || patch < 48) {
        throw new IllegalArgumentException("too little to train with: " + steps + " " + batch);
      }
    }

    /** From a model that reads already. */
    public static Settings further(long seed) {
      return new Settings(seed, 160, 16, 96, 6e-4, 3, THREADS);
    }

    /** From random weights: as good as the sheets that ship and the labels make it. */
    public static Settings fromNothing(long seed) {
      return new Settings(seed, 1600, 16, 96, 2e-3, 3, THREADS);
    }

    /** The same in so many steps; the rate falls over all of them. */
    public Settings withSteps(int number) {
      return new Settings(seed, number, batch, patch, rate, labelWeight, threads);
    }

    double rateAt(int step) {
      double warm = Math.min(1, (step + 1) / 10.0);
      double low = rate / 30;
      return warm
          * (low + (rate - low) * 0.5 * (1 + Math.cos(Math.PI * step / Math.max(1, steps))));
    }

    Recipe recipe() {
      return new Recipe(
          seed, steps, batch, patch, rate, rate / 30, 0.8, 1.1, 8, 3, 2, 0.2, 0, 1, threads);
    }
  }

  /**
   * A point of the curve.
   *
   * @param step steps done
   * @param loss mean of the steps since the last point
   * @param check loss on the patches that are not learnt from
   */
  public record Point(int step, double loss, double check) {}

  /** Told as the training goes on. */
  public interface Listener {
    /**
     * After every step.
     *
     * @return whether to go on; if not, the best so far is what comes out
     */
    boolean after(int step, int steps);

    /** Every so many steps, and at the end. */
    void reached(List<Point> curve);

    /** What {@link #run} goes on from, whatever happens to this process. */
    void checkpoint(byte[] state);
  }

  /**
   * What came out.
   *
   * @param model the best
   * @param best after how many steps
   * @param steps that were made
   * @param curve from step 0 on
   */
  public record Result(DigitModel model, int best, int steps, List<Point> curve) {
    public Result {
      curve = List.copyOf(curve);
    }
  }

  private final Settings settings;
  private final Recipe recipe;
  private final @Nullable DigitModel base;
  private final ModelSpec spec;
  private final List<LabelledPage> pages;
  private final List<LabelledPage> heldOut;
  private final List<Sheet> sheets;
  private final String inputs;

  /**
   * @param base what to begin with; null for random weights
   * @param pages to learn from
   * @param heldOut to choose the best state with; of other editions than the pages
   * @param sheets to be reminded by
   * @throws IllegalArgumentException when nothing is labelled, or an edition stands on both sides
   */
  public Retraining(
      Settings settings,
      @Nullable DigitModel base,
      List<LabelledPage> pages,
      List<LabelledPage> heldOut,
      List<Sheet> sheets) {
    if (pages.stream().allMatch(page -> page.places().isEmpty())) {
      throw new IllegalArgumentException("no labels to learn from");
    }
    for (LabelledPage page : heldOut) {
      if (pages.stream().anyMatch(other -> other.group().equals(page.group()))) {
        throw new IllegalArgumentException(page.group() + " is learnt from and held out");
      }
    }
    this.settings = settings;
    this.recipe = settings.recipe();
    this.base = base;
    this.spec = base == null ? ModelSpec.current() : base.spec();
    this.pages = List.copyOf(pages);
    this.heldOut = List.copyOf(heldOut);
    this.sheets = List.copyOf(sheets);
    this.inputs = inputs();
  }

  /** SHA-256 of all that decides what comes out, the machine apart: 64 hexadecimal digits. */
  public String inputHash() {
    return inputs;
  }

  /**
   * Trains.
   *
   * @param checkpoint what an earlier run of the same inputs left; another's is not looked at; null
   *     for none
   * @throws TrainingUnavailable when this machine has no training engine
   * @throws UnreadableScan when a labelled page's scan cannot be read
   */
  public Result run(byte @Nullable [] checkpoint, Listener listener)
      throws TrainingUnavailable, UnreadableScan, IOException {
    List<LabelledSheet> labelled = new ArrayList<>();
    List<LabelledSheet> aside = new ArrayList<>();
    if (base == null) {
      sheetsOf(pages, null, ZOOMS, labelled);
      sheetsOf(heldOut, null, new double[] {1}, aside);
    } else {
      try (BigramNetwork network = new BigramNetwork(base, 1)) {
        sheetsOf(pages, network, ZOOMS, labelled);
        sheetsOf(heldOut, network, new double[] {1}, aside);
      }
    }
    Batch check = batch(aside.isEmpty() ? labelled : aside, new SplittableRandom(settings.seed()));
    State state = State.read(checkpoint, inputs, spec);
    if (state == null) {
      state = State.first(inputs, first());
    }
    try (Torch torch = new Torch(settings.threads())) {
      train(state, labelled, check, torch, listener);
    }
    return result(state);
  }

  /**
   * The best that a run had come to when it left this checkpoint.
   *
   * @return null when the checkpoint is torn or of other inputs
   */
  public @Nullable Result bestOf(byte @Nullable [] checkpoint) {
    State state = State.read(checkpoint, inputs, spec);
    return state == null ? null : result(state);
  }

  private Result result(State state) {
    return new Result(new DigitModel(spec, state.best), state.bestStep, state.step, state.curve);
  }

  private static void sheetsOf(
      List<LabelledPage> pages,
      @Nullable BigramNetwork network,
      double[] zooms,
      List<LabelledSheet> to)
      throws UnreadableScan, IOException {
    ModelSpec spec = network == null ? ModelSpec.current() : network.model().spec();
    for (LabelledPage page : pages) {
      to.addAll(LabelledSheet.of(page, spec, network, zooms));
    }
  }

  private void train(
      State state, List<LabelledSheet> labelled, Batch check, Torch torch, Listener listener) {
    Adam adam = new Adam(state.weights);
    adam.restore(state.means, state.squares, state.step);
    if (state.curve.isEmpty()) {
      double loss = torch.loss(spec, state.weights, check, recipe);
      state.bestLoss = loss;
      state.curve.add(new Point(0, loss, loss));
    }
    List<float[]> gradients = new ArrayList<>();
    while (state.step < settings.steps()) {
      SplittableRandom random =
          new SplittableRandom(settings.seed() * 0x9E3779B97F4A7C15L ^ (state.step + 1L) << 20);
      float loss = torch.step(spec, state.weights, batch(labelled, random), recipe, gradients);
      adam.update(gradients, settings.rateAt(state.step));
      state.step++;
      state.sum += loss;
      state.summed++;
      boolean on = listener.after(state.step, settings.steps());
      if (state.step % CHECK_EVERY == 0 || state.step == settings.steps() || !on) {
        double now = torch.loss(spec, state.weights, check, recipe);
        state.curve.add(new Point(state.step, state.sum / state.summed, now));
        state.sum = 0;
        state.summed = 0;
        if (now <= state.bestLoss) {
          state.bestLoss = now;
          state.bestStep = state.step;
          state.best = state.weights.stream().map(float[]::clone).toList();
        }
        listener.reached(List.copyOf(state.curve));
        if (!on) {
          return;
        }
        listener.checkpoint(state.write(adam));
      }
    }
  }

  /** Every second patch from labelled pages, the others from generated sheets. */
  private Batch batch(List<LabelledSheet> labelled, SplittableRandom random) {
    Batch batch = Batch.blank(recipe, spec);
    List<Anchor> anchors = Anchor.of(labelled);
    int[] classes = new int[ModelSpec.DIGITS];
    labelled.forEach(
        sheet -> {
          int[] counts = sheet.classes();
          for (int c = 0; c < counts.length; c++) {
            classes[c] += counts[c];
          }
        });
    for (int i = 0; i < recipe.batch(); i++) {
      if (i % 2 == 1 && !sheets.isEmpty()) {
        batch.cutFrom(i, sheets.get(random.nextInt(sheets.size())), recipe, spec.stride(), random);
        continue;
      }
      Anchor anchor = pick(anchors, classes, random);
      int room = recipe.patch() - 2 * MARGIN;
      int x = (int) anchor.x() - MARGIN - random.nextInt(room);
      int y = (int) anchor.y() - MARGIN - random.nextInt(room);
      float strength = (float) (1 - 0.6 * recipe.jitter() + recipe.jitter() * random.nextDouble());
      batch.cutFrom(
          i, anchor.sheet(), x, y, strength, recipe, settings.labelWeight(), spec.stride());
    }
    return batch;
  }

  /** A place that a patch shows. */
  private record Anchor(LabelledSheet sheet, double x, double y, int digit) {

    static List<Anchor> of(List<LabelledSheet> sheets) {
      List<Anchor> anchors = new ArrayList<>();
      for (LabelledSheet sheet : sheets) {
        for (Mark mark : sheet.digits()) {
          anchors.add(new Anchor(sheet, mark.x(), mark.y(), mark.digit()));
        }
        for (Mark mark : sheet.none()) {
          anchors.add(new Anchor(sheet, mark.x(), mark.y(), -1));
        }
        for (Box box : sheet.contrast()) {
          // A large region is looked at in more places than a small one.
          int across = 1 + (int) (box.w() / 80);
          int down = 1 + (int) (box.h() / 80);
          for (int i = 0; i < across * down; i++) {
            anchors.add(
                new Anchor(
                    sheet,
                    box.x() + box.w() * (i % across + 0.5) / across,
                    box.y() + box.h() * (i / across + 0.5) / down,
                    -1));
          }
        }
      }
      return anchors;
    }
  }

  /** Rare digits are shown oftener than they are labelled, up to four times as often. */
  private static Anchor pick(List<Anchor> anchors, int[] classes, SplittableRandom random) {
    int most = 1;
    for (int count : classes) {
      most = Math.max(most, count);
    }
    while (true) {
      Anchor anchor = anchors.get(random.nextInt(anchors.size()));
      double share =
          anchor.digit() < 0
              ? 0.5
              : Math.max(0.25, Math.min(1, 0.25 * most / classes[anchor.digit()]));
      if (random.nextDouble() < share) {
        return anchor;
      }
    }
  }

  private List<float[]> first() {
    if (base == null) {
      return Trainer.random(spec, settings.seed());
    }
    List<float[]> weights = new ArrayList<>();
    for (int i = 0; i < spec.layers().size(); i++) {
      weights.add(base.weights(i));
    }
    return weights;
  }

  private String inputs() {
    StringBuilder text = new StringBuilder("retraining 1\n").append(settings).append('\n');
    text.append(base == null ? "nothing " + spec : base.version()).append('\n');
    for (List<LabelledPage> side : List.of(pages, heldOut)) {
      for (LabelledPage page : side) {
        text.append(page.scanHash()).append(' ').append(page.region()).append(' ');
        text.append(page.turn()).append(' ').append(page.scale()).append('\n');
        for (Place place : page.places()) {
          text.append(place).append('\n');
        }
      }
      text.append("held out\n");
    }
    for (Sheet sheet : sheets) {
      text.append(sheet.digits().hashCode()).append(' ');
    }
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(text.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** All that a step needs from the ones before it. */
  private static final class State {
    private final String inputs;
    private final List<float[]> weights;
    private final List<float[]> means;
    private final List<float[]> squares;
    private List<float[]> best;
    private final List<Point> curve = new ArrayList<>();
    private int step;
    private int bestStep;
    private double bestLoss;
    private double sum;
    private int summed;

    private State(
        String inputs,
        List<float[]> weights,
        List<float[]> means,
        List<float[]> squares,
        List<float[]> best) {
      this.inputs = inputs;
      this.weights = weights;
      this.means = means;
      this.squares = squares;
      this.best = best;
    }

    static State first(String inputs, List<float[]> weights) {
      List<float[]> zeros = weights.stream().map(w -> new float[w.length]).toList();
      return new State(
          inputs, weights, zeros, zeros, weights.stream().map(float[]::clone).toList());
    }

    byte[] write(Adam adam) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (DataOutputStream out = new DataOutputStream(bytes)) {
        out.writeUTF(inputs);
        out.writeInt(step);
        out.writeInt(bestStep);
        out.writeDouble(bestLoss);
        out.writeInt(curve.size());
        for (Point point : curve) {
          out.writeInt(point.step());
          out.writeDouble(point.loss());
          out.writeDouble(point.check());
        }
        for (List<float[]> arrays : List.of(weights, adam.means(), adam.squares(), best)) {
          for (float[] array : arrays) {
            out.writeInt(array.length);
            for (float value : array) {
              out.writeFloat(value);
            }
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return bytes.toByteArray();
    }

    /** Null when it is of other inputs, or torn: then the training begins anew. */
    static @Nullable State read(byte @Nullable [] bytes, String inputs, ModelSpec spec) {
      if (bytes == null) {
        return null;
      }
      try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
        if (!in.readUTF().equals(inputs)) {
          return null;
        }
        int step = in.readInt();
        int bestStep = in.readInt();
        double bestLoss = in.readDouble();
        List<Point> curve = new ArrayList<>();
        int points = in.readInt();
        for (int i = 0; i < points; i++) {
          curve.add(new Point(in.readInt(), in.readDouble(), in.readDouble()));
        }
        int layers = spec.layers().size();
        State state =
            new State(
                inputs,
                arrays(in, layers),
                arrays(in, layers),
                arrays(in, layers),
                arrays(in, layers));
        state.step = step;
        state.bestStep = bestStep;
        state.bestLoss = bestLoss;
        state.curve.addAll(curve);
        return state;
      } catch (IOException torn) {
        return null;
      }
    }

    private static List<float[]> arrays(DataInputStream in, int count) throws IOException {
      List<float[]> arrays = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        float[] array = new float[in.readInt()];
        for (int j = 0; j < array.length; j++) {
          array[j] = in.readFloat();
        }
        arrays.add(array);
      }
      return arrays;
    }
  }
}
