package org.parallelbackprop.worker.energy;

import java.util.OptionalDouble;
import org.parallelbackprop.results.Energy;

/** Counts the energy that a part of the machine has used, from some moment on. */
interface EnergyCounter extends AutoCloseable {

  /** Its name in records. */
  String name();

  /** What it counts. */
  Energy.Part part();

  /** Joules so far, or so far since the counter last started again; empty if it cannot be read. */
  OptionalDouble joules();

  /** Joules after which the counter starts again at zero; infinite if it never does. */
  double range();

  @Override
  void close();
}
