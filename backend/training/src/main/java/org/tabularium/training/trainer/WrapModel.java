package org.tabularium.training.trainer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tabularium.network.onnx.ModelFiles;

/**
 * The command that gives a model file's weights today's specification: {@code WrapModel FROM TO}.
 * Needed when a number of {@code ModelSpec} changes and the weights do not.
 */
public final class WrapModel {

  private WrapModel() {}

  public static void main(String[] args) throws IOException {
    byte[] anew = ModelFiles.wrappedAnew(Files.readAllBytes(Path.of(args[0])));
    Files.write(Path.of(args[1]), anew);
    System.out.println(ModelFiles.read(anew).model().version());
  }
}
