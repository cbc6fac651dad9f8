package org.tabularium.app.platform;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.jspecify.annotations.Nullable;

/** The programs of the PostgreSQL server that travels in the class path, unpacked once. */
record ServerPrograms(Path home) {

  /**
   * Unpacks the programs for this machine into a folder of {@code parent} named by their hash,
   * unless it is there.
   *
   * @throws CannotStart if the class path holds none for this machine
   */
  static ServerPrograms unpack(Path parent) throws IOException {
    String archive = "/postgres-" + system() + "-" + processor() + ".txz";
    String hash;
    try (InputStream packed = ServerPrograms.class.getResourceAsStream(archive)) {
      if (packed == null) {
        throw new CannotStart(
            "postgres-no-programs",
            null,
            System.getProperty("os.name"),
            System.getProperty("os.arch"));
      }
      hash = hash(packed);
    }
    Path home = parent.resolve("postgresql-" + hash);
    if (!Files.isDirectory(home)) {
      Files.createDirectories(parent);
      Path half = Files.createTempDirectory(parent, "unpacking-");
      try (InputStream packed = ServerPrograms.class.getResourceAsStream(archive)) {
        extract(packed, half);
        Files.move(half, home, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        delete(half);
        // two processes may unpack side by side; the first wins, and both hold the same
        if (!Files.isDirectory(home)) {
          throw e;
        }
      }
    }
    return new ServerPrograms(home);
  }

  String program(String name) {
    return home.resolve("bin")
        .resolve(system().equals("windows") ? name + ".exe" : name)
        .toString();
  }

  static String system() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    return os.contains("windows") ? "windows" : os.contains("mac") ? "darwin" : "linux";
  }

  private static String processor() {
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return switch (arch) {
      case "amd64", "x86_64" -> "x86_64";
      // Windows on ARM runs programs for x86-64
      case "aarch64", "arm64" -> system().equals("windows") ? "x86_64" : "arm_64";
      default -> arch;
    };
  }

  private static String hash(InputStream in) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      new DigestInputStream(in, digest).transferTo(java.io.OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.digest(), 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void extract(@Nullable InputStream packed, Path into) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(
            new XZCompressorInputStream(new BufferedInputStream(packed, 1 << 16)))) {
      for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) {
        Path file = into.resolve(entry.getName()).normalize();
        if (!file.startsWith(into)) {
          throw new IOException("leaves its folder: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(file);
          continue;
        }
        Files.createDirectories(file.getParent());
        if (entry.isSymbolicLink()) {
          try {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
          } catch (FileAlreadyExistsException listedTwice) {
            continue;
          }
        } else {
          Files.copy(tar, file, StandardCopyOption.REPLACE_EXISTING);
          if ((entry.getMode() & 0100) != 0) {
            file.toFile().setExecutable(true, false);
          }
        }
      }
    }
  }

  /** Deletes a folder with all it holds. */
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes a) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException e)
              throws IOException {
            Files.delete(dir);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
