package org.parallelbackprop.results;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/**
 * What must hold for any bytes that are taken for a file of a run: they are refused with a sentence
 * that names the file, or are read as something that comes back from being written. Also a target
 * for Jazzer.
 */
@NullMarked
public final class RecordsFuzz {

  private static final Path NAME = Path.of("fuzzed");

  private static final List<Class<? extends Record>> RECORDS =
      List.of(Plan.class, RunRequest.class, Manifest.class, RunOutcome.class, Energy.class);

  private RecordsFuzz() {}

  /**
   * Tries one input as a file of each format.
   *
   * @throws AssertionError if it is accepted wrongly or refused without a sentence
   */
  public static void fuzzerTestOneInput(byte[] bytes) {
    accepts(() -> epochs(bytes));
    accepts(() -> tensors(bytes));
    for (Class<? extends Record> type : RECORDS) {
      accepts(() -> record(bytes, type));
    }
  }

  /** Tries an input in one format. */
  @FunctionalInterface
  interface Attempt {
    /** Reads and writes again. */
    void run() throws IOException;
  }

  /** Whether it is accepted. */
  static boolean accepts(Attempt attempt) {
    try {
      attempt.run();
      return true;
    } catch (CorruptFileException e) {
      require(String.valueOf(e.getMessage()).startsWith(NAME + ": "), "the file is not named");
      return false;
    } catch (IOException e) {
      throw new AssertionError("refused without a sentence", e);
    }
  }

  static void record(byte[] bytes, Class<? extends Record> type) throws IOException {
    Record value = Json.parse(NAME, bytes, type);
    byte[] written = Json.compact(value).getBytes(StandardCharsets.UTF_8);
    require(value.equals(Json.parse(NAME, written, type)), "it does not come back");
  }

  static void epochs(byte[] bytes) throws IOException {
    List<EpochRow> rows = EpochsFile.parse(NAME, bytes);
    for (int i = 0; i < rows.size(); i++) {
      require(rows.get(i).epoch() == i + 1, "epochs are not numbered from 1");
    }
  }

  static void tensors(byte[] bytes) throws IOException {
    long size = 0;
    for (Tensor tensor : TensorsFile.parse(NAME, bytes)) {
      size += (long) tensor.size() * Float.BYTES;
    }
    require(size <= bytes.length, "more values than bytes");
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new AssertionError(otherwise);
    }
  }
}
