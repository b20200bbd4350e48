package org.parallelbackprop.results;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Files in the safetensors format, which Python's safetensors and PyTorch read as they are.
 *
 * <p>Format: 8 bytes little-endian length of the header, the header as JSON padded with spaces to a
 * multiple of 8, the values. Source: the README of huggingface/safetensors.
 */
public final class TensorsFile {

  private static final int ALIGNMENT = 8;
  private static final String FLOAT32 = "F32";

  /** An entry of the header. */
  private record Entry(String dtype, List<Integer> shape, List<Integer> dataOffsets) {}

  private TensorsFile() {}

  /** Writes tensors in the given order so that the file is either there whole or not at all. */
  public static void write(Path file, List<Tensor> tensors) throws IOException {
    Map<String, Entry> entries = new LinkedHashMap<>();
    int end = 0;
    for (Tensor tensor : tensors) {
      int begin = end;
      end = Math.addExact(end, Math.multiplyExact(tensor.size(), Float.BYTES));
      entries.put(tensor.name(), new Entry(FLOAT32, tensor.shape(), List.of(begin, end)));
    }
    String header = Json.compact(entries);
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    int padding = Math.floorMod(-json.length, ALIGNMENT);
    ByteBuffer content =
        ByteBuffer.allocate(Math.addExact(Long.BYTES + json.length + padding, end))
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(json.length + padding)
            .put(json)
            .put(" ".repeat(padding).getBytes(StandardCharsets.US_ASCII));
    for (Tensor tensor : tensors) {
      for (int i = 0; i < tensor.size(); i++) {
        content.putFloat(tensor.at(i));
      }
    }
    AtomicFile.write(file, content.array());
  }

  /**
   * Reads all tensors in the order of the file.
   *
   * @throws CorruptFileException if the file does not have the format, or holds other types than
   *     float32
   * @throws IOException if the file cannot be read
   */
  public static List<Tensor> read(Path file) throws IOException {
    return parse(file, Files.readAllBytes(file));
  }

  /** Reads the content of a file, whose name is for messages. */
  static List<Tensor> parse(Path file, byte[] bytes) throws CorruptFileException {
    ByteBuffer content = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (content.remaining() < Long.BYTES) {
      throw new CorruptFileException(file, "it ends within its length", null);
    }
    long length = content.getLong();
    if (length < 0 || length > content.remaining()) {
      throw new CorruptFileException(file, "it ends within its header", null);
    }
    byte[] json = new byte[(int) length];
    content.get(json);
    ByteBuffer values = content.slice().order(ByteOrder.LITTLE_ENDIAN);
    List<Tensor> tensors = new ArrayList<>();
    int end = 0;
    for (Map.Entry<String, Entry> entry : Json.entries(file, json, Entry.class).entrySet()) {
      Tensor tensor = tensor(file, entry.getKey(), entry.getValue(), values, end);
      tensors.add(tensor);
      end += tensor.size() * Float.BYTES;
    }
    if (end != values.limit()) {
      throw new CorruptFileException(file, "it does not end where its last tensor does", null);
    }
    return tensors;
  }

  private static Tensor tensor(Path file, String name, Entry entry, ByteBuffer values, int begin)
      throws CorruptFileException {
    if (!entry.dtype().equals(FLOAT32)) {
      throw new CorruptFileException(file, name + " is of type " + entry.dtype(), null);
    }
    List<Integer> place = entry.dataOffsets();
    if (place.size() != 2
        || place.getFirst() != begin
        || place.getLast() < begin
        || place.getLast() > values.limit()
        || (place.getLast() - begin) % Float.BYTES != 0) {
      throw new CorruptFileException(file, name + " does not lie where it must: " + place, null);
    }
    float[] own = new float[(place.getLast() - begin) / Float.BYTES];
    values
        .slice(begin, place.getLast() - begin)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(own);
    try {
      return new Tensor(name, entry.shape(), own);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new CorruptFileException(file, String.valueOf(e.getMessage()), e);
    }
  }
}
