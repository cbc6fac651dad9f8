package org.tabularium.network.reading;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tabularium.network.image.Box;
import org.tabularium.network.model.ModelSpec;
import org.tabularium.network.model.ShiftWindow;
import org.tabularium.network.reading.Digit.ByHand;

/**
 * What was read, as corrected by people.
 *
 * <p>A correction and a digit are of the same place if the middle of one lies in the other's box. A
 * digit that a person names takes the place of the one nearest to it that was read there, and keeps
 * its box and its cell: only the class is another, and it is certain (activation 1). If none was
 * read there it is added. Whatever else was read in a place said to be empty goes. Where a person
 * says what was read, nothing changes, its activation included: that is no correction.
 *
 * <p>The bigrams follow by the network's own rule, so a corrected vector is the sum of its
 * occurrences as one that was read is. The order of the corrections does not matter, and correcting
 * twice is correcting once.
 */
public final class Corrections {

  /** Its own kind, then its place: an order that does not ask who came first. */
  private static final Comparator<Correction.Is> BY_CONTENT =
      Comparator.<Correction.Is>comparingDouble(is -> is.box().x())
          .thenComparingDouble(is -> is.box().y())
          .thenComparingDouble(is -> is.box().w())
          .thenComparingDouble(is -> is.box().h())
          .thenComparingInt(Correction.Is::digit);

  private final Reading read;
  private final ModelSpec spec;
  private final List<Correction.Is> named;
  private final List<Correction.Empty> empty;
  private final Places places;

  private Corrections(Reading read, List<Correction> corrections, ModelSpec spec) {
    this.read = read;
    this.spec = spec;
    List<Correction> inside =
        corrections.stream().filter(one -> read.region().holds(one.box())).toList();
    this.named = apart(only(inside, Correction.Is.class));
    this.empty = only(corrections, Correction.Empty.class);
    this.places = Places.of(read.digits().stream().map(Digit::box).toList());
  }

  /**
   * @param read what a model read, or corrected already
   * @param corrections of places on its scan; those outside of its region do not count
   * @param spec of the model that read
   * @return the reading itself where they change nothing
   */
  public static Reading apply(Reading read, List<Correction> corrections, ModelSpec spec) {
    return new Corrections(read, corrections, spec).applied();
  }

  /**
   * How many digits differ from what was read: of another class, added, or taken away.
   *
   * @param read what was read
   * @param corrected the same, corrected
   */
  public static int count(Reading read, Reading corrected) {
    int other = 0;
    int added = 0;
    for (Digit digit : corrected.digits()) {
      ByHand hand = digit.byHand();
      if (hand != null && hand.read() == null) {
        added++;
      } else if (hand != null) {
        other++;
      }
    }
    int left = corrected.digits().size() - added;
    return other + added + read.digits().size() - left;
  }

  private Reading applied() {
    @Nullable Integer[] nameOf = names();
    boolean[] used = new boolean[named.size()];
    boolean[] gone = gone();
    List<Digit> digits = new ArrayList<>();
    boolean changed = false;
    for (int d = 0; d < nameOf.length; d++) {
      Digit was = read.digits().get(d);
      Integer name = nameOf[d];
      if (name != null) {
        used[name] = true;
        int digit = named.get(name).digit();
        changed |= digit != was.digit();
        digits.add(digit == was.digit() ? was : renamed(was, digit));
      } else if (gone[d]) {
        changed = true;
      } else {
        digits.add(was);
      }
    }
    for (int n = 0; n < used.length; n++) {
      if (!used[n]) {
        changed = true;
        digits.add(added(named.get(n), digits));
      }
    }
    return changed ? with(digits) : read;
  }

  /** Which of the digits that were read stand where none is said to be. */
  private boolean[] gone() {
    boolean[] gone = new boolean[read.digits().size()];
    for (Correction.Empty one : empty) {
      places
          .near(one.box())
          .filter(d -> samePlace(one.box(), read.digits().get(d).box()))
          .forEach(d -> gone[d] = true);
    }
    return gone;
  }

  /** For each digit that was read the correction that names it: the nearest pairs first. */
  private @Nullable Integer[] names() {
    record Pair(int name, int digit, double distance) {}
    List<Pair> pairs = new ArrayList<>();
    for (int n = 0; n < named.size(); n++) {
      Box place = named.get(n).box();
      for (int d : places.near(place).toArray()) {
        Box box = read.digits().get(d).box();
        if (samePlace(place, box)) {
          pairs.add(new Pair(n, d, distance(place, box)));
        }
      }
    }
    pairs.sort(
        Comparator.comparingDouble(Pair::distance)
            .thenComparingInt(Pair::name)
            .thenComparingInt(Pair::digit));
    @Nullable Integer[] nameOf = new Integer[read.digits().size()];
    boolean[] used = new boolean[named.size()];
    for (Pair pair : pairs) {
      if (!used[pair.name()] && nameOf[pair.digit()] == null) {
        used[pair.name()] = true;
        nameOf[pair.digit()] = pair.name();
      }
    }
    return nameOf;
  }

  private static Digit renamed(Digit was, int digit) {
    ByHand before = was.byHand();
    return new Digit(
        was.box(),
        digit,
        1,
        was.row(),
        was.column(),
        null,
        before == null ? new ByHand(was.digit()) : before);
  }

  /**
   * A digit that nobody read has no peak. Digits of one line peak on one row, whether they hang or
   * rise, so it stands on its nearest neighbour's; without one, where its own middle is.
   */
  private Digit added(Correction.Is is, List<Digit> others) {
    Box place = cells(is.box());
    double x = place.centreX() / spec.stride();
    double y = place.centreY() / spec.stride();
    Digit next = null;
    double least = Double.POSITIVE_INFINITY;
    for (Digit other : others) {
      Box box = cells(other.box());
      double shared =
          Math.min(place.y() + place.h(), box.y() + box.h()) - Math.max(place.y(), box.y());
      double far = Math.abs(box.centreX() - place.centreX());
      if (2 * shared >= Math.min(place.h(), box.h()) && far < least) {
        least = far;
        next = other;
      }
    }
    int row = (int) Math.max(0, Math.round(y - 0.5));
    int column = (int) Math.max(0, Math.round(x - 0.5));
    if (next != null) {
      double aside = (place.centreX() - cells(next.box()).centreX()) * finer(next);
      row = next.row();
      column = (int) Math.max(0, next.column() + Math.round(aside / spec.stride()));
    }
    return new Digit(is.box(), is.digit(), 1, row, column, null, new ByHand(null));
  }

  /** How many cells around a digit make one at the table's own scale: parts may be read larger. */
  private double finer(Digit digit) {
    int stride = spec.stride();
    Box own = read.frame().toScan(new Box(0, 0, 1, 1));
    Box here = read.frame().toScan(new Box(stride * digit.column(), stride * digit.row(), 1, 1));
    return Math.sqrt(own.w() * own.h() / (here.w() * here.h()));
  }

  private Reading with(List<Digit> digits) {
    ShiftWindow shifts = spec.shifts();
    List<Occurrence> occurrences = Bigrams.of(digits, shifts);
    double[] before = sums(read.occurrences());
    double[] after = sums(occurrences);
    float[] phi = new float[Reading.FEATURES];
    for (int k = 0; k < phi.length; k++) {
      // Where nothing changed it is the network's own sum, to the last bit.
      phi[k] = after[k] == before[k] ? read.phi()[k] : (float) after[k];
    }
    return read.corrected(digits, occurrences, phi);
  }

  private static double[] sums(List<Occurrence> occurrences) {
    double[] sums = new double[Reading.FEATURES];
    occurrences.forEach(one -> sums[one.bigram()] += one.mass());
    return sums;
  }

  private Box cells(Box scan) {
    return read.frame().toCells(scan);
  }

  private static boolean samePlace(Box a, Box b) {
    return holds(a, b) || holds(b, a);
  }

  private static boolean holds(Box box, Box other) {
    double right = other.centreX() - box.x();
    double down = other.centreY() - box.y();
    return right >= 0 && right <= box.w() && down >= 0 && down <= box.h();
  }

  private static double distance(Box a, Box b) {
    return Math.hypot(a.centreX() - b.centreX(), a.centreY() - b.centreY());
  }

  /** Of several that name one place the first by content: a place has one digit. */
  private static List<Correction.Is> apart(List<Correction.Is> all) {
    List<Correction.Is> apart = new ArrayList<>();
    Places taken = Places.like(all.stream().map(Correction.Is::box).toList());
    for (Correction.Is one : all.stream().sorted(BY_CONTENT).toList()) {
      if (taken.near(one.box()).noneMatch(i -> samePlace(one.box(), apart.get(i).box()))) {
        apart.add(one);
        taken.add(one.box());
      }
    }
    return apart;
  }

  private static <T extends Correction> List<T> only(List<Correction> all, Class<T> kind) {
    return all.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
