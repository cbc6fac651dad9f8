package org.tabularium.app.explain;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.tabularium.app.platform.CacheFolder;
import org.tabularium.app.platform.DataFolder;
import org.tabularium.network.reading.PixelBranch.Field;

/**
 * What made the digits, kept in files under {@code cache/pixels} in the data folder: one a table's
 * reading and gamma, whoever its partners are. A cache: whatever is missing or damaged is computed
 * again, and what was longest not asked for goes when it grows too large.
 */
@Component
class PixelStore {

  private static final Logger log = LoggerFactory.getLogger(PixelStore.class);
  private static final int MAGIC = 0x54504931; // "TPI1"
  private static final int CLASSES = 10;

  /** Bytes on the disk that all files together may have. */
  private static final long MOST = 2L << 30;

  /**
   * Cells of all digits' maps that are kept in memory: two pages of 3,300 digits and some, 100 MB.
   */
  private static final long MOST_REMEMBERED = 25_000_000;

  private final Path folder;

  /** By file, what was longest not asked for first. */
  private final Map<Path, Remembered> memory = new LinkedHashMap<>(16, 0.75f, true);

  PixelStore(DataFolder data) {
    this.folder = data.path().resolve("cache").resolve("pixels");
  }

  /**
   * The digits' maps of one reading.
   *
   * @param width of the ink map
   * @param height of the ink map
   * @param side of a receptive field
   */
  record Fields(int width, int height, int side, List<Field> digits) {
    long cells() {
      return (long) digits.size() * side * side;
    }
  }

  /** What a file held when it was as its stamp says. */
  private record Remembered(Optional<String> stamp, Fields fields) {}

  Optional<Fields> find(PixelWork work) {
    Path file = file(work);
    Optional<Fields> fields = remembered(file);
    if (fields.isEmpty()) {
      fields = read(file);
      fields.ifPresent(read -> remember(file, read));
    }
    return fields;
  }

  /** While people click about on a pair, its files need not be read for every click. */
  private Optional<Fields> remembered(Path file) {
    synchronized (memory) {
      Remembered one = memory.get(file);
      if (one == null || !one.stamp().equals(stamp(file))) {
        memory.remove(file);
        return Optional.empty();
      }
      return Optional.of(one.fields());
    }
  }

  private void remember(Path file, Fields fields) {
    Optional<String> stamp = stamp(file);
    if (stamp.isEmpty()) {
      return; // deleted meanwhile
    }
    synchronized (memory) {
      memory.put(file, new Remembered(stamp, fields));
      long cells = memory.values().stream().mapToLong(one -> one.fields().cells()).sum();
      var oldest = memory.values().iterator();
      while (cells > MOST_REMEMBERED && memory.size() > 1) {
        cells -= oldest.next().fields().cells();
        oldest.remove();
      }
    }
  }

  /** Changes when the file does; empty when there is none. */
  private static Optional<String> stamp(Path file) {
    try {
      return Optional.of(Files.getLastModifiedTime(file) + " " + Files.size(file));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Optional<Fields> read(Path file) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        DataInputStream data =
            new DataInputStream(new BufferedInputStream(new InflaterInputStream(in), 1 << 16))) {
      Fields fields = read(data);
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
      return Optional.of(fields);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      log.warn("{} is damaged and will be made again", file, e);
      return Optional.empty();
    }
  }

  void keep(PixelWork work, Fields fields) throws IOException {
    Path file = file(work);
    Files.createDirectories(file.getParent());
    Path part = Files.createTempFile(folder, "pixels", ".part");
    try {
      Deflater fast = new Deflater(Deflater.BEST_SPEED);
      try (OutputStream out = Files.newOutputStream(part);
          DataOutputStream data =
              new DataOutputStream(
                  new BufferedOutputStream(
                      new DeflaterOutputStream(out, fast, 1 << 16), 1 << 16))) {
        write(fields, data);
      } finally {
        fast.end();
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
    shrink();
  }

  /** Deletes what was kept of a reading, under whatever model and gamma. */
  void forget(String readKey) {
    Path some = folder(readKey);
    try (Stream<Path> files = Files.list(some)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(some);
    } catch (NoSuchFileException e) {
      // Nothing was kept.
    } catch (IOException e) {
      log.warn(
          "what was cached in {} could not be deleted; it will go when room is needed", some, e);
    }
  }

  private void shrink() {
    try {
      CacheFolder.keepWithin(folder, MOST);
    } catch (IOException e) {
      log.warn("the cache in {} could not be looked through", folder, e);
    }
  }

  private Path file(PixelWork work) {
    return folder(work.readKey())
        .resolve(work.model().substring(0, 16) + "-" + work.gamma() + ".pixels");
  }

  private Path folder(String readKey) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(readKey.getBytes(StandardCharsets.UTF_8));
      return folder.resolve(HexFormat.of().formatHex(hash, 0, 16));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static void write(Fields fields, DataOutputStream data) throws IOException {
    data.writeInt(MAGIC);
    data.writeInt(fields.width());
    data.writeInt(fields.height());
    data.writeInt(fields.side());
    data.writeInt(fields.digits().size());
    for (Field field : fields.digits()) {
      data.writeInt(field.left());
      data.writeInt(field.top());
      data.writeFloat(field.lost());
      floats(field.raw(), data);
      floats(field.unit(), data);
    }
  }

  private static Fields read(DataInputStream data) throws IOException {
    if (data.readInt() != MAGIC) {
      throw new IOException("not a file of pixels");
    }
    int width = data.readInt();
    int height = data.readInt();
    int side = data.readInt();
    int n = data.readInt();
    List<Field> digits = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      int left = data.readInt();
      int top = data.readInt();
      float lost = data.readFloat();
      float[] raw = floats(CLASSES, data);
      digits.add(new Field(left, top, floats(side * side, data), lost, raw));
    }
    return new Fields(width, height, side, digits);
  }

  private static void floats(float[] values, DataOutputStream data) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length);
    bytes.asFloatBuffer().put(values);
    data.write(bytes.array());
  }

  private static float[] floats(int n, DataInputStream data) throws IOException {
    byte[] bytes = data.readNBytes(4 * n);
    if (bytes.length < 4 * n) {
      throw new IOException("the file ends too early");
    }
    float[] values = new float[n];
    ByteBuffer.wrap(bytes).asFloatBuffer().get(values);
    return values;
  }
}
