package org.tabularium.network.reading;

import java.util.List;
import org.tabularium.network.image.InkMap;
import org.tabularium.network.lrp.Composite;
import org.tabularium.network.lrp.Interpreter;
import org.tabularium.network.lrp.MinShare;
import org.tabularium.network.lrp.Net;
import org.tabularium.network.lrp.Tensor;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.model.ModelSpec;
import org.tabularium.network.model.ShiftWindow;

/**
 * The published way to one table's branch of BiLRP: the whole page in double precision, one
 * backward pass a feature. Minutes a page; it is there to be believed, and to check the fast way
 * against. With that it has nothing in common but the places that the gate kept.
 */
public final class NaiveBiLrp {
  private final Interpreter.At page;
  private final ShiftWindow shifts;
  private final MinShare share;
  private final List<Digit> gated;
  private final Tensor maps;

  /**
   * @param ink the ink map that was read
   * @param gated the digits that the gate kept: their classes and places, nothing else, are used
   */
  public NaiveBiLrp(DigitModel model, InkMap ink, List<Digit> gated, double gamma, MinShare share) {
    Net net = model.net(ink.height(), ink.width());
    this.page =
        new Interpreter(net, Composite.gamma(net, gamma, 1e-12))
            .at(new Tensor(net.inputShape(), doubles(ink.ink())));
    this.maps = page.activations().get(net.nodes().size() - 1);
    this.shifts = model.spec().shifts();
    this.share = share;
    this.gated = List.copyOf(gated);
  }

  /** {@code phi_m}: for each left digit the best of its right ones, the smaller of the two. */
  public double phi(int feature) {
    return above(feature).sum();
  }

  /** {@code LRP(phi_m)}: one pass over the page; relevance at the ink map's cells, row by row. */
  public Interpreter.Relevance relevance(int feature) {
    return page.relevance(above(feature));
  }

  /** The relevance of a feature at the digit maps. */
  private Tensor above(int feature) {
    Tensor above = Tensor.zeros(maps.shape());
    for (Digit p : gated) {
      if (p.digit() != feature / ModelSpec.DIGITS) {
        continue;
      }
      Digit best = null;
      for (Digit q : gated) {
        boolean follows =
            q.digit() == feature % ModelSpec.DIGITS
                && shifts.holds(q.column() - p.column(), q.row() - p.row());
        if (follows && (best == null || maps.values()[cell(q)] > maps.values()[cell(best)])) {
          best = q;
        }
      }
      if (best != null) {
        double first = maps.values()[cell(p)];
        double second = maps.values()[cell(best)];
        double mass = Math.min(first, second);
        double part = share.ofFirst(first, second);
        above.values()[cell(p)] += part * mass;
        above.values()[cell(best)] += (1 - part) * mass;
      }
    }
    return above;
  }

  private int cell(Digit d) {
    return (d.digit() * maps.shape()[1] + d.row()) * maps.shape()[2] + d.column();
  }

  private static double[] doubles(float[] values) {
    double[] to = new double[values.length];
    for (int i = 0; i < to.length; i++) {
      to[i] = values[i];
    }
    return to;
  }
}
