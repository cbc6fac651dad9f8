package org.tabularium.app.lens;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.tabularium.app.platform.CacheFolder;
import org.tabularium.app.platform.DataFolder;
import org.tabularium.network.similarity.PictureSums.Side;
import org.tabularium.network.similarity.PictureSums.Sums;
import org.tabularium.network.similarity.View;

/**
 * What pairs look like to lenses, kept in files under {@code cache/lenses} in the data folder. A
 * cache: whatever is missing or damaged is computed again, and what was longest not asked for goes
 * when it grows too large.
 */
@Component
class LensStore {

  private static final Logger log = LoggerFactory.getLogger(LensStore.class);
  private static final int MAGIC = 0x544c4e31; // "TLN1"

  /** Bytes on the disk that all files together may have. */
  private static final long MOST = 512L << 20;

  private final Path folder;

  LensStore(DataFolder data) {
    this.folder = data.path().resolve("cache").resolve("lenses");
  }

  /**
   * A pair as a lens sees it.
   *
   * @param height of the pictures that the network was shown, pixels
   * @param width likewise
   */
  record Seen(int height, int width, Sums sums) {}

  Optional<Seen> find(LensWork work) {
    Path file = file(work);
    try (DataInputStream data =
        new DataInputStream(
            new BufferedInputStream(
                new InflaterInputStream(
                    new BufferedInputStream(Files.newInputStream(file), 1 << 16)),
                1 << 16))) {
      Seen seen = read(data);
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
      return Optional.of(seen);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      log.warn("{} is damaged and will be made again", file, e);
      return Optional.empty();
    }
  }

  void keep(LensWork work, Seen seen) throws IOException {
    Path file = file(work);
    Files.createDirectories(file.getParent());
    Path part = Files.createTempFile(folder, "lens", ".part");
    try {
      try (DataOutputStream data =
          new DataOutputStream(
              new BufferedOutputStream(
                  new DeflaterOutputStream(Files.newOutputStream(part)), 1 << 16))) {
        write(seen, data);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
    shrink();
  }

  void forgetLens(String lens) {
    forget(folder.resolve(lens), "");
  }

  /** Deletes all pairs of a table, through whatever lens. */
  void forgetTable(String readKey) {
    if (Files.notExists(folder)) {
      return;
    }
    try (Stream<Path> lenses = Files.list(folder)) {
      lenses.filter(Files::isDirectory).forEach(one -> forget(one, name(readKey)));
    } catch (IOException e) {
      log.warn("the cache in {} could not be looked through", folder, e);
    }
  }

  private static void forget(Path lens, String part) {
    try (Stream<Path> files = Files.list(lens)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (file.getFileName().toString().contains(part)) {
          Files.deleteIfExists(file);
        }
      }
      if (part.isEmpty()) {
        Files.deleteIfExists(lens);
      }
    } catch (NoSuchFileException e) {
      // Nothing was kept.
    } catch (IOException e) {
      log.warn("what was cached in {} could not be deleted; it will go in time", lens, e);
    }
  }

  private void shrink() {
    try {
      CacheFolder.keepWithin(folder, MOST);
    } catch (IOException e) {
      log.warn("the cache in {} could not be looked through", folder, e);
    }
  }

  private Path file(LensWork work) {
    return folder
        .resolve(work.lens())
        .resolve(
            String.join(
                "-",
                name(work.first()),
                name(work.second()),
                work.model().substring(0, 16),
                work.allViews() ? "all" : "one"));
  }

  private static String name(String readKey) {
    byte[] hash = LensFiles.digest().digest(readKey.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash, 0, 16);
  }

  private static void write(Seen seen, DataOutputStream data) throws IOException {
    Sums sums = seen.sums();
    data.writeInt(MAGIC);
    data.writeInt(seen.height());
    data.writeInt(seen.width());
    data.writeInt(sums.rows());
    data.writeInt(sums.columns());
    data.writeDouble(sums.score());
    data.writeDouble(sums.cosine());
    for (Side side : List.of(sums.first(), sums.second())) {
      data.writeBoolean(side.view().mirrored());
      data.writeInt(side.view().quarterTurns());
      data.writeDouble(side.lost());
      for (double r : side.blocks()) {
        data.writeDouble(r);
      }
    }
  }

  private static Seen read(DataInputStream data) throws IOException {
    if (data.readInt() != MAGIC) {
      throw new IOException("not a pair through a lens");
    }
    int height = data.readInt();
    int width = data.readInt();
    int rows = data.readInt();
    int columns = data.readInt();
    double score = data.readDouble();
    double cosine = data.readDouble();
    return new Seen(
        height,
        width,
        new Sums(
            score, cosine, rows, columns, side(rows * columns, data), side(rows * columns, data)));
  }

  private static Side side(int blocks, DataInputStream data) throws IOException {
    View view = new View(data.readBoolean(), data.readInt());
    double lost = data.readDouble();
    double[] relevance = new double[blocks];
    for (int i = 0; i < blocks; i++) {
      relevance[i] = data.readDouble();
    }
    return new Side(view, relevance, lost);
  }
}
