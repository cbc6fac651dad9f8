package org.tabularium.training.patches;

import java.util.List;
import org.tabularium.network.image.InkMap;

/**
 * A generated piece of a page at reading size.
 *
 * @param ink what the network sees
 * @param digits every digit that is to be found
 * @param decoys letters that are easily taken for digits; their digit is -1
 * @param spared digits of a size that the network is neither asked to find nor to leave alone
 */
public record Sheet(InkMap ink, List<Mark> digits, List<Mark> decoys, List<Mark> spared) {

  public Sheet {
    digits = List.copyOf(digits);
    decoys = List.copyOf(decoys);
    spared = List.copyOf(spared);
  }
}
