package org.parallelbackprop.engine.tribuo;

import java.util.logging.Level;
import java.util.logging.Logger;

/** What Tribuo logs: every call of a trainer, at INFO, which would fill the log of a run. */
final class TribuoLog {

  /** Kept, because the log manager does not keep it. */
  private static final Logger TRIBUO = Logger.getLogger("org.tribuo");

  private TribuoLog() {}

  /** Keeps it to warnings. */
  static void keepToWarnings() {
    TRIBUO.setLevel(Level.WARNING);
  }
}
