package org.parallelbackprop.engine.tribuo;

import com.oracle.labs.mlrg.olcut.config.ConfigurationData;
import com.oracle.labs.mlrg.olcut.config.ConfigurationManager;
import com.oracle.labs.mlrg.olcut.config.property.MapProperty;
import com.oracle.labs.mlrg.olcut.config.property.Property;
import com.oracle.labs.mlrg.olcut.config.property.SimpleProperty;
import java.nio.file.Path;
import java.util.Map;
import org.parallelbackprop.engine.TrainingSpec;
import org.tribuo.classification.Label;
import org.tribuo.interop.tensorflow.DenseFeatureConverter;
import org.tribuo.interop.tensorflow.GradientOptimiser;
import org.tribuo.interop.tensorflow.TensorFlowTrainer;

/**
 * Makes Tribuo's trainer through its configuration system, the only way to set the number of
 * threads.
 */
final class TribuoTrainer {

  private TribuoTrainer() {}

  /**
   * A trainer of one epoch.
   *
   * @param graph file that holds {@link TrainerGraph}
   */
  @SuppressWarnings("unchecked") // the converter says that outputs are labels
  static TensorFlowTrainer<Label> of(TrainingSpec spec, int threads, Path graph) {
    ConfigurationManager configuration = new ConfigurationManager();
    configuration.addConfiguration(
        new ConfigurationData(
            "inputs",
            DenseFeatureConverter.class.getName(),
            Map.<String, Property>of("inputName", text(TrainerGraph.FEATURES))));
    configuration.addConfiguration(
        new ConfigurationData(
            "outputs",
            NetworkConverter.class.getName(),
            Map.<String, Property>of("loss", text(spec.loss().name()))));
    configuration.addConfiguration(
        new ConfigurationData(
            "trainer",
            TensorFlowTrainer.class.getName(),
            Map.ofEntries(
                Map.<String, Property>entry("graphPath", text(graph.toString())),
                Map.entry("outputName", text(TrainerGraph.LOGITS)),
                Map.entry("featureConverter", text("inputs")),
                Map.entry("outputConverter", text("outputs")),
                Map.entry("trainBatchSize", text(spec.batchSize())),
                Map.entry("epochs", text(1)),
                Map.entry("loggingInterval", text(-1)),
                Map.entry("optimiserEnum", text(GradientOptimiser.GRADIENT_DESCENT)),
                Map.entry(
                    "gradientParams",
                    new MapProperty(Map.of("learningRate", text(spec.learningRate())))),
                Map.entry("interOpParallelism", text(1)),
                Map.entry("intraOpParallelism", text(threads)))));
    return (TensorFlowTrainer<Label>) configuration.lookup("trainer");
  }

  private static SimpleProperty text(Object value) {
    return new SimpleProperty(value.toString());
  }
}
