package org.tabularium.training.patches;

import java.util.List;
import org.tabularium.network.image.InkMap;

/**
 * A generated piece of a page at reading size.
 *
 * @param ink what the network sees
 * @param digits every digit that is to be found
 * @param spared digits of a size that the network is neither asked to find nor to leave alone
 */
public record Sheet(InkMap ink, List<Mark> digits, List<Mark> spared) {

  public Sheet {
    digits = List.copyOf(digits);
    spared = List.copyOf(spared);
  }
}
