package org.parallelbackprop.engine.tribuo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.parallelbackprop.engine.TrainingSpec;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.types.TFloat32;

/**
 * The graph that Tribuo's trainer is given: features in, logits out. Its variables start from the
 * contents of a file each time a session opens, so that one graph serves all epochs.
 */
final class TrainerGraph {

  static final String FEATURES = "features";
  static final String LOGITS = "logits";

  private TrainerGraph() {}

  /** Name of the variable that holds tensor i of {@link TensorLayout}. */
  static String variable(int i) {
    return "parameter-" + i;
  }

  /**
   * Builds it.
   *
   * @param start file of float32 in the machine's byte order, the tensors of {@link TensorLayout}
   *     one after the other
   */
  static GraphDef build(TrainingSpec spec, Path start) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Ops first = tf.withInitScope();
      Operand<TFloat32> values =
          first.io.decodeRaw(first.io.readFile(first.constant(start.toString())), TFloat32.class);
      List<Variable<TFloat32>> parameters = new ArrayList<>();
      int offset = 0;
      for (Shape shape : new TensorLayout(spec.network()).shapes()) {
        int size = Math.toIntExact(shape.size());
        Operand<TFloat32> initial =
            first.reshape(
                first.slice(
                    values, first.constant(new int[] {offset}), first.constant(new int[] {size})),
                first.constant(shape));
        parameters.add(tf.withName(variable(parameters.size())).variable(initial));
        offset += size;
      }
      Placeholder<TFloat32> features =
          tf.withName(FEATURES)
              .placeholder(
                  TFloat32.class,
                  Placeholder.shape(Shape.of(Shape.UNKNOWN_SIZE, spec.network().inputs())));
      tf.withName(LOGITS)
          .identity(NetworkFormulas.logits(tf, spec.activation(), features, parameters));
      if (spec.l2() > 0) {
        Operand<TFloat32> sum = tf.constant(0f);
        for (int i = 0; i < parameters.size(); i += 2) {
          sum = tf.math.add(sum, tf.nn.l2Loss(parameters.get(i)));
        }
        tf.withName(NetworkConverter.PENALTY).math.mul(tf.constant(spec.l2()), sum);
      }
      return graph.toGraphDef();
    }
  }
}
