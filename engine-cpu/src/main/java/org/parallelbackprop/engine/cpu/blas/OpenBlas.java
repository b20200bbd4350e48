package org.parallelbackprop.engine.cpu.blas;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * The one function of OpenBLAS that is needed, called on Java's arrays where they lie.
 *
 * <p>bytedeco's jar brings the library and loads it; the calls go through the Foreign Function
 * interface as critical ones, which neither copy nor pin for longer than they take. Each call
 * computes on the calling thread alone.
 */
final class OpenBlas {

  private static final int ROW_MAJOR = 101;
  private static final int NOT_TRANSPOSED = 111;
  private static final int TRANSPOSED = 112;
  private static final long LONGEST_TEXT = 1024;

  private static final AddressLayout POINTER = ValueLayout.ADDRESS;
  private static final MemoryLayout INT = ValueLayout.JAVA_INT;
  private static final MemoryLayout FLOAT = ValueLayout.JAVA_FLOAT;

  private final MethodHandle sgemm;
  private final String description;

  /** A matrix, or part of one: elements of an array in rows that are {@code stride} apart. */
  record Matrix(MemorySegment array, int offset, int stride) {

    /** From the first element of an array on. */
    static Matrix of(float[] array, int stride) {
      return new Matrix(MemorySegment.ofArray(array), 0, stride);
    }

    /** The part that begins with an element. */
    Matrix from(int row, int column) {
      return new Matrix(array, offset + row * stride + column, stride);
    }

    private MemorySegment memory(int rows, int columns) {
      long size = (rows - 1L) * stride + columns;
      return array.asSlice((long) offset * Float.BYTES, size * Float.BYTES);
    }
  }

  /**
   * Loads the library.
   *
   * @throws UnsatisfiedLinkError if there is none for this platform
   */
  static OpenBlas load() {
    Loader.load(openblas_nolapack.class);
    return new OpenBlas(Linker.nativeLinker());
  }

  @SuppressWarnings("restricted")
  private OpenBlas(Linker linker) {
    SymbolLookup library = SymbolLookup.loaderLookup();
    sgemm =
        linker.downcallHandle(
            library.findOrThrow("cblas_sgemm"),
            FunctionDescriptor.ofVoid(
                INT, INT, INT, INT, INT, INT, FLOAT, POINTER, INT, POINTER, INT, FLOAT, POINTER,
                INT),
            Linker.Option.critical(true));
    MethodHandle setThreads =
        linker.downcallHandle(
            library.findOrThrow("openblas_set_num_threads"), FunctionDescriptor.ofVoid(INT));
    MethodHandle configuration =
        linker.downcallHandle(
            library.findOrThrow("openblas_get_config"), FunctionDescriptor.of(POINTER));
    try {
      setThreads.invokeExact(1);
      MemorySegment text = (MemorySegment) configuration.invokeExact();
      description = text.reinterpret(LONGEST_TEXT).getString(0);
    } catch (Throwable e) {
      throw new AssertionError("native functions throw nothing", e);
    }
  }

  /** Version and kernels, as the library describes itself. */
  String description() {
    return description;
  }

  /**
   * C ← α · op(A) · op(B) + β · C, with C [m, n] and k terms in each sum.
   *
   * @param aTransposed whether op(A) is Aᵀ, A being [k, m] then; else A is [m, k]
   * @param bTransposed whether op(B) is Bᵀ, B being [n, k] then; else B is [k, n]
   * @throws IndexOutOfBoundsException if a matrix reaches beyond its array
   */
  void multiply(
      boolean aTransposed,
      boolean bTransposed,
      int m,
      int n,
      int k,
      float alpha,
      Matrix a,
      Matrix b,
      float beta,
      Matrix c) {
    if (m == 0 || n == 0) {
      return;
    }
    MemorySegment aMemory = aTransposed ? a.memory(k, m) : a.memory(m, k);
    MemorySegment bMemory = bTransposed ? b.memory(n, k) : b.memory(k, n);
    try {
      sgemm.invokeExact(
          ROW_MAJOR,
          aTransposed ? TRANSPOSED : NOT_TRANSPOSED,
          bTransposed ? TRANSPOSED : NOT_TRANSPOSED,
          m,
          n,
          k,
          alpha,
          aMemory,
          a.stride,
          bMemory,
          b.stride,
          beta,
          c.memory(m, n),
          c.stride);
    } catch (Throwable e) {
      throw new AssertionError("native functions throw nothing", e);
    }
  }
}
