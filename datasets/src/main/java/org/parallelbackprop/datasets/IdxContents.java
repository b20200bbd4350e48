package org.parallelbackprop.datasets;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.engine.Examples;

/** The values of a data set's four files, each checked by itself and against the others. */
final class IdxContents {

  /** Labels are 0 … 9. */
  static final int CLASSES = 10;

  private static final byte[] NOT_KEPT = {};

  private final Map<IdxFile, byte[]> values = new EnumMap<>(IdxFile.class);
  private final Map<IdxFile, String> hashes = new EnumMap<>(IdxFile.class);
  private final int valuesPerImage;

  /**
   * Takes contents that are in memory.
   *
   * @param values the values of the four files, without headers
   * @param hashes SHA-256 of the four files
   * @param valuesPerImage values of one image
   */
  IdxContents(Map<IdxFile, byte[]> values, Map<IdxFile, String> hashes, int valuesPerImage) {
    this.values.putAll(values);
    this.hashes.putAll(hashes);
    this.valuesPerImage = valuesPerImage;
  }

  /**
   * Reads a folder.
   *
   * @param folder the folder
   * @param published what the files must be, null if that is not known
   * @throws CorruptDatasetException if a file is missing or not what it should be
   * @throws IOException if a file cannot be read
   */
  static IdxContents read(DataFolder folder, @Nullable PublishedDataset published)
      throws IOException {
    return scan(folder, published, true);
  }

  /**
   * Checks a folder as {@link #read} does, in constant memory.
   *
   * @return the data set's checksum
   */
  static String check(DataFolder folder, @Nullable PublishedDataset published) throws IOException {
    return scan(folder, published, false).sha256();
  }

  /** What identifies the content: see {@link Dataset#sha256()}. */
  String sha256() {
    return ContentHash.ofDataset(hashes);
  }

  /** Number of images in a file of images. */
  int count(IdxFile imagesFile) {
    return valuesOf(imagesFile).length / valuesPerImage;
  }

  /**
   * Images {@code from} … {@code to − 1} of a file with their labels.
   *
   * @param imagesFile a file of images
   */
  Examples examples(IdxFile imagesFile, int from, int to) {
    float[] fractions = new float[256];
    for (int v = 0; v < fractions.length; v++) {
      fractions[v] = v / 255f;
    }
    byte[] pixels = valuesOf(imagesFile);
    float[] features = new float[(to - from) * valuesPerImage];
    for (int i = 0; i < features.length; i++) {
      features[i] = fractions[Byte.toUnsignedInt(pixels[from * valuesPerImage + i])];
    }
    byte[] bytes = valuesOf(imagesFile.labels());
    int[] labels = new int[to - from];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = bytes[from + i];
    }
    return new Examples(valuesPerImage, CLASSES, features, labels);
  }

  private static IdxContents scan(
      DataFolder folder, @Nullable PublishedDataset published, boolean keep) throws IOException {
    Map<IdxFile, byte[]> values = new EnumMap<>(IdxFile.class);
    Map<IdxFile, String> hashes = new EnumMap<>(IdxFile.class);
    ImagesAndLabels pairs = new ImagesAndLabels();
    for (IdxFile role : IdxFile.values()) {
      Path file =
          folder
              .find(role)
              .orElseThrow(() ->
                  new CorruptDatasetException(
                      folder.path().resolve(role.fileName()), "is missing, also as .gz"));
      try (IdxStream stream = new IdxStream(file, role)) {
        pairs.check(file, role, stream);
        if (!role.holdsImages()) {
          byte[] labels = stream.readValues();
          checkLabels(file, labels);
          values.put(role, labels);
        } else if (keep) {
          values.put(role, stream.readValues());
        } else {
          stream.skipValues();
          values.put(role, NOT_KEPT);
        }
        String hash = stream.finish();
        if (published != null) {
          published.check(file, role, hash);
        }
        hashes.put(role, hash);
      }
    }
    return new IdxContents(values, hashes, pairs.valuesPerImage());
  }

  private static void checkLabels(Path file, byte[] labels) throws CorruptDatasetException {
    for (int i = 0; i < labels.length; i++) {
      int label = Byte.toUnsignedInt(labels[i]);
      if (label >= CLASSES) {
        throw new CorruptDatasetException(
            file, "has label " + label + " at position " + i + "; labels are 0 … " + (CLASSES - 1));
      }
    }
  }

  private byte[] valuesOf(IdxFile file) {
    byte[] kept = values.get(file);
    if (kept == null) {
      throw new IllegalStateException(file.fileName() + " was not read");
    }
    return kept;
  }
}
