package org.parallelbackprop.analysis.findings;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.analysis.statistics.Sample;
import org.parallelbackprop.results.Calibration;
import org.parallelbackprop.results.Manifest;

/**
 * How near a cell comes to what the processors or the device can do that it computes on.
 *
 * <p>Memory traffic is what cannot be avoided if no parameters stay in a cache from one step to the
 * next: each step reads them forward and back and writes them once, 12 bytes for each, and each
 * example is read once, 4 bytes for each feature. A share above 1 shows that parameters do stay in
 * a cache, so that the memory does not bound. Source of the model: S. Williams, A. Waterman, D.
 * Patterson, "Roofline", Communications of the ACM 52(4), 2009.
 *
 * @param roof what the cell is held against
 * @param computeShare its arithmetic rate over that of the roof; null if the roof has none
 * @param memoryShare that traffic over what the memory moves
 */
public record Roofline(Roof roof, @Nullable Double computeShare, double memoryShare) {

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
    if (cell.declaresDifferentWork()) {
      return new NotKnown("different work");
    }
    Manifest manifest = Objects.requireNonNull(cell.runs().getFirst().run().manifest());
    Optional<Roof> above = Roof.above(manifest, calibration);
    if (above.isEmpty()) {
      return new NotKnown(Roof.device(manifest).isPresent() ? "not measured" : "threads not told");
    }
    Roof roof = above.get();
    Double peak = roof.gigaflopsPerSecond();
    double gigabytes = bytesPerEpoch(cell, manifest) / 1e9;
    return new Known(
        new Roofline(
            roof,
            peak == null ? null : rate / peak,
            gigabytes / seconds.median() / roof.gigabytesPerSecond()));
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

  /** The largest share of what can bound the cell. */
  public double nearest() {
    return Math.max(computeShare == null ? 0 : computeShare, memoryShare > 1 ? 0 : memoryShare);
  }

  /** Whether a roof bounds the cell. */
  public boolean isNearRoof() {
    return nearest() >= NEAR;
  }

  /** What bounds the cell, in a word. */
  public String regime() {
    if (!isNearRoof()) {
      return computeShare == null ? "memory is not near" : "neither roof is near";
    }
    return computeShare != null && computeShare >= nearest() ? "compute" : "memory";
  }
}
