package org.parallelbackprop.benchmarks.direct;

import java.io.IOException;
import java.util.Arrays;
import org.parallelbackprop.datasets.Dataset;
import org.parallelbackprop.datasets.DatasetLocator;
import org.parallelbackprop.datasets.DatasetName;
import org.parallelbackprop.datasets.DatasetReader;
import org.parallelbackprop.datasets.DatasetUnavailableException;
import org.parallelbackprop.datasets.LocatedDataset;
import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.Parameters;

/**
 * One library, called directly, one network, one JVM.
 *
 * <p>Arguments: the id of the engine that uses the same library, network, batch size, epochs,
 * threads. Prints {@code direct <median seconds> <test accuracy after the first epoch>}.
 */
public final class DirectConsole {

  /** As in EpochTimesConsole: the same start and the same first epoch. */
  private static final long SEED = 1;

  private static final float LEARNING_RATE = 0.1f;

  private DirectConsole() {}

  /** Runs it. */
  public static void main(String[] arguments) throws IOException, DatasetUnavailableException {
    LocatedDataset located =
        new DatasetLocator(null, System.getenv()).locate(DatasetName.parse("mnist"));
    Dataset mnist = DatasetReader.read(located.name(), located.folder());
    DirectTraining.Work work =
        new DirectTraining.Work(
            mnist.training(),
            Parameters.glorotUniform(NetworkShape.parse(arguments[1]), SEED),
            Integer.parseInt(arguments[2]),
            LEARNING_RATE,
            Integer.parseInt(arguments[4]),
            SEED);
    try (DirectTraining training = library(arguments[0], work)) {
      training.firstEpoch();
      double accuracy = training.accuracy(mnist.test());
      double[] seconds = training.epochs(Integer.parseInt(arguments[3]));
      Arrays.sort(seconds);
      System.out.printf("direct %.4f %.4f%n", seconds[seconds.length / 2], accuracy);
    }
  }

  private static DirectTraining library(String engine, DirectTraining.Work work) {
    return switch (engine) {
      case "tensorflow" -> new DirectTensorFlow(work);
      case "tribuo-tensorflow" -> new DirectTribuo(work);
      case "djl-pytorch" -> new DirectDjl(work);
      default -> throw new IllegalArgumentException("nothing calls the library of " + engine);
    };
  }
}
