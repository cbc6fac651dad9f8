package org.tabularium.app.annotate.formats;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.springframework.http.HttpStatus;
import org.tabularium.app.platform.Problem;

/** The files of an archive of labels, in memory: there is a limit to how large they may become. */
final class LabelArchive {

  static final int LARGEST_FILE = 64 << 20;
  private static final long LARGEST = 256L << 20;
  private static final int MOST_FILES = 50_000;

  private LabelArchive() {}

  static boolean isOne(byte[] bytes) {
    return bytes.length > 3 && bytes[0] == 'P' && bytes[1] == 'K';
  }

  /**
   * The files that may hold labels, by the names that they have in the archive.
   *
   * @throws Problem 422 when it cannot be read, or is too large
   */
  static Map<String, byte[]> files(byte[] bytes) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    long total = 0;
    int count = 0;
    try (ZipInputStream zip =
        new ZipInputStream(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String name = entry.getName().replace('\\', '/');
        if (++count > MOST_FILES) {
          throw large(name);
        }
        boolean labels =
            name.matches("(?i).*\\.(xml|json|jsonld|csv|txt|ya?ml)")
                && !name.startsWith("__MACOSX/")
                && !Naming.last(name).startsWith(".");
        if (entry.isDirectory() || !labels) {
          continue;
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        byte[] some = new byte[64 << 10];
        for (int n = zip.read(some); n >= 0; n = zip.read(some)) {
          file.write(some, 0, n);
          total += n;
          if (file.size() > LARGEST_FILE || total > LARGEST) {
            throw large(name);
          }
        }
        files.put(name, file.toByteArray());
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new Problem(HttpStatus.UNPROCESSABLE_CONTENT, "labels-archive").causedBy(e);
    }
    return files;
  }

  static Problem large(String name) {
    return new Problem(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "labels-large",
        name,
        Integer.toString(LARGEST_FILE >> 20));
  }
}
