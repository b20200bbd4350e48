package org.parallelbackprop.engine;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How the work is to be done: options that an engine declares in its {@link EngineDescription},
 * none of which may change the result beyond what that description admits.
 *
 * @param values option name to value, e.g. {@code threads=8}; sorted, immutable
 */
public record EngineOptions(SortedMap<String, String> values) {

  /** Name of the option that says how many threads an engine computes with. */
  public static final String THREADS = "threads";

  /** For engines without options. */
  public static final EngineOptions NONE = new EngineOptions(Map.of());

  public EngineOptions {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  public EngineOptions(Map<String, String> values) {
    this((SortedMap<String, String>) new TreeMap<>(values));
  }

  /** Options of an engine whose only one is the number of threads. */
  public static EngineOptions threads(int threads) {
    return new EngineOptions(Map.of(THREADS, Integer.toString(threads)));
  }

  /**
   * The number of threads asked for.
   *
   * @throws IllegalArgumentException if the option is missing or no positive integer
   */
  public int threads() {
    return positiveInteger(THREADS);
  }

  /** What is wrong with the number of threads asked for, empty if nothing is. */
  public Optional<String> threadsRefusal() {
    try {
      threads();
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.ofNullable(e.getMessage());
    }
  }

  /**
   * The value of an option that must be given.
   *
   * @throws IllegalArgumentException if it is missing
   */
  public String get(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("option " + name + " is missing; given are " + values);
    }
    return value;
  }

  private int positiveInteger(String name) {
    String value = get(name);
    try {
      int number = Integer.parseInt(value);
      if (number >= 1) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " must be a positive integer, but got " + value, e);
    }
    throw new IllegalArgumentException(name + " must be a positive integer, but got " + value);
  }
}
