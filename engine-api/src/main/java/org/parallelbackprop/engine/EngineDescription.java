package org.parallelbackprop.engine;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What is known about an engine without loading its code.
 *
 * <p>Each engine's jar holds a file {@value #RESOURCE} with, for every engine in it:
 *
 * <pre>
 *   cpu-threads.class = org.parallelbackprop.engine.cpu.CpuThreadsEngine
 *   cpu-threads.summary = the arithmetic of cpu-serial on a fixed team of threads
 *   cpu-threads.numerics-version = 1
 *   cpu-threads.repeatability = any-options
 *   cpu-threads.option.threads = positive-integer
 *   cpu-threads.jvm-arguments = --add-modules jdk.incubator.vector
 *   cpu-threads.on-demand-megabytes = 200
 *   cpu-threads.share-of-peak = 0.03
 *   cpu-threads.measures-device = false
 * </pre>
 *
 * so that the parent process can check an experiment file and start a JVM without ever touching
 * native libraries. Options, JVM arguments, on-demand megabytes, the share of the peak and whether
 * it measures a device may be left out.
 *
 * @param id the engine's {@link Engine#id()}
 * @param className the class that the jar offers as a service
 * @param summary one clause for people
 * @param numericsVersion raised whenever a release of the engine gives other bits than the one
 *     before
 * @param repeatability under which conditions two runs give the same bits
 * @param options the options it takes and what they may be
 * @param jvmArguments flags that its JVM must be started with
 * @param onDemandMegabytes size of the native libraries that are fetched when an experiment first
 *     asks for the engine; empty if all it needs comes with the build
 * @param shareOfPeak the part of the processors' multiply-add peak that it reaches on networks of
 *     the study, as once measured; only guesses of time are made of it
 * @param measuresDevice whether it computes on a device of its own, whose limits it can measure
 *     ({@link Engine#measureDevice})
 */
public record EngineDescription(
    String id,
    String className,
    String summary,
    int numericsVersion,
    Repeatability repeatability,
    SortedMap<String, OptionValues> options,
    List<String> jvmArguments,
    OptionalInt onDemandMegabytes,
    OptionalDouble shareOfPeak,
    boolean measuresDevice) {

  /** Where an engine's jar holds its descriptions. */
  public static final String RESOURCE = "META-INF/parallel-backprop/engines.properties";

  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

  /** Under which conditions two runs of the same work give the same bits. */
  public enum Repeatability {
    /** On every machine, with any options. */
    ANY_OPTIONS,
    /** On the same machine class and library versions, with the same options. */
    SAME_OPTIONS,
    /** Not promised: results agree within rounding. */
    ROUNDING
  }

  /** What values an option may have. */
  public sealed interface OptionValues {

    /** 1, 2, 3, … */
    record PositiveInteger() implements OptionValues {}

    /** One of a few words. */
    record Choice(List<String> words) implements OptionValues {
      public Choice {
        words = List.copyOf(words);
      }
    }
  }

  public EngineDescription {
    options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
    jvmArguments = List.copyOf(jvmArguments);
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "an engine id is lower-case words joined by hyphens, but got " + id);
    }
    if (numericsVersion < 1) {
      throw new IllegalArgumentException(
          "numerics versions count from 1, but " + id + " has " + numericsVersion);
    }
  }

  /**
   * Reads a descriptions file.
   *
   * @return the descriptions in it, sorted by id
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if a property is missing, unknown or malformed
   */
  public static List<EngineDescription> read(Reader file) throws IOException {
    Properties properties = new Properties();
    properties.load(file);
    SortedMap<String, Properties> byId = new TreeMap<>();
    for (String name : properties.stringPropertyNames()) {
      int dot = name.indexOf('.');
      if (dot < 1) {
        throw new IllegalArgumentException(
            "property " + name + " does not have the form engine-id.property");
      }
      byId.computeIfAbsent(name.substring(0, dot), id -> new Properties())
          .setProperty(name.substring(dot + 1), properties.getProperty(name));
    }
    List<EngineDescription> descriptions = new ArrayList<>();
    byId.forEach((id, own) -> descriptions.add(parse(id, own)));
    return descriptions;
  }

  private static EngineDescription parse(String id, Properties properties) {
    SortedMap<String, OptionValues> options = new TreeMap<>();
    for (String name : properties.stringPropertyNames()) {
      switch (name) {
        case "class",
            "summary",
            "numerics-version",
            "repeatability",
            "jvm-arguments",
            "on-demand-megabytes",
            "share-of-peak",
            "measures-device" -> {}
        default -> {
          if (!name.startsWith("option.")) {
            throw new IllegalArgumentException("unknown property " + id + "." + name);
          }
          options.put(
              name.substring("option.".length()), optionValues(properties.getProperty(name)));
        }
      }
    }
    return new EngineDescription(
        id,
        required(id, properties, "class").strip(),
        required(id, properties, "summary"),
        positiveInteger(id, properties, "numerics-version"),
        repeatability(id, properties),
        options,
        words(properties.getProperty("jvm-arguments", ""), " +"),
        onDemandMegabytes(id, properties),
        shareOfPeak(id, properties),
        measuresDevice(id, properties));
  }

  private static Repeatability repeatability(String id, Properties properties) {
    String word = required(id, properties, "repeatability").strip();
    for (Repeatability each : Repeatability.values()) {
      if (word.equals(each.name().toLowerCase(Locale.ROOT).replace('_', '-'))) {
        return each;
      }
    }
    throw new IllegalArgumentException(
        "property "
            + id
            + ".repeatability must be any-options, same-options or rounding, but is "
            + word);
  }

  private static OptionalInt onDemandMegabytes(String id, Properties properties) {
    return properties.containsKey("on-demand-megabytes")
        ? OptionalInt.of(positiveInteger(id, properties, "on-demand-megabytes"))
        : OptionalInt.empty();
  }

  private static OptionalDouble shareOfPeak(String id, Properties properties) {
    if (!properties.containsKey("share-of-peak")) {
      return OptionalDouble.empty();
    }
    String text = required(id, properties, "share-of-peak").strip();
    try {
      double share = Double.parseDouble(text);
      if (share > 0 && share <= 1) {
        return OptionalDouble.of(share);
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(notShare(id, text), e);
    }
    throw new IllegalArgumentException(notShare(id, text));
  }

  private static boolean measuresDevice(String id, Properties properties) {
    String word = properties.getProperty("measures-device", "false").strip();
    return switch (word) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new IllegalArgumentException(
              "property " + id + ".measures-device must be true or false, but is " + word);
    };
  }

  private static String notShare(String id, String text) {
    return "property " + id + ".share-of-peak must be above 0 and at most 1, but is " + text;
  }

  private static int positiveInteger(String id, Properties properties, String name) {
    String value = required(id, properties, name).strip();
    try {
      int number = Integer.parseInt(value);
      if (number >= 1) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(notPositive(id, name, value), e);
    }
    throw new IllegalArgumentException(notPositive(id, name, value));
  }

  private static String notPositive(String id, String name, String value) {
    return "property " + id + "." + name + " must be a positive integer, but is " + value;
  }

  private static OptionValues optionValues(String text) {
    return text.equals("positive-integer")
        ? new OptionValues.PositiveInteger()
        : new OptionValues.Choice(words(text, " *\\| *"));
  }

  private static List<String> words(String text, String separator) {
    return Arrays.stream(text.strip().split(separator, -1))
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toList());
  }

  private static String required(String id, Properties properties, String name) {
    String value = properties.getProperty(name);
    if (value == null) {
      throw new IllegalArgumentException("property " + id + "." + name + " is missing");
    }
    return value;
  }
}
