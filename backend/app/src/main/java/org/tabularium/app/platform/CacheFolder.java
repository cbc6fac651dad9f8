package org.tabularium.app.platform;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A folder of files that can be made again, some of which may go while it is looked through. */
public final class CacheFolder {

  private CacheFolder() {}

  private record Kept(Path file, long bytes, FileTime used) {}

  /**
   * Deletes what was longest not used until all files together have at most so many bytes.
   *
   * @param folder with its subfolders; nothing where it is missing
   */
  public static synchronized void keepWithin(Path folder, long most) throws IOException {
    List<Kept> all = new ArrayList<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            all.add(new Kept(file, attributes.size(), attributes.lastModifiedTime()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE; // a job has ended, or a table was deleted
            }
            throw e;
          }
        });
    long total = all.stream().mapToLong(Kept::bytes).sum();
    all.sort(Comparator.comparing(Kept::used));
    for (int i = 0; i < all.size() && total > most; i++) {
      total -= all.get(i).bytes();
      Files.deleteIfExists(all.get(i).file());
    }
  }
}
