package org.tabularium.app.lens;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.tabularium.app.platform.DataFolder;

/**
 * The networks' files, in {@code networks} in the data folder. What is sent is kept under its
 * SHA-256 in {@code networks/sent}; what is too large to send, or has weights beside it, can be put
 * into {@code networks} by hand and is used where it lies.
 */
@Component
class LensFiles {

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final String ENDING = ".onnx";

  private final Path folder;
  private final Path sent;

  LensFiles(DataFolder data) {
    this.folder = data.path().resolve("networks");
    this.sent = folder.resolve("sent");
  }

  /** A file that is there, and by what name a lens remembers it. */
  record Stored(Path path, String file) {}

  /** Keeps what was sent. */
  Stored keep(InputStream bytes) throws IOException {
    Files.createDirectories(sent);
    Path part = Files.createTempFile(sent, "network", ".part");
    try {
      MessageDigest digest = digest();
      try (DigestOutputStream out = new DigestOutputStream(Files.newOutputStream(part), digest)) {
        bytes.transferTo(out);
      }
      String sha256 = HexFormat.of().formatHex(digest.digest());
      Path home = path(sha256);
      if (Files.notExists(home)) {
        Files.move(part, home, StandardCopyOption.ATOMIC_MOVE);
      }
      return new Stored(home, sha256);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** One that was put into the folder; empty-handed when there is none of that name. */
  java.util.Optional<Stored> placed(String name) {
    if (!inFolder().contains(name)) {
      return java.util.Optional.empty();
    }
    return java.util.Optional.of(new Stored(folder.resolve(name), name));
  }

  /** Names of the files that were put into the folder. */
  List<String> inFolder() {
    if (Files.notExists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(path -> path.getFileName().toString())
          .filter(name -> name.endsWith(ENDING))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where a lens's file lies. */
  Path path(String file) {
    return SHA256.matcher(file).matches() ? sent.resolve(file + ENDING) : folder.resolve(file);
  }

  /** Deletes what was sent; what somebody put into the folder stays. */
  void forget(String file) throws IOException {
    if (SHA256.matcher(file).matches()) {
      Files.deleteIfExists(path(file));
    }
  }

  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
