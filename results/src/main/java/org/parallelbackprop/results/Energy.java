package org.parallelbackprop.results;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Energy that training took; {@code energy.json}, left by completed runs on machines whose counters
 * can be read, and by no others.
 *
 * @param schema version of this format, {@value #SCHEMA}
 * @param counters one for each counter, at least one
 */
public record Energy(int schema, List<Counter> counters) {

  /** Version of the format that this release writes. */
  public static final int SCHEMA = 1;

  public Energy {
    SchemaVersion.require(SCHEMA, schema);
    counters = List.copyOf(counters);
    if (counters.isEmpty()) {
      throw new IllegalArgumentException("without a counter there is no such file");
    }
  }

  /** What a counter counts. */
  public enum Part {
    /** A processor package: cores, caches, memory controllers. */
    @JsonProperty("processor")
    PROCESSOR,
    /** Memory modules. */
    @JsonProperty("memory")
    MEMORY,
    /** A GPU with its board and memory. */
    @JsonProperty("gpu")
    GPU
  }

  /**
   * What a counter said.
   *
   * @param name of the counter, e.g. {@code intel-rapl:0 package-0}
   * @param part what it counts: all of it, whoever uses it
   * @param epochs one for each epoch, from the first on
   */
  public record Counter(String name, Part part, List<Epoch> epochs) {
    public Counter {
      epochs = List.copyOf(epochs);
    }
  }

  /**
   * An epoch.
   *
   * @param trainJoules from the beginning to the end of its training; null where the counter could
   *     not be read or might have started again more than once
   */
  public record Epoch(@Nullable Double trainJoules) {
    public Epoch {
      if (trainJoules != null) {
        Check.amount("train joules", trainJoules);
      }
    }
  }
}
