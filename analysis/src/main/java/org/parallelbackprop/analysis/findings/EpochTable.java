package org.parallelbackprop.analysis.findings;

import static tech.tablesaw.aggregate.AggregateFunctions.median;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.analysis.runs.Experiment;
import org.parallelbackprop.analysis.runs.RunResult;
import org.parallelbackprop.results.EpochRow;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** The training time of every epoch of every completed run, in one table. */
final class EpochTable {

  private static final String RUN = "run";
  private static final String EPOCH = "epoch";
  private static final String TRAIN_SECONDS = "train_seconds";

  private final Table table;

  EpochTable(Experiment experiment) {
    StringColumn run = StringColumn.create(RUN);
    IntColumn epoch = IntColumn.create(EPOCH);
    DoubleColumn trainSeconds = DoubleColumn.create(TRAIN_SECONDS);
    for (RunResult result : experiment.runs()) {
      for (EpochRow row : result.epochs()) {
        run.append(result.planned().id());
        epoch.append(row.epoch());
        trainSeconds.append(row.trainSeconds());
      }
    }
    table = Table.create("epochs", run, epoch, trainSeconds);
  }

  /**
   * Median time of an epoch by run.
   *
   * @param fromEpoch first epoch that counts
   * @param toEpoch last epoch that counts, null for no end
   */
  Map<String, Double> medianTrainSeconds(int fromEpoch, @Nullable Integer toEpoch) {
    Table window = table.where(table.intColumn(EPOCH).isGreaterThanOrEqualTo(fromEpoch));
    if (toEpoch != null) {
      window = window.where(window.intColumn(EPOCH).isLessThanOrEqualTo(toEpoch));
    }
    Map<String, Double> medians = new HashMap<>();
    if (window.isEmpty()) {
      return medians;
    }
    Table summary = window.summarize(TRAIN_SECONDS, median).by(RUN);
    for (Row row : summary) {
      medians.put(row.getString(0), row.getDouble(1));
    }
    return medians;
  }
}
