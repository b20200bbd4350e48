package org.parallelbackprop.analysis.equivalence;

/** Whether two cells did the same work, and so whether one may be called faster than the other. */
public sealed interface WorkVerdict {

  /** The verdict in two or three words. */
  String words();

  /** One line for the report. */
  default String describe() {
    return words();
  }

  /** What is compared at the end of a run. */
  enum Basis {
    /** Parameters, against the bound of rounding. */
    PARAMETERS,
    /** Learning curves, because rounding had grown beyond its bound after the first epoch. */
    LEARNING_CURVES
  }

  /** Whether a speed-up may stand beside this verdict. */
  default boolean allowsSpeedUp() {
    return this instanceof SameBits || this instanceof WithinRounding;
  }

  /**
   * The trained parameters of every pair of runs have the same bits.
   *
   * @param pairs how many pairs
   */
  record SameBits(int pairs) implements WorkVerdict {
    @Override
    public String words() {
      return "same bits";
    }
  }

  /**
   * The parameters differ by no more than rounding explains.
   *
   * @param basis how that was found out for the end of the run
   */
  record WithinRounding(Basis basis) implements WorkVerdict {
    @Override
    public String words() {
      return "same within rounding";
    }

    @Override
    public String describe() {
      return switch (basis) {
        case PARAMETERS -> words();
        case LEARNING_CURVES -> words() + ", by learning curves";
      };
    }
  }

  /**
   * Something else was computed.
   *
   * @param difference what differs
   */
  record DifferentWork(String difference) implements WorkVerdict {
    @Override
    public String words() {
      return "different work";
    }

    @Override
    public String describe() {
      return words() + ": " + difference;
    }
  }

  /**
   * The files do not tell.
   *
   * @param reason why not
   */
  record NotKnown(String reason) implements WorkVerdict {
    @Override
    public String words() {
      return "not known";
    }

    @Override
    public String describe() {
      return words() + ": " + reason;
    }
  }
}
