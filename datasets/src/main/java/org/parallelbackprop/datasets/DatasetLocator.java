package org.parallelbackprop.datasets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the files of data sets.
 *
 * <p>A published data set is looked for, in this order, in the folder of the option {@code --data},
 * in that of the environment variable {@value #ENVIRONMENT_VARIABLE} (in both, the files may lie in
 * a folder of the data set's name or directly), in the user's cache folder, and where packages of
 * the operating system put it. The first folder that holds all four files counts, and its files
 * must be right: a corrupt file is an error, not a reason to look further.
 */
public final class DatasetLocator {

  /** The environment variable that names the user's folder of data sets. */
  public static final String ENVIRONMENT_VARIABLE = "PARALLEL_BACKPROP_DATA";

  private final @Nullable Path dataOption;
  private final Map<String, String> environment;
  private final Path cache;

  /**
   * A locator for this machine.
   *
   * @param dataOption folder that the user gave on the command line, null if none
   * @param environment the environment variables
   */
  public DatasetLocator(@Nullable Path dataOption, Map<String, String> environment) {
    this(
        dataOption,
        environment,
        CacheFolder.of(
            environment, System.getProperty("os.name"), Path.of(System.getProperty("user.home"))));
  }

  /** A locator with a cache folder of its own, for tests. */
  DatasetLocator(@Nullable Path dataOption, Map<String, String> environment, Path cache) {
    this.dataOption = dataOption;
    this.environment = Map.copyOf(environment);
    this.cache = cache;
  }

  /** Whether a data set is there, as far as can be told without reading or fetching its files. */
  public DatasetPresence presence(DatasetName name) {
    return switch (name) {
      case DatasetName.SyntheticDigits drawn -> new DatasetPresence.Drawn();
      case DatasetName.IdxFolder idx -> {
        Path folder = Path.of(idx.folder()).toAbsolutePath().normalize();
        yield new DataFolder(folder).isComplete()
            ? new DatasetPresence.Present(folder)
            : new DatasetPresence.Missing(missing(idx, folder));
      }
      case DatasetName.Published published -> {
        PublishedDataset dataset = Catalogue.get(published);
        Optional<Path> folder = find(dataset);
        yield folder.isPresent()
            ? new DatasetPresence.Present(folder.get())
            : new DatasetPresence.Missing(unavailable(dataset));
      }
    };
  }

  /**
   * Finds a data set and checks all of its files.
   *
   * @throws DatasetUnavailableException if it cannot be had; the message is the one sentence for
   *     the user
   */
  public LocatedDataset locate(DatasetName name) throws DatasetUnavailableException {
    try {
      if (dataOption != null && !Files.isDirectory(dataOption)) {
        throw new DatasetUnavailableException("there is no folder " + dataOption);
      }
      return switch (presence(name)) {
        case DatasetPresence.Drawn() -> new LocatedDataset(name, SyntheticDigits.SHA256, null);
        case DatasetPresence.Present(Path folder) ->
            new LocatedDataset(
                name, IdxContents.check(new DataFolder(folder), published(name)), folder);
        case DatasetPresence.Missing(String sentence) ->
            throw new DatasetUnavailableException(sentence);
      };
    } catch (CorruptDatasetException e) {
      throw new DatasetUnavailableException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new DatasetUnavailableException(name + " cannot be read: " + e, e);
    }
  }

  private static @Nullable PublishedDataset published(DatasetName name) {
    return name instanceof DatasetName.Published published ? Catalogue.get(published) : null;
  }

  private Optional<Path> find(PublishedDataset dataset) {
    return places(dataset).stream()
        .filter(folder -> new DataFolder(folder).isComplete())
        .findFirst();
  }

  private List<Path> places(PublishedDataset dataset) {
    List<Path> places = new ArrayList<>();
    if (dataOption != null) {
      places.add(dataOption.resolve(dataset.key()));
      places.add(dataOption);
    }
    String variable = environment.getOrDefault(ENVIRONMENT_VARIABLE, "");
    if (!variable.isEmpty()) {
      places.add(Path.of(variable, dataset.key()));
      places.add(Path.of(variable));
    }
    places.add(cache.resolve(dataset.key()));
    places.addAll(dataset.packageFolders());
    return places.stream().map(Path::toAbsolutePath).map(Path::normalize).toList();
  }

  private static String missing(DatasetName.IdxFolder name, Path folder) {
    return "the data set "
        + name
        + " needs "
        + fileNames(new DataFolder(folder).missing())
        + " (or .gz) in "
        + folder;
  }

  private String unavailable(PublishedDataset dataset) {
    return dataset.title()
        + " is not on this machine: put "
        + fileNames(List.of(IdxFile.values()))
        + " (or .gz) into "
        + cache.resolve(dataset.key())
        + ", or use the data set "
        + DatasetName.SYNTHETIC_DIGITS
        + ", which needs no files";
  }

  private static String fileNames(List<IdxFile> files) {
    return files.stream().map(IdxFile::fileName).collect(Collectors.joining(", "));
  }
}
