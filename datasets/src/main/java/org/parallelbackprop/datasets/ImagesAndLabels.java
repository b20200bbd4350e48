package org.parallelbackprop.datasets;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Compares the headers of a data set's files as they are opened one after the other: as many labels
 * as images, and one size of images.
 */
final class ImagesAndLabels {

  private @Nullable Path lastImages;
  private int lastCount;
  private @Nullable String imageSize;
  private int valuesPerImage;

  /** Compares a file with those before it; images come just before their labels. */
  void check(Path file, IdxFile role, IdxStream stream) throws CorruptDatasetException {
    if (!role.holdsImages()) {
      if (stream.count() != lastCount) {
        throw new CorruptDatasetException(
            file,
            "has "
                + stream.count()
                + " labels, but "
                + lastImages
                + " has "
                + lastCount
                + " images");
      }
      return;
    }
    if (imageSize != null && !imageSize.equals(stream.imageSize())) {
      throw new CorruptDatasetException(
          file,
          "has images of "
              + stream.imageSize()
              + " pixels, but those of "
              + lastImages
              + " have "
              + imageSize);
    }
    lastImages = file;
    lastCount = stream.count();
    imageSize = stream.imageSize();
    valuesPerImage = stream.valuesPerImage();
  }

  /** Values of one image, the same in both files. */
  int valuesPerImage() {
    return valuesPerImage;
  }
}
