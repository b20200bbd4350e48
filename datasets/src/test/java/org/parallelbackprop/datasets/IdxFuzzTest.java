package org.parallelbackprop.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Changes valid files a little, many times over, from a fixed seed. {@code mvn -Pfuzz} has Jazzer
 * look further.
 */
final class IdxFuzzTest {

  private static final int INPUTS_PER_FILE = 5_000;
  private static final int MAX_CHANGES = 3;
  private static final byte[] INTERESTING = {0, 1, 3, 8, 9, 10, 0x1f, 127, -128, -117, -1};

  private final byte[] images = IdxFiles.images(3, 2, 3);
  private final byte[] labels = IdxFiles.labels(1, 0, 9);
  private final List<byte[]> valid =
      List.of(images, labels, IdxFiles.gzip(images), IdxFiles.gzip(labels));

  /** Where {@code mvn -Pfuzz} has Jazzer begin. */
  @Test
  void validFilesAreWrittenAsSeeds() throws IOException {
    Path seeds = Files.createDirectories(Path.of("target", "fuzz-seeds"));
    for (int i = 0; i < valid.size(); i++) {
      Files.write(seeds.resolve("valid-" + i), valid.get(i));
    }
    try (Stream<Path> written = Files.list(seeds)) {
      assertThat(written).hasSizeGreaterThanOrEqualTo(valid.size());
    }
  }

  @Test
  void whateverIsChangedIsRefusedWithASentenceOrReadAsItStands() {
    for (byte[] file : valid) {
      SplittableRandom random = new SplittableRandom(file.length);
      for (int i = 0; i < INPUTS_PER_FILE; i++) {
        byte[] input = changed(file, random);
        try {
          IdxFuzz.fuzzerTestOneInput(input);
        } catch (Throwable e) {
          throw new AssertionError("input " + i + ": " + HexFormat.of().formatHex(input), e);
        }
      }
    }
  }

  /** The target itself would find nothing if it refused everything. */
  @Test
  void theFilesThatAreChangedAreValid() {
    assertThat(IdxFuzz.accepts(IdxFile.TRAIN_IMAGES, images)).isTrue();
    assertThat(IdxFuzz.accepts(IdxFile.TRAIN_LABELS, labels)).isTrue();
    assertThat(IdxFuzz.accepts(IdxFile.TEST_IMAGES, IdxFiles.gzip(images))).isTrue();
    assertThat(IdxFuzz.accepts(IdxFile.TEST_IMAGES, labels)).isFalse();
  }

  private static byte[] changed(byte[] file, SplittableRandom random) {
    byte[] bytes = file.clone();
    for (int change = random.nextInt(MAX_CHANGES); change >= 0 && bytes.length > 0; change--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        case 1 -> bytes[at] = INTERESTING[random.nextInt(INTERESTING.length)];
        case 2 -> bytes = Arrays.copyOf(bytes, at);
        default -> bytes = Arrays.copyOf(bytes, bytes.length + random.nextInt(at + 1));
      }
    }
    return bytes;
  }
}
