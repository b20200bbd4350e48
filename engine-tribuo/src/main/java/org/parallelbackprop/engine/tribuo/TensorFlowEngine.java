package org.parallelbackprop.engine.tribuo;

import java.util.Optional;
import org.parallelbackprop.engine.Availability;
import org.parallelbackprop.engine.Engine;
import org.parallelbackprop.engine.EngineOptions;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.TrainingSession;
import org.parallelbackprop.engine.TrainingSpec;

/** TensorFlow's kernels and its differentiation of the graph, driven by TensorFlow-Java. */
public final class TensorFlowEngine implements Engine {

  @Override
  public String id() {
    return "tensorflow";
  }

  @Override
  public Availability probe() {
    return TensorFlowNatives.probe();
  }

  @Override
  public Optional<String> refusal(TrainingSpec spec, EngineOptions options) {
    return options.threadsRefusal();
  }

  @Override
  public TrainingSession open(TrainingSpec spec, EngineOptions options, Parameters initial) {
    initial.requireOf(spec.network());
    return new TensorFlowSession(spec, options.threads(), initial);
  }
}
