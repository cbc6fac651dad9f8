package org.tabularium.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tabularium.network.onnx.RefusedNetwork;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The whole way: a file of VGG-16's shape, a layer by its name, two pictures, three results. */
class ExplainPicturesTest {
  @TempDir Path folder;

  @Test
  void aPictureAndItsTurnedCopy() throws Exception {
    Path network = folder.resolve("vgg.onnx");
    VggShaped.main(new String[] {network.toString(), "32", "2", "7"});
    Path first = picture("first.png", 0);
    Path second = picture("second.png", 1);

    JsonNode one = explained(network, "features.16", first, second, "views=one");
    JsonNode all = explained(network, "features.16", first, second);
    assertThat(all.get("score").asDouble()).isGreaterThan(one.get("score").asDouble());
    assertThat(all.get("rows").asInt()).isEqualTo(4);
    double sum = 0;
    for (JsonNode row : all.get("relevance")) {
      assertThat(row.size()).isEqualTo(16);
      for (JsonNode r : row) {
        sum += r.asDouble();
      }
    }
    double score = all.get("score").asDouble();
    assertThat(sum).isCloseTo(all.get("explained").asDouble(), within(1e-3 * score));
    assertThat(sum + all.get("remainder").asDouble()).isCloseTo(score, within(1e-3 * score));
    assertThat(all.get("views").get(0)).isNotEqualTo(all.get("views").get(1));

    assertThat(Files.readString(folder.resolve("out.svg"))).startsWith("<svg").contains("#9c2f2f");
    assertThat(ImageIO.read(folder.resolve("out.png").toFile()).getWidth()).isEqualTo(920);
  }

  @Test
  void aLayerThatIsNotThere() throws Exception {
    Path network = folder.resolve("vgg.onnx");
    VggShaped.main(new String[] {network.toString(), "32", "1"});
    Path picture = picture("first.png", 0);
    assertThatThrownBy(() -> explained(network, "features.99", picture, picture))
        .isInstanceOf(RefusedNetwork.class)
        .hasMessageContaining("features.99")
        .hasMessageContaining("features.30");
  }

  private JsonNode explained(Path network, String layer, Path a, Path b, String... options)
      throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                network.toString(),
                layer,
                a.toString(),
                b.toString(),
                folder.resolve("out").toString(),
                "dimensions=15"));
    arguments.addAll(List.of(options));
    assertThat(ExplainPictures.run(arguments)).contains("score");
    return new ObjectMapper().readTree(folder.resolve("out.json").toFile());
  }

  private Path picture(String name, int quarterTurns) throws Exception {
    BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.rotate(quarterTurns * Math.PI / 2, 32, 32);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, 64, 64);
    g.setColor(Color.RED);
    g.fillOval(5, 8, 20, 12);
    g.setColor(Color.BLACK);
    g.fillRect(40, 30, 9, 28);
    g.dispose();
    Path file = folder.resolve(name);
    ImageIO.write(image, "png", file.toFile());
    return file;
  }
}
