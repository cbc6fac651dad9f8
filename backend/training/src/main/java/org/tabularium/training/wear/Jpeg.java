package org.tabularium.training.wear;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jspecify.annotations.Nullable;

/** Writing pages as JPEG files, and what compression leaves of them. */
public final class Jpeg {

  private Jpeg() {}

  /**
   * An image as the bytes of a JPEG file.
   *
   * @param quality 0 to 1
   */
  public static byte[] bytes(BufferedImage image, double quality) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try {
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionQuality((float) quality);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
        writer.setOutput(out);
        writer.write(null, new IIOImage(image, null, null), param);
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
  }

  /** Grey levels after compression. */
  static Plane roundTrip(Plane grey, double quality) {
    byte[] jpeg = bytes(grey.toGrey(), quality);
    try {
      @Nullable BufferedImage back = ImageIO.read(new ByteArrayInputStream(jpeg));
      if (back == null) {
        throw new IllegalStateException("a JPEG that was just written cannot be read");
      }
      Plane plane = Plane.blank(grey.width(), grey.height());
      back.getRaster().getSamples(0, 0, grey.width(), grey.height(), 0, plane.values());
      return plane;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
