package org.parallelbackprop.engine.cpu.blas;

import java.util.Optional;
import org.parallelbackprop.engine.Availability;
import org.parallelbackprop.engine.Engine;
import org.parallelbackprop.engine.EngineOptions;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.TrainingSession;
import org.parallelbackprop.engine.TrainingSpec;

/**
 * OpenBLAS for the products, the vector loops of {@code cpu-vector} for everything between them.
 *
 * <p>Each worker calls single-threaded products on rows or tiles of its own. OpenBLAS chooses its
 * kernels by the processor and blocks its sums by the sizes of the matrices, so bits depend on both
 * the machine and the number of threads.
 */
public final class CpuBlasEngine implements Engine {

  /** {@value}. */
  public static final String ID = "cpu-blas";

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
    try {
      OpenBlas.load();
      return new Availability.Available();
    } catch (LinkageError e) {
      return new Availability.Unavailable(
          "OpenBLAS has not been loaded: " + e.getMessage(),
          "Its library comes from Maven for Linux on x86-64 only.");
    }
  }

  @Override
  public Optional<String> refusal(TrainingSpec spec, EngineOptions options) {
    return Optional.empty();
  }

  @Override
  public TrainingSession open(TrainingSpec spec, EngineOptions options, Parameters initial) {
    initial.requireOf(spec.network());
    return new BlasSession(spec, OpenBlas.load(), options.threads(), initial);
  }
}
