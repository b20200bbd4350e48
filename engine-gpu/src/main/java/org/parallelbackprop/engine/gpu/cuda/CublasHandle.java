package org.parallelbackprop.engine.gpu.cuda;

import static jcuda.jcublas.JCublas2.cublasCreate;
import static jcuda.jcublas.JCublas2.cublasDestroy;
import static jcuda.jcublas.JCublas2.cublasGetVersion;
import static jcuda.jcublas.JCublas2.cublasSetMathMode;
import static jcuda.jcublas.JCublas2.cublasSetStream;
import static jcuda.jcublas.JCublas2.cublasSetWorkspace;
import static jcuda.jcublas.JCublas2.cublasSgemm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasMath;
import jcuda.jcublas.cublasOperation;
import jcuda.runtime.cudaStream_t;

/**
 * cuBLAS on one stream with a workspace of its own: under these conditions NVIDIA promises the same
 * bits from run to run on GPUs of one model with one version of the library (cuBLAS documentation,
 * "Results Reproducibility").
 */
public final class CublasHandle implements Owned.Resource {

  /** What NVIDIA recommends for Hopper, the largest of its recommendations. */
  private static final long WORKSPACE_BYTES = 32L << 20;

  private static final int PLAIN = cublasOperation.CUBLAS_OP_N;
  private static final int TRANSPOSED = cublasOperation.CUBLAS_OP_T;

  private final Owned owned = new Owned();
  private final CudaStream stream;
  private final cublasHandle handle = new cublasHandle();
  private final FloatBuffer scalars =
      ByteBuffer.allocateDirect(2 * Float.BYTES).order(ByteOrder.nativeOrder()).asFloatBuffer();
  private final Pointer alpha = Pointer.to(scalars);
  private final Pointer beta = alpha.withByteOffset(Float.BYTES);

  /**
   * Opens the library, which {@link CublasLibrary} has loaded.
   *
   * @param tf32 whether tensor cores may multiply with 10 bits after the point
   */
  public CublasHandle(CudaStream stream, boolean tf32) {
    this.stream = stream;
    DeviceBuffer workspace = owned.own(DeviceBuffer.ofBytes(WORKSPACE_BYTES, "cuBLAS's workspace"));
    try {
      CudaCallException.checkCublas(cublasCreate(handle), "start");
      owned.own(() -> CudaCallException.checkCublas(cublasDestroy(handle), "end"));
      CudaCallException.checkCublas(
          cublasSetStream(handle, new cudaStream_t(stream.handle())), "take a stream");
      // After the stream, because setting that one takes the workspace away again.
      CudaCallException.checkCublas(
          cublasSetWorkspace(handle, workspace.pointer(), WORKSPACE_BYTES), "take a workspace");
      CudaCallException.checkCublas(
          cublasSetMathMode(
              handle,
              tf32 ? cublasMath.CUBLAS_TF32_TENSOR_OP_MATH : cublasMath.CUBLAS_DEFAULT_MATH),
          "take a precision");
    } catch (Throwable e) {
      owned.closeAfter(e);
      throw e;
    }
  }

  /** The library's version, as people write it: 12.6.3. */
  public String version() {
    int[] version = new int[1];
    CudaCallException.checkCublas(cublasGetVersion(handle, version), "tell its version");
    return version[0] / 10_000 + "." + version[0] / 100 % 100 + "." + version[0] % 100;
  }

  /**
   * Enqueues c ← α · op(a) · op(b) + β · c for row-major matrices.
   *
   * <p>cuBLAS takes matrices column by column, that is, sees the transposes of ours, and is
   * therefore asked for cᵀ = op(b)ᵀ · op(a)ᵀ.
   *
   * @param c [m, n]
   * @param a [m, k], or [k, m] if {@code transposeA}
   * @param b [k, n], or [n, k] if {@code transposeB}
   */
  public void enqueueProduct(
      CUdeviceptr c,
      CUdeviceptr a,
      boolean transposeA,
      CUdeviceptr b,
      boolean transposeB,
      int m,
      int n,
      int k,
      float alphaValue,
      float betaValue) {
    scalars.put(0, alphaValue).put(1, betaValue); // cuBLAS reads them during the call
    stream.enqueue(
        "cublasSgemm",
        () ->
            CudaCallException.checkCublas(
                cublasSgemm(
                    handle,
                    transposeB ? TRANSPOSED : PLAIN,
                    transposeA ? TRANSPOSED : PLAIN,
                    n,
                    m,
                    k,
                    alpha,
                    b,
                    transposeB ? k : n,
                    a,
                    transposeA ? m : k,
                    beta,
                    c,
                    n),
                "multiply matrices"));
  }

  @Override
  public void close() {
    owned.close();
  }
}
