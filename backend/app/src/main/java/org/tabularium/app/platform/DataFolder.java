package org.tabularium.app.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The folder of all data, held by this process alone: a second application on the same folder is
 * refused. The hold is a lock of the operating system, so it ends with the process, however that
 * ends.
 */
public final class DataFolder implements AutoCloseable {

  private final Path path;
  private final FileChannel channel;
  private final String node;

  private DataFolder(Path path, FileChannel channel, String node) {
    this.path = path;
    this.channel = channel;
    this.node = node;
  }

  /**
   * Makes the folder if need be and takes hold of it.
   *
   * @throws CannotStart if it cannot be written, or another application holds it
   */
  public static DataFolder open(Path path) {
    @Nullable FileChannel channel = null;
    try {
      if (!Files.isDirectory(path)) {
        Files.createDirectories(path);
        keepPrivate(path);
      }
      channel =
          FileChannel.open(
              path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!tryLock(channel)) {
        channel.close();
        throw new CannotStart("data-folder-in-use", null, path);
      }
      return new DataFolder(path, channel, node(path.resolve("node")));
    } catch (IOException e) {
      closeQuietly(channel);
      throw new CannotStart("data-folder-unusable", e, path, reason(e));
    }
  }

  /** Where it is, absolute. */
  public Path path() {
    return path;
  }

  /**
   * A name that this installation keeps from start to start: what carries it and is not ours now,
   * belonged to a process that has died.
   */
  public String node() {
    return node;
  }

  @Override
  public void close() {
    closeQuietly(channel);
  }

  /** Lets only the owner look into a file or folder, where the file system knows owners. */
  static void keepPrivate(Path path) throws IOException {
    if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(
          path,
          PosixFilePermissions.fromString(Files.isDirectory(path) ? "rwx------" : "rw-------"));
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      @Nullable FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException heldByThisProcess) {
      return false;
    }
  }

  private static String node(Path file) throws IOException {
    if (Files.exists(file)) {
      String kept = Files.readString(file).strip();
      if (!kept.isEmpty()) {
        return kept;
      }
    }
    String fresh = UUID.randomUUID().toString();
    Files.writeString(file, fresh + "\n");
    return fresh;
  }

  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException denied) {
      return "access to " + denied.getFile() + " is denied";
    }
    if (e instanceof FileSystemException fs && fs.getReason() != null) {
      return fs.getReason();
    }
    return String.valueOf(e.getMessage());
  }

  private static void closeQuietly(@Nullable FileChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
