package org.parallelbackprop.engine.cpu.vector;

import java.util.Map;
import org.parallelbackprop.engine.EngineOptions;

/**
 * The options of {@code cpu-vector}.
 *
 * @param threads workers
 * @param vectorBits width of the vectors
 * @param skipZeros whether products with zero inputs are left out where that pays
 * @param pinned whether each worker stays on a processor of its own
 */
record VectorSettings(int threads, int vectorBits, boolean skipZeros, boolean pinned) {

  /** {@value}. */
  static final String PINNING = "pinning";

  private static final String VECTOR_BITS = "vector-bits";
  private static final String PREFERRED = "preferred";
  private static final String INPUT_ZEROS = "input-zeros";
  private static final String SKIP = "skip";
  private static final String MULTIPLY = "multiply";
  private static final String NONE = "none";
  private static final String EACH_THREAD = "each-thread";

  /**
   * Reads them. Absent options have their first choice.
   *
   * @throws IllegalArgumentException if a value is none of those declared
   */
  static VectorSettings of(EngineOptions options) {
    String bits = options.values().getOrDefault(VECTOR_BITS, PREFERRED);
    String zeros = options.values().getOrDefault(INPUT_ZEROS, SKIP);
    String pinning = options.values().getOrDefault(PINNING, NONE);
    return new VectorSettings(
        options.threads(),
        switch (bits) {
          case PREFERRED -> VectorKernels.preferredBits();
          case "512", "256", "128" -> Integer.parseInt(bits);
          default -> throw unknown(VECTOR_BITS, bits);
        },
        switch (zeros) {
          case SKIP -> true;
          case MULTIPLY -> false;
          default -> throw unknown(INPUT_ZEROS, zeros);
        },
        switch (pinning) {
          case NONE -> false;
          case EACH_THREAD -> true;
          default -> throw unknown(PINNING, pinning);
        });
  }

  private static IllegalArgumentException unknown(String option, String value) {
    return new IllegalArgumentException("option " + option + " cannot be " + value);
  }

  /** What is really used. */
  Map<String, String> facts() {
    return Map.of(
        EngineOptions.THREADS,
        Integer.toString(threads),
        VECTOR_BITS,
        Integer.toString(vectorBits),
        INPUT_ZEROS,
        skipZeros ? SKIP : MULTIPLY,
        PINNING,
        pinned ? EACH_THREAD : NONE);
  }
}
