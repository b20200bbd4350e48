package org.parallelbackprop.runner.spec;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.engine.Activation;
import org.parallelbackprop.engine.Loss;
import org.parallelbackprop.engine.NetworkShape;

/** The settings of a cell that every engine understands, and what they may be. */
enum Key {
  NETWORK("network", null) {
    @Override
    String check(Scalar scalar) {
      String text = scalar.written();
      return NetworkShape.parse(text).toString();
    }
  },
  ENGINE("engine", null) {
    @Override
    String check(Scalar scalar) {
      return scalar.written();
    }
  },
  BATCH_SIZE("batch-size", null) {
    @Override
    String check(Scalar scalar) {
      return Integer.toString(scalar.positiveInteger());
    }
  },
  EPOCHS("epochs", null) {
    @Override
    String check(Scalar scalar) {
      return Integer.toString(scalar.positiveInteger());
    }
  },
  LEARNING_RATE("learning-rate", null) {
    @Override
    String check(Scalar scalar) {
      return scalar.number("greater than 0", value -> value > 0 && (float) value > 0);
    }
  },
  ACTIVATION("activation", Defaults.ACTIVATION) {
    @Override
    String check(Scalar scalar) {
      return scalar.oneOf(Arrays.stream(Activation.values()).map(Activation::key).toList());
    }
  },
  LOSS("loss", Defaults.LOSS) {
    @Override
    String check(Scalar scalar) {
      return scalar.oneOf(Arrays.stream(Loss.values()).map(Loss::key).toList());
    }
  },
  MOMENTUM("momentum", Defaults.MOMENTUM) {
    @Override
    String check(Scalar scalar) {
      return scalar.number(
          "of at least 0 and less than 1", value -> value >= 0 && (float) value < 1);
    }
  },
  L2("l2", Defaults.L2) {
    @Override
    String check(Scalar scalar) {
      return scalar.number("of at least 0", value -> value >= 0);
    }
  },
  TRAINING_EXAMPLES("training-examples", "") {
    @Override
    String check(Scalar scalar) {
      return Integer.toString(scalar.positiveInteger());
    }
  };

  private final String text;
  private final @Nullable String ifMissing;

  Key(String text, @Nullable String ifMissing) {
    this.text = text;
    this.ifMissing = ifMissing;
  }

  /** How files write it. */
  String text() {
    return text;
  }

  /** What holds if a file does not say; null if it must. */
  @Nullable String ifMissing() {
    return ifMissing;
  }

  /**
   * The one written form of a value.
   *
   * @throws IllegalArgumentException if it is not allowed, with a sentence that says what is
   */
  abstract String check(Scalar scalar);

  static List<String> texts() {
    return Arrays.stream(values()).map(Key::text).toList();
  }

  static Optional<Key> of(String text) {
    return Arrays.stream(values()).filter(key -> key.text.equals(text)).findFirst();
  }
}
