package org.tabularium.app.corpus;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.tabularium.app.platform.DataFolder;

/**
 * The bytes of the scans, in files named by their SHA-256 under {@code scans} in the data folder.
 *
 * <p>A file is complete or absent: bytes are written to a temporary file, forced to the disk and
 * moved to their name in one step, before the transaction that names them begins. What that leaves
 * behind when the power fails in between (a file that no row names) is swept up at the next start.
 */
@Component
public class ScanStore {

  private static final Logger log = LoggerFactory.getLogger(ScanStore.class);
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final int CHUNK = 1 << 16;

  /** How many files a crash may leave without a row. */
  private static final int FEW = 16;

  private final Path scans;
  private final Path incoming;

  /** Asks for the folder rather than its path: nothing is swept that this process does not hold. */
  ScanStore(DataFolder folder) {
    this.scans = folder.path().resolve("scans");
    this.incoming = scans.resolve("incoming");
    try {
      Files.createDirectories(incoming);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make the folder of the scans, " + incoming, e);
    }
  }

  /** Bytes that have arrived and have no name yet; closing it throws away what was not kept. */
  public record Incoming(Path path, String sha256, long bytes) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      Files.deleteIfExists(path);
    }
  }

  /** Writes a stream to the disk, hashing on the way; the stream is read to its end, not closed. */
  public Incoming receive(InputStream stream) throws IOException {
    Path path = Files.createTempFile(incoming, "scan", ".part");
    boolean complete = false;
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
      MessageDigest digest = sha256();
      byte[] chunk = new byte[CHUNK];
      for (int read; (read = stream.read(chunk)) >= 0; ) {
        digest.update(chunk, 0, read);
        for (ByteBuffer rest = ByteBuffer.wrap(chunk, 0, read); rest.hasRemaining(); ) {
          file.write(rest);
        }
      }
      file.force(true);
      complete = true;
      return new Incoming(path, HexFormat.of().formatHex(digest.digest()), file.size());
    } finally {
      if (!complete) {
        Files.deleteIfExists(path);
      }
    }
  }

  /** Gives the bytes their name, for good; does nothing when the store has them already. */
  void keep(Incoming bytes) throws IOException {
    Path home = path(bytes.sha256());
    if (Files.exists(home)) {
      return;
    }
    Path folder = home.getParent();
    if (Files.notExists(folder)) {
      Files.createDirectories(folder);
      force(scans);
    }
    try {
      Files.move(bytes.path(), home, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw new IOException("the folder of the scans cannot move a file in one step: " + scans, e);
    }
    force(folder);
  }

  /** Whether this looks like a scan's name at all. */
  static boolean isName(String sha256) {
    return SHA256.matcher(sha256).matches();
  }

  /** Where the bytes of this scan lie, or would lie. */
  public Path path(String sha256) {
    if (!isName(sha256)) {
      throw new IllegalArgumentException("not the SHA-256 of a scan: " + sha256);
    }
    return scans.resolve(sha256.substring(0, 2)).resolve(sha256);
  }

  void remove(String sha256) {
    try {
      Files.deleteIfExists(path(sha256));
    } catch (IOException e) {
      // The next start sweeps it up; the rows are gone already, so nobody meets it.
      log.warn("the bytes of scan {} could not be deleted", sha256, e);
    }
  }

  /**
   * Deletes what no row names: uploads that never ended and files whose transaction never came. For
   * the start only, while nothing is being uploaded.
   *
   * <p>A crash leaves a file or two. Many more mean that this is another folder's database, and
   * then nothing is deleted.
   *
   * @return how many files went
   */
  int sweep(Predicate<String> named) throws IOException {
    List<Path> unnamed = new ArrayList<>();
    int kept = 0;
    try (Stream<Path> files = Files.walk(scans, 2)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        String name = file.getFileName().toString();
        if (file.startsWith(incoming)) {
          Files.deleteIfExists(file);
        } else if (isName(name) && named.test(name)) {
          kept++;
        } else if (isName(name)) {
          unnamed.add(file);
        }
      }
    }
    if (unnamed.size() > Math.max(FEW, kept)) {
      log.warn(
          "{} of {} scans in {} are not in the database; is it the right one? They are left alone.",
          unnamed.size(),
          unnamed.size() + kept,
          scans);
      return 0;
    }
    for (Path file : unnamed) {
      Files.deleteIfExists(file);
    }
    return unnamed.size();
  }

  /** Makes the names in a folder as durable as the bytes they name. */
  private static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (AccessDeniedException e) {
      // Windows opens no folders; its file system journals names by itself.
      if (File.separatorChar == '/') {
        throw e;
      }
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
