package org.parallelbackprop.benchmarks.direct;

import com.oracle.labs.mlrg.olcut.util.Pair;
import java.util.function.BiFunction;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.family.TNumber;
import org.tribuo.interop.tensorflow.LabelConverter;

/** The loss that Tribuo's own converter of labels does not have. */
public final class SquaredErrors extends LabelConverter {

  private static final long serialVersionUID = 1L;

  @Override
  public BiFunction<Ops, Pair<Placeholder<? extends TNumber>, Operand<TNumber>>, Operand<TNumber>>
      loss() {
    return (tf, pair) -> {
      @SuppressWarnings("unchecked") // the trainer makes both float32
      Operand<TNumber> fed = (Operand<TNumber>) pair.getA();
      Operand<TNumber> logits = pair.getB();
      Operand<TNumber> targets =
          tf.placeholderWithDefault(fed, Shape.of(Shape.UNKNOWN_SIZE, logits.shape().get(1)));
      return tf.math.mean(
          tf.reduceSum(tf.math.squaredDifference(targets, tf.math.sigmoid(logits)), tf.constant(1)),
          tf.constant(0));
    };
  }

  @Override
  public <T extends TNumber> BiFunction<Ops, Operand<T>, Op> outputTransformFunction() {
    return (tf, logits) -> tf.math.sigmoid(logits);
  }
}
