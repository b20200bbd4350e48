package org.parallelbackprop.datasets;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads data sets into memory. */
public final class DatasetReader {

  /** One in so many of the training images, the last ones, validates: 10,000 of MNIST's 60,000. */
  private static final int VALIDATION_DIVISOR = 6;

  private DatasetReader() {}

  /**
   * Reads or draws a data set.
   *
   * @param name which
   * @param folder the folder of its files ({@link LocatedDataset#folder()}); null for a data set
   *     that is drawn
   * @throws CorruptDatasetException if a file is missing or not exactly what it should be; the
   *     message is a sentence that names it
   * @throws IOException if a file cannot be read
   * @throws IllegalArgumentException if the folder is missing or superfluous
   */
  public static Dataset read(DatasetName name, @Nullable Path folder) throws IOException {
    IdxContents contents =
        switch (name) {
          case DatasetName.SyntheticDigits drawn -> {
            if (folder != null) {
              throw new IllegalArgumentException(drawn + " is drawn, not read from " + folder);
            }
            yield SyntheticDigits.draw();
          }
          case DatasetName.Published published ->
              IdxContents.read(required(name, folder), Catalogue.get(published));
          case DatasetName.IdxFolder idx -> IdxContents.read(required(idx, folder), null);
        };
    int count = contents.count(IdxFile.TRAIN_IMAGES);
    int split = count - count / VALIDATION_DIVISOR;
    return new Dataset(
        name,
        contents.sha256(),
        contents.examples(IdxFile.TRAIN_IMAGES, 0, split),
        contents.examples(IdxFile.TRAIN_IMAGES, split, count),
        contents.examples(IdxFile.TEST_IMAGES, 0, contents.count(IdxFile.TEST_IMAGES)));
  }

  private static DataFolder required(DatasetName name, @Nullable Path folder) {
    if (folder == null) {
      throw new IllegalArgumentException(name + " is read from a folder, but none is given");
    }
    return new DataFolder(folder);
  }
}
