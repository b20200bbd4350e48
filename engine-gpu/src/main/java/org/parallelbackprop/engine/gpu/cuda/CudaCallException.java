package org.parallelbackprop.engine.gpu.cuda;

import static jcuda.driver.JCudaDriver.cuGetErrorName;
import static jcuda.driver.JCudaDriver.cuGetErrorString;

import jcuda.driver.CUresult;
import jcuda.jcublas.cublasStatus;

/** Thrown when a call of the CUDA driver or of cuBLAS fails; the message ends in CUDA's words. */
public final class CudaCallException extends RuntimeException {

  private static final int OUT_OF_MEMORY = CUresult.CUDA_ERROR_OUT_OF_MEMORY;

  private final boolean outOfMemory;

  private CudaCallException(String message, boolean outOfMemory) {
    super(message);
    this.outOfMemory = outOfMemory;
  }

  /**
   * Throws if a call of the driver has failed.
   *
   * @param result what the call returned
   * @param attempt what it was for, to go behind "CUDA failed to"
   */
  static void check(int result, String attempt) {
    if (result != CUresult.CUDA_SUCCESS) {
      throw new CudaCallException(
          "CUDA failed to " + attempt + ": " + describe(result), result == OUT_OF_MEMORY);
    }
  }

  /**
   * Throws if a call of cuBLAS has failed.
   *
   * @param status what the call returned
   * @param attempt what it was for, to go behind "cuBLAS failed to"
   */
  static void checkCublas(int status, String attempt) {
    if (status != cublasStatus.CUBLAS_STATUS_SUCCESS) {
      throw new CudaCallException(
          "cuBLAS failed to " + attempt + ": " + cublasStatus.stringFor(status),
          status == cublasStatus.CUBLAS_STATUS_ALLOC_FAILED);
    }
  }

  /** Name and text of a result, as the installed driver has them. */
  static String describe(int result) {
    String[] name = new String[1];
    String[] text = new String[1];
    if (cuGetErrorName(result, name) != CUresult.CUDA_SUCCESS
        || cuGetErrorString(result, text) != CUresult.CUDA_SUCCESS) {
      return "error " + result;
    }
    return name[0] + ", " + text[0];
  }

  /** Whether the device had too little memory left. */
  public boolean isOutOfMemory() {
    return outOfMemory;
  }
}
