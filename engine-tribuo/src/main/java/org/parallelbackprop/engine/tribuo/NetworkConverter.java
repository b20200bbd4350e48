package org.parallelbackprop.engine.tribuo;

import com.oracle.labs.mlrg.olcut.config.Config;
import com.oracle.labs.mlrg.olcut.util.Pair;
import java.util.function.BiFunction;
import org.parallelbackprop.engine.Loss;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.family.TNumber;
import org.tribuo.interop.tensorflow.LabelConverter;
import org.tribuo.protos.ProtoSerializableClass;

/**
 * Gives Tribuo's trainer the loss of {@link Loss}; {@link LabelConverter}'s own is always softmax
 * cross-entropy.
 */
@ProtoSerializableClass(version = LabelConverter.CURRENT_VERSION)
public final class NetworkConverter extends LabelConverter {

  private static final long serialVersionUID = 1L;

  /** Operation of the graph that is added to the loss, if there is one of this name. */
  static final String PENALTY = "penalty";

  @Config(mandatory = true, description = "The loss.")
  private Loss loss = Loss.MSE;

  /** For Tribuo's configuration system, which fills in the loss. */
  NetworkConverter() {}

  @Override
  public BiFunction<Ops, Pair<Placeholder<? extends TNumber>, Operand<TNumber>>, Operand<TNumber>>
      loss() {
    return (tf, pair) -> {
      @SuppressWarnings("unchecked") // the trainer makes both float32
      Operand<TNumber> fed = (Operand<TNumber>) pair.getA();
      Operand<TNumber> logits = pair.getB();
      // The trainer declares the targets of every batch to be as many as a whole batch's.
      Operand<TNumber> targets =
          tf.placeholderWithDefault(fed, Shape.of(Shape.UNKNOWN_SIZE, logits.shape().get(1)));
      Operand<TNumber> result = NetworkFormulas.loss(tf, loss, targets, logits);
      GraphOperation penalty = ((Graph) tf.scope().env()).operation(PENALTY);
      return penalty == null ? result : tf.math.add(result, penalty.<TNumber>output(0));
    };
  }

  @Override
  public <T extends TNumber> BiFunction<Ops, Operand<T>, Op> outputTransformFunction() {
    return (tf, logits) -> NetworkFormulas.outputs(tf, loss, logits);
  }
}
