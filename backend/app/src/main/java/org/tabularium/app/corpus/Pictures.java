package org.tabularium.app.corpus;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;
import org.tabularium.app.platform.TabulariumSettings;
import org.tabularium.network.image.Region;
import org.tabularium.network.image.Scans;
import org.tabularium.network.image.Turn;
import org.tabularium.network.image.UnreadableScan;

/**
 * Makes the pictures that viewers ask for. A viewer asks for dozens of tiles of the same scan, so
 * the last decoded scans stay in memory, each at the coarsest power of two that still holds the
 * detail, and all of them together within a budget of pixels; thumbnails stay on the disk.
 */
@Component
public class Pictures {

  private static final Logger log = LoggerFactory.getLogger(Pictures.class);
  private static final float JPEG_QUALITY = 0.85f;

  /** Pictures up to this many pixels are kept on the disk. */
  private static final int THUMBNAIL = 400 * 400;

  private final ScanStore store;
  private final Path thumbnails;
  private final long budget;

  /** Guarded by itself; in order of use, the least recent first. */
  private final LinkedHashMap<Decoded, CompletableFuture<BufferedImage>> decoded =
      new LinkedHashMap<>(16, 0.75f, true);

  /** A whole scan, reduced by a power of two. */
  private record Decoded(String sha256, int width, int height) {
    long pixels() {
      return (long) width * height;
    }
  }

  Pictures(ScanStore store, TabulariumSettings settings) {
    this.store = store;
    this.thumbnails = settings.data().resolve("cache").resolve("thumbnails");
    // Three or four bytes a pixel: at most an eighth of the memory.
    this.budget = Math.min(48_000_000L, Runtime.getRuntime().maxMemory() / 32);
  }

  /** The bytes of a picture in its format. */
  byte[] render(Scan scan, ImageRequest request) throws IOException, UnreadableScan {
    boolean small = (long) request.width() * request.height() <= THUMBNAIL;
    if (!small || request.width() * 2 > request.region().width()) {
      // A tile: viewers ask for it once, and keep it themselves.
      return encode(picture(scan, request), request.format());
    }
    Path file = file(scan, request);
    if (Files.exists(file)) {
      return Files.readAllBytes(file);
    }
    byte[] bytes = encode(picture(scan, request), request.format());
    keep(file, bytes);
    return bytes;
  }

  /**
   * A part of a scan, brought upright, as the bytes of a JPEG.
   *
   * @param part pixels of the scan
   * @param most pixels that neither side of the picture exceeds
   * @throws UnreadableScan when the stored bytes can no longer be decoded
   */
  public byte[] upright(Scan scan, Region part, Turn turn, int most)
      throws IOException, UnreadableScan {
    try {
      return render(
          scan,
          ImageRequest.parse(
              scan.width(),
              scan.height(),
              part.x() + "," + part.y() + "," + part.width() + "," + part.height(),
              "!" + most + "," + most,
              Integer.toString(turn.degrees()),
              "default",
              "jpg"));
    } catch (ImageRequest.Bad e) {
      throw new IllegalArgumentException(part + " of " + scan, e);
    }
  }

  /**
   * Decodes new bytes to their end before anything is stored, since the head of a file does not
   * show where it breaks off. What comes of it is the picture that galleries ask for first.
   *
   * @throws UnreadableScan when they are damaged
   */
  void check(Path bytes, Scan scan) throws IOException, UnreadableScan {
    try {
      ImageRequest first =
          ImageRequest.parse(
              scan.width(), scan.height(), "full", "!320,320", "0", "default", "jpg");
      BufferedImage small = Scans.picture(bytes, null, first.width(), first.height());
      keep(file(scan, first), encode(small, first.format()));
    } catch (ImageRequest.Bad e) {
      throw new IllegalStateException("the gallery asks for what is not", e);
    }
  }

  private Path file(Scan scan, ImageRequest request) {
    return folder(scan.sha256()).resolve(request.canonical().replace('/', '_').replace(':', '-'));
  }

  private Path folder(String sha256) {
    return thumbnails.resolve(sha256.substring(0, 2)).resolve(sha256);
  }

  private static void keep(Path file, byte[] bytes) {
    try {
      Files.createDirectories(file.getParent());
      Path part = Files.createTempFile(file.getParent(), "thumbnail", ".part");
      Files.write(part, bytes);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      // A full disk costs time, not pictures.
      log.warn("a thumbnail could not be kept: {}", e.toString());
    }
  }

  @TransactionalEventListener
  void forget(ScanGone gone) {
    synchronized (decoded) {
      decoded.keySet().removeIf(key -> key.sha256().equals(gone.sha256()));
    }
    try (Stream<Path> files = list(folder(gone.sha256()))) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(folder(gone.sha256()));
    } catch (IOException e) {
      log.warn("thumbnails of a deleted scan remain: {}", e.toString());
    }
  }

  private static Stream<Path> list(Path folder) throws IOException {
    return Files.isDirectory(folder) ? Files.list(folder) : Stream.empty();
  }

  private BufferedImage picture(Scan scan, ImageRequest request)
      throws IOException, UnreadableScan {
    return turned(scaled(scan, request), request);
  }

  /** The region at the size that is asked for. */
  private BufferedImage scaled(Scan scan, ImageRequest request) throws IOException, UnreadableScan {
    Region region = request.region();
    int reduction =
        Math.max(
            1,
            Integer.highestOneBit(
                Math.min(region.width() / request.width(), region.height() / request.height())));
    Decoded key =
        new Decoded(
            scan.sha256(),
            Math.max(1, scan.width() / reduction),
            Math.max(1, scan.height() / reduction));
    Path file = store.path(scan.sha256());
    boolean whole = region.equals(Region.whole(scan.width(), scan.height()));
    if (whole && key.pixels() > THUMBNAIL * 4L || key.pixels() > budget) {
      return Scans.picture(file, region, request.width(), request.height());
    }
    BufferedImage from = decoded(key, file);
    double sx = key.width() / (double) scan.width();
    double sy = key.height() / (double) scan.height();
    BufferedImage to =
        new BufferedImage(request.width(), request.height(), BufferedImage.TYPE_INT_RGB);
    Graphics2D g = to.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    AffineTransform place =
        AffineTransform.getScaleInstance(
            request.width() / (region.width() * sx), request.height() / (region.height() * sy));
    place.translate(-region.x() * sx, -region.y() * sy);
    g.drawImage(from, place, null);
    g.dispose();
    return to;
  }

  /**
   * A decoded scan from memory, or decoded now; one thread decodes it, others wait for that one.
   */
  private BufferedImage decoded(Decoded key, Path file) throws IOException, UnreadableScan {
    CompletableFuture<BufferedImage> mine = new CompletableFuture<>();
    CompletableFuture<BufferedImage> other;
    synchronized (decoded) {
      other = decoded.putIfAbsent(key, mine);
      if (other == null) {
        makeRoom(key);
      }
    }
    if (other != null) {
      try {
        return other.get();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof UnreadableScan unreadable) {
          throw unreadable;
        }
        throw new IOException("another thread could not decode the scan", e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while waiting for a scan", e);
      }
    }
    try {
      BufferedImage image = Scans.picture(file, null, key.width(), key.height());
      mine.complete(image);
      return image;
    } catch (IOException | UnreadableScan | RuntimeException | Error e) {
      synchronized (decoded) {
        decoded.remove(key, mine);
      }
      mine.completeExceptionally(e);
      throw e;
    }
  }

  private void makeRoom(Decoded newest) {
    long pixels = decoded.keySet().stream().mapToLong(Decoded::pixels).sum();
    Iterator<Map.Entry<Decoded, CompletableFuture<BufferedImage>>> oldest =
        decoded.entrySet().iterator();
    while (pixels > budget && oldest.hasNext()) {
      Map.Entry<Decoded, CompletableFuture<BufferedImage>> entry = oldest.next();
      if (!entry.getKey().equals(newest)) {
        pixels -= entry.getKey().pixels();
        oldest.remove();
      }
    }
  }

  /** Mirrored, turned and brought to its quality, on a ground without transparency. */
  private static BufferedImage turned(BufferedImage image, ImageRequest request) {
    int w = image.getWidth();
    int h = image.getHeight();
    boolean sideways = request.degrees() % 180 != 0;
    int type =
        switch (request.quality()) {
          case "gray" -> BufferedImage.TYPE_BYTE_GRAY;
          case "bitonal" -> BufferedImage.TYPE_BYTE_BINARY;
          default ->
              image.getType() == BufferedImage.TYPE_BYTE_GRAY
                  ? BufferedImage.TYPE_BYTE_GRAY
                  : BufferedImage.TYPE_INT_RGB;
        };
    if (request.degrees() == 0 && !request.mirror() && type == image.getType()) {
      return image;
    }
    BufferedImage to = new BufferedImage(sideways ? h : w, sideways ? w : h, type);
    AffineTransform place = new AffineTransform();
    place.translate(to.getWidth() / 2.0, to.getHeight() / 2.0);
    place.quadrantRotate(request.degrees() / 90);
    place.scale(request.mirror() ? -1 : 1, 1);
    place.translate(-w / 2.0, -h / 2.0);
    Graphics2D g = to.createGraphics();
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, to.getWidth(), to.getHeight());
    g.drawImage(image, place, null);
    g.dispose();
    return to;
  }

  private static byte[] encode(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
    ImageWriter writer = writer(image, format);
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      ImageWriteParam param = writer.getDefaultWriteParam();
      if (format.equals("jpg")) {
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionQuality(JPEG_QUALITY);
        BufferedImage opaque =
            image.getType() == BufferedImage.TYPE_BYTE_BINARY ? grey(image) : image;
        writer.write(null, new IIOImage(opaque, null, null), param);
      } else {
        writer.write(null, new IIOImage(image, null, null), param);
      }
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static ImageWriter writer(BufferedImage image, String format) {
    Iterator<ImageWriter> writers =
        ImageIO.getImageWriters(ImageTypeSpecifier.createFromRenderedImage(image), format);
    if (!writers.hasNext()) {
      throw new UncheckedIOException(new IOException("this Java writes no " + format));
    }
    return writers.next();
  }

  private static BufferedImage grey(BufferedImage image) {
    BufferedImage grey =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D g = grey.createGraphics();
    g.drawImage(image, 0, 0, null);
    g.dispose();
    return grey;
  }
}
