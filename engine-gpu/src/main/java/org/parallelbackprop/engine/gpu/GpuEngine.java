package org.parallelbackprop.engine.gpu;

import java.util.Optional;
import org.parallelbackprop.engine.Availability;
import org.parallelbackprop.engine.Engine;
import org.parallelbackprop.engine.EngineOptions;
import org.parallelbackprop.engine.EngineUnavailableException;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.TrainingSession;
import org.parallelbackprop.engine.TrainingSpec;

/** What the GPU engines have in common: all but where the matrix products come from. */
abstract sealed class GpuEngine implements Engine
    permits CublasEngine, CublasTf32Engine, CudaEngine {

  private final String id;
  private final ProductSource products;

  GpuEngine(String id, ProductSource products) {
    this.id = id;
    this.products = products;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Availability probe() {
    return GpuProbe.probe(products.needsCublas());
  }

  @Override
  public Optional<String> refusal(TrainingSpec spec, EngineOptions options) {
    return options.values().isEmpty()
        ? Optional.empty()
        : Optional.of("options " + options.values().keySet() + " are not known to " + id);
  }

  @Override
  public TrainingSession open(TrainingSpec spec, EngineOptions options, Parameters initial) {
    refusal(spec, options)
        .ifPresent(objection -> {
          throw new IllegalArgumentException(objection);
        });
    initial.requireOf(spec.network());
    if (probe() instanceof Availability.Unavailable why) {
      throw new EngineUnavailableException(why);
    }
    return new GpuSession(spec, products, initial);
  }
}
