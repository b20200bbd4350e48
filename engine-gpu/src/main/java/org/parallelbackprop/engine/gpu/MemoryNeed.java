package org.parallelbackprop.engine.gpu;

import java.util.Locale;
import org.parallelbackprop.engine.Availability.Unavailable;
import org.parallelbackprop.engine.EngineUnavailableException;
import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.TrainingSpec;
import org.parallelbackprop.engine.gpu.cuda.Device;

/**
 * About how much of the device's memory some work takes, for the message if there is not enough.
 */
final class MemoryNeed {

  private static final double MIB = 1 << 20;

  private final TrainingSpec spec;
  private final Device.Memory atStart;

  /**
   * Notes what there is.
   *
   * @param atStart memory before the work has taken any
   */
  MemoryNeed(TrainingSpec spec, Device.Memory atStart) {
    this.spec = spec;
    this.atStart = atStart;
  }

  /**
   * What to say when memory has run out.
   *
   * @param examples number of training examples, 0 before they are known
   * @param cause CUDA's exception
   */
  EngineUnavailableException exhausted(int examples, Throwable cause) {
    NetworkShape network = spec.network();
    int rows = Math.min(spec.batchSize(), Math.max(examples, 1));
    long perExample = network.inputs() + 2L; // features, label, place in the order
    long between = 0;
    for (int l = 1; l <= network.layers(); l++) {
      between += 2L * rows * network.width(l);
    }
    long copies = spec.momentum() > 0 ? 2 : 1;
    double trainingSet = words(2 * perExample * examples);
    double batch = words(between);
    double parameters = words(2 * copies * network.parameterCount());
    String what =
        String.format(
            Locale.ROOT,
            "the GPU's memory is too small: the training set of %,d examples takes %.1f MiB (as it"
                + " is and in the order of the epoch), mini-batches of %,d take %.1f MiB, the"
                + " parameters of %s %.1f MiB, and of %.1f MiB %.1f MiB were free (%s)",
            examples,
            trainingSet,
            rows,
            batch,
            network,
            parameters,
            atStart.total() / MIB,
            atStart.free() / MIB,
            cause.getMessage());
    EngineUnavailableException exception =
        new EngineUnavailableException(
            new Unavailable(
                what,
                "Use a smaller mini-batch or data set, a GPU with more memory, or end what else"
                    + " uses this one."));
    exception.initCause(cause);
    return exception;
  }

  private static double words(long words) {
    return words * Float.BYTES / MIB;
  }
}
