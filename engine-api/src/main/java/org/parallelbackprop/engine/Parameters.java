package org.parallelbackprop.engine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** All weights and biases of a network at one moment; immutable. */
public final class Parameters {

  private final NetworkShape network;
  private final float[] values;

  /**
   * Copies the values.
   *
   * @param network shape
   * @param values W_1, b_1, W_2, b_2, …, as {@link NetworkShape} lays them out
   * @throws IllegalArgumentException if the number of values is not the network's
   */
  public Parameters(NetworkShape network, float[] values) {
    if (values.length != network.parameterCount()) {
      throw new IllegalArgumentException(
          network + " has " + network.parameterCount() + " parameters, but got " + values.length);
    }
    this.network = network;
    this.values = values.clone();
  }

  /**
   * The start of every run: Glorot uniform weights, biases zero.
   *
   * <p>With u_i the words of Philox stream l in [0, 1), W_l = (2u − 1) · √(6 / (n_{l−1} + n_l)),
   * computed in double and rounded to float. Source: X. Glorot, Y. Bengio, "Understanding the
   * difficulty of training deep feedforward neural networks", AISTATS 2010, eq. 16.
   */
  public static Parameters glorotUniform(NetworkShape network, long seed) {
    float[] values = new float[network.parameterCount()];
    for (int l = 1; l <= network.layers(); l++) {
      double limit = Math.sqrt(6.0 / (network.width(l - 1) + network.width(l)));
      long[] words = Philox.words(seed, l, network.weightCount(l));
      int offset = network.weightOffset(l);
      for (int i = 0; i < words.length; i++) {
        values[offset + i] = (float) ((2 * Philox.toUnitInterval(words[i]) - 1) * limit);
      }
    }
    return new Parameters(network, values);
  }

  /** The network that these belong to. */
  public NetworkShape network() {
    return network;
  }

  /**
   * Makes sure that these are of a network.
   *
   * @throws IllegalArgumentException if they are of another one
   */
  public void requireOf(NetworkShape wanted) {
    if (!network.equals(wanted)) {
      throw new IllegalArgumentException("parameters are of " + network + ", not of " + wanted);
    }
  }

  /** All values in the order of {@link NetworkShape}; a copy. */
  public float[] values() {
    return values.clone();
  }

  /** W_l [n_l, n_{l−1}], row-major; a copy. */
  public float[] weights(int layer) {
    int offset = network.weightOffset(layer);
    return Arrays.copyOfRange(values, offset, offset + network.weightCount(layer));
  }

  /** b_l [n_l]; a copy. */
  public float[] biases(int layer) {
    int offset = network.biasOffset(layer);
    return Arrays.copyOfRange(values, offset, offset + network.width(layer));
  }

  /** Whether no value is infinite or NaN. */
  public boolean areFinite() {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  /** The values as little-endian float32, the data section of {@code parameters.safetensors}. */
  public ByteBuffer littleEndian() {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.asReadOnlyBuffer();
  }

  /**
   * SHA-256 of {@link #littleEndian()} in lower-case hexadecimal: equal exactly if all bits are.
   */
  public String sha256() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(littleEndian());
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
