package org.parallelbackprop.engine.gpu;

import jcuda.driver.CUdeviceptr;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.gpu.cuda.DeviceBuffer;
import org.parallelbackprop.engine.gpu.cuda.Owned;

/**
 * All weights and biases on the device, and with momentum their velocities, which start at 0.
 *
 * <p>They have the order of {@link NetworkShape}, but every matrix and vector begins at a multiple
 * of 256 bytes, as if it had been allocated alone: products read aligned matrices faster.
 */
final class DeviceParameters implements Owned.Resource {

  private static final int ALIGNED_WORDS = 64;

  private final NetworkShape network;
  private final long[] weightOffsets;
  private final long[] biasOffsets;
  private final Owned owned = new Owned();
  private final DeviceBuffer values;
  private final @Nullable DeviceBuffer velocities;

  DeviceParameters(Parameters initial, boolean momentum) {
    network = initial.network();
    weightOffsets = new long[network.layers() + 1];
    biasOffsets = new long[network.layers() + 1];
    long words = 0;
    for (int l = 1; l <= network.layers(); l++) {
      weightOffsets[l] = words;
      biasOffsets[l] = words + aligned(network.weightCount(l));
      words = biasOffsets[l] + aligned(network.width(l));
    }
    try {
      values = owned.own(DeviceBuffer.ofWords(words, "the parameters"));
      velocities = momentum ? owned.own(DeviceBuffer.ofWords(words, "the velocities")) : null;
      if (velocities != null) {
        velocities.clear();
      }
      upload(initial.values());
    } catch (Throwable e) {
      owned.closeAfter(e);
      throw e;
    }
  }

  private static long aligned(int words) {
    return Math.ceilDiv((long) words, (long) ALIGNED_WORDS) * ALIGNED_WORDS;
  }

  private void upload(float[] flat) {
    for (int l = 1; l <= network.layers(); l++) {
      values.upload(flat, network.weightOffset(l), network.weightCount(l), weightOffsets[l]);
      values.upload(flat, network.biasOffset(l), network.width(l), biasOffsets[l]);
    }
  }

  /** The values as they are now. */
  Parameters download() {
    float[] flat = new float[network.parameterCount()];
    for (int l = 1; l <= network.layers(); l++) {
      values.download(weightOffsets[l], flat, network.weightOffset(l), network.weightCount(l));
      values.download(biasOffsets[l], flat, network.biasOffset(l), network.width(l));
    }
    return new Parameters(network, flat);
  }

  /** Does some work, and then takes back what it has done to parameters and velocities. */
  void keepDuring(Runnable work) {
    try (Owned copies = new Owned()) {
      DeviceBuffer valuesCopy = copies.own(copy(values));
      DeviceBuffer velocitiesCopy = velocities == null ? null : copies.own(copy(velocities));
      work.run();
      values.copyFrom(valuesCopy);
      if (velocities != null && velocitiesCopy != null) {
        velocities.copyFrom(velocitiesCopy);
      }
    }
  }

  private static DeviceBuffer copy(DeviceBuffer buffer) {
    DeviceBuffer copy = DeviceBuffer.ofBytes(buffer.bytes(), "a copy of the parameters");
    copy.copyFrom(buffer);
    return copy;
  }

  /** W_l. */
  CUdeviceptr weights(int layer) {
    return values.at(weightOffsets[layer]);
  }

  /** b_l. */
  CUdeviceptr biases(int layer) {
    return values.at(biasOffsets[layer]);
  }

  /** Velocity of W_l, null for kernels without momentum. */
  CUdeviceptr weightVelocity(int layer) {
    return velocities == null ? DeviceBuffer.NULL : velocities.at(weightOffsets[layer]);
  }

  /** Velocity of b_l, null for kernels without momentum. */
  CUdeviceptr biasVelocity(int layer) {
    return velocities == null ? DeviceBuffer.NULL : velocities.at(biasOffsets[layer]);
  }

  @Override
  public void close() {
    owned.close();
  }
}
