package org.parallelbackprop.engine.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Builds the stand-ins of {@code src/test/cuda}, and sets the device that they pretend to be.
 *
 * <p>As an extension it skips tests where g++ is missing, gives each test a healthy device, and
 * fails those that leave something on it.
 */
public final class StandIns implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback {

  /** Where they are built, which the pom puts on LD_LIBRARY_PATH. */
  static final Path FOLDER = Path.of(System.getProperty("stand-ins", ""));

  /** The sources of the kernels, which the stand-in for libcuda includes. */
  static final Path KERNEL_SOURCES = Path.of(System.getProperty("cuda.sources", ""));

  /** gpu-check runs the conformance suite without them, on the real device. */
  private static final boolean ON_REAL_DEVICE = FOLDER.toString().isEmpty();

  private static final List<String> COMPILE =
      List.of("g++", "-std=c++17", "-O2", "-Wno-unknown-pragmas");
  private static final List<String> LIBRARY =
      List.of("-shared", "-fPIC", "-fvisibility=hidden", "-ffp-contract=off");

  private static final int LONGEST_TEXT = 4096;

  /** They are built once for all tests. */
  private static final class Built {
    static final String PROBLEM = build();
  }

  private static String build() {
    String version = Command.of("g++", "--version").run();
    if (!version.isEmpty()) {
      return "the stand-ins for libcuda and libcublas need g++: " + version;
    }
    succeed(
        "-I" + KERNEL_SOURCES,
        "-Wl,-soname,libcuda.so.1",
        FOLDER.resolve("stand_in_cuda.cpp").toString(),
        "-o",
        FOLDER.resolve("libcuda.so.1").toString());
    buildCublas(FOLDER, 12);
    return "";
  }

  /** Builds the stand-in for one version of cuBLAS into {@code folder}. */
  static void buildCublas(Path folder, int major) {
    String name = "libcublas.so." + major;
    succeed(
        "-DSTAND_IN_MAJOR=" + major,
        "-Wl,-soname," + name,
        "-Wl,--version-script=" + FOLDER.resolve("cublas" + major + ".map"),
        FOLDER.resolve("stand_in_cublas.cpp").toString(),
        "-L" + FOLDER,
        "-l:libcuda.so.1",
        "-o",
        folder.resolve(name).toString());
  }

  private static void succeed(String... arguments) {
    String problem = new Command(COMPILE).and(LIBRARY).and(Arrays.asList(arguments)).run();
    assertThat(problem).as("what g++ complains about").isEmpty();
  }

  /** Builds them, or skips the test with the reason. */
  static void assumeBuilt() {
    if (!Built.PROBLEM.isEmpty()) {
      abort(Built.PROBLEM);
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    if (!ON_REAL_DEVICE) {
      assumeBuilt();
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    if (!ON_REAL_DEVICE) {
      reset();
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (!ON_REAL_DEVICE) {
      assertThat(live()).as("what the test has left on the device").isEmpty();
    }
  }

  /** Back to a healthy device. */
  static void reset() {
    call("stand_in_reset");
  }

  static void driverVersion(int version) {
    call("stand_in_set_driver_version", version);
  }

  static void devices(int count) {
    call("stand_in_set_devices", count);
  }

  /** Compute capability, tenfold. */
  static void capability(int tenfold) {
    call("stand_in_set_capability", tenfold);
  }

  static void multiprocessors(int count) {
    call("stand_in_set_multiprocessors", count);
  }

  /** What cuInit returns. */
  static void initResult(int code) {
    call("stand_in_set_init_result", code);
  }

  /** Size of the device's memory. */
  static void memory(long bytes) {
    call("stand_in_set_memory", bytes);
  }

  /** Has the n-th kernel from now on fail, and the device with it. */
  static void failLaunch(long n) {
    call("stand_in_fail_launch", n);
  }

  /** Has the n-th allocation of device memory from now on find none left. */
  static void failAllocation(long n) {
    call("stand_in_fail_allocation", n);
  }

  /** Has kernels from now on do nothing. */
  static void skipLaunches() {
    call("stand_in_skip_launches", 1);
  }

  /** Has graphs replayed in the order that is furthest from that of their capture. */
  static void replayLatestFirst() {
    call("stand_in_replay_latest_first", 1);
  }

  /** Has the threads of a block run in descending order between two barriers. */
  static void runLastThreadsFirst() {
    call("stand_in_run_last_threads_first", 1);
  }

  /** What has not been given back, as "2 event, 1 stream". */
  static String live() {
    return text("stand_in_describe_live");
  }

  /** Names of the kernels that have run since the beginning of the test. */
  static Set<String> launched() {
    return new TreeSet<>(Arrays.asList(text("stand_in_describe_launched").split(" ")));
  }

  @SuppressWarnings("restricted")
  private static void call(String function, Number... arguments) {
    assumeBuilt();
    ValueLayout[] layouts =
        Arrays.stream(arguments)
            .map(each -> each instanceof Long ? ValueLayout.JAVA_LONG : ValueLayout.JAVA_INT)
            .toArray(ValueLayout[]::new);
    invoke(function, layouts, (Object[]) arguments);
  }

  private static String text(String function) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(LONGEST_TEXT);
      ValueLayout[] layouts = {ValueLayout.ADDRESS, ValueLayout.JAVA_INT};
      invoke(function, layouts, buffer, LONGEST_TEXT);
      return buffer.getString(0);
    }
  }

  @SuppressWarnings("restricted")
  private static void invoke(String function, ValueLayout[] layouts, Object... arguments) {
    MemorySegment address =
        SymbolLookup.libraryLookup(FOLDER.resolve("libcuda.so.1"), Arena.global())
            .findOrThrow(function);
    try {
      Linker.nativeLinker()
          .downcallHandle(address, FunctionDescriptor.of(ValueLayout.JAVA_INT, layouts))
          .invokeWithArguments(arguments);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
