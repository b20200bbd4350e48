package org.parallelbackprop.engine;

import java.util.OptionalDouble;
import java.util.SortedMap;

/**
 * One network in training. Not safe for use by several threads at once; sessions do not influence
 * each other.
 *
 * <p>Whoever calls these methods measures them: each returns only when all its work is done, on
 * whatever device. The order is {@link #load}, {@link #warmUp}, then any number of {@link
 * #trainEpoch}, {@link #outputs} and {@link #parameters}, then {@link #close}. The time of {@code
 * trainEpoch} is what reports call the time of an epoch; the others have columns of their own.
 *
 * <p>After {@link #close} all of them but {@code close} and {@link #facts} throw {@link
 * IllegalStateException}.
 */
public interface TrainingSession extends AutoCloseable {

  /**
   * Takes the training examples to where they are trained from: converts, copies, transfers.
   *
   * @throws IllegalArgumentException if features or classes do not match the network
   */
  void load(Examples training);

  /**
   * Gets code and device ready on scratch data, if the engine has something to get ready. Changes
   * no parameter and no later result.
   */
  default void warmUp() {}

  /**
   * Trains one pass over the given examples.
   *
   * <p>Mini-batch k is positions kM … kM + M − 1 of {@code order}, M the spec's batch size; the
   * last batch holds what is left, and its loss and gradient are means over its own size. A batch
   * size above the number of examples is one batch.
   *
   * @param order indices of training examples, no more than there are, usually a permutation of
   *     all; not changed, not kept
   * @return mean over the examples of their loss, each taken just before the update of its
   *     mini-batch and without the L2 term; empty if the library behind the engine does not tell
   * @throws IllegalStateException before {@link #load}
   */
  OptionalDouble trainEpoch(int[] order);

  /**
   * The network's outputs a_L for other examples, of which there may be any number.
   *
   * @return [examples.count(), n_L], row-major
   * @throws IllegalArgumentException if the features do not match the network
   */
  float[] outputs(Examples examples);

  /** The parameters as they are now. */
  Parameters parameters();

  /**
   * What is really used, for the record: e.g. {@code threads=8}, {@code vector-bits=512}, the
   * versions of native libraries.
   *
   * <p>Some are read by more than people. {@code threads}, how many threads compute, says which of
   * the processors' roofs is above the session. Of one on a GPU, {@code gpu} and {@code
   * pci-bus-id}, its name and its place as CUDA writes it, say whose roofs, and whose energy
   * counter is read; {@code precision}, {@code float32} or {@code tf32}, says which of these roofs.
   */
  SortedMap<String, String> facts();

  /** Frees memory, threads and devices. May be called again, without effect. */
  @Override
  void close();
}
