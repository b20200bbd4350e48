package org.parallelbackprop.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.parallelbackprop.datasets.MirrorServer.Behaviour;

/** Downloads from mirrors on the loopback interface that do all that mirrors do. */
final class DownloadTest {

  private static final DatasetName MNIST = DatasetName.parse("mnist");
  private static final String IMAGES = "train-images-idx3-ubyte.gz";
  private static final HttpTimeouts SHORT =
      new HttpTimeouts(
          Duration.ofSeconds(2),
          Duration.ofMillis(500),
          Duration.ofMillis(500),
          Duration.ofSeconds(3));

  private final Map<IdxFile, byte[]> contents = new EnumMap<>(IdxFile.class);
  private final Map<String, byte[]> served = new TreeMap<>();

  private final Queue<String> shown = new ConcurrentLinkedQueue<>();

  @TempDir Path cache;
  private MirrorServer first;
  private MirrorServer second;

  @BeforeEach
  void start() throws IOException {
    contents.put(IdxFile.TRAIN_IMAGES, IdxFiles.images(70, 20, 30));
    contents.put(IdxFile.TRAIN_LABELS, IdxFiles.labels(new int[70]));
    contents.put(IdxFile.TEST_IMAGES, IdxFiles.images(2, 20, 30));
    contents.put(IdxFile.TEST_LABELS, IdxFiles.labels(9, 0));
    contents.forEach((file, bytes) -> served.put(file.fileName() + ".gz", IdxFiles.gzip(bytes)));
    first = new MirrorServer(served);
    second = new MirrorServer(served);
  }

  @AfterEach
  void stop() {
    first.close();
    second.close();
  }

  private DatasetLocator locator(URI... mirrors) {
    Map<IdxFile, PublishedFile> files = new EnumMap<>(IdxFile.class);
    contents.forEach(
        (file, bytes) -> files.put(file, new PublishedFile(bytes.length, ContentHash.of(bytes))));
    PublishedDataset tiny =
        new PublishedDataset("mnist", "MNIST", files, List.of(mirrors), List.of());
    return new DatasetLocator(
        null, Map.of(), cache, Map.of("mnist", tiny), new Downloader(SHORT, this::bar));
  }

  private ProgressBarBuilder bar() {
    return new ProgressBarBuilder()
        .setConsumer(new DelegatingProgressBarConsumer(shown::add, DownloadDisplay.WIDTH));
  }

  private LocatedDataset locate() throws DatasetUnavailableException {
    return locator(first.folder(), second.folder()).locate(MNIST);
  }

  private byte[] images() {
    return Objects.requireNonNull(served.get(IMAGES));
  }

  private Path folder() {
    return cache.resolve("mnist");
  }

  private Path part(MirrorServer mirror) {
    String hash =
        ContentHash.of(mirror.folder().toString().getBytes(StandardCharsets.UTF_8)).substring(0, 8);
    return folder().resolve(IMAGES + "." + hash + ".part");
  }

  private void assertComplete(LocatedDataset located) throws IOException {
    Map<IdxFile, String> hashes = new EnumMap<>(IdxFile.class);
    contents.forEach((file, bytes) -> hashes.put(file, ContentHash.of(bytes)));
    assertThat(located)
        .isEqualTo(new LocatedDataset(MNIST, ContentHash.ofDataset(hashes), folder()));
    try (Stream<Path> left = Files.list(folder())) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder(
              Stream.concat(Stream.of(".lock"), served.keySet().stream()).toArray(String[]::new));
    }
    for (Map.Entry<String, byte[]> file : served.entrySet()) {
      assertThat(folder().resolve(file.getKey())).hasBinaryContent(file.getValue());
    }
  }

  @Test
  void whatIsMissingIsFetchedOnce() throws Exception {
    assertComplete(locate());
    assertComplete(locate());
    assertThat(first.requests()).containsExactlyInAnyOrderElementsOf(served.keySet());
    assertThat(second.requests()).isEmpty();
  }

  @Test
  void progressIsShownForEachFile() throws Exception {
    locate();
    for (String name : served.keySet()) {
      assertThat(shown).anyMatch(line -> line.startsWith(name + " 100%"));
    }
  }

  @Test
  void whatIsThereIsNotFetched() throws Exception {
    Files.createDirectories(folder());
    Files.write(folder().resolve(IMAGES), images());
    assertComplete(locate());
    assertThat(first.requests()).hasSize(3).doesNotContain(IMAGES);
  }

  @Test
  void aDownloadThatBrokeOffGoesOnWhereItStopped() throws Exception {
    first.on(IMAGES, Behaviour.BREAK_OFF_HALFWAY, Behaviour.SERVE);
    assertComplete(locate());
    int half = images().length / 2;
    assertThat(first.requests()).startsWith(IMAGES, IMAGES + " bytes=" + half + "-");
    assertThat(second.requests()).isEmpty();
  }

  @Test
  void whatAnEarlierProcessLeftIsCompleted() throws Exception {
    Files.createDirectories(folder());
    Files.write(part(first), Arrays.copyOf(images(), 100));
    assertComplete(locate());
    assertThat(first.requests()).startsWith(IMAGES + " bytes=100-");
  }

  @Test
  void whatAnEarlierProcessLeftWholeIsFetchedAgainIfTheServerHasNoMore() throws Exception {
    Files.createDirectories(folder());
    Files.write(part(first), images());
    assertComplete(locate());
  }

  @Test
  void aBeginningOfSomethingElseIsThrownAway() throws Exception {
    Files.createDirectories(folder());
    Files.write(part(first), new byte[100]);
    assertComplete(locate());
    assertThat(first.requests()).startsWith(IMAGES + " bytes=100-", IMAGES);
    assertThat(second.requests()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"SERVE_WITHOUT_RANGES", "SERVE_ANOTHER_RANGE"})
  void aServerThatCannotGoOnInTheMiddleIsNoTrouble(Behaviour behaviour) throws Exception {
    first.on(IMAGES, Behaviour.BREAK_OFF_HALFWAY, behaviour);
    assertComplete(locate());
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "NOT_FOUND",
        "SERVE_OTHER_CONTENT",
        "SERVE_WITHOUT_END",
        "HANG_AT_ONCE",
        "HANG_HALFWAY",
        "BREAK_OFF_HALFWAY",
        "DRIP"
      })
  void whatOneMirrorCannotTheNextCan(Behaviour behaviour) throws Exception {
    first.on(IMAGES, behaviour);
    locate();
    assertThat(second.requests()).containsExactly(IMAGES);
    assertThat(folder().resolve(IMAGES)).hasBinaryContent(images());
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "NOT_FOUND",
        "SERVE_OTHER_CONTENT",
        "SERVE_WITHOUT_END",
        "HANG_AT_ONCE",
        "HANG_HALFWAY",
        "BREAK_OFF_HALFWAY",
        "DRIP"
      })
  void withoutAnyMirrorASentenceSaysWhatToDo(Behaviour behaviour) {
    first.on(IMAGES, behaviour);
    second.on(IMAGES, Behaviour.NOT_FOUND);
    String reason =
        switch (behaviour) {
          case NOT_FOUND -> "HTTP status 404";
          case SERVE_OTHER_CONTENT -> "it serves something else";
          case SERVE_WITHOUT_END -> "it sends more than the file can have";
          case HANG_AT_ONCE -> "no answer within 0.5 s";
          case HANG_HALFWAY -> "nothing came for 0.5 s";
          case BREAK_OFF_HALFWAY -> "the connection broke";
          case DRIP -> "it is too slow: ";
          case SERVE, SERVE_WITHOUT_RANGES, SERVE_ANOTHER_RANGE -> throw new AssertionError();
        };
    assertThatExceptionOfType(DatasetUnavailableException.class)
        .isThrownBy(this::locate)
        .withMessageContainingAll(
            "MNIST is not on this machine and could not be downloaded (" + IMAGES,
            reason,
            "localhost: HTTP status 404",
            "train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte",
            folder().toString(),
            "synthetic-digits")
        .withMessageNotContaining("\n");
    assertThat(folder().resolve(IMAGES)).doesNotExist();
  }

  @Test
  void offlineASentenceSaysWhatToDo() throws IOException {
    int closedPort;
    try (ServerSocket socket = new ServerSocket(0)) {
      closedPort = socket.getLocalPort();
    }
    URI nobody = URI.create("http://localhost:" + closedPort + "/");
    assertThatExceptionOfType(DatasetUnavailableException.class)
        .isThrownBy(() -> locator(nobody).locate(MNIST))
        .withMessage(
            "MNIST is not on this machine and could not be downloaded (%s from localhost: it cannot"
                + " be reached): put train-images-idx3-ubyte, train-labels-idx1-ubyte,"
                + " t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte (or .gz) into %s, or use the"
                + " data set synthetic-digits, which needs no files",
            IMAGES, folder());
  }

  @Test
  void aCacheThatCannotBeWrittenIsSaid() throws IOException {
    Files.writeString(folder(), "a file where the folder should be");
    assertThatExceptionOfType(DatasetUnavailableException.class)
        .isThrownBy(this::locate)
        .withMessageContainingAll("could not be saved", folder().toString(), "synthetic-digits");
  }

  /** What a process does in {@link #processesThatFetchAtOnceFetchOnce}. */
  static final class Fetch {
    public static void main(String[] arguments) throws Exception {
      DownloadTest test = new DownloadTest();
      test.cache = Path.of(arguments[0]);
      test.start();
      test.locator(URI.create(arguments[1])).locate(MNIST);
      test.stop();
    }
  }

  @Test
  void processesThatFetchAtOnceFetchOnce() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      processes.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Fetch.class.getName(),
                  cache.toString(),
                  first.folder().toString())
              .inheritIO()
              .start());
    }
    for (Process process : processes) {
      assertThat(process.waitFor()).isZero();
    }
    assertThat(first.requests()).containsExactlyInAnyOrderElementsOf(served.keySet());
    assertComplete(locate());
  }

  @Test
  void threadsThatFetchAtOnceFetchOnce() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<LocatedDataset>> all = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        all.add(threads.submit(this::locate));
      }
      for (Future<LocatedDataset> one : all) {
        assertComplete(one.get());
      }
    }
    assertThat(first.requests()).containsExactlyInAnyOrderElementsOf(served.keySet());
  }
}
