package org.tabularium.app.corpus;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a corpus can be narrowed by.
 *
 * @param editions its editions, the oldest first
 * @param places its places of publication, by name
 * @param yearFrom the year of its oldest edition
 * @param yearTo the year of its youngest
 */
public record Facets(
    List<EditionFacet> editions,
    List<PlaceFacet> places,
    @Nullable Integer yearFrom,
    @Nullable Integer yearTo) {

  /** An edition with the number of its tables. */
  public record EditionFacet(long id, String label, int count) {}

  /** A place with the number of its tables. */
  public record PlaceFacet(String name, int count) {}
}
