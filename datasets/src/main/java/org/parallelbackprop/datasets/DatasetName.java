package org.parallelbackprop.datasets;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A data set as experiment files name it; {@code toString()} gives that name back. */
public sealed interface DatasetName {

  /** Name of the data set that needs no files. */
  String SYNTHETIC_DIGITS = "synthetic-digits";

  /** What the name of a folder of IDX files begins with. */
  String IDX_PREFIX = "idx:";

  /**
   * A data set that others have published and whose content is known by its checksums.
   *
   * @param key its name, also that of its folder
   */
  record Published(String key) implements DatasetName {
    @Override
    public String toString() {
      return key;
    }
  }

  /** Digits drawn from a fixed seed. */
  record SyntheticDigits() implements DatasetName {
    @Override
    public String toString() {
      return SYNTHETIC_DIGITS;
    }
  }

  /**
   * Four IDX files, named as MNIST's are, in a folder of the user's.
   *
   * @param folder the folder's path as it was written
   */
  record IdxFolder(String folder) implements DatasetName {
    @Override
    public String toString() {
      return IDX_PREFIX + folder;
    }
  }

  /**
   * Reads a name.
   *
   * @param text one of {@link #known()}, with a folder's path for FOLDER
   * @throws IllegalArgumentException if it is none, with a sentence that says what is allowed
   */
  static DatasetName parse(String text) {
    if (text.startsWith(IDX_PREFIX)) {
      return new IdxFolder(checkedFolder(text.substring(IDX_PREFIX.length())));
    }
    if (text.equals(SYNTHETIC_DIGITS)) {
      return new SyntheticDigits();
    }
    if (Catalogue.DATASETS.containsKey(text)) {
      return new Published(text);
    }
    throw new IllegalArgumentException(
        "unknown data set \"" + text + "\"; there are " + String.join(", ", known()));
  }

  /** All names there are, for messages and completion. */
  static List<String> known() {
    List<String> names = new ArrayList<>(Catalogue.DATASETS.keySet());
    names.add(SYNTHETIC_DIGITS);
    names.add(IDX_PREFIX + "FOLDER");
    return List.copyOf(names);
  }

  /** The data sets that have a name of their own: all but folders of IDX files. */
  static List<DatasetName> named() {
    List<DatasetName> names = new ArrayList<>();
    Catalogue.DATASETS.keySet().forEach(key -> names.add(new Published(key)));
    names.add(new SyntheticDigits());
    return List.copyOf(names);
  }

  private static String checkedFolder(String folder) {
    if (folder.isBlank()) {
      throw new IllegalArgumentException(
          "a folder of IDX files is written as idx:FOLDER, but the folder is missing");
    }
    try {
      Path _ = Path.of(folder);
      return folder;
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("\"" + folder + "\" is no path: " + e.getReason(), e);
    }
  }
}
