package org.tabularium.app.corpus;

/**
 * One image file, kept byte for byte as it was uploaded.
 *
 * @param sha256 the hash of its bytes, its name, 64 hexadecimal digits
 * @param mediaType what its bytes are, whatever its file name says
 * @param bytes size of the file
 * @param width pixels, EXIF orientation applied
 * @param height pixels, EXIF orientation applied
 */
public record Scan(String sha256, String mediaType, long bytes, int width, int height) {}
