package org.parallelbackprop.datasets;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.NullMarked;

/** Small IDX files for tests. */
@NullMarked
final class IdxFiles {

  private IdxFiles() {}

  /** A file of images of {@code rows} × {@code columns}; pixel i is i mod 256. */
  static byte[] images(int count, int rows, int columns) {
    ByteBuffer file = ByteBuffer.allocate(16 + count * rows * columns);
    file.putInt(0x0803).putInt(count).putInt(rows).putInt(columns);
    for (int i = 0; i < count * rows * columns; i++) {
      file.put((byte) i);
    }
    return file.array();
  }

  /** A file of labels. */
  static byte[] labels(int... labels) {
    ByteBuffer file = ByteBuffer.allocate(8 + labels.length);
    file.putInt(0x0801).putInt(labels.length);
    for (int label : labels) {
      file.put((byte) label);
    }
    return file.array();
  }

  /** Gzipped. */
  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The content of bytes that may be gzipped, by nothing but the JDK. */
  static byte[] ungzip(byte[] bytes) throws IOException {
    if (bytes.length < 2 || bytes[0] != 0x1f || bytes[1] != (byte) 0x8b) {
      return bytes;
    }
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return gzip.readAllBytes();
    }
  }

  /** Writes a data set of 7 training and 2 test images of 2 × 3 pixels, images gzipped. */
  static void writeFolder(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve("train-images-idx3-ubyte.gz"), gzip(images(7, 2, 3)));
    Files.write(folder.resolve("train-labels-idx1-ubyte"), labels(0, 1, 2, 3, 4, 5, 9));
    Files.write(folder.resolve("t10k-images-idx3-ubyte.gz"), gzip(images(2, 2, 3)));
    Files.write(folder.resolve("t10k-labels-idx1-ubyte"), labels(9, 0));
  }
}
