package org.parallelbackprop.engine.conformance;

import java.util.Optional;
import org.parallelbackprop.engine.Availability;
import org.parallelbackprop.engine.Engine;
import org.parallelbackprop.engine.EngineOptions;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.TrainingSession;
import org.parallelbackprop.engine.TrainingSpec;

/** The shortest float32 engine, to test the suite with: without a fault it must pass. */
public final class PlainEngine implements Engine {

  private final Fault fault;
  private int sessions;
  private float[] shared = new float[0];

  /** The one without a fault. */
  public PlainEngine() {
    this(Fault.NONE);
  }

  PlainEngine(Fault fault) {
    this.fault = fault;
  }

  @Override
  public String id() {
    return "plain";
  }

  @Override
  public Availability probe() {
    return new Availability.Available();
  }

  @Override
  public Optional<String> refusal(TrainingSpec spec, EngineOptions options) {
    boolean refused =
        spec.momentum() > 0
            && (fault == Fault.REFUSES_WITHOUT_NAMING_THE_SETTING
                || fault == Fault.OPENS_WHAT_IT_REFUSES);
    if (!refused) {
      return Optional.empty();
    }
    return Optional.of(
        fault == Fault.OPENS_WHAT_IT_REFUSES
            ? "momentum is not supported"
            : "this is not supported");
  }

  @Override
  public TrainingSession open(TrainingSpec spec, EngineOptions options, Parameters initial) {
    if (!initial.network().equals(spec.network())) {
      throw new IllegalArgumentException(
          "parameters are of " + initial.network() + ", not of " + spec.network());
    }
    if (fault == Fault.REFUSES_WITHOUT_NAMING_THE_SETTING && spec.momentum() > 0) {
      throw new IllegalArgumentException("this is not supported");
    }
    float[] values = initial.values();
    if (fault == Fault.SESSIONS_SHARE_PARAMETERS) {
      if (shared.length != values.length) {
        shared = values;
      }
      System.arraycopy(values, 0, shared, 0, values.length);
      values = shared;
    }
    return new PlainSession(fault, spec, values, sessions++);
  }
}
