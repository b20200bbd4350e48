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
 * must be right: a corrupt file is an error, not a reason to look further. What is nowhere is
 * downloaded into the cache folder.
 */
public final class DatasetLocator {

  /** The environment variable that names the user's folder of data sets. */
  public static final String ENVIRONMENT_VARIABLE = "PARALLEL_BACKPROP_DATA";

  private final @Nullable Path dataOption;
  private final Map<String, String> environment;
  private final Path cache;
  private final Map<String, PublishedDataset> catalogue;
  private final Downloader downloader;

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
            environment, System.getProperty("os.name"), Path.of(System.getProperty("user.home"))),
        Catalogue.DATASETS,
        new Downloader(HttpTimeouts.WEB, new DownloadConsole()));
  }

  /** A locator with a cache folder, a catalogue and a downloader of its own, for tests. */
  DatasetLocator(
      @Nullable Path dataOption,
      Map<String, String> environment,
      Path cache,
      Map<String, PublishedDataset> catalogue,
      Downloader downloader) {
    this.dataOption = dataOption;
    this.environment = Map.copyOf(environment);
    this.cache = cache;
    this.catalogue = catalogue;
    this.downloader = downloader;
  }

  /** Whether a data set is there, as far as can be told without reading or fetching its files. */
  public DatasetPresence presence(DatasetName name) {
    return switch (name) {
      case DatasetName.SyntheticDigits _ -> new DatasetPresence.Drawn();
      case DatasetName.IdxFolder idx -> {
        DataFolder folder = new DataFolder(Path.of(idx.folder()).toAbsolutePath().normalize());
        yield folder.isComplete()
            ? new DatasetPresence.Present(folder.path())
            : new DatasetPresence.Missing(
                "%s needs %s (or .gz) in %s"
                    .formatted(idx, fileNames(folder.missing()), folder.path()));
      }
      case DatasetName.Published published -> {
        PublishedDataset dataset = dataset(published);
        Optional<Path> folder = find(dataset);
        yield folder.isPresent()
            ? new DatasetPresence.Present(folder.get())
            : new DatasetPresence.Missing(
                "%s is not on this machine yet; it is downloaded to %s when it is needed"
                    .formatted(dataset.title(), cacheFolder(dataset)));
      }
    };
  }

  /**
   * Finds a data set, fetches what is missing of a published one, and checks all files.
   *
   * @throws DatasetUnavailableException if it cannot be had; the message is the one sentence for
   *     the user
   */
  public LocatedDataset locate(DatasetName name) throws DatasetUnavailableException {
    if (dataOption != null && !Files.isDirectory(dataOption)) {
      throw new DatasetUnavailableException("there is no folder " + dataOption);
    }
    try {
      return switch (presence(name)) {
        case DatasetPresence.Drawn() -> new LocatedDataset(name, SyntheticDigits.SHA256, null);
        case DatasetPresence.Present(Path folder) -> checked(name, folder);
        case DatasetPresence.Missing(String sentence) -> {
          if (!(name instanceof DatasetName.Published published)) {
            throw new DatasetUnavailableException(sentence);
          }
          yield checked(name, fetch(dataset(published)));
        }
      };
    } catch (CorruptDatasetException e) {
      throw new DatasetUnavailableException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new DatasetUnavailableException(name + " cannot be read: " + e, e);
    }
  }

  private LocatedDataset checked(DatasetName name, Path folder) throws IOException {
    PublishedDataset expected =
        name instanceof DatasetName.Published published ? dataset(published) : null;
    return new LocatedDataset(name, IdxContents.check(new DataFolder(folder), expected), folder);
  }

  private Path fetch(PublishedDataset dataset) throws DatasetUnavailableException {
    Path folder = cacheFolder(dataset);
    try {
      downloader.fetch(dataset, folder);
      return folder;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DatasetUnavailableException(
          "the download of " + dataset.title() + " was interrupted", e);
    } catch (IOException e) {
      String reason =
          e instanceof DownloadFailedException
              ? "could not be downloaded (" + e.getMessage() + ")"
              : "could not be saved (" + e + ")";
      throw new DatasetUnavailableException(
          ("%s is not on this machine and %s: put %s (or .gz) into %s, or use the data set %s,"
                  + " which needs no files")
              .formatted(
                  dataset.title(),
                  reason,
                  fileNames(List.of(IdxFile.values())),
                  folder,
                  DatasetName.SYNTHETIC_DIGITS),
          e);
    }
  }

  private PublishedDataset dataset(DatasetName.Published name) {
    PublishedDataset dataset = catalogue.get(name.key());
    if (dataset == null) {
      throw new IllegalArgumentException("no published data set is called " + name.key());
    }
    return dataset;
  }

  private Path cacheFolder(PublishedDataset dataset) {
    return cache.resolve(dataset.key()).toAbsolutePath().normalize();
  }

  private Optional<Path> find(PublishedDataset dataset) {
    return places(dataset).stream()
        .filter(folder -> new DataFolder(folder).isComplete())
        .findFirst();
  }

  private List<Path> places(PublishedDataset dataset) {
    List<Path> places = new ArrayList<>();
    for (Path folder : userFolders()) {
      places.add(folder.resolve(dataset.key()));
      // The files have the same names in every data set: others' may lie here.
      if (!holdsAnother(folder, dataset)) {
        places.add(folder);
      }
    }
    places.add(cacheFolder(dataset));
    places.addAll(dataset.packageFolders());
    return places;
  }

  private List<Path> userFolders() {
    List<Path> folders = new ArrayList<>();
    if (dataOption != null) {
      folders.add(dataOption.toAbsolutePath().normalize());
    }
    String variable = environment.getOrDefault(ENVIRONMENT_VARIABLE, "");
    if (!variable.isEmpty()) {
      folders.add(Path.of(variable).toAbsolutePath().normalize());
    }
    return folders;
  }

  /** Whether a folder's smallest file is that of another published data set. */
  private boolean holdsAnother(Path folder, PublishedDataset dataset) {
    Optional<Path> labels = new DataFolder(folder).find(IdxFile.TEST_LABELS);
    if (labels.isEmpty()) {
      return false;
    }
    try (IdxStream stream = new IdxStream(labels.get(), IdxFile.TEST_LABELS)) {
      stream.skipValues();
      String sha256 = stream.finish();
      return catalogue.values().stream()
          .filter(other -> !other.equals(dataset))
          .anyMatch(other -> other.file(IdxFile.TEST_LABELS).sha256().equals(sha256));
    } catch (IOException _) {
      // Whatever is wrong with it is said when it is read.
      return false;
    }
  }

  private static String fileNames(List<IdxFile> files) {
    return files.stream().map(IdxFile::fileName).collect(Collectors.joining(", "));
  }
}
