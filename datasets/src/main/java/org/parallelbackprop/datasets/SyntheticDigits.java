package org.parallelbackprop.datasets;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.Map;

/**
 * Pictures of digits like MNIST's, drawn from a fixed seed: the data set that needs no files.
 *
 * <p>60,000 training and 10,000 test images of 28 × 28 pixels. Each is a pure function of its
 * number, so is the same on every machine: random words come from Philox, sines and cosines from
 * StrictMath, all else is the four operations and square roots of IEEE 754, rounded to 0 … 255.
 */
final class SyntheticDigits {

  /** First word of Philox's key. */
  private static final long SEED = 2016;

  /** Stream of the first test image; training images begin at 0. */
  private static final long TEST_STREAM = 1L << 32;

  private static final int TRAINING_IMAGES = 60_000;
  private static final int TEST_IMAGES = 10_000;
  private static final int PIXELS = StrokeCanvas.SIZE * StrokeCanvas.SIZE;

  /** What {@link Dataset#sha256()} is for it; a test draws it and compares. */
  static final String SHA256 = "b5d12f1895b7196133a37f33a0216a8248bd903c91dc8206002a2a0b86cb817a";

  private SyntheticDigits() {}

  /** Draws the whole data set. */
  static IdxContents draw() {
    Map<IdxFile, byte[]> values = new EnumMap<>(IdxFile.class);
    draw(TRAINING_IMAGES, 0, IdxFile.TRAIN_IMAGES, values);
    draw(TEST_IMAGES, TEST_STREAM, IdxFile.TEST_IMAGES, values);
    Map<IdxFile, String> hashes = new EnumMap<>(IdxFile.class);
    values.forEach((file, content) -> hashes.put(file, idxSha256(file, content)));
    return new IdxContents(values, hashes, PIXELS);
  }

  private static void draw(
      int count, long firstStream, IdxFile imagesFile, Map<IdxFile, byte[]> values) {
    byte[] images = new byte[count * PIXELS];
    byte[] labels = new byte[count];
    DigitPen pen = new DigitPen();
    for (int i = 0; i < count; i++) {
      labels[i] = (byte) pen.draw(new DigitDice(SEED, firstStream + i), images, i * PIXELS);
    }
    values.put(imagesFile, images);
    values.put(imagesFile.labels(), labels);
  }

  /** SHA-256 of the file in IDX form: header, then values. */
  private static String idxSha256(IdxFile file, byte[] values) {
    ByteBuffer header = ByteBuffer.allocate(Integer.BYTES * (1 + file.dimensions()));
    header.putInt(file.magic());
    if (file.holdsImages()) {
      header.putInt(values.length / PIXELS).putInt(StrokeCanvas.SIZE).putInt(StrokeCanvas.SIZE);
    } else {
      header.putInt(values.length);
    }
    MessageDigest digest = ContentHash.digest();
    digest.update(header.array());
    digest.update(values);
    return ContentHash.hex(digest);
  }
}
