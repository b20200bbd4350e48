package org.parallelbackprop.results;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the processes of an experiment are run; nothing here may change a result, only its time.
 *
 * @param jvmArguments flags that every worker's JVM is started with, those of its engine apart
 * @param timeLimitSeconds wall-clock time after which a run is ended; null for a limit taken from
 *     the forecast
 */
public record ExecutionSettings(List<String> jvmArguments, @Nullable Double timeLimitSeconds) {

  public ExecutionSettings {
    if (timeLimitSeconds != null) {
      Check.amount("time limit seconds", timeLimitSeconds);
    }
    jvmArguments = List.copyOf(jvmArguments);
  }
}
