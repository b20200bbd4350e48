package org.parallelbackprop.engine.gpu;

import org.parallelbackprop.engine.gpu.cuda.CudaEvent;
import org.parallelbackprop.engine.gpu.cuda.CudaStream;
import org.parallelbackprop.engine.gpu.cuda.Owned;

/**
 * A stream with its own products (cuBLAS repeats its bits only within one stream) and a mark for
 * others to wait for.
 */
record Lane(CudaStream stream, LayerProducts products, CudaEvent mark) {

  /** Opens a lane, which {@code owned} closes. */
  static Lane open(ProductSource source, Kernels kernels, Owned owned) {
    CudaStream stream = owned.own(new CudaStream());
    return new Lane(stream, source.open(stream, kernels, owned), owned.own(CudaEvent.forOrder()));
  }

  /** Has what is enqueued here from now on wait for all that is in {@code other} now. */
  void waitFor(Lane other) {
    stream.waitFor(other.stream, other.mark);
  }
}
