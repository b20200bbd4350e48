package org.parallelbackprop.datasets;

import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The published data sets that have a name here, with their checksums and mirrors. */
final class Catalogue {

  /**
   * MNIST: Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, "Gradient-based learning applied to document
   * recognition", Proc. IEEE 86(11), 1998.
   */
  private static final PublishedDataset MNIST =
      new PublishedDataset(
          "mnist",
          "MNIST",
          files(
              "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
              "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
              "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
              "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
          List.of(
              URI.create("https://storage.googleapis.com/cvdf-datasets/mnist/"),
              URI.create("https://ossci-datasets.s3.amazonaws.com/mnist/")),
          List.of());

  /**
   * Fashion-MNIST: H. Xiao, K. Rasul, R. Vollgraf, "Fashion-MNIST: a novel image dataset for
   * benchmarking machine learning algorithms", arXiv:1708.07747, 2017. Debian's package {@code
   * dataset-fashion-mnist} holds the same content.
   */
  private static final PublishedDataset FASHION_MNIST =
      new PublishedDataset(
          "fashion-mnist",
          "Fashion-MNIST",
          files(
              "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
              "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
              "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
              "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"),
          List.of(
              URI.create("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"),
              URI.create(
                  "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/")),
          List.of(Path.of("/usr/share/datasets/fashion-mnist")));

  /** All of them by key. */
  static final Map<String, PublishedDataset> DATASETS = byKey(MNIST, FASHION_MNIST);

  private Catalogue() {}

  /**
   * The data set of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  static PublishedDataset get(DatasetName.Published name) {
    PublishedDataset dataset = DATASETS.get(name.key());
    if (dataset == null) {
      throw new IllegalArgumentException("no published data set is called " + name.key());
    }
    return dataset;
  }

  /** Which published file has this content: "Fashion-MNIST's t10k-labels-idx1-ubyte". */
  static Optional<String> describe(String sha256) {
    for (PublishedDataset dataset : DATASETS.values()) {
      for (Map.Entry<IdxFile, PublishedFile> file : dataset.files().entrySet()) {
        if (file.getValue().sha256().equals(sha256)) {
          return Optional.of(dataset.title() + "'s " + file.getKey().fileName());
        }
      }
    }
    return Optional.empty();
  }

  /** The files of a data set with MNIST's sizes: 60,000 and 10,000 images of 28 × 28. */
  private static Map<IdxFile, PublishedFile> files(
      String trainImages, String trainLabels, String testImages, String testLabels) {
    Map<IdxFile, PublishedFile> files = new EnumMap<>(IdxFile.class);
    files.put(IdxFile.TRAIN_IMAGES, new PublishedFile(16 + 60_000 * 28 * 28, trainImages));
    files.put(IdxFile.TRAIN_LABELS, new PublishedFile(8 + 60_000, trainLabels));
    files.put(IdxFile.TEST_IMAGES, new PublishedFile(16 + 10_000 * 28 * 28, testImages));
    files.put(IdxFile.TEST_LABELS, new PublishedFile(8 + 10_000, testLabels));
    return files;
  }

  private static Map<String, PublishedDataset> byKey(PublishedDataset... datasets) {
    Map<String, PublishedDataset> byKey = new LinkedHashMap<>();
    for (PublishedDataset dataset : datasets) {
      byKey.put(dataset.key(), dataset);
    }
    return Collections.unmodifiableMap(byKey);
  }
}
