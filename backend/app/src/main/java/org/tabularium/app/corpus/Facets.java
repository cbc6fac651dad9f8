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
record Facets(
    List<EditionFacet> editions,
    List<PlaceFacet> places,
    @Nullable Integer yearFrom,
    @Nullable Integer yearTo) {

  record EditionFacet(long id, String label, int count) {}

  record PlaceFacet(String name, int count) {}
}
