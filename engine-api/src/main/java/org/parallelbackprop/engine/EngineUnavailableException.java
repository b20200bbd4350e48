package org.parallelbackprop.engine;

/** Thrown by an engine that finds out only while opening or loading that it cannot run here. */
public final class EngineUnavailableException extends RuntimeException {

  private final transient Availability.Unavailable why;

  public EngineUnavailableException(Availability.Unavailable why) {
    super(why.reason() + ". " + why.remedy());
    this.why = why;
  }

  /** Reason and remedy. */
  public Availability.Unavailable why() {
    return why;
  }
}
