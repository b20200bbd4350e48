package org.parallelbackprop.engine.gpu.check;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
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
import org.parallelbackprop.engine.gpu.CublasEngine;
import org.parallelbackprop.engine.gpu.CublasTf32Engine;
import org.parallelbackprop.engine.gpu.CudaEngine;
import org.parallelbackprop.engine.gpu.DeviceSpeed;
import org.parallelbackprop.engine.gpu.EpochProfile;
import org.parallelbackprop.engine.gpu.ProductSource;

/** Measures and writes, section by section. */
final class GpuCheck {

  private static final long SEED = 1;
  private static final float LEARNING_RATE = 0.1f;
  private static final int REPEATED_EPOCHS = 2;
  private static final double TERA = 1e12;
  private static final double MILLI = 1e3;
  private static final double MICRO = 1e6;

  private final CheckPlan plan;
  private final PrintStream out;

  /** The engines that can run here. */
  private final Map<ProductSource, Engine> engines = new EnumMap<>(ProductSource.class);

  /** Operations per second of a large product. */
  private final Map<ProductSource, Double> peaks = new EnumMap<>(ProductSource.class);

  private final Map<NetworkShape, Examples> examples = new LinkedHashMap<>();

  private String gpu = "";

  GpuCheck(CheckPlan plan, PrintStream out) {
    this.plan = plan;
    this.out = out;
    for (NetworkShape network : plan.networks()) {
      examples.put(network, DrawnExamples.of(network, plan.examples()));
    }
  }

  /** Does everything; whether all engines are there and repeat their bits. */
  boolean run() throws IOException {
    boolean all = probe();
    if (engines.isEmpty()) {
      return false;
    }
    facts();
    all &= repeatability();
    peaks();
    products();
    sweep();
    profiles();
    return all;
  }

  private boolean probe() {
    out.println("## Engines\n");
    boolean all = true;
    for (ProductSource source : ProductSource.values()) {
      Engine engine = engine(source);
      if (engine.probe() instanceof Availability.Unavailable(String reason, String remedy)) {
        out.printf("- `%s` is not available: %s. %s%n", engine.id(), reason, remedy);
        all = false;
      } else {
        out.printf("- `%s` is available.%n", engine.id());
        engines.put(source, engine);
      }
    }
    return all;
  }

  private static Engine engine(ProductSource source) {
    return switch (source) {
      case CUBLAS -> new CublasEngine();
      case CUBLAS_TF32 -> new CublasTf32Engine();
      case OWN_KERNELS -> new CudaEngine();
    };
  }

  private void facts() {
    table("Device and libraries", "engine", "what is used");
    engines.forEach((source, engine) -> {
      TrainingSpec spec = spec(plan.networks().getFirst(), plan.batchSizes().getFirst());
      try (TrainingSession session = open(engine, spec)) {
        session.load(examples(spec));
        session.warmUp();
        gpu = session.facts().getOrDefault("gpu", "");
        row("`" + engine.id() + "`", session.facts().toString());
      }
    });
  }

  private boolean repeatability() {
    table(
        "Same bits, twice",
        "engine",
        "network",
        "parameters after " + REPEATED_EPOCHS + " epochs (SHA-256)",
        "again");
    boolean all = true;
    for (Engine engine : engines.values()) {
      for (NetworkShape network : plan.networks()) {
        TrainingSpec spec = spec(network, plan.batchSizes().getFirst());
        String first = trained(engine, spec);
        boolean same = trained(engine, spec).equals(first);
        row(
            "`" + engine.id() + "`",
            network.toString(),
            first,
            same ? "same bits" : "**other bits**");
        all &= same;
      }
    }
    return all;
  }

  private String trained(Engine engine, TrainingSpec spec) {
    try (TrainingSession session = open(engine, spec)) {
      session.load(examples(spec));
      for (int epoch = 1; epoch <= REPEATED_EPOCHS; epoch++) {
        session.trainEpoch(BatchOrder.epoch(SEED, epoch, plan.examples()));
      }
      return session.parameters().sha256();
    }
  }

  private void peaks() {
    int side = plan.largeSide();
    table("Peaks, measured now", "what", "with", "speed");
    for (Map.Entry<ProductSource, Engine> each : engines.entrySet()) {
      try (DeviceSpeed speed = new DeviceSpeed(each.getKey())) {
        String id = "`" + each.getValue().id() + "`";
        speed.products(
            side,
            side,
            side,
            (product, perSecond) -> {
              peaks.merge(each.getKey(), perSecond, Math::max);
              row(
                  String.format(Locale.ROOT, "%s, %d × %d × %d", product, side, side, side),
                  id,
                  format("%.1f TFLOP/s", perSecond / TERA));
            });
        NetworkShape network = plan.networks().getFirst();
        row(
            "moving " + plan.examples() + " rows of " + network.inputs() + ", read and written",
            id,
            format("%.2f TB/s", speed.copy(plan.examples(), network.inputs()) / TERA));
      }
    }
  }

  private void products() {
    table(
        "Products of the layer below the output layer, alone",
        "rows",
        "inputs",
        "outputs",
        "product",
        "with",
        "TFLOP/s",
        "share of peak");
    for (int rows : plan.batchSizes()) {
      for (NetworkShape network : plan.networks()) {
        int layer = Math.max(1, network.layers() - 1); // the largest, below the output layer
        int in = network.width(layer - 1);
        int width = network.width(layer);
        for (Map.Entry<ProductSource, Engine> each : engines.entrySet()) {
          try (DeviceSpeed speed = new DeviceSpeed(each.getKey())) {
            speed.products(
                rows,
                in,
                width,
                (product, perSecond) ->
                    row(
                        Integer.toString(rows),
                        Integer.toString(in),
                        Integer.toString(width),
                        product,
                        "`" + each.getValue().id() + "`",
                        format("%.1f", perSecond / TERA),
                        format("%.0f %%", 100 * perSecond / peak(each.getKey()))));
          }
        }
      }
    }
  }

  private void sweep() throws IOException {
    table(
        "Batch sweep, median of " + plan.epochs() + " epochs of " + plan.examples() + " examples",
        "network",
        "batch",
        "engine",
        "ms per epoch",
        "TFLOP/s",
        "share of peak",
        "target on an " + Targets.DEVICE);
    List<String> times = new ArrayList<>(List.of("engine,network,batch_size,seconds"));
    for (NetworkShape network : plan.networks()) {
      for (int batchSize : plan.batchSizes()) {
        for (Map.Entry<ProductSource, Engine> each : engines.entrySet()) {
          String id = each.getValue().id();
          double seconds = median(each.getValue(), spec(network, batchSize));
          double perSecond = OperationCount.epoch(network, plan.examples()) / seconds;
          row(
              network.toString(),
              Integer.toString(batchSize),
              "`" + id + "`",
              format("%.2f", seconds * MILLI),
              format("%.1f", perSecond / TERA),
              format("%.0f %%", 100 * perSecond / peak(each.getKey())),
              verdict(Targets.milliseconds(id, network, batchSize), seconds * MILLI));
          times.add(id + "," + network + "," + batchSize + "," + seconds);
        }
      }
    }
    if (plan.times().isPresent()) {
      Files.write(plan.times().get(), times);
    }
  }

  private double median(Engine engine, TrainingSpec spec) {
    try (TrainingSession session = open(engine, spec)) {
      session.load(examples(spec));
      session.warmUp();
      return EpochClock.medianSeconds(session, plan.examples(), plan.epochs());
    }
  }

  private String verdict(OptionalDouble target, double milliseconds) {
    if (target.isEmpty()) {
      return "";
    }
    String text = format("≤ %.1f ms", target.getAsDouble());
    if (!gpu.contains(Targets.DEVICE)) {
      return text;
    }
    return text + (milliseconds <= target.getAsDouble() ? ", met" : ", **missed**");
  }

  private void profiles() {
    for (NetworkShape network : plan.networks()) {
      for (int batchSize : plan.batchSizes()) {
        for (Map.Entry<ProductSource, Engine> each : engines.entrySet()) {
          if (batchSize <= plan.examples()) {
            profile(network, batchSize, each.getKey(), each.getValue().id());
          }
        }
      }
    }
  }

  private void profile(NetworkShape network, int batchSize, ProductSource source, String id) {
    TrainingSpec spec = spec(network, batchSize);
    List<EpochProfile.Line> lines =
        EpochProfile.of(spec, source, Parameters.glorotUniform(network, SEED), examples(spec));
    double sum = lines.stream().mapToDouble(EpochProfile.Line::secondsPerStep).sum();
    table(
        "Where a step's time goes: `" + id + "`, " + network + ", batch " + batchSize,
        "kernel",
        "launches",
        "µs",
        "share");
    for (EpochProfile.Line line : lines) {
      row(
          "`" + line.name() + "`",
          format("%.0f", line.launchesPerStep()),
          format("%.1f", line.secondsPerStep() * MICRO),
          format("%.0f %%", 100 * line.secondsPerStep() / sum));
    }
    double steps = (double) plan.examples() / batchSize;
    double epoch = median(engine(source), spec);
    row("one after another", "", format("%.1f", sum * MICRO), "100 %");
    row(
        "a step of the epoch's graph, gaps included, two lanes",
        "",
        format("%.1f", epoch / steps * MICRO),
        format("%.0f %%", 100 * epoch / steps / sum));
  }

  private double peak(ProductSource source) {
    // Own kernels are held against what the device can do, as far as that is known.
    ProductSource measure =
        source == ProductSource.OWN_KERNELS && peaks.containsKey(ProductSource.CUBLAS)
            ? ProductSource.CUBLAS
            : source;
    return peaks.getOrDefault(measure, Double.NaN);
  }

  private static TrainingSpec spec(NetworkShape network, int batchSize) {
    return new TrainingSpec(network, Activation.SIGMOID, Loss.MSE, batchSize, LEARNING_RATE, 0, 0);
  }

  private Examples examples(TrainingSpec spec) {
    Examples drawn = examples.get(spec.network());
    if (drawn == null) {
      throw new IllegalStateException(spec.network() + " is not in the plan");
    }
    return drawn;
  }

  private static TrainingSession open(Engine engine, TrainingSpec spec) {
    return engine.open(spec, EngineOptions.NONE, Parameters.glorotUniform(spec.network(), SEED));
  }

  private void table(String title, String... columns) {
    out.printf("%n## %s%n%n", title);
    row(columns);
    out.println("|" + " --- |".repeat(columns.length));
  }

  private void row(String... cells) {
    out.println("| " + String.join(" | ", cells) + " |");
  }

  private static String format(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
