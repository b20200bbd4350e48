package org.parallelbackprop.analysis.equivalence;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.parallelbackprop.analysis.runs.RunResult;
import org.parallelbackprop.results.Moment;
import org.parallelbackprop.results.Tensor;
import org.parallelbackprop.results.TensorsFile;

/**
 * The parameters of one run at the four moments.
 *
 * @param start before training
 * @param oneStep after the first mini-batch
 * @param oneEpoch after the first epoch
 * @param end after the last epoch
 */
record Snapshot(List<Tensor> start, List<Tensor> oneStep, List<Tensor> oneEpoch, List<Tensor> end) {

  /** The snapshot of a run, empty if it left none. */
  static Optional<Snapshot> of(RunResult run) throws IOException {
    for (Moment moment : Moment.values()) {
      if (!Files.exists(run.folder().snapshot(moment))) {
        return Optional.empty();
      }
    }
    return Optional.of(
        new Snapshot(
            TensorsFile.read(run.folder().snapshot(Moment.START)),
            TensorsFile.read(run.folder().snapshot(Moment.ONE_STEP)),
            TensorsFile.read(run.folder().snapshot(Moment.ONE_EPOCH)),
            TensorsFile.read(run.folder().snapshot(Moment.END))));
  }

  List<Tensor> at(Moment moment) {
    return switch (moment) {
      case START -> start;
      case ONE_STEP -> oneStep;
      case ONE_EPOCH -> oneEpoch;
      case END -> end;
    };
  }

  /** Whether the other one has the same tensors with the same shapes. */
  boolean hasShapeOf(Snapshot other) {
    for (Moment moment : Moment.values()) {
      if (at(moment).size() != other.at(moment).size()) {
        return false;
      }
      for (int i = 0; i < at(moment).size(); i++) {
        Tensor own = at(moment).get(i);
        Tensor its = other.at(moment).get(i);
        if (!own.name().equals(its.name()) || !own.shape().equals(its.shape())) {
          return false;
        }
      }
    }
    return true;
  }

  static double norm(Tensor tensor) {
    double squares = 0;
    for (int i = 0; i < tensor.size(); i++) {
      squares += (double) tensor.at(i) * tensor.at(i);
    }
    return Math.sqrt(squares);
  }

  static double distance(Tensor a, Tensor b) {
    double squares = 0;
    for (int i = 0; i < a.size(); i++) {
      double difference = (double) a.at(i) - b.at(i);
      squares += difference * difference;
    }
    return Math.sqrt(squares);
  }

  static double largestDifference(Tensor a, Tensor b) {
    double largest = 0;
    for (int i = 0; i < a.size(); i++) {
      largest = Math.max(largest, Math.abs((double) a.at(i) - b.at(i)));
    }
    return largest;
  }
}
