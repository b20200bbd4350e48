package org.parallelbackprop.engine.gpu.check;

import java.util.Map;
import java.util.OptionalDouble;
import org.parallelbackprop.engine.NetworkShape;

/** What an epoch of 50,000 examples is meant to take on an H100, in milliseconds. */
final class Targets {

  /** The device that they are for. */
  static final String DEVICE = "H100";

  private static final Map<String, Double> MILLISECONDS =
      Map.ofEntries(
          Map.entry("gpu-cublas 784-1024-10 128", 7.0),
          Map.entry("gpu-cublas 784-1024-10 1024", 4.5),
          Map.entry("gpu-cublas 784-1024-10 4096", 3.6),
          Map.entry("gpu-cublas-tf32 784-1024-10 128", 5.0),
          Map.entry("gpu-cublas-tf32 784-1024-10 1024", 1.3),
          Map.entry("gpu-cublas-tf32 784-1024-10 4096", 1.0),
          Map.entry("gpu-cublas 784-1024-1024-10 128", 18.0),
          Map.entry("gpu-cublas 784-1024-1024-10 1024", 11.0),
          Map.entry("gpu-cublas 784-1024-1024-10 4096", 10.0),
          Map.entry("gpu-cublas-tf32 784-1024-1024-10 128", 10.0),
          Map.entry("gpu-cublas-tf32 784-1024-1024-10 1024", 3.0),
          Map.entry("gpu-cublas-tf32 784-1024-1024-10 4096", 2.3));

  private Targets() {}

  /** The target, if there is one. */
  static OptionalDouble milliseconds(String engine, NetworkShape network, int batchSize) {
    Double target = MILLISECONDS.get(engine + " " + network + " " + batchSize);
    return target == null ? OptionalDouble.empty() : OptionalDouble.of(target);
  }
}
