package org.parallelbackprop.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.parallelbackprop.engine.Examples;

final class DatasetReaderTest {

  @TempDir Path folder;

  private Dataset read() throws IOException {
    return DatasetReader.read(DatasetName.parse("idx:" + folder), folder);
  }

  private void assertCorrupt(String... words) {
    assertThatExceptionOfType(CorruptDatasetException.class)
        .isThrownBy(this::read)
        .withMessageContainingAll(words);
    assertThatExceptionOfType(CorruptDatasetException.class)
        .isThrownBy(() -> IdxContents.check(new DataFolder(folder), null))
        .withMessageContainingAll(words);
  }

  @Test
  void pixelsAreFractionsAndTheLastSixthValidates() throws IOException {
    IdxFiles.writeFolder(folder);
    Dataset dataset = read();
    assertThat(dataset.training().count()).isEqualTo(6);
    assertThat(dataset.validation().count()).isEqualTo(1);
    assertThat(dataset.test().count()).isEqualTo(2);
    assertThat(dataset.training().labels()).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(dataset.validation().labels()).containsExactly(9);
    assertThat(dataset.test().labels()).containsExactly(9, 0);
    assertThat(dataset.training().featureCount()).isEqualTo(6);
    assertThat(dataset.training().features()[35]).isEqualTo(35 / 255f);
    assertThat(dataset.validation().features())
        .containsExactly(36 / 255f, 37 / 255f, 38 / 255f, 39 / 255f, 40 / 255f, 41 / 255f);
    assertThat(dataset.test().classes()).isEqualTo(10);
  }

  @Test
  void bytesAreUnsigned() throws IOException {
    IdxFiles.writeFolder(folder);
    byte[] images = IdxFiles.images(2, 2, 3);
    images[16] = (byte) 255;
    images[17] = (byte) 128;
    Files.write(folder.resolve("t10k-images-idx3-ubyte"), images);
    assertThat(read().test().features()).startsWith(1f, 128 / 255f);
  }

  @Test
  void theChecksumIsOfTheUncompressedContentAndTheSameWhenCheckedWithoutReading()
      throws IOException {
    IdxFiles.writeFolder(folder);
    String mixed = read().sha256();
    for (IdxFile file : IdxFile.values()) {
      Path place = new DataFolder(folder).find(file).orElseThrow();
      if (place.toString().endsWith(".gz")) {
        Files.delete(place);
      }
    }
    Files.write(folder.resolve("train-images.idx3-ubyte"), IdxFiles.images(7, 2, 3));
    Files.write(
        folder.resolve("t10k-images.idx3-ubyte.gz"), IdxFiles.gzip(IdxFiles.images(2, 2, 3)));
    // Computed with Python's hashlib from the four contents.
    assertThat(mixed)
        .isEqualTo("77d72e3b174cf33c9454438266bb7b579a7bd3d7b65eae0844363b1417b02e42")
        .isEqualTo(read().sha256())
        .isEqualTo(IdxContents.check(new DataFolder(folder), null));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFileCutAnywhereIsRefused(boolean gzipped) throws IOException {
    IdxFiles.writeFolder(folder);
    byte[] images = IdxFiles.images(2, 2, 3);
    byte[] whole = gzipped ? IdxFiles.gzip(images) : images;
    Path file = folder.resolve("t10k-images-idx3-ubyte");
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertCorrupt(file.toString());
    }
    Files.write(file, whole);
    assertThat(read().test().count()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void bytesAfterTheValuesAreRefused(boolean gzipped) throws IOException {
    IdxFiles.writeFolder(folder);
    byte[] longer = Arrays.copyOf(IdxFiles.labels(9, 0), 11);
    Files.write(folder.resolve("t10k-labels-idx1-ubyte"), gzipped ? IdxFiles.gzip(longer) : longer);
    assertCorrupt("t10k-labels-idx1-ubyte", "goes on after the 2 values");
  }

  @Test
  void aFlippedBitInAGzippedFileIsRefused() throws IOException {
    IdxFiles.writeFolder(folder);
    Path file = folder.resolve("t10k-images-idx3-ubyte.gz");
    byte[] whole = Files.readAllBytes(file);
    // The ten bytes of the gzip header hold a time and an operating system, which say nothing.
    for (int i = 10; i < whole.length; i++) {
      byte[] flipped = whole.clone();
      flipped[i] ^= 1;
      Files.write(file, flipped);
      assertCorrupt("t10k-images-idx3-ubyte.gz");
    }
  }

  @Test
  void imagesAndLabelsSwappedAreRefused() throws IOException {
    IdxFiles.writeFolder(folder);
    Files.write(folder.resolve("train-labels-idx1-ubyte"), IdxFiles.images(7, 2, 3));
    assertCorrupt("train-labels-idx1-ubyte", "holds images, not labels", "swapped");
    IdxFiles.writeFolder(folder);
    Files.write(folder.resolve("train-images-idx3-ubyte"), IdxFiles.labels(1, 2));
    assertCorrupt("train-images-idx3-ubyte", "holds labels, not images", "swapped");
  }

  @Test
  void otherNumbersOfImagesAndLabelsAreRefused() throws IOException {
    IdxFiles.writeFolder(folder);
    Files.write(folder.resolve("train-labels-idx1-ubyte"), IdxFiles.labels(1, 2, 3));
    assertCorrupt("train-labels-idx1-ubyte", "3 labels", "7 images");
  }

  @Test
  void imagesOfTwoSizesAreRefused() throws IOException {
    IdxFiles.writeFolder(folder);
    Files.write(folder.resolve("t10k-images-idx3-ubyte"), IdxFiles.images(2, 3, 2));
    assertCorrupt("t10k-images-idx3-ubyte", "3 × 2", "2 × 3");
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 127, 128, 255})
  void aLabelAboveNineIsRefused(int label) throws IOException {
    IdxFiles.writeFolder(folder);
    Files.write(folder.resolve("t10k-labels-idx1-ubyte"), IdxFiles.labels(3, label));
    assertCorrupt("t10k-labels-idx1-ubyte", "label " + label + " at position 1");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 28, 28, lies",
    "-1, 28, 28, lies",
    "60000, 0, 28, lies",
    "2147483647, 2147483647, 2147483647, more than one Java array",
    "65536, 65536, 1, more than one Java array",
    "2000000000, 1, 1, its length has room for at most",
    "3, 2, 3, 'is cut off'",
    "1, 2, 3, 'goes on after the 6 values'",
  })
  void aHeaderThatLiesIsRefusedBeforeMemoryIsTaken(int count, int rows, int columns, String words)
      throws IOException {
    IdxFiles.writeFolder(folder);
    byte[] images = IdxFiles.images(2, 2, 3);
    ByteBuffer.wrap(images).putInt(4, count).putInt(8, rows).putInt(12, columns);
    for (byte[] content : new byte[][] {images, IdxFiles.gzip(images)}) {
      Files.write(folder.resolve("train-images-idx3-ubyte"), content);
      assertCorrupt("train-images-idx3-ubyte", words);
    }
  }

  @Test
  void noMoreOfAGzipBombIsUnpackedThanItsHeaderAnnounces() throws IOException {
    IdxFiles.writeFolder(folder);
    byte[] zeros = new byte[1 << 26];
    ByteBuffer.wrap(zeros).putInt(0x0801).putInt(7);
    byte[] bomb = IdxFiles.gzip(zeros);
    Files.write(folder.resolve("train-labels-idx1-ubyte"), bomb);
    assertThat(bomb.length).isLessThan(zeros.length / 1000);
    assertCorrupt("train-labels-idx1-ubyte", "goes on after the 7 values");
  }

  /** Its header tells the truth: 2²⁹ pixels, all of them black, in half a megabyte. */
  @Test
  void aGzipBombWithAHonestHeaderIsRefusedUnread() throws IOException {
    IdxFiles.writeFolder(folder);
    Path file = folder.resolve("train-images-idx3-ubyte");
    try (OutputStream bomb = new GZIPOutputStream(Files.newOutputStream(file))) {
      bomb.write(
          ByteBuffer.allocate(16).putInt(0x0803).putInt(1 << 19).putInt(32).putInt(32).array());
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 1 << 9; i++) {
        bomb.write(zeros);
      }
    }
    assertThat(Files.size(file)).isLessThan(1 << 20);
    assertCorrupt("train-images-idx3-ubyte", "its length has room for at most 268435456 bytes");
  }

  @Test
  void aTextFileIsRefused() throws IOException {
    IdxFiles.writeFolder(folder);
    Files.writeString(folder.resolve("train-images-idx3-ubyte"), "<html>404 Not Found</html>");
    assertCorrupt("train-images-idx3-ubyte", "is no IDX file of images", "0x3c68746d");
  }

  @Test
  void aMissingFileIsNamed() throws IOException {
    IdxFiles.writeFolder(folder);
    Files.delete(folder.resolve("train-labels-idx1-ubyte"));
    assertCorrupt("train-labels-idx1-ubyte", "is missing");
  }

  @Test
  void anUnknownContentIsNoPublishedDataSet() throws IOException {
    IdxFiles.writeFolder(folder);
    assertThatExceptionOfType(CorruptDatasetException.class)
        .isThrownBy(() -> DatasetReader.read(DatasetName.parse("mnist"), folder))
        .withMessageContainingAll("train-images-idx3-ubyte.gz", "is not MNIST's", "SHA-256");
  }

  @Test
  void aFolderIsNeededExactlyForWhatIsRead() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DatasetReader.read(DatasetName.parse("mnist"), null));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DatasetReader.read(DatasetName.parse("synthetic-digits"), folder));
  }

  @Test
  void mnistIsWhatItIsKnownToBe() throws Exception {
    Dataset mnist = published("mnist");
    assertThat(mnist.training().count()).isEqualTo(50_000);
    assertThat(mnist.validation().count()).isEqualTo(10_000);
    assertThat(mnist.test().count()).isEqualTo(10_000);
    assertThat(mnist.training().labels()).startsWith(5, 0, 4, 1, 9, 2, 1, 3, 1, 4);
    assertThat(mnist.test().labels()).startsWith(7, 2, 1, 0, 4, 1, 4, 9, 5, 9);
    // Mean pixel of the 60,000 training images, known to everybody who normalises by it: 0.1307.
    double mean = (sum(mnist.training()) + sum(mnist.validation())) / (60_000.0 * 28 * 28);
    assertThat(mean).isBetween(0.13065, 0.13075);
  }

  @Test
  void fashionMnistIsReadFromWherePackagesPutIt() throws Exception {
    Dataset fashion = published("fashion-mnist");
    assertThat(fashion.training().labels()).startsWith(9, 0, 0, 3, 0, 2, 7, 2, 5, 5);
    assertThat(
            IntStream.range(0, 10)
                .map(c -> (int) Arrays.stream(fashion.test().labels()).filter(l -> l == c).count()))
        .containsOnly(1000);
  }

  private static Dataset published(String name) throws Exception {
    DatasetName.Published parsed = (DatasetName.Published) DatasetName.parse(name);
    DatasetLocator locator = new DatasetLocator(null, System.getenv());
    assumeTrue(
        locator.presence(parsed) instanceof DatasetPresence.Present,
        name + " is not on this machine");
    LocatedDataset located = locator.locate(parsed);
    Dataset dataset = DatasetReader.read(parsed, located.folder());
    assertThat(dataset.sha256()).isEqualTo(located.sha256());
    return dataset;
  }

  private static double sum(Examples examples) {
    double sum = 0;
    for (float value : examples.features()) {
      sum += value;
    }
    return sum;
  }
}
