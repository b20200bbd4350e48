package org.parallelbackprop.datasets;

import java.util.List;

/** The four files of a data set in IDX form, in the order in which its checksum takes them. */
enum IdxFile {
  TRAIN_IMAGES("train-images", true),
  TRAIN_LABELS("train-labels", false),
  TEST_IMAGES("t10k-images", true),
  TEST_LABELS("t10k-labels", false);

  /** First word of a file of unsigned bytes with three dimensions: 0x08 bytes, 0x03 dimensions. */
  static final int IMAGES_MAGIC = 0x0803;

  /** First word of a file of unsigned bytes with one dimension. */
  static final int LABELS_MAGIC = 0x0801;

  private final String stem;
  private final boolean images;

  IdxFile(String stem, boolean images) {
    this.stem = stem;
    this.images = images;
  }

  /** The official name: {@code train-images-idx3-ubyte}. */
  String fileName() {
    return stem + (images ? "-idx3-ubyte" : "-idx1-ubyte");
  }

  /**
   * Names under which it is found: the official one, the one that some archive programs make of it
   * ({@code train-images.idx3-ubyte}), and both gzipped.
   */
  List<String> accepted() {
    String dotted = stem + (images ? ".idx3-ubyte" : ".idx1-ubyte");
    return List.of(fileName(), fileName() + ".gz", dotted, dotted + ".gz");
  }

  /** Whether it holds images [count, rows, columns], otherwise labels [count]. */
  boolean holdsImages() {
    return images;
  }

  /** The file of the labels that belong to these images. */
  IdxFile labels() {
    return switch (this) {
      case TRAIN_IMAGES -> TRAIN_LABELS;
      case TEST_IMAGES -> TEST_LABELS;
      case TRAIN_LABELS, TEST_LABELS ->
          throw new IllegalStateException(fileName() + " holds labels");
    };
  }

  /** Number of dimensions in the header. */
  int dimensions() {
    return images ? 3 : 1;
  }

  /** The first word of the header. */
  int magic() {
    return images ? IMAGES_MAGIC : LABELS_MAGIC;
  }
}
