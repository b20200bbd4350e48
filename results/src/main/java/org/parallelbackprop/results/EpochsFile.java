package org.parallelbackprop.results;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** {@code epochs.csv}: a header, then one {@link EpochRow} for each epoch that ended. */
public final class EpochsFile {

  private enum Column {
    EPOCH,
    TRAIN_SECONDS,
    EVALUATE_SECONDS,
    TRAINING_LOSS,
    VALIDATION_LOSS,
    VALIDATION_ACCURACY,
    TEST_LOSS,
    TEST_ACCURACY;

    private static final List<String> HEADER = Arrays.stream(values()).map(Column::header).toList();

    private String header() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final CSVFormat WRITTEN =
      CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();

  private static final CSVFormat READ =
      WRITTEN.builder().setHeader().setSkipHeaderRecord(true).get();

  /** What {@link Double#toString} writes, and decimal numbers of other programs. */
  private static final Pattern NUMBER =
      Pattern.compile("-?[0-9]+(\\.[0-9]+)?([Ee]-?[0-9]+)?|NaN|-?Infinity");

  private EpochsFile() {}

  /** Appends rows as epochs end; each row is handed to the operating system before this returns. */
  public static final class Appender implements AutoCloseable {

    private final Writer writer;
    private final CSVPrinter printer;

    /**
     * Creates the file with its header.
     *
     * @throws IOException if it exists or cannot be written
     */
    public Appender(Path file) throws IOException {
      writer =
          Files.newBufferedWriter(
              file,
              StandardCharsets.UTF_8,
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.WRITE);
      printer = new CSVPrinter(writer, WRITTEN);
      printer.printRecord(Column.HEADER);
      printer.flush();
    }

    /** Adds a row. */
    public void append(EpochRow row) throws IOException {
      printer.printRecord(
          row.epoch(),
          row.trainSeconds(),
          row.evaluateSeconds(),
          row.trainingLoss(),
          row.validationLoss(),
          row.validationAccuracy(),
          row.testLoss(),
          row.testAccuracy());
      printer.flush();
    }

    @Override
    public void close() throws IOException {
      printer.close();
    }
  }

  /**
   * Reads all complete rows. A last line without its line break is one that was being written when
   * the process ended, and is left out.
   *
   * @throws CorruptFileException if the header, a field or the numbering of epochs is wrong
   */
  public static List<EpochRow> read(Path file) throws IOException {
    return parse(file, Files.readAllBytes(file));
  }

  /** Reads the content of a file, whose name is for messages. */
  static List<EpochRow> parse(Path file, byte[] content) throws CorruptFileException {
    String text = text(file, content);
    String complete = text.substring(0, text.lastIndexOf('\n') + 1);
    List<EpochRow> rows = new ArrayList<>();
    try (Reader reader = Reader.of(complete);
        CSVParser parser = READ.parse(reader)) {
      if (!parser.getHeaderNames().equals(Column.HEADER)) {
        throw new CorruptFileException(file, "the header is not " + Column.HEADER, null);
      }
      for (CSVRecord record : parser) {
        EpochRow row = row(file, record);
        if (row.epoch() != rows.size() + 1) {
          throw new CorruptFileException(
              file, "row " + (rows.size() + 1) + " is of epoch " + row.epoch(), null);
        }
        rows.add(row);
      }
    } catch (CorruptFileException e) {
      throw e;
    } catch (IllegalArgumentException | IOException | UncheckedIOException e) {
      throw new CorruptFileException(file, String.valueOf(e.getMessage()), e);
    }
    return rows;
  }

  private static String text(Path file, byte[] content) throws CorruptFileException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException e) {
      throw new CorruptFileException(file, "it is no text in UTF-8", e);
    }
  }

  private static EpochRow row(Path file, CSVRecord record) throws CorruptFileException {
    if (record.size() != Column.HEADER.size()) {
      throw new CorruptFileException(
          file, "row " + record.getRecordNumber() + " has " + record.size() + " fields", null);
    }
    try {
      return new EpochRow(
          Integer.parseInt(field(record, Column.EPOCH)),
          parse(field(record, Column.TRAIN_SECONDS)),
          parse(field(record, Column.EVALUATE_SECONDS)),
          number(record, Column.TRAINING_LOSS),
          number(record, Column.VALIDATION_LOSS),
          number(record, Column.VALIDATION_ACCURACY),
          number(record, Column.TEST_LOSS),
          number(record, Column.TEST_ACCURACY));
    } catch (IllegalArgumentException e) {
      throw new CorruptFileException(
          file, "row " + record.getRecordNumber() + ": " + e.getMessage(), e);
    }
  }

  private static String field(CSVRecord record, Column column) {
    return record.get(column.header());
  }

  private static @Nullable Double number(CSVRecord record, Column column) {
    String text = field(record, column);
    return text.isEmpty() ? null : parse(text);
  }

  private static double parse(String text) {
    // Java would also take 1d, 0x1p0 and blanks for numbers.
    if (!NUMBER.matcher(text).matches()) {
      throw new IllegalArgumentException("\"" + text + "\" is no number");
    }
    return Double.parseDouble(text);
  }
}
