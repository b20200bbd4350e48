package org.parallelbackprop.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.results.AtomicFile;

/**
 * {@code parameters.safetensors}: {@code layer1.weight} [n_1, n_0], {@code layer1.bias} [n_1], …,
 * float32, which Python's safetensors and PyTorch read as they are.
 *
 * <p>Format: 8 bytes little-endian length of the header, the header as JSON padded with spaces to a
 * multiple of 8, the values. Source: the README of huggingface/safetensors.
 */
final class ParametersFile {

  private static final int ALIGNMENT = 8;

  private ParametersFile() {}

  static void write(Path file, Parameters parameters) throws IOException {
    String header = header(parameters.network());
    int padding = Math.floorMod(-header.length(), ALIGNMENT);
    byte[] json = (header + " ".repeat(padding)).getBytes(StandardCharsets.US_ASCII);
    ByteBuffer values = parameters.littleEndian();
    ByteBuffer content =
        ByteBuffer.allocate(Math.addExact(Long.BYTES + json.length, values.remaining()))
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(json.length)
            .put(json)
            .put(values);
    AtomicFile.write(file, content.array());
  }

  private static String header(NetworkShape network) {
    List<String> tensors = new ArrayList<>();
    for (int l = 1; l <= network.layers(); l++) {
      tensors.add(
          tensor(
              "layer" + l + ".weight",
              network.width(l) + "," + network.width(l - 1),
              network.weightOffset(l),
              network.weightCount(l)));
      tensors.add(
          tensor(
              "layer" + l + ".bias",
              Integer.toString(network.width(l)),
              network.biasOffset(l),
              network.width(l)));
    }
    return "{" + String.join(",", tensors) + "}";
  }

  private static String tensor(String name, String shape, int offset, int count) {
    long begin = (long) offset * Float.BYTES;
    long end = begin + (long) count * Float.BYTES;
    return "\"%s\":{\"dtype\":\"F32\",\"shape\":[%s],\"data_offsets\":[%d,%d]}"
        .formatted(name, shape, begin, end);
  }
}
