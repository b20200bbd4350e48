package org.parallelbackprop.runner.spec;

/**
 * What holds where an experiment file says nothing. No other class has a default of its own; every
 * default is written out in {@code plan.json}.
 */
public final class Defaults {

  /** The slides' network is sigmoid throughout. */
  static final String ACTIVATION = "sigmoid";

  /** The slides' loss. */
  static final String LOSS = "mse";

  /** Plain gradient descent. */
  static final String MOMENTUM = "0.0";

  /** No penalty. */
  static final String L2 = "0.0";

  /** Enough for an interval: fewer than three repeats get none. */
  static final int REPEATS = 3;

  /** Of the first repeat; repeat r has seed + r − 1. */
  static final long SEED = 42;

  /** The first epoch of a fresh JVM pays for compilation and is reported apart. */
  static final int STEADY_FROM_EPOCH = 2;

  /** Differences of less than five percent are nobody's business on a shared machine. */
  static final double MINIMUM_EFFECT = 0.05;

  /** Value of an engine's option that counts something, e.g. threads. */
  static final String COUNT_OPTION = "1";

  private Defaults() {}
}
