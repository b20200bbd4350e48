package org.parallelbackprop.engine.gpu.check;

import static org.parallelbackprop.engine.gpu.check.MarkdownPage.code;

import java.io.IOException;
import java.io.PrintStream;
import java.util.SortedMap;
import org.parallelbackprop.engine.Availability;
import org.parallelbackprop.engine.Engine;
import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.TrainingSession;
import org.parallelbackprop.engine.TrainingSpec;
import org.parallelbackprop.engine.gpu.CublasEngine;
import org.parallelbackprop.engine.gpu.CublasTf32Engine;
import org.parallelbackprop.engine.gpu.CudaEngine;
import org.parallelbackprop.engine.gpu.ProductSource;

/** Measures and writes, section by section. */
final class GpuCheck {

  private static final int REPEATED_EPOCHS = 2;

  private final Workbench workbench;
  private final MarkdownPage page;

  GpuCheck(CheckPlan plan, PrintStream out) {
    workbench = new Workbench(plan);
    page = new MarkdownPage(out);
  }

  /** Does everything; whether all engines are there, repeat their bits, and roofs are right. */
  boolean run() throws IOException {
    boolean all = probe();
    if (workbench.engines().isEmpty()) {
      return false;
    }
    String gpu = facts();
    all &= repeatability();
    SpeedSections speeds = new SpeedSections(workbench, page);
    all &= speeds.writePeaks();
    speeds.writeProducts();
    SweepSections sweep = new SweepSections(workbench, page, speeds, gpu);
    sweep.writeSweep();
    if (workbench.plan().times().isPresent()) {
      sweep.save(workbench.plan().times().get());
    }
    sweep.writeProfiles();
    return all;
  }

  private boolean probe() {
    page.section("Engines");
    boolean all = true;
    for (ProductSource source : ProductSource.values()) {
      Engine engine = engine(source);
      if (engine.probe() instanceof Availability.Unavailable(String reason, String remedy)) {
        page.item(code(engine.id()) + " is not available: " + reason + ". " + remedy);
        all = false;
      } else {
        page.item(code(engine.id()) + " is available.");
        workbench.engines().put(source, engine);
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

  /** Returns the device's name. */
  private String facts() {
    page.table("Device and libraries", "engine", "what is used");
    String gpu = "";
    for (Engine engine : workbench.engines().values()) {
      try (TrainingSession session =
          workbench.start(engine, firstSpec(workbench.plan().networks().getFirst()))) {
        SortedMap<String, String> facts = session.facts();
        gpu = facts.getOrDefault("gpu", "");
        page.row(code(engine.id()), facts.toString());
      }
    }
    return gpu;
  }

  private TrainingSpec firstSpec(NetworkShape network) {
    return Workbench.spec(network, workbench.plan().batchSizes().getFirst());
  }

  private boolean repeatability() {
    page.table(
        "Same bits, twice",
        "engine",
        "network",
        "parameters after " + REPEATED_EPOCHS + " epochs (SHA-256)",
        "again");
    boolean all = true;
    for (Engine engine : workbench.engines().values()) {
      for (NetworkShape network : workbench.plan().networks()) {
        TrainingSpec spec = firstSpec(network);
        String first = workbench.train(engine, spec, REPEATED_EPOCHS);
        boolean same = workbench.train(engine, spec, REPEATED_EPOCHS).equals(first);
        page.row(
            code(engine.id()), network.toString(), first, same ? "same bits" : "**other bits**");
        all &= same;
      }
    }
    return all;
  }
}
