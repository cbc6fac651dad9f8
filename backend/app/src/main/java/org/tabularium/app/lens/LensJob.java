package org.tabularium.app.lens;

import java.awt.geom.AffineTransform;
import java.awt.image.AffineTransformOp;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.tabularium.app.corpus.ScanProblems;
import org.tabularium.app.corpus.ScanStore;
import org.tabularium.app.corpus.Table;
import org.tabularium.app.corpus.Tables;
import org.tabularium.app.jobs.JobHandler;
import org.tabularium.app.jobs.JobRun;
import org.tabularium.app.platform.Problem;
import org.tabularium.app.readings.Readings;
import org.tabularium.network.image.InkMap;
import org.tabularium.network.image.PageFrame;
import org.tabularium.network.image.Region;
import org.tabularium.network.image.Scans;
import org.tabularium.network.image.Turn;
import org.tabularium.network.image.UnreadableScan;
import org.tabularium.network.lrp.Net;
import org.tabularium.network.lrp.Tensor;
import org.tabularium.network.reading.Reading;
import org.tabularium.network.similarity.PictureModel;
import org.tabularium.network.similarity.PictureSums;

/** Looks at a pair through a lens: why a network that knows nothing of numbers sees them alike. */
@Component
class LensJob implements JobHandler {

  /** The kind of these jobs. */
  static final String KIND = "lens";

  /** What getting the pictures takes of the whole. */
  private static final double PICTURES = 0.3;

  private static final int LEAST = 64;

  private final Tables tables;
  private final Readings readings;
  private final ScanStore scans;
  private final Lenses lenses;
  private final LensStore store;

  LensJob(Tables tables, Readings readings, ScanStore scans, Lenses lenses, LensStore store) {
    this.tables = tables;
    this.readings = readings;
    this.scans = scans;
    this.lenses = lenses;
    this.store = store;
  }

  @Override
  public String kind() {
    return KIND;
  }

  /** Height and width of the pictures that both tables are brought to. */
  record Size(int height, int width) {}

  @Override
  public void run(JobRun run) throws Exception {
    LensWork work = LensWork.of(run.identity());
    List<Table> first = tables.sharing(work.first());
    List<Table> second = tables.sharing(work.second());
    Optional<Lens> lens = lenses.list().stream().filter(l -> l.id().equals(work.lens())).findAny();
    if (first.isEmpty() || second.isEmpty() || lens.isEmpty()) {
      return; // nobody can ask for it any more
    }
    Optional<Reading> inFirst = readings.find(first.get(0), work.model());
    Optional<Reading> inSecond = readings.find(second.get(0), work.model());
    if (inFirst.isEmpty() || inSecond.isEmpty() || store.find(work).isPresent()) {
      return; // not read, or the process died between keeping it and ending the job
    }
    run.at(0);
    Size size = size(lens.get(), inFirst.get().frame().main(), inSecond.get().frame().main());
    Net net = lenses.net(lens.get(), size.height(), size.width());
    // Somebody waits for this one: it gets all the processors there are.
    int threads = Runtime.getRuntime().availableProcessors();
    try (PictureSums model =
        new PictureSums(
            net, Lenses.pixels(lens.get().sees()), Lenses.depths(lens.get().gamma()), threads)) {
      Tensor x = model.input(picture(first.get(0), inFirst.get(), lens.get(), size));
      run.at(PICTURES / 2);
      Tensor y = model.input(picture(second.get(0), inSecond.get(), lens.get(), size));
      PictureSums.Sums sums =
          model.of(x, y, work.allViews(), done -> run.at(PICTURES + (1 - PICTURES) * done));
      store.keep(work, new LensStore.Seen(size.height(), size.width(), sums));
    } catch (IllegalArgumentException e) {
      throw new Problem(
              HttpStatus.UNPROCESSABLE_CONTENT, "lens-refused", String.valueOf(e.getMessage()))
          .causedBy(e);
    }
    run.at(1);
    if (tables.sharing(work.first()).isEmpty()) {
      store.forgetTable(work.first());
    }
    if (tables.sharing(work.second()).isEmpty()) {
      store.forgetTable(work.second());
    }
  }

  /**
   * The lens's own size; where that is open, one between the shapes of the two tables, in whole
   * blocks of what an explanation pools, and no larger than they were read.
   */
  static Size size(Lens lens, PageFrame a, PageFrame b) {
    if (lens.height() != null && lens.width() != null) {
      return new Size(lens.height(), lens.width());
    }
    double read = Math.sqrt((double) a.width() * a.height() * b.width() * b.height());
    double area = Math.min(read, (double) lens.side() * lens.side());
    double shape = Math.sqrt((double) a.height() / a.width() * ((double) b.height() / b.width()));
    return new Size(blocks(Math.sqrt(area * shape)), blocks(Math.sqrt(area / shape)));
  }

  private static int blocks(double cells) {
    int pooled = PictureModel.POOLED;
    return Math.max(LEAST, pooled * (int) Math.round(cells / pooled));
  }

  /** What of the table was read, upright, as the lens is to see it. */
  private BufferedImage picture(Table table, Reading reading, Lens lens, Size size)
      throws IOException {
    Path scan = scans.path(table.scan().sha256());
    try {
      if (lens.sees().equals("ink")) {
        return picture(reading.frame().main().inkMap(Scans.grey(scan)));
      }
      Region region = reading.region();
      boolean sideways = reading.turn().sideways();
      BufferedImage lying =
          Scans.picture(
              scan,
              region,
              sideways ? size.height() : size.width(),
              sideways ? size.width() : size.height());
      return turned(lying, reading.turn());
    } catch (UnreadableScan e) {
      throw ScanProblems.of(e);
    }
  }

  private static BufferedImage picture(InkMap ink) {
    BufferedImage picture =
        new BufferedImage(ink.width(), ink.height(), BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < ink.ink().length; i++) {
      int v = (int) Math.max(0, Math.min(255, Math.round(255 * (double) ink.ink()[i])));
      picture.setRGB(i % ink.width(), i / ink.width(), v << 16 | v << 8 | v);
    }
    return picture;
  }

  private static BufferedImage turned(BufferedImage lying, Turn turn) {
    if (turn == Turn.UPRIGHT) {
      return lying;
    }
    int w = turn.sideways() ? lying.getHeight() : lying.getWidth();
    int h = turn.sideways() ? lying.getWidth() : lying.getHeight();
    AffineTransform to = AffineTransform.getTranslateInstance(w / 2.0, h / 2.0);
    to.quadrantRotate(turn.quarters());
    to.translate(-lying.getWidth() / 2.0, -lying.getHeight() / 2.0);
    BufferedImage upright = new BufferedImage(w, h, BufferedImage.TYPE_INT_RGB);
    return new AffineTransformOp(to, AffineTransformOp.TYPE_NEAREST_NEIGHBOR)
        .filter(lying, upright);
  }
}
