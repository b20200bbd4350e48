package org.parallelbackprop.results;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/** How one run ended. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Outcome.Completed.class, name = "completed"),
  @JsonSubTypes.Type(value = Outcome.Diverged.class, name = "diverged"),
  @JsonSubTypes.Type(value = Outcome.Failed.class, name = "failed"),
  @JsonSubTypes.Type(value = Outcome.TimedOut.class, name = "timed-out"),
  @JsonSubTypes.Type(value = Outcome.OutOfMemory.class, name = "out-of-memory"),
  @JsonSubTypes.Type(value = Outcome.Unavailable.class, name = "unavailable"),
  @JsonSubTypes.Type(value = Outcome.Interrupted.class, name = "interrupted"),
})
public sealed interface Outcome {

  /**
   * All epochs were trained.
   *
   * @param parametersSha256 hash of the trained parameters
   */
  record Completed(String parametersSha256) implements Outcome {}

  /**
   * Loss or parameters became infinite or NaN.
   *
   * @param epoch in which
   * @param loss the training loss of that epoch in words ("NaN", "Infinity"), null if unknown
   */
  record Diverged(int epoch, @Nullable String loss) implements Outcome {}

  /**
   * The process ended with an error.
   *
   * @param message what went wrong, one line
   */
  record Failed(String message) implements Outcome {}

  /**
   * The process was ended because it took longer than allowed.
   *
   * @param limitSeconds the limit
   */
  record TimedOut(double limitSeconds) implements Outcome {}

  /**
   * Memory ran out.
   *
   * @param message which memory and how much was asked for, one line
   */
  record OutOfMemory(String message) implements Outcome {}

  /**
   * The engine cannot run here or cannot do this work.
   *
   * @param reason a clause without a full stop
   * @param remedy a sentence
   */
  record Unavailable(String reason, String remedy) implements Outcome {}

  /**
   * Somebody stopped it.
   *
   * @param epochsCompleted epochs that had been finished
   */
  record Interrupted(int epochsCompleted) implements Outcome {}

  /** One line for the console and the report. */
  default String describe() {
    return switch (this) {
      case Completed(String sha256) -> "completed, parameters " + sha256.substring(0, 12);
      case Diverged(int epoch, String loss) ->
          "diverged in epoch " + epoch + (loss == null ? "" : " (training loss " + loss + ")");
      case Failed(String message) -> "failed: " + message;
      case TimedOut(double limitSeconds) -> "timed out after " + Math.round(limitSeconds) + " s";
      case OutOfMemory(String message) -> "out of memory: " + message;
      case Unavailable(String reason, String remedy) -> "unavailable: " + reason + ". " + remedy;
      case Interrupted(int epochs) -> "interrupted after " + epochs + " epochs";
    };
  }
}
