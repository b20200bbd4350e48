package org.parallelbackprop.engine.conformance;

/** One mistake that somebody who writes an engine can make. */
enum Fault {
  NONE,
  /** The gradient of ½‖y − a‖², as in the C++ programs of the 2016 study. */
  HALF_THE_GRADIENT,
  /** The gradient of a mean over outputs, as Keras's {@code mse}. */
  MEAN_OVER_OUTPUTS,
  /** The gradient of cross-entropy behind sigmoid outputs: no σ′ at the output. */
  OTHER_LOSS,
  /** Examples that do not fill a batch are left out. */
  LAST_BATCH_DROPPED,
  /** A ragged batch is divided by the size of a full one. */
  RAGGED_BATCH_DIVIDED_BY_FULL_SIZE,
  /** Batches in the order of the data set. */
  ORDER_IGNORED,
  BIASES_NOT_UPDATED,
  FIRST_LAYER_NOT_UPDATED,
  /** δ_{l−1} computed from W_l after its update. */
  DELTA_FROM_UPDATED_WEIGHTS,
  /** σ′ of the hidden layers left out. */
  NO_HIDDEN_SLOPE,
  /** v ← μv + (1 − μ)g. */
  MOMENTUM_DAMPED,
  /** v starts at 0 again in every batch. */
  MOMENTUM_FORGOTTEN,
  /** v starts at 0 again in every epoch. */
  MOMENTUM_FORGOTTEN_BETWEEN_EPOCHS,
  L2_ON_BIASES,
  L2_LEFT_OUT,
  /** Mean of the batches' losses instead of the examples'. */
  LOSS_AVERAGED_OVER_BATCHES,
  /** Loss after the update. */
  LOSS_OF_THE_NEXT_STEP,
  /** A ragged batch in {@code outputs} repeats what the buffer held. */
  OUTPUTS_OF_STALE_ROWS,
  /** A refusal that leaves the user guessing. */
  REFUSES_WITHOUT_NAMING_THE_SETTING,
  /** Does something else instead of what it says it cannot do. */
  OPENS_WHAT_IT_REFUSES,
  WARM_UP_TRAINS,
  /** Sessions of an engine share their parameters. */
  SESSIONS_SHARE_PARAMETERS,
  WORKS_AFTER_CLOSE,
  KEEPS_EXAMPLES_AFTER_CLOSE,
  LEAVES_THREADS_BEHIND,
  SHAPES_NOT_CHECKED,
  /** Half precision somewhere: parameters lose their last 13 bits. */
  PARAMETERS_ROUNDED_TO_HALF,
  /** Bits depend on something that is not in the spec. */
  LAST_BIT_DIFFERS_FROM_RUN_TO_RUN
}
