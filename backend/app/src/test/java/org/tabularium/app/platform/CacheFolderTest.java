package org.tabularium.app.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheFolderTest {

  @TempDir Path folder;

  @Test
  void whatWasLongestNotUsedGoesFirst() throws Exception {
    Path oldest = file("a", 3);
    Path newest = file("table/b", 9);
    Path middle = file("table/c", 6);
    CacheFolder.keepWithin(folder, 3000);
    assertThat(oldest).exists();
    CacheFolder.keepWithin(folder, 2000);
    assertThat(oldest).doesNotExist();
    assertThat(middle).exists();
    CacheFolder.keepWithin(folder, 1999);
    assertThat(middle).doesNotExist();
    assertThat(newest).exists();
    CacheFolder.keepWithin(folder.resolve("missing"), 1);
  }

  /** As a job's half-written files do that are moved or given up. */
  @Test
  void filesThatGoMeanwhileDisturbNothing() throws Exception {
    Path kept = file("kept", 1);
    AtomicBoolean enough = new AtomicBoolean();
    CountDownLatch begun = new CountDownLatch(1);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<?> jobs =
          thread.submit(
              () -> {
                while (!enough.get()) {
                  Path[] parts = new Path[50];
                  for (int i = 0; i < parts.length; i++) {
                    parts[i] = Files.createTempFile(folder, "pixels", ".part");
                  }
                  for (Path part : parts) {
                    Files.delete(part);
                  }
                  begun.countDown();
                }
                return null;
              });
      begun.await();
      for (int i = 0; i < 500; i++) {
        CacheFolder.keepWithin(folder, 1000);
      }
      enough.set(true);
      jobs.get();
    } finally {
      enough.set(true);
      thread.shutdown();
    }
    assertThat(kept).exists();
  }

  private Path file(String name, int used) throws Exception {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, new byte[1000]);
    return Files.setLastModifiedTime(file, FileTime.fromMillis(1000L * used));
  }
}
