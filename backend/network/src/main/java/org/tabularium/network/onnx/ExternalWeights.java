package org.tabularium.network.onnx;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tabularium.network.onnx.RefusedNetwork.Reason;

/**
 * Weights beside an ONNX file. Only files of its own folder are opened: a network that somebody
 * sends must not make this machine read anything else.
 */
final class ExternalWeights {

  private ExternalWeights() {}

  /**
   * @param folder the network's, a real path; null when it came without one
   * @param name of the weights, for messages
   * @param entries location, offset and length, as ONNX has them
   */
  static ByteBuffer read(@Nullable Path folder, String name, List<StringStringEntryProto> entries) {
    Map<String, String> said = new HashMap<>();
    entries.forEach(e -> said.put(e.getKey(), e.getValue()));
    String location = said.getOrDefault("location", "");
    if (folder == null || location.isEmpty()) {
      throw refused(name, "lie outside the file; a file that holds them is needed", null);
    }
    try {
      Path file = folder.resolve(location).toRealPath();
      if (!file.startsWith(folder)) {
        throw refused(name, "lie outside the network's folder", null);
      }
      try (FileChannel channel = FileChannel.open(file)) {
        long offset = Long.parseLong(said.getOrDefault("offset", "0"));
        long length = Long.parseLong(said.getOrDefault("length", "" + (channel.size() - offset)));
        if (offset < 0
            || length < 0
            || length > channel.size() - offset
            || length > Integer.MAX_VALUE - 8) {
          throw refused(name, "are not all in " + location, null);
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) length);
        while (bytes.hasRemaining() && channel.read(bytes, offset + bytes.position()) >= 0) {
          // goes on where the last read ended
        }
        return bytes.flip();
      }
    } catch (InvalidPathException | NumberFormatException e) {
      throw refused(name, "name no file: " + location, e);
    } catch (IOException e) {
      // Says nothing of the file system beyond the name that the network itself has.
      throw refused(name, "cannot be read from " + location, e);
    }
  }

  private static RefusedNetwork refused(String name, String why, @Nullable Exception cause) {
    String message = "the weights " + name + " " + why;
    return cause == null
        ? new RefusedNetwork(Reason.EXTERNAL_WEIGHTS, message)
        : new RefusedNetwork(Reason.EXTERNAL_WEIGHTS, message, cause);
  }
}
