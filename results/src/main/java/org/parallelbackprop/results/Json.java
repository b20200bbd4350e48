package org.parallelbackprop.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads and writes the JSON files of a results folder. */
public final class Json {

  private static final JsonMapper READABLE =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  private static final JsonMapper COMPACT =
      READABLE.rebuild().disable(SerializationFeature.INDENT_OUTPUT).build();

  private static final JsonMapper CANONICAL =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  private Json() {}

  /**
   * Reads a file.
   *
   * @throws CorruptFileException if the content is not what the type's format says
   * @throws IOException if the file cannot be read
   */
  public static <T extends Record> T read(Path file, Class<T> type) throws IOException {
    return parse(file, Files.readAllBytes(file), type);
  }

  /** Reads the content of a file, whose name is for messages. */
  static <T extends Record> T parse(Path file, byte[] content, Class<T> type)
      throws CorruptFileException {
    try {
      return checked(file, READABLE.readValue(content, type));
    } catch (JacksonException e) {
      throw new CorruptFileException(file, e.getOriginalMessage(), e);
    }
  }

  private static <T extends Record> T checked(Path file, @Nullable T value)
      throws CorruptFileException {
    if (value == null) {
      throw new CorruptFileException(file, "it holds null", null);
    }
    try {
      RecordCheck.requireNoUnexpectedNull(value);
      return value;
    } catch (IllegalArgumentException e) {
      throw new CorruptFileException(file, String.valueOf(e.getMessage()), e);
    }
  }

  /** Writes a file so that it is either there whole or not at all. */
  public static void write(Path file, Object content) throws IOException {
    AtomicFile.write(file, READABLE.writeValueAsBytes(content));
  }

  /** The value on one line. */
  static String compact(Object value) {
    return COMPACT.writeValueAsString(value);
  }

  /** Reads an object whose values are all of one type, in its order. */
  static <T extends Record> Map<String, T> entries(Path file, byte[] json, Class<T> type)
      throws CorruptFileException {
    try {
      Map<String, @Nullable T> entries =
          COMPACT.readValue(
              json,
              COMPACT.getTypeFactory().constructMapType(LinkedHashMap.class, String.class, type));
      if (entries == null) {
        throw new CorruptFileException(file, "it holds null", null);
      }
      Map<String, T> checked = new LinkedHashMap<>();
      for (Map.Entry<String, @Nullable T> entry : entries.entrySet()) {
        checked.put(entry.getKey(), checked(file, entry.getValue()));
      }
      return checked;
    } catch (JacksonException e) {
      throw new CorruptFileException(file, e.getOriginalMessage(), e);
    }
  }

  /** A value as JSON in one line, for processes that tell each other something. */
  public static String line(Object value) {
    return CANONICAL.writeValueAsString(value);
  }

  /**
   * Reads what {@link #line} wrote.
   *
   * @throws IllegalArgumentException if the text is not what the type's format says
   */
  public static <T> T parse(String line, Class<T> type) {
    try {
      return READABLE.readValue(line, type);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    }
  }

  /** SHA-256 of the compact JSON of a value with all keys in alphabetical order. */
  public static String canonicalSha256(Object value) {
    return Sha256.of(CANONICAL.writeValueAsBytes(value));
  }
}
