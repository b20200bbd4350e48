package org.parallelbackprop.analysis.findings;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.analysis.statistics.Sample;
import org.parallelbackprop.results.Calibration;
import org.parallelbackprop.results.Manifest;

/**
 * How near a cell comes to what its machine can do.
 *
 * <p>Memory traffic is what cannot be avoided if no parameters stay in a cache from one step to the
 * next: each step reads them forward and back and writes them once, 12 bytes for each, and each
 * example is read once, 4 bytes for each feature. Source of the model: S. Williams, A. Waterman, D.
 * Patterson, "Roofline", Communications of the ACM 52(4), 2009.
 *
 * @param computeShare arithmetic rate over the rate of fused multiply-adds with as many threads
 * @param memoryShare that traffic over what the memory moves with as many threads
 */
public record Roofline(double computeShare, double memoryShare) {

  /** A roof bounds a cell that comes at least half the way to it. */
  public static final double NEAR = 0.5;

  private static final double BYTES_PER_PARAMETER = 12;

  /** Where a cell stands. */
  public sealed interface Position {}

  /**
   * It can be told.
   *
   * @param roofline the shares
   */
  public record Known(Roofline roofline) implements Position {}

  /**
   * It cannot.
   *
   * @param reason why
   */
  public record NotKnown(String reason) implements Position {}

  /** The position of a cell under the roofs of a calibration. */
  static Position of(CellFinding cell, @Nullable Calibration calibration) {
    Sample seconds = cell.epochSeconds();
    Double rate = cell.gigaflopsPerSecond();
    if (seconds == null || rate == null) {
      return new NotKnown("no time");
    }
    if (calibration == null) {
      return new NotKnown("not calibrated");
    }
    Manifest manifest = Objects.requireNonNull(cell.runs().getFirst().run().manifest());
    if (manifest.engine().id().startsWith("gpu-")) {
      return new NotKnown("no roof of a GPU");
    }
    if (cell.declaresDifferentWork()) {
      return new NotKnown("different work");
    }
    String threads = manifest.engine().facts().get("threads");
    if (threads == null) {
      return new NotKnown("threads not told");
    }
    Calibration.Roof roof = roof(calibration, Integer.parseInt(threads));
    double gigabytes = bytesPerEpoch(cell, manifest) / 1e9;
    return new Known(
        new Roofline(
            rate / roof.gigaflopsPerSecond(),
            gigabytes / seconds.median() / roof.gigabytesPerSecond()));
  }

  /** The roof of the smallest number of threads that is enough, else of the largest. */
  private static Calibration.Roof roof(Calibration calibration, int threads) {
    return calibration.roofs().stream()
        .filter(roof -> roof.threads() >= threads)
        .findFirst()
        .orElse(calibration.roofs().getLast());
  }

  private static double bytesPerEpoch(CellFinding cell, Manifest manifest) {
    String[] widths = cell.cell().settings().network().split("-", -1);
    double parameters = 0;
    for (int l = 1; l < widths.length; l++) {
      parameters += (Double.parseDouble(widths[l - 1]) + 1) * Double.parseDouble(widths[l]);
    }
    int examples = manifest.dataset().trainingExamples();
    int steps = Math.ceilDiv(examples, cell.cell().settings().batchSize());
    return steps * BYTES_PER_PARAMETER * parameters
        + (double) Float.BYTES * examples * Double.parseDouble(widths[0]);
  }

  /** Whether a roof bounds the cell. */
  public boolean isNearRoof() {
    return Math.max(computeShare, memoryShare) >= NEAR;
  }

  /** What bounds the cell, in a word. */
  public String regime() {
    if (!isNearRoof()) {
      return "neither roof is near";
    }
    return computeShare >= memoryShare ? "compute" : "memory";
  }
}
