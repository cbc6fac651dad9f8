package org.tabularium.app.activation;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What a network read of a page that the build knows, beside what the network that ships reads
 * there: enough to see at once that one expects other pictures, or another size of type.
 *
 * @param page name of the sample page
 * @param there digits that the shipped network reads on it
 * @param read digits that this network reads
 * @param alike of those there, read as the same digit
 * @param otherwise of those there, read as another digit
 * @param beside read where the shipped network reads none
 * @param type size of the type at which it was surest, pixels of the page
 * @param usual the same for the shipped network
 * @param strongest what the surest digit comes to in its maps at the usual size of type, whether
 *     the gate lets it through or not
 * @param threshold what a digit must come to
 * @param hint what would make it read, where it reads less than half; null where nothing was found,
 *     or nothing is amiss
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Trial(
    String page,
    int there,
    int read,
    int alike,
    int otherwise,
    int beside,
    double type,
    double usual,
    double strongest,
    double threshold,
    @Nullable Hint hint) {

  /** Of those there, read as nothing. */
  public int missed() {
    return there - alike - otherwise;
  }

  /** Whether it reads less than half of what is there. */
  public boolean poor() {
    return 2 * alike < there;
  }

  /**
   * The smallest change of how a network is understood with which it tells most digits of a part of
   * the page apart, places given and no gate between.
   *
   * @param em size of type, in ink-map cells; null where that is right
   * @param peak what a clean digit comes to in its maps; null where that is about right
   * @param order digits of its maps from the first; null where that is right
   * @param inverted whether it expects dark ink on bright paper, which no setting can give it
   * @param alike digits that it tells so
   * @param there of so many
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Hint(
      @Nullable Double em,
      @Nullable Double peak,
      @Nullable String order,
      boolean inverted,
      int alike,
      int there) {}
}
