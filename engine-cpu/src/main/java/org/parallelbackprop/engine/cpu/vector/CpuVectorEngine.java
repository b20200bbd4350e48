package org.parallelbackprop.engine.cpu.vector;

import java.util.Optional;
import org.parallelbackprop.engine.Availability;
import org.parallelbackprop.engine.Engine;
import org.parallelbackprop.engine.EngineOptions;
import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.TrainingSession;
import org.parallelbackprop.engine.TrainingSpec;
import org.parallelbackprop.engine.cpu.WorkerTeam;

/**
 * The fast one: matrix products in tiles that stay in vector registers, with the Vector API.
 *
 * <p>Same bits for any number of threads, any vector width, and whether zero inputs are skipped or
 * not.
 */
public final class CpuVectorEngine implements Engine {

  /** {@value}. */
  public static final String ID = "cpu-vector";

  private static final String VECTOR_MODULE = "jdk.incubator.vector";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Availability probe() {
    if (ModuleLayer.boot().findModule(VECTOR_MODULE).isEmpty()) {
      return new Availability.Unavailable(
          "the Vector API is not among the modules of this JVM",
          "Start it with --add-modules " + VECTOR_MODULE + ".");
    }
    return new Availability.Available();
  }

  @Override
  public Optional<String> refusal(TrainingSpec spec, EngineOptions options) {
    NetworkShape network = spec.network();
    VectorSettings settings = VectorSettings.of(options);
    Tiling tiling = VectorKernels.ofBits(settings.vectorBits()).tiling();
    for (int l = 0; l <= network.layers(); l++) {
      if (!PanelNetwork.fits(spec, tiling, l)) {
        return Optional.of("network: layer " + l + " of " + network + " is larger than an array");
      }
    }
    if (settings.pinned() && !WorkerTeam.canPin()) {
      return Optional.of(
          VectorSettings.PINNING + ": this system has no call to bind threads to processors");
    }
    return Optional.empty();
  }

  @Override
  public TrainingSession open(TrainingSpec spec, EngineOptions options, Parameters initial) {
    refusal(spec, options)
        .ifPresent(objection -> {
          throw new IllegalArgumentException(objection);
        });
    initial.requireOf(spec.network());
    return new VectorSession(spec, VectorSettings.of(options), initial);
  }
}
