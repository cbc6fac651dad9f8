package org.tabularium.network.reading;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.tabularium.network.image.Box;
import org.tabularium.network.image.GreyScan;
import org.tabularium.network.image.InkMap;
import org.tabularium.network.image.Inset;
import org.tabularium.network.image.PageFrame;
import org.tabularium.network.image.Region;
import org.tabularium.network.image.Shelves;
import org.tabularium.network.image.Turn;
import org.tabularium.network.model.ModelSpec;
import org.tabularium.network.onnx.BigramNetwork;
import org.tabularium.network.onnx.BigramNetwork.Peaks;

/**
 * Decides which parts of a page are read at a scale of their own. Where such type may stand the
 * unread ink says ({@link OtherSizes}); that it is better read so, the network: small parts are
 * tried whole, large ones by a piece from their middle first, all side by side in one run.
 */
final class InsetSearch {
  /** As in the choice of scale: letters that are taken for digits are mostly read less surely. */
  private static final double DOUBT = 0.6;

  /** Parts of a greater share of the page's cells than this are tried by a piece first. */
  private static final double LARGE = 0.12;

  /** The small ones together are tried up to this share; of more, those with the fewest cells. */
  private static final double ALL = 0.3;

  /** So many large ones are tried, the largest. */
  private static final int PIECES = 3;

  /** A piece's side, cells. */
  private static final int PIECE = 192;

  /** Digits that a piece must show. */
  private static final int ENOUGH = 4;

  /** No inset has more cells, whatever the scan. */
  private static final long MOST_CELLS = 4_000_000;

  private final BigramNetwork network;
  private final ModelSpec spec;
  private final GreyScan scan;
  private final Sight page;
  private final Region region;
  private final Turn turn;

  /**
   * @param page what was seen at one size
   */
  InsetSearch(BigramNetwork network, GreyScan scan, Sight page) {
    this.network = network;
    this.spec = network.model().spec();
    this.scan = scan;
    this.page = page;
    this.region = page.frame().region();
    this.turn = page.frame().turn();
  }

  /**
   * A part that was tried.
   *
   * @param peaks whose cells lie in the part, cells of the inset's own map
   * @param counts which of them count
   */
  private record Tried(Inset inset, InkMap ink, Peaks peaks, boolean[] counts) {
    int digits() {
      return (int) IntStream.range(0, counts.length).filter(i -> counts[i]).count();
    }
  }

  /** The same page with all parts that are better read apart; as it was where there is none. */
  Sight widened() {
    long cells = (long) page.ink().width() * page.ink().height();
    List<Inset> small = new ArrayList<>();
    List<Inset> large = new ArrayList<>();
    for (Inset inset :
        new OtherSizes(spec, page.frame(), page.ink(), page.found(), page.counts()).candidates()) {
      if (inset.cells() <= LARGE * cells) {
        small.add(inset);
      } else if (inset.cells() <= MOST_CELLS) {
        large.add(inset);
      }
    }
    large.sort(Comparator.comparingLong(inset -> -inset.cells()));
    large = large.subList(0, Math.min(PIECES, large.size()));
    List<Inset> first = new ArrayList<>(affordable(small, (long) (ALL * cells)));
    int whole = first.size();
    large.forEach(inset -> first.add(piece(inset)));
    List<Tried> tried = tried(first);
    List<Tried> better = new ArrayList<>();
    List<Inset> second = new ArrayList<>();
    for (int i = 0; i < tried.size(); i++) {
      Tried one = tried.get(i);
      if (i < whole && isBetter(one, spec.sizes().enough())) {
        better.add(one);
      } else if (i >= whole && isBetter(one, ENOUGH)) {
        second.add(large.get(i - whole));
      }
    }
    for (Tried one : tried(second)) {
      if (isBetter(one, spec.sizes().enough())) {
        better.add(one);
      }
    }
    return better.isEmpty() ? page : with(better);
  }

  private static List<Inset> affordable(List<Inset> small, long most) {
    List<Inset> cheapest = new ArrayList<>(small);
    cheapest.sort(Comparator.comparingLong(Inset::cells));
    long sum = 0;
    List<Inset> kept = new ArrayList<>();
    for (Inset inset : cheapest) {
      sum += inset.cells();
      if (sum <= most) {
        kept.add(inset);
      }
    }
    return small.stream().filter(kept::contains).toList();
  }

  /** A square from the middle of a part. */
  private static Inset piece(Inset inset) {
    Region part = inset.part();
    int side = (int) Math.max(1, Math.round(PIECE / inset.scale()));
    int w = Math.min(side, part.width());
    int h = Math.min(side, part.height());
    Region middle =
        new Region(part.x() + (part.width() - w) / 2, part.y() + (part.height() - h) / 2, w, h);
    return new Inset(middle, inset.scale(), inset.margin());
  }

  /** Reads parts side by side. */
  private List<Tried> tried(List<Inset> insets) {
    if (insets.isEmpty()) {
      return List.of();
    }
    List<InkMap> inks = insets.stream().map(i -> i.inkMap(scan, region, turn)).toList();
    Shelves shelves = Shelves.of(insets, turn, 0, 1);
    Peaks peaks = network.run(shelves.inkMap(new InkMap(1, 1, new float[1]), inks));
    int stride = spec.stride();
    List<Tried> tried = new ArrayList<>();
    for (int n = 0; n < insets.size(); n++) {
      Inset inset = insets.get(n);
      Shelves.Place place = shelves.places().get(n);
      Peaks own = peaks.at(inside(peaks, place), -place.top() / stride, -place.left() / stride);
      Peaks within = own.at(inPart(own, inset), 0, 0);
      boolean[] counts = new Witnesses(within, spec.company(), spec.em() / spec.stride()).counts();
      tried.add(new Tried(inset, inks.get(n), within, counts));
    }
    return tried;
  }

  private int[] inside(Peaks peaks, Shelves.Place place) {
    return IntStream.range(0, peaks.count())
        .filter(
            i -> {
              Box cell = Sight.cell(peaks, i, spec.stride());
              return place.holds(cell.centreX(), cell.centreY());
            })
        .toArray();
  }

  private int[] inPart(Peaks own, Inset inset) {
    return IntStream.range(0, own.count())
        .filter(
            i -> inset.part().holds(inset.toScan(Sight.cell(own, i, spec.stride()), region, turn)))
        .toArray();
  }

  /** Whether a part is read more surely than at the page's size. */
  private boolean isBetter(Tried one, int enough) {
    if (one.digits() < enough) {
      return false;
    }
    double before = 0;
    for (int i = 0; i < page.found().count(); i++) {
      Box place = page.frame().toScan(Sight.cell(page.found(), i, spec.stride()));
      if (page.counts()[i] && one.inset().part().holds(place)) {
        before += Math.max(0, Math.min(1, page.found().activation()[i]) - DOUBT);
      }
    }
    return Sight.evidence(one.peaks(), one.counts(), DOUBT) > before + spec.sizes().gain();
  }

  /** The page with insets. */
  private Sight with(List<Tried> better) {
    PageFrame frame = page.frame().with(better.stream().map(Tried::inset).toList());
    Shelves shelves = frame.shelves();
    InkMap ink = shelves.inkMap(page.ink(), better.stream().map(Tried::ink).toList());
    if (nearEdge(shelves.width() > page.ink().width())) {
      // There the network saw the page end; on the larger map it sees blank paper.
      return Sight.of(network, frame, ink, network.run(ink));
    }
    int stride = spec.stride();
    List<Peaks> all = new ArrayList<>(List.of(page.found()));
    for (int i = 0; i < better.size(); i++) {
      Peaks own = better.get(i).peaks();
      Shelves.Place place = shelves.places().get(i);
      all.add(
          own.at(
              IntStream.range(0, own.count()).toArray(),
              place.top() / stride,
              place.left() / stride));
    }
    return Sight.of(network, frame, ink, Peaks.together(all));
  }

  /** Whether anything was found so near the lower or the right edge that it saw beyond. */
  private boolean nearEdge(boolean wider) {
    int margin = page.frame().insets().isEmpty() ? spec.reach() + spec.stride() : 0;
    for (int i = 0; i < page.found().count(); i++) {
      Box cell = Sight.cell(page.found(), i, spec.stride());
      if (cell.y() + 2 * margin > page.ink().height()
          || wider && cell.x() + 2 * margin > page.ink().width()) {
        return true;
      }
    }
    return false;
  }
}
