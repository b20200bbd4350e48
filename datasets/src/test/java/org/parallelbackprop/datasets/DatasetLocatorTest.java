package org.parallelbackprop.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DatasetLocatorTest {

  private static final DatasetName MNIST = DatasetName.parse("mnist");

  /** The catalogue without mirrors and packages. */
  private static final Map<String, PublishedDataset> OFFLINE =
      Catalogue.DATASETS.values().stream()
          .map(known ->
              new PublishedDataset(known.key(), known.title(), known.files(), List.of(), List.of()))
          .collect(Collectors.toMap(PublishedDataset::key, known -> known));

  private static final Downloader NO_DOWNLOADER =
      new Downloader(
          HttpTimeouts.WEB,
          () -> {
            throw new AssertionError("nothing is downloaded here");
          });

  @TempDir Path folder;

  private DatasetLocator locator(@Nullable String option, @Nullable String variable) {
    return new DatasetLocator(
        option == null ? null : folder.resolve(option),
        variable == null
            ? Map.of()
            : Map.of(DatasetLocator.ENVIRONMENT_VARIABLE, folder.resolve(variable).toString()),
        folder.resolve("cache"),
        OFFLINE,
        NO_DOWNLOADER);
  }

  @ParameterizedTest
  @CsvSource({
    "option/mnist, option, variable",
    "option, option, variable",
    "variable/mnist, option, variable",
    "variable, , variable",
    "cache/mnist, option, variable",
    "cache/mnist, , ",
  })
  void everyPlaceIsLookedAt(String place, @Nullable String option, @Nullable String variable)
      throws IOException {
    Files.createDirectories(folder.resolve("option"));
    IdxFiles.writeFolder(folder.resolve(place));
    assertThat(locator(option, variable).presence(MNIST))
        .isEqualTo(new DatasetPresence.Present(folder.resolve(place)));
  }

  @Test
  void theFirstPlaceCountsAndACorruptFileThereIsNoReasonToLookFurther() throws IOException {
    IdxFiles.writeFolder(folder.resolve("option/mnist"));
    IdxFiles.writeFolder(folder.resolve("cache/mnist"));
    assertThatExceptionOfType(DatasetUnavailableException.class)
        .isThrownBy(() -> locator("option", null).locate(MNIST))
        .withMessageContainingAll(
            folder.resolve("option/mnist").toString(), "is not MNIST's train-images-idx3-ubyte");
  }

  @Test
  void filesThatLieInAFolderWithoutANameMayBeThoseOfAnotherDataSet() throws Exception {
    Path real = Path.of(System.getenv().getOrDefault(DatasetLocator.ENVIRONMENT_VARIABLE, ""));
    DataFolder mnist = new DataFolder(real.resolve("mnist"));
    assumeTrue(mnist.isComplete(), "mnist is not on this machine");
    DatasetLocator locator =
        new DatasetLocator(mnist.path(), Map.of(), folder.resolve("cache"), OFFLINE, NO_DOWNLOADER);
    assertThat(locator.presence(MNIST)).isEqualTo(new DatasetPresence.Present(mnist.path()));
    assertThat(locator.presence(DatasetName.parse("fashion-mnist")))
        .isInstanceOf(DatasetPresence.Missing.class);
  }

  @Test
  void anIdxFolderIsLocatedWithItsChecksum() throws Exception {
    IdxFiles.writeFolder(folder.resolve("mine"));
    DatasetName name = DatasetName.parse("idx:" + folder.resolve("other/../mine"));
    LocatedDataset located = locator(null, null).locate(name);
    assertThat(located.name()).isEqualTo(name);
    assertThat(located.folder()).isEqualTo(folder.resolve("mine"));
    assertThat(DatasetReader.read(name, located.folder()).sha256()).isEqualTo(located.sha256());
  }

  @Test
  void whatIsMissingInAnIdxFolderIsNamed() throws IOException {
    IdxFiles.writeFolder(folder);
    Files.delete(folder.resolve("t10k-labels-idx1-ubyte"));
    assertThatExceptionOfType(DatasetUnavailableException.class)
        .isThrownBy(() -> locator(null, null).locate(DatasetName.parse("idx:" + folder)))
        .withMessage("idx:%s needs t10k-labels-idx1-ubyte (or .gz) in %s", folder, folder);
  }

  @Test
  void aDataFolderThatIsNotThereIsAnError() {
    assertThatExceptionOfType(DatasetUnavailableException.class)
        .isThrownBy(() -> locator("misspelt", null).locate(MNIST))
        .withMessage("there is no folder " + folder.resolve("misspelt"));
  }

  @Test
  void syntheticDigitsNeedNothing() throws Exception {
    DatasetName name = DatasetName.parse("synthetic-digits");
    assertThat(locator(null, null).presence(name)).isEqualTo(new DatasetPresence.Drawn());
    assertThat(locator(null, null).locate(name))
        .isEqualTo(new LocatedDataset(name, SyntheticDigits.SHA256, null));
  }

  @ParameterizedTest
  @CsvSource({
    "Linux, /x, , /x/parallel-backprop",
    "Linux, relative, , /home/u/.cache/parallel-backprop",
    "Linux, , , /home/u/.cache/parallel-backprop",
    "Mac OS X, , , /home/u/Library/Caches/parallel-backprop",
    "Windows 11, , /local, /local/parallel-backprop/cache",
    "Windows 11, , , /home/u/.cache/parallel-backprop",
  })
  void everySystemHasItsCacheFolder(
      String os, @Nullable String xdg, @Nullable String local, String expected) {
    Map<String, String> environment = new HashMap<>();
    if (xdg != null) {
      environment.put("XDG_CACHE_HOME", xdg);
    }
    if (local != null) {
      environment.put("LOCALAPPDATA", local);
    }
    assertThat(CacheFolder.of(environment, os, Path.of("/home/u"))).isEqualTo(Path.of(expected));
  }
}
