package org.tabularium.network.image;

/**
 * What the head of a scan's file says.
 *
 * @param mediaType such as {@code image/jpeg}
 * @param width pixels, as every viewer shows it: EXIF turn applied
 * @param height pixels, likewise
 * @param orientation EXIF orientation, 1 to 8; 1 is upright
 */
public record ScanInfo(String mediaType, int width, int height, int orientation) {}
