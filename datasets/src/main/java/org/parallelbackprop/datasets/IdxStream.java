package org.parallelbackprop.datasets;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * One IDX file of unsigned bytes, plain or gzipped, read from front to end.
 *
 * <p>The format (Y. LeCun's MNIST page): a big-endian word 0x0000 08 DD with DD the number of
 * dimensions, one big-endian 32-bit word for each dimension, then the values in row-major order.
 *
 * <p>Nothing that the file says about itself is believed: memory grows with the bytes that really
 * arrive, and no more of them are taken than the header announced. A file that announces more than
 * its length can hold is refused before any value is read.
 */
final class IdxStream implements AutoCloseable {

  private static final int GZIP_MAGIC = 0x1f8b;
  private static final int BUFFER_BYTES = 1 << 16;

  /** No deflate stream expands further: 258 bytes from two bits at best (RFC 1951). */
  private static final long MAX_EXPANSION = 1032;

  /** Images compress to a fifth or a tenth; a large file that unfolds so far further is a bomb. */
  private static final long PLAUSIBLE_EXPANSION = 100;

  /** So much any file may unfold into: it does no harm. */
  private static final long HARMLESS_BYTES = 1L << 28;

  /** Values become floats in one array. */
  private static final long MAX_VALUES = Integer.MAX_VALUE - 8;

  private final Path file;
  private final IdxFile role;
  private final MessageDigest digest = ContentHash.digest();
  private final InputStream content;
  private final int[] dimensions;
  private final int values;

  /**
   * Opens a file and checks its header.
   *
   * @throws CorruptDatasetException if it is not a file of that role
   * @throws IOException if it cannot be read
   */
  IdxStream(Path file, IdxFile role) throws IOException {
    this(file, role, open(file), Files.size(file));
  }

  /**
   * Reads from bytes that are already there.
   *
   * @param file name for messages
   * @param role which of the four files it should be
   * @param bytes the file's bytes; closed with this, also if this cannot be made
   * @param length how many bytes there are
   */
  IdxStream(Path file, IdxFile role, InputStream bytes, long length) throws IOException {
    this.file = file;
    this.role = role;
    InputStream raw = new BufferedInputStream(bytes, BUFFER_BYTES);
    try {
      boolean gzipped = startsAsGzip(raw);
      content = new DigestInputStream(gzipped ? gunzip(raw) : raw, digest);
      dimensions = readHeader();
      values = checkedSize(gzipped ? unfolded(length) : length);
    } catch (Throwable e) {
      raw.close();
      throw e;
    }
  }

  /** Bytes that a gzipped file may unfold into. */
  private static long unfolded(long length) {
    long plausible = Math.max(HARMLESS_BYTES, Math.multiplyExact(length, PLAUSIBLE_EXPANSION));
    return Math.min(plausible, Math.multiplyExact(length, MAX_EXPANSION));
  }

  /** Number of images or labels. */
  int count() {
    return dimensions[0];
  }

  /** Number of values of one image. */
  int valuesPerImage() {
    return dimensions[1] * dimensions[2];
  }

  /** The size of an image for people: {@code 28 × 28}. */
  String imageSize() {
    return dimensions[1] + " × " + dimensions[2];
  }

  /** All values that the header announced. */
  byte[] readValues() throws IOException {
    byte[] all = read(values);
    if (all.length < values) {
      throw tooShort(all.length);
    }
    return all;
  }

  /** Passes over all values that the header announced, keeping none. */
  void skipValues() throws IOException {
    long skipped = 0;
    while (skipped < values) {
      int part = read((int) Math.min(BUFFER_BYTES, values - skipped)).length;
      if (part == 0) {
        throw tooShort(skipped);
      }
      skipped += part;
    }
  }

  /**
   * Makes sure that nothing follows the values; for a gzipped file also that its own checksum is
   * right.
   *
   * @return SHA-256 of the uncompressed content
   */
  String finish() throws IOException {
    if (read(1).length > 0) {
      throw new CorruptDatasetException(
          file, "goes on after the " + values + " values that its header announces");
    }
    return ContentHash.hex(digest);
  }

  @Override
  public void close() throws IOException {
    content.close();
  }

  private int[] readHeader() throws IOException {
    ByteBuffer magic = ByteBuffer.wrap(readHeaderBytes(Integer.BYTES));
    checkMagic(magic.getInt());
    int[] sizes = new int[role.dimensions()];
    ByteBuffer.wrap(readHeaderBytes(Integer.BYTES * sizes.length)).asIntBuffer().get(sizes);
    return sizes;
  }

  private byte[] readHeaderBytes(int length) throws IOException {
    byte[] bytes = read(length);
    if (bytes.length < length) {
      throw new CorruptDatasetException(file, "is cut off: it ends within its header");
    }
    return bytes;
  }

  private void checkMagic(int magic) throws CorruptDatasetException {
    if (magic == role.magic()) {
      return;
    }
    String expected = role.holdsImages() ? "images" : "labels";
    if (magic == IdxFile.IMAGES_MAGIC || magic == IdxFile.LABELS_MAGIC) {
      throw new CorruptDatasetException(
          file,
          "holds "
              + (role.holdsImages() ? "labels" : "images")
              + ", not "
              + expected
              + "; were two files swapped?");
    }
    throw new CorruptDatasetException(
        file,
        "is no IDX file of "
            + expected
            + ": it begins with 0x%08x, not 0x%08x".formatted(magic, role.magic()));
  }

  private int checkedSize(long contentLimit) throws CorruptDatasetException {
    long product = 1;
    for (int size : dimensions) {
      if (size < 1) {
        throw new CorruptDatasetException(
            file, "has a header that lies: dimensions " + Arrays.toString(dimensions));
      }
      // Cannot overflow: the product is at most 2^31 before it is multiplied by less than 2^31.
      product *= size;
      if (product > MAX_VALUES) {
        throw new CorruptDatasetException(
            file,
            "announces "
                + Arrays.toString(dimensions)
                + " values, more than one Java array holds (2^31 - 9)");
      }
    }
    if (product > contentLimit) {
      throw new CorruptDatasetException(
          file,
          "is cut off or its header lies: it announces "
              + product
              + " values, but its length has room for at most "
              + contentLimit
              + " bytes");
    }
    return (int) product;
  }

  private byte[] read(int length) throws IOException {
    try {
      return content.readNBytes(length);
    } catch (EOFException e) {
      throw new CorruptDatasetException(file, "is cut off: its gzip stream has no end", e);
    } catch (ZipException e) {
      throw new CorruptDatasetException(file, "is no intact gzip file: " + e.getMessage(), e);
    }
  }

  private CorruptDatasetException tooShort(long found) {
    return new CorruptDatasetException(
        file, "is cut off: it announces " + values + " values, but holds " + found);
  }

  private InputStream gunzip(InputStream raw) throws IOException {
    try {
      return new GZIPInputStream(raw, BUFFER_BYTES);
    } catch (EOFException | ZipException e) {
      throw new CorruptDatasetException(file, "is no intact gzip file: " + e.getMessage(), e);
    }
  }

  private static InputStream open(Path file) throws IOException {
    try {
      return Files.newInputStream(file);
    } catch (NoSuchFileException e) {
      throw new CorruptDatasetException(file, "is missing", e);
    }
  }

  private static boolean startsAsGzip(InputStream raw) throws IOException {
    raw.mark(Short.BYTES);
    byte[] start = raw.readNBytes(Short.BYTES);
    raw.reset();
    return start.length == Short.BYTES
        && (ByteBuffer.wrap(start).getShort() & 0xffff) == GZIP_MAGIC;
  }
}
