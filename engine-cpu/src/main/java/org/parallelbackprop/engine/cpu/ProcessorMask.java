package org.parallelbackprop.engine.cpu;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.BitSet;
import java.util.Optional;

/**
 * A set of processors that a thread may run on, as Linux's {@code sched_setaffinity} takes it.
 *
 * <p>No other system is supported: macOS has no such call, and what Windows' does across groups of
 * processors is not tried.
 */
final class ProcessorMask {

  /** Room for 8192 processors; with more, the calls fail and say so. */
  private static final int BYTES = 1024;

  private static final int CALLING_THREAD = 0;

  private static final Optional<MethodHandle> GET = find("sched_getaffinity");
  private static final Optional<MethodHandle> SET = find("sched_setaffinity");

  private final BitSet processors;
  private final MemorySegment mask;

  private ProcessorMask(BitSet processors) {
    this.processors = processors;
    this.mask = Arena.ofAuto().allocate(BYTES, Long.BYTES);
    mask.copyFrom(MemorySegment.ofArray(processors.toByteArray()));
  }

  @SuppressWarnings("restricted") // Calls into the system are what this class is for.
  private static Optional<MethodHandle> find(String function) {
    return Linker.nativeLinker()
        .defaultLookup()
        .find(function)
        .map(address ->
            Linker.nativeLinker()
                .downcallHandle(
                    address,
                    FunctionDescriptor.of(
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.ADDRESS)));
  }

  /** Whether this system has the calls. */
  static boolean isSupported() {
    return GET.isPresent() && SET.isPresent();
  }

  /**
   * The processors that the calling thread may run on.
   *
   * @throws IllegalStateException if the system does not tell
   */
  static ProcessorMask ofCallingThread() {
    MemorySegment current = Arena.ofAuto().allocate(BYTES, Long.BYTES);
    call(GET, current);
    return new ProcessorMask(BitSet.valueOf(current.asByteBuffer()));
  }

  /** Number of processors. */
  int size() {
    return processors.cardinality();
  }

  /** Only one of these processors, in ascending order, beginning again behind the last. */
  ProcessorMask only(int index) {
    int processor = processors.nextSetBit(0);
    for (int i = 0; i < index % size(); i++) {
      processor = processors.nextSetBit(processor + 1);
    }
    BitSet one = new BitSet();
    one.set(processor);
    return new ProcessorMask(one);
  }

  /**
   * Has the calling thread run on these processors only, from now on.
   *
   * @throws IllegalStateException if the system refuses
   */
  void apply() {
    call(SET, mask);
  }

  private static void call(Optional<MethodHandle> function, MemorySegment mask) {
    try {
      int result = (int) function.orElseThrow().invokeExact(CALLING_THREAD, (long) BYTES, mask);
      if (result < 0) {
        throw new IllegalStateException("the system refused to bind a thread to processors");
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
