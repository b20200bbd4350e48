package org.parallelbackprop.datasets;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.NullMarked;

/**
 * What must hold for any bytes that are taken for an IDX file: they are refused with a sentence, or
 * are exactly a header and the values that it announces. Also a target for Jazzer.
 */
@NullMarked
public final class IdxFuzz {

  private static final Path NAME = Path.of("fuzzed");

  private IdxFuzz() {}

  /**
   * Tries one input as images and as labels.
   *
   * @throws AssertionError if it is accepted wrongly or refused without a sentence
   */
  public static void fuzzerTestOneInput(byte[] bytes) {
    accepts(IdxFile.TRAIN_IMAGES, bytes);
    accepts(IdxFile.TRAIN_LABELS, bytes);
  }

  /** Whether it is accepted. */
  static boolean accepts(IdxFile role, byte[] bytes) {
    try (IdxStream read = new IdxStream(NAME, role, new ByteArrayInputStream(bytes), bytes.length);
        IdxStream skipped =
            new IdxStream(NAME, role, new ByteArrayInputStream(bytes), bytes.length)) {
      byte[] values = read.readValues();
      String sha256 = read.finish();
      skipped.skipValues();
      require(sha256.equals(skipped.finish()), "read and skipped contents differ");
      byte[] content = IdxFiles.ungzip(bytes);
      require(sha256.equals(ContentHash.of(content)), "the hash is not the content's");
      require(
          content.length == Integer.BYTES * (1 + role.dimensions()) + values.length,
          "something follows the values");
      require(values.length % read.count() == 0, "values are not whole images");
      return true;
    } catch (CorruptDatasetException e) {
      require(String.valueOf(e.getMessage()).startsWith(NAME + " "), "the file is not named");
      return false;
    } catch (IOException e) {
      throw new AssertionError("refused without a sentence", e);
    }
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new AssertionError(otherwise);
    }
  }
}
