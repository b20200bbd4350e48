package org.parallelbackprop.benchmarks;

import java.io.IOException;
import java.util.Arrays;
import org.apache.commons.statistics.descriptive.Median;
import org.parallelbackprop.datasets.Dataset;
import org.parallelbackprop.datasets.DatasetLocator;
import org.parallelbackprop.datasets.DatasetName;
import org.parallelbackprop.datasets.DatasetReader;
import org.parallelbackprop.datasets.DatasetUnavailableException;
import org.parallelbackprop.datasets.LocatedDataset;
import org.parallelbackprop.engine.Activation;
import org.parallelbackprop.engine.Availability;
import org.parallelbackprop.engine.BatchOrder;
import org.parallelbackprop.engine.Engine;
import org.parallelbackprop.engine.EngineOptions;
import org.parallelbackprop.engine.Examples;
import org.parallelbackprop.engine.Loss;
import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.OperationCount;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.TrainingSession;
import org.parallelbackprop.engine.TrainingSpec;
import org.parallelbackprop.worker.JitCompilers;
import org.parallelbackprop.worker.MachineRoofs;

/**
 * One engine, one network, one JVM: prints the seconds of some epochs of MNIST, and the FMA peak of
 * as many threads before and after.
 *
 * <p>Arguments: an {@link EngineChoice}, network, batch size, epochs. Prints a line {@code result
 * <median seconds> <first seconds> <GFLOP/s> <peak GFLOP/s> <loss> <accuracy> <ns> <ns>}, the
 * median over all epochs but the first, the accuracy on the test images after the first, and the
 * {@link CoreDistance} before and after, NaN with one thread or processor; or {@code unavailable
 * <reason>}. Lines that begin with {@code #} are for people.
 */
public final class EpochTimesConsole {

  private static final long SEED = 1;

  private EpochTimesConsole() {}

  /** Runs it. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    EngineChoice choice = EngineChoice.parse(arguments[0]);
    Engine engine = choice.engine();
    if (engine.probe() instanceof Availability.Unavailable(String reason, String remedy)) {
      System.out.println("unavailable " + reason + ". " + remedy);
      return;
    }
    NetworkShape network = NetworkShape.parse(arguments[1]);
    TrainingSpec spec =
        new TrainingSpec(
            network, Activation.SIGMOID, Loss.MSE, Integer.parseInt(arguments[2]), 0.1f, 0, 0);
    try {
      measure(engine, spec, choice.options(), Integer.parseInt(arguments[3]), mnist());
    } catch (DatasetUnavailableException e) {
      System.out.println("unavailable " + e.getMessage());
    }
  }

  private static Dataset mnist() throws IOException, DatasetUnavailableException {
    LocatedDataset located =
        new DatasetLocator(null, System.getenv()).locate(DatasetName.parse("mnist"));
    return DatasetReader.read(located.name(), located.folder());
  }

  private static void measure(
      Engine engine, TrainingSpec spec, EngineOptions options, int epochs, Dataset mnist)
      throws InterruptedException {
    Examples examples = mnist.training();
    double accuracy = Double.NaN;
    int threads = options.threads();
    MachineRoofs roofs = new MachineRoofs(threads);
    double peakBefore = roofs.gigaflopsPerSecond();
    double distanceBefore = distance(threads);
    double[] seconds = new double[epochs];
    double loss = Double.NaN;
    try (TrainingSession session =
        engine.open(spec, options, Parameters.glorotUniform(spec.network(), SEED))) {
      session.load(examples);
      long warmUp = System.nanoTime();
      session.warmUp();
      System.out.printf("# seconds of the warm-up: %.2f%n", (System.nanoTime() - warmUp) * 1e-9);
      for (int epoch = 1; epoch <= epochs; epoch++) {
        int[] order = BatchOrder.epoch(SEED, epoch, examples.count());
        JitCompilers.awaitIdle();
        long begin = System.nanoTime();
        loss = session.trainEpoch(order).orElse(Double.NaN);
        seconds[epoch - 1] = (System.nanoTime() - begin) * 1e-9;
        if (epoch == 1) {
          accuracy = accuracy(session.outputs(mnist.test()), mnist.test());
        }
      }
    }
    if (Double.isNaN(loss)) {
      System.out.println("# the engine does not tell its loss, so nothing checks its result here");
    } else if (!(loss > 0 && loss < 1)) {
      throw new IllegalStateException("this is no training: the loss is " + loss);
    }
    double distance = distance(threads);
    // The larger, as whatever disturbs a peak lowers it, and a low peak flatters the engine.
    double peak = Math.max(peakBefore, roofs.gigaflopsPerSecond());
    System.out.println("# seconds of all epochs: " + Arrays.toString(seconds));
    double median = Median.withDefaults().evaluate(Arrays.copyOfRange(seconds, 1, epochs));
    double rate = OperationCount.epoch(spec.network(), examples.count()) / median * 1e-9;
    System.out.printf(
        "result %.4f %.4f %.1f %.1f %.6f %.4f %.0f %.0f%n",
        median, seconds[0], rate, peak, loss, accuracy, distanceBefore, distance);
  }

  private static double distance(int threads) throws InterruptedException {
    boolean several = threads > 1 && Runtime.getRuntime().availableProcessors() > 1;
    return several ? CoreDistance.nanoseconds() : Double.NaN;
  }

  private static double accuracy(float[] outputs, Examples examples) {
    int classes = examples.classes();
    int correct = 0;
    for (int i = 0; i < examples.count(); i++) {
      int best = 0;
      for (int k = 1; k < classes; k++) {
        best = outputs[i * classes + k] > outputs[i * classes + best] ? k : best;
      }
      correct += best == examples.labels()[i] ? 1 : 0;
    }
    return (double) correct / examples.count();
  }
}
