package org.parallelbackprop.engine;

/** Whether an engine can run on this machine. */
public sealed interface Availability {

  /** It can. */
  record Available() implements Availability {}

  /**
   * It cannot.
   *
   * @param reason what is missing, as a clause without a full stop: "no NVIDIA driver was found"
   * @param remedy what to do about it, as a sentence
   */
  record Unavailable(String reason, String remedy) implements Availability {}
}
