package org.parallelbackprop.results;

import java.util.Locale;

/** When a snapshot of the parameters is taken. */
public enum Moment {
  /** Before training. */
  START,
  /** After the first mini-batch of the first epoch. */
  ONE_STEP,
  /** After the first epoch. */
  ONE_EPOCH,
  /** After the last epoch. */
  END;

  /** File name without extension. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
