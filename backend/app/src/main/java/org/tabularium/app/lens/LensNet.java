package org.tabularium.app.lens;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.tabularium.network.lrp.Layer;
import org.tabularium.network.lrp.Layer.Padding;
import org.tabularium.network.lrp.Net;
import org.tabularium.network.onnx.NetLoader;
import org.tabularium.network.onnx.RefusedNetwork;

/**
 * A network as its file was when it was read, and the hash of that.
 *
 * @param sha256 64 hexadecimal digits: the file's own where it holds all its weights; else of that
 *     and of the numbers that were read from files beside it, layer by layer, each row of numbers
 *     with its length, so that none can change places
 */
record LensNet(Net net, String sha256) {

  /** What an array can hold; the loader says what is wrong with more. */
  private static final long LARGEST = Integer.MAX_VALUE - 8;

  /**
   * Reads and hashes the same bytes, so that a file that is exchanged meanwhile cannot pass for
   * another one.
   *
   * @throws RefusedNetwork when it cannot be explained
   * @throws java.nio.file.NoSuchFileException when it is not there
   */
  static LensNet read(Path file, NetLoader.Part part) throws IOException {
    if (Files.size(file) > LARGEST) {
      return new LensNet(NetLoader.read(file, part), ""); // is refused
    }
    byte[] onnx = Files.readAllBytes(file);
    byte[] own = LensFiles.digest().digest(onnx);
    try {
      return new LensNet(NetLoader.read(onnx, part), HexFormat.of().formatHex(own));
    } catch (RefusedNetwork e) {
      if (e.reason() != RefusedNetwork.Reason.EXTERNAL_WEIGHTS) {
        throw e;
      }
    }
    Net net = NetLoader.read(file, part);
    return new LensNet(net, HexFormat.of().formatHex(withNumbers(own, net)));
  }

  /** All that a file beside the network's can change: weights, biases, and zeros around maps. */
  private static byte[] withNumbers(byte[] own, Net net) throws IOException {
    MessageDigest digest = LensFiles.digest();
    try (DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(
                new DigestOutputStream(OutputStream.nullOutputStream(), digest), 1 << 16))) {
      out.write(own);
      for (Net.Node node : net.nodes()) {
        if (node.layer() instanceof Layer.Affine affine) {
          write(affine.weights(), out);
          write(affine.bias(), out);
        }
        if (node.layer() instanceof Layer.Convolve convolve) {
          write(convolve.padding(), out);
        } else if (node.layer() instanceof Layer.AveragePool pool) {
          write(pool.padding(), out);
        }
      }
    }
    return digest.digest();
  }

  private static void write(double[] numbers, DataOutputStream out) throws IOException {
    out.writeInt(numbers.length);
    for (double number : numbers) {
      out.writeDouble(number);
    }
  }

  private static void write(Padding padding, DataOutputStream out) throws IOException {
    out.writeInt(padding.top());
    out.writeInt(padding.left());
    out.writeInt(padding.bottom());
    out.writeInt(padding.right());
  }
}
