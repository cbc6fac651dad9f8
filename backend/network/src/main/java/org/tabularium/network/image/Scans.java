package org.tabularium.network.image;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.metadata.MetadataException;
import com.drew.metadata.exif.ExifIFD0Directory;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;
import org.tabularium.network.image.UnreadableScan.Reason;

/**
 * Decodes scans: JPEG (CMYK too), PNG, TIFF, WebP, GIF and BMP, by what the bytes say and never by
 * the file's name; of several pictures in a file the first. ImageIO with TwelveMonkeys does the
 * decoding, metadata-extractor reads the EXIF turn, since both are kept by many hands.
 *
 * <p>All coordinates are of the scan with its EXIF turn applied. Safe for use by many threads.
 */
public final class Scans {
  /** Larger scans are refused before they are decoded; the corpus' largest has 52 million. */
  public static final long MOST_PIXELS = 150_000_000L;

  private static final Map<String, String> MEDIA_TYPES =
      Map.of(
          "jpeg", "image/jpeg",
          "png", "image/png",
          "tif", "image/tiff",
          "tiff", "image/tiff",
          "bigtiff", "image/tiff",
          "webp", "image/webp",
          "gif", "image/gif",
          "bmp", "image/bmp");

  static {
    ImageIO.setUseCache(false);
  }

  private Scans() {}

  /** Reads the head of a file only. */
  public static ScanInfo inspect(Path file) throws UnreadableScan, IOException {
    try (Open open = Open.of(file)) {
      return open.info;
    }
  }

  /**
   * Decodes the whole scan to grey, dark print on light paper even where the scan is a negative;
   * finds damage that the head does not show.
   */
  public static GreyScan grey(Path file) throws UnreadableScan, IOException {
    try (Open open = Open.of(file)) {
      BufferedImage raw = open.read(null, 1);
      int w = raw.getWidth();
      int h = raw.getHeight();
      byte[] grey = new byte[Math.multiplyExact(w, h)];
      RowReader rows = RowReader.of(raw);
      for (int y = 0; y < h; y++) {
        rows.grey(y, grey, y * w);
      }
      return turned(Negative.positive(new GreyScan(w, h, grey)), open.info.orientation());
    }
  }

  /**
   * A region as an 8-bit picture (RGB or grey) of the given size, to be shown.
   *
   * @param region pixels of the scan; null for the whole of it
   * @param width pixels of the picture that is wanted
   * @param height likewise
   */
  public static BufferedImage picture(Path file, @Nullable Region region, int width, int height)
      throws UnreadableScan, IOException {
    try (Open open = Open.of(file)) {
      ScanInfo info = open.info;
      Region shown = region == null ? Region.whole(info.width(), info.height()) : region;
      if (!shown.fits(info.width(), info.height())) {
        throw new UnreadableScan(Reason.REGION_OUTSIDE, "the region does not lie on the scan");
      }
      boolean sideways = info.orientation() >= 5;
      int rawWidth = sideways ? info.height() : info.width();
      int rawHeight = sideways ? info.width() : info.height();
      Rectangle source = raw(shown, rawWidth, rawHeight, info.orientation());
      // Skip pixels to save time, but keep twice what is shown, so that the reduction stays smooth.
      int skip = Math.max(1, Math.min(shown.width() / (2 * width), shown.height() / (2 * height)));
      BufferedImage read = eightBit(open.read(source, skip));
      return Pictures.resized(Pictures.oriented(read, info.orientation()), width, height);
    }
  }

  /** Where a region of the shown scan lies in the file's own raster. */
  private static Rectangle raw(Region r, int rawWidth, int rawHeight, int orientation) {
    int x = r.x();
    int y = r.y();
    int w = r.width();
    int h = r.height();
    return switch (orientation) {
      case 2 -> new Rectangle(rawWidth - x - w, y, w, h);
      case 3 -> new Rectangle(rawWidth - x - w, rawHeight - y - h, w, h);
      case 4 -> new Rectangle(x, rawHeight - y - h, w, h);
      case 5 -> new Rectangle(y, x, h, w);
      case 6 -> new Rectangle(y, rawHeight - x - w, h, w);
      case 7 -> new Rectangle(rawWidth - y - h, rawHeight - x - w, h, w);
      case 8 -> new Rectangle(rawWidth - y - h, x, h, w);
      default -> new Rectangle(x, y, w, h);
    };
  }

  private static GreyScan turned(GreyScan scan, int orientation) {
    if (orientation == 1) {
      return scan;
    }
    int rw = scan.width();
    int rh = scan.height();
    int w = orientation >= 5 ? rh : rw;
    int h = orientation >= 5 ? rw : rh;
    byte[] to = new byte[scan.grey().length];
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        Rectangle at = raw(new Region(x, y, 1, 1), rw, rh, orientation);
        to[y * w + x] = scan.grey()[at.y * rw + at.x];
      }
    }
    return new GreyScan(w, h, to);
  }

  /** An 8-bit picture of the same look: RGB, or grey where the file is grey. */
  private static BufferedImage eightBit(BufferedImage raw) {
    int type = raw.getType();
    if (type == BufferedImage.TYPE_3BYTE_BGR || type == BufferedImage.TYPE_INT_RGB) {
      return raw;
    }
    int w = raw.getWidth();
    int h = raw.getHeight();
    if (raw.getSampleModel().getNumBands() <= 2
        && !(raw.getColorModel() instanceof IndexColorModel)) {
      BufferedImage grey = new BufferedImage(w, h, BufferedImage.TYPE_BYTE_GRAY);
      byte[] row = new byte[w];
      RowReader rows = RowReader.of(raw);
      for (int y = 0; y < h; y++) {
        rows.grey(y, row, 0);
        grey.getRaster().setDataElements(0, y, w, 1, row);
      }
      return grey;
    }
    BufferedImage rgb = new BufferedImage(w, h, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D g = rgb.createGraphics();
    g.setColor(java.awt.Color.WHITE);
    g.fillRect(0, 0, w, h);
    g.drawImage(raw, 0, 0, null);
    g.dispose();
    return rgb;
  }

  /** Turns rows of any decoded picture into grey bytes, transparent parts on white. */
  private interface RowReader {
    void grey(int y, byte[] to, int at);

    static RowReader of(BufferedImage image) {
      Raster raster = image.getRaster();
      int w = image.getWidth();
      int bands = raster.getNumBands();
      boolean whole = raster.getTransferType() <= DataBuffer.TYPE_USHORT;
      if (bands <= 2 && whole && !(image.getColorModel() instanceof IndexColorModel)) {
        // Samples as they are: Java's own conversion would take grey to be linear light.
        int most = (1 << raster.getSampleModel().getSampleSize(0)) - 1;
        int[] row = new int[w * bands];
        return (y, to, at) -> {
          raster.getPixels(0, y, w, 1, row);
          for (int x = 0; x < w; x++) {
            double v = row[x * bands] / (double) most;
            if (bands == 2) {
              double alpha = row[x * bands + 1] / (double) most;
              v = v * alpha + 1 - alpha;
            }
            to[at + x] = (byte) Math.round(255 * v);
          }
        };
      }
      if (image.getType() == BufferedImage.TYPE_3BYTE_BGR) {
        byte[] row = new byte[3 * w];
        return (y, to, at) -> {
          raster.getDataElements(0, y, w, 1, row);
          for (int x = 0; x < w; x++) {
            to[at + x] = luma(row[3 * x] & 255, row[3 * x + 1] & 255, row[3 * x + 2] & 255, 255);
          }
        };
      }
      int[] row = new int[w];
      return (y, to, at) -> {
        image.getRGB(0, y, w, 1, row, 0, w);
        for (int x = 0; x < w; x++) {
          int p = row[x];
          to[at + x] = luma(p >> 16 & 255, p >> 8 & 255, p & 255, p >>> 24);
        }
      };
    }

    private static byte luma(int r, int g, int b, int alpha) {
      int grey = (299 * r + 587 * g + 114 * b + 500) / 1000;
      return (byte) ((grey * alpha + 255 * (255 - alpha) + 127) / 255);
    }
  }

  /** A file being read. */
  private record Open(ImageInputStream stream, ImageReader reader, ScanInfo info)
      implements AutoCloseable {

    static Open of(Path file) throws UnreadableScan, IOException {
      if (Files.size(file) == 0) {
        throw new UnreadableScan(Reason.EMPTY, "the file is empty");
      }
      ImageInputStream stream = ImageIO.createImageInputStream(file.toFile());
      if (stream == null) {
        throw new IOException("cannot open " + file.getFileName());
      }
      ImageReader reader = null;
      try {
        Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
        while (readers.hasNext() && reader == null) {
          ImageReader candidate = readers.next();
          String format = candidate.getFormatName().toLowerCase(Locale.ROOT);
          if (MEDIA_TYPES.containsKey(format)) {
            reader = candidate;
          }
        }
        if (reader == null) {
          throw new UnreadableScan(Reason.NOT_AN_IMAGE, "no image format that is known here");
        }
        reader.setInput(stream, false, false);
        int w = reader.getWidth(0);
        int h = reader.getHeight(0);
        if (w < 1 || h < 1) {
          throw new UnreadableScan(Reason.NO_AREA, w + " x " + h + " pixels");
        }
        if ((long) w * h > MOST_PIXELS) {
          throw new UnreadableScan(Reason.TOO_LARGE, w + " x " + h + " pixels");
        }
        int orientation = orientation(file);
        String type = MEDIA_TYPES.get(reader.getFormatName().toLowerCase(Locale.ROOT));
        boolean sideways = orientation >= 5;
        return new Open(
            stream, reader, new ScanInfo(type, sideways ? h : w, sideways ? w : h, orientation));
      } catch (IOException | RuntimeException e) {
        close(reader, stream);
        throw damaged(e);
      } catch (UnreadableScan e) {
        close(reader, stream);
        throw e;
      }
    }

    BufferedImage read(@Nullable Rectangle region, int skip) throws UnreadableScan {
      List<String> warnings = new ArrayList<>();
      reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
      BufferedImage image;
      try {
        ImageReadParam param = reader.getDefaultReadParam();
        param.setSourceRegion(region);
        param.setSourceSubsampling(skip, skip, 0, 0);
        image = reader.read(0, param);
      } catch (IOException | RuntimeException e) {
        throw damaged(e);
      }
      for (String warning : warnings) {
        String w = warning.toLowerCase(Locale.ROOT);
        if (w.contains("premature") || w.contains("truncated") || w.contains("end of file")) {
          throw new UnreadableScan(Reason.TRUNCATED, warning);
        }
      }
      return image;
    }

    private static UnreadableScan damaged(Exception e) {
      String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      boolean unsupported = message.toLowerCase(Locale.ROOT).contains("unsupported");
      return new UnreadableScan(unsupported ? Reason.UNSUPPORTED : Reason.TRUNCATED, message, e);
    }

    private static int orientation(Path file) {
      try {
        ExifIFD0Directory exif =
            ImageMetadataReader.readMetadata(file.toFile())
                .getFirstDirectoryOfType(ExifIFD0Directory.class);
        if (exif != null && exif.containsTag(ExifIFD0Directory.TAG_ORIENTATION)) {
          int orientation = exif.getInt(ExifIFD0Directory.TAG_ORIENTATION);
          return orientation >= 1 && orientation <= 8 ? orientation : 1;
        }
        return 1;
      } catch (ImageProcessingException | MetadataException | IOException | RuntimeException e) {
        // Unreadable EXIF says nothing about the pixels: the scan is shown as it lies.
        return 1;
      }
    }

    private static void close(@Nullable ImageReader reader, ImageInputStream stream)
        throws IOException {
      if (reader != null) {
        reader.dispose();
      }
      stream.close();
    }

    @Override
    public void close() throws IOException {
      close(reader, stream);
    }
  }
}
