package org.tabularium.training.evaluation;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.tabularium.network.image.Box;

/** The surest of a model's mistakes, each with a cutting of its page. */
final class Mistakes {
  private static final int HEIGHT = 160;

  /**
   * @param what happened, in a few words
   * @param weight how bad: the confidence of what was read, 1 for what was missed
   * @param picture the cutting's file name
   */
  record Mistake(String page, String what, double weight, String picture) {}

  private record Seen(Path scan, String what, Box box, double weight) {}

  private final List<Seen> seen = new ArrayList<>();

  void add(Path scan, String what, Box box, double weight) {
    seen.add(new Seen(scan, what, box, weight));
  }

  /** Writes the cuttings of the worst into a folder. */
  List<Mistake> worst(int most, String prefix, Path folder) throws IOException {
    List<Seen> worst =
        seen.stream().sorted(Comparator.comparingDouble(s -> -s.weight())).limit(most).toList();
    List<Mistake> mistakes = new ArrayList<>();
    Files.createDirectories(folder);
    for (int i = 0; i < worst.size(); i++) {
      Seen one = worst.get(i);
      String name = String.format(Locale.ROOT, "%s-%02d.png", prefix, i + 1);
      BufferedImage scan = ImageIO.read(one.scan().toFile());
      ImageIO.write(cutting(scan, one.box()), "png", folder.resolve(name).toFile());
      mistakes.add(
          new Mistake(one.scan().getFileName().toString(), one.what(), one.weight(), name));
    }
    return mistakes;
  }

  private static BufferedImage cutting(BufferedImage scan, Box box) {
    double size = Math.max(box.w(), box.h());
    double zoom = HEIGHT / (4 * size);
    BufferedImage to = new BufferedImage(2 * HEIGHT, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = to.createGraphics();
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, to.getWidth(), HEIGHT);
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    g.scale(zoom, zoom);
    g.translate(4 * size - box.centreX(), 2 * size - box.centreY());
    g.drawImage(scan, 0, 0, null);
    g.setColor(new Color(0x9c2f2f));
    g.setStroke(new BasicStroke((float) (1.5 / zoom)));
    g.draw(new Rectangle2D.Double(box.x(), box.y(), box.w(), box.h()));
    g.dispose();
    return to;
  }
}
