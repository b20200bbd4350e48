package org.parallelbackprop.engine.gpu.check;

import static org.parallelbackprop.engine.gpu.check.MarkdownPage.code;
import static org.parallelbackprop.engine.gpu.check.MarkdownPage.number;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.parallelbackprop.engine.Engine;
import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.OperationCount;
import org.parallelbackprop.engine.TrainingSpec;
import org.parallelbackprop.engine.gpu.EpochProfile;
import org.parallelbackprop.engine.gpu.ProductSource;

/** How long an epoch takes with every batch size, and where its time goes. */
final class SweepSections {

  private static final double TERA = 1e12;
  private static final double MILLI = 1e3;
  private static final double MICRO = 1e6;

  private final Workbench workbench;
  private final MarkdownPage page;
  private final SpeedSections speeds;
  private final String gpu;
  private final List<Epoch> epochs = new ArrayList<>();

  /** One measured cell of the sweep. */
  private record Epoch(ProductSource source, Engine engine, TrainingSpec spec, double seconds) {

    String csv() {
      return engine.id() + "," + spec.network() + "," + spec.batchSize() + "," + seconds;
    }
  }

  /**
   * Measures nothing yet.
   *
   * @param gpu name of the device, which decides whether the targets are for it
   */
  SweepSections(Workbench workbench, MarkdownPage page, SpeedSections speeds, String gpu) {
    this.workbench = workbench;
    this.page = page;
    this.speeds = speeds;
    this.gpu = gpu;
  }

  void writeSweep() {
    CheckPlan plan = workbench.plan();
    page.table(
        "Batch sweep, median of " + plan.epochs() + " epochs of " + plan.examples() + " examples",
        "network",
        "batch",
        "engine",
        "ms per epoch",
        "TFLOP/s",
        "share of peak",
        "target on an " + Targets.DEVICE);
    for (NetworkShape network : plan.networks()) {
      for (int batchSize : plan.batchSizes()) {
        TrainingSpec spec = Workbench.spec(network, batchSize);
        workbench
            .engines()
            .forEach((source, engine) ->
                write(new Epoch(source, engine, spec, workbench.medianSeconds(engine, spec))));
      }
    }
  }

  private void write(Epoch epoch) {
    epochs.add(epoch);
    NetworkShape network = epoch.spec.network();
    double perSecond = OperationCount.epoch(network, workbench.plan().examples()) / epoch.seconds;
    page.row(
        network.toString(),
        Integer.toString(epoch.spec.batchSize()),
        code(epoch.engine.id()),
        number("%.2f", epoch.seconds * MILLI),
        number("%.1f", perSecond / TERA),
        speeds.shareOfPeak(epoch.source, perSecond),
        verdict(epoch));
  }

  private String verdict(Epoch epoch) {
    OptionalDouble target =
        Targets.milliseconds(epoch.engine.id(), epoch.spec.network(), epoch.spec.batchSize());
    if (target.isEmpty()) {
      return "";
    }
    String text = number("≤ %.1f ms", target.getAsDouble());
    if (!gpu.contains(Targets.DEVICE)) {
      return text;
    }
    return text + (epoch.seconds * MILLI <= target.getAsDouble() ? ", met" : ", **missed**");
  }

  /** Writes the medians for the comparison with PyTorch. */
  void save(Path file) throws IOException {
    List<String> rows = new ArrayList<>(List.of("engine,network,batch_size,seconds"));
    epochs.forEach(epoch -> rows.add(epoch.csv()));
    Files.write(file, rows);
  }

  /** A profile of every cell of the sweep that has a full mini-batch. */
  void writeProfiles() {
    for (Epoch epoch : epochs) {
      if (epoch.spec.batchSize() <= workbench.plan().examples()) {
        profile(epoch);
      }
    }
  }

  private void profile(Epoch epoch) {
    NetworkShape network = epoch.spec.network();
    List<EpochProfile.Line> lines =
        EpochProfile.of(
            epoch.spec, epoch.source, Workbench.initial(network), workbench.examples(network));
    double sum = lines.stream().mapToDouble(EpochProfile.Line::secondsPerStep).sum();
    page.table(
        "Where a step's time goes: "
            + code(epoch.engine.id())
            + ", "
            + network
            + ", batch "
            + epoch.spec.batchSize(),
        "kernel",
        "launches",
        "µs",
        "share");
    for (EpochProfile.Line line : lines) {
      page.row(
          code(line.name()),
          number("%.0f", line.launchesPerStep()),
          number("%.1f", line.secondsPerStep() * MICRO),
          number("%.0f %%", 100 * line.secondsPerStep() / sum));
    }
    page.row("one after another", "", number("%.1f", sum * MICRO), "100 %");
    double steps = (double) workbench.plan().examples() / epoch.spec.batchSize();
    double step = epoch.seconds / steps;
    page.row(
        "a step of the whole epoch: gaps, order and transfers included, two streams",
        "",
        number("%.1f", step * MICRO),
        number("%.0f %%", 100 * step / sum));
  }
}
