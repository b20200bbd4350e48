package org.parallelbackprop.engine.gpu;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.parallelbackprop.engine.Examples;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.TrainingSpec;
import org.parallelbackprop.engine.gpu.cuda.CudaEvent;
import org.parallelbackprop.engine.gpu.cuda.CudaStream;
import org.parallelbackprop.engine.gpu.cuda.Device;
import org.parallelbackprop.engine.gpu.cuda.DeviceBuffer;
import org.parallelbackprop.engine.gpu.cuda.DeviceContext;
import org.parallelbackprop.engine.gpu.cuda.LaunchObserver;
import org.parallelbackprop.engine.gpu.cuda.Owned;

/**
 * Where the device spends the time of an epoch.
 *
 * <p>Some training steps are enqueued kernel by kernel with a mark before and after each, behind
 * enough other work that the device never waits for the host. The time between two marks is that of
 * one kernel alone, a little of the marks included; in the graph of an epoch, kernels of the two
 * lanes overlap and gaps are shorter.
 */
public final class EpochProfile {

  /** Steps that are looked at, the first ones of an epoch. */
  private static final int STEPS = 20;

  /** Times that the whole training set is moved to keep the device busy meanwhile. */
  private static final int BUSY_MOVES = 100;

  private EpochProfile() {}

  /**
   * One kind of kernel.
   *
   * @param name of the kernel, {@code cublasSgemm} for cuBLAS's
   * @param launchesPerStep in one training step
   * @param secondsPerStep of all its launches in one training step, mean over the steps
   */
  public record Line(String name, double launchesPerStep, double secondsPerStep) {}

  /** Looks at full mini-batches of {@code spec}, of which there must be at least one. */
  public static List<Line> of(
      TrainingSpec spec, ProductSource source, Parameters initial, Examples examples) {
    int rows = spec.batchSize();
    int steps = Math.min(STEPS, examples.count() / rows);
    try (Owned owned = new Owned()) {
      owned.own(new DeviceContext());
      Kernels kernels = owned.own(new Kernels(Device.first()));
      Lane main = Lane.open(source, kernels, owned);
      Lane side = Lane.open(source, kernels, owned);
      DeviceParameters parameters = owned.own(new DeviceParameters(initial, spec.momentum() > 0));
      TrainingSet training = owned.own(new TrainingSet(examples));
      DeviceBuffer losses = owned.own(DeviceBuffer.ofWords(rows, "the losses"));
      TrainingStep step = owned.own(new TrainingStep(spec, parameters, kernels, main, side, rows));
      Runnable allSteps =
          () -> {
            for (int k = 0; k < steps; k++) {
              step.enqueue(
                  training.features().at((long) k * rows * training.featureCount()),
                  training.labels().at((long) k * rows),
                  losses.pointer(),
                  rows);
            }
          };
      allSteps.run();
      main.stream().synchronize("warm up");

      keepBusy(training, kernels, main.stream(), owned);
      Stopwatch stopwatch = new Stopwatch(owned);
      main.stream().observe(stopwatch);
      side.stream().observe(stopwatch);
      allSteps.run();
      main.stream().synchronize("profile an epoch");
      return stopwatch.lines(steps);
    }
  }

  private static void keepBusy(
      TrainingSet training, Kernels kernels, CudaStream stream, Owned owned) {
    int n = training.count();
    DeviceBuffer order = owned.own(DeviceBuffer.ofWords(n, "an order"));
    order.clear();
    DeviceBuffer target =
        owned.own(
            DeviceBuffer.ofWords((long) n * training.featureCount(), "a copy of the features"));
    for (int i = 0; i < BUSY_MOVES; i++) {
      kernels.gatherRows(stream, target, training.features(), order, n, training.featureCount());
    }
  }

  /** Puts marks around launches, and reads them in the end. */
  private static final class Stopwatch implements LaunchObserver {

    private record Lap(String name, CudaEvent from, CudaEvent to) {}

    private final Owned owned;
    private final Map<CudaStream, CudaEvent> started = new HashMap<>();
    private final Deque<Lap> laps = new ArrayDeque<>();

    Stopwatch(Owned owned) {
      this.owned = owned;
    }

    @Override
    public void before(CudaStream stream) {
      CudaEvent from = owned.own(CudaEvent.forTime());
      stream.record(from);
      started.put(stream, from);
    }

    @Override
    public void after(CudaStream stream, String name) {
      CudaEvent from = started.get(stream);
      if (from == null) {
        throw new IllegalStateException("nothing was about to be enqueued");
      }
      CudaEvent to = owned.own(CudaEvent.forTime());
      stream.record(to);
      laps.add(new Lap(name, from, to));
    }

    List<Line> lines(int steps) {
      Map<String, double[]> sums = new TreeMap<>();
      for (Lap lap : laps) {
        double[] sum = sums.computeIfAbsent(lap.name, name -> new double[2]);
        sum[0]++;
        sum[1] += CudaEvent.seconds(lap.from, lap.to);
      }
      List<Line> lines = new ArrayList<>();
      sums.forEach((name, sum) -> lines.add(new Line(name, sum[0] / steps, sum[1] / steps)));
      return lines;
    }
  }
}
