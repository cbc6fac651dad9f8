package org.tabularium.training.faithfulness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tabularium.network.image.InkMap;
import org.tabularium.network.image.PageFrame;
import org.tabularium.network.image.Region;
import org.tabularium.network.image.Turn;
import org.tabularium.training.faithfulness.CleanPairs.TablePage;
import org.tabularium.training.faithfulness.CleanPairs.TablePair;
import org.tabularium.training.report.Json;
import org.tabularium.training.type.Typefaces;

/**
 * The command that makes the generic network: {@code TrainTypefaces FOLDER [STEPS]} prints pages,
 * learns their typefaces and writes {@code typefaces.onnx} with its card, {@code typefaces.json}.
 */
public final class TrainTypefaces {
  private static final long SEED = 1515;

  /** Pages that nothing else is measured on. */
  static final long PAGES_SEED = 1624;

  static final int PAIRS = 48;
  private static final int BATCH = 24;

  /** Heights of a figure in cells; the digits' network reads at the first. */
  private static final double[] HEIGHTS = {14, 11.5, 9.5};

  private TrainTypefaces() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    int steps = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 6000;
    Map<String, List<InkMap>> byFace =
        byTypeface(CleanPairs.print(PAIRS, PAGES_SEED, Typefaces.load()));
    TypefaceTrainer.Learnt learnt = TypefaceTrainer.train(samples(byFace), steps, BATCH, SEED);
    Files.createDirectories(folder);
    Files.write(folder.resolve("typefaces.onnx"), learnt.onnx());
    Files.writeString(folder.resolve("typefaces.json"), card(byFace, steps, learnt));
    System.out.printf(
        Locale.ROOT,
        "%d typefaces, %.0f %% of held-out patches told%n",
        byFace.size(),
        100 * learnt.accuracy());
  }

  private static String card(
      Map<String, List<InkMap>> byFace, int steps, TypefaceTrainer.Learnt learnt) {
    Map<String, Object> card = new LinkedHashMap<>();
    card.put("learnt", "to tell the typefaces of generated tables apart; no number, no digit");
    card.put("command", "mvn -Ptypefaces -pl backend/training -am process-test-classes");
    card.put("pages", 2 * PAIRS);
    card.put("pagesSeed", PAGES_SEED);
    card.put("seed", SEED);
    card.put("steps", steps);
    card.put("batch", BATCH);
    card.put("heldOutAccuracy", learnt.accuracy());
    card.put("guessing", 1.0 / byFace.size());
    card.put("licence", "Apache-2.0");
    card.put(
        "drawnWith",
        "typefaces under the SIL Open Font License 1.1; none of their outlines are in the file");
    card.put("typefaces", List.copyOf(byFace.keySet()));
    return Json.of(card);
  }

  /** Ink maps of the pages, by their typeface in the order of its first page. */
  static Map<String, List<InkMap>> byTypeface(List<TablePair> pairs) {
    Map<String, List<InkMap>> byFace = new LinkedHashMap<>();
    for (TablePair pair : pairs) {
      for (TablePage page : List.of(pair.a(), pair.b())) {
        List<InkMap> maps = byFace.computeIfAbsent(page.typeface(), f -> new ArrayList<>());
        for (double height : HEIGHTS) {
          InkMap ink = inkMap(page, height);
          if (Math.min(ink.width(), ink.height()) > 2 * TypefaceTrainer.PATCH) {
            maps.add(ink);
          }
        }
      }
    }
    byFace.values().removeIf(List::isEmpty);
    return byFace;
  }

  static List<TypefaceTrainer.Sample> samples(Map<String, List<InkMap>> byFace) {
    List<TypefaceTrainer.Sample> samples = new ArrayList<>();
    byFace.values().forEach(p -> samples.add(new TypefaceTrainer.Sample(samples.size(), p)));
    return samples;
  }

  /** The table with some margin, its figures brought to a height in cells. */
  private static InkMap inkMap(TablePage page, double cells) {
    double left = Double.MAX_VALUE;
    double top = Double.MAX_VALUE;
    double right = 0;
    double bottom = 0;
    double height = 0;
    for (var digit : page.digits()) {
      if (digit.row() >= 0) {
        left = Math.min(left, digit.box().x());
        top = Math.min(top, digit.box().y());
        right = Math.max(right, digit.box().x() + digit.box().w());
        bottom = Math.max(bottom, digit.box().y() + digit.box().h());
        height = Math.max(height, digit.box().h());
      }
    }
    double scale = cells / height;
    int margin = (int) (40 / scale);
    int x = (int) Math.max(0, left - margin);
    int y = (int) Math.max(0, top - margin);
    int w = (int) Math.min(page.scan().width() - x, right - x + margin);
    int h = (int) Math.min(page.scan().height() - y, bottom - y + margin);
    return new PageFrame(new Region(x, y, w, h), Turn.UPRIGHT, scale).inkMap(page.scan());
  }
}
