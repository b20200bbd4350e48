package org.parallelbackprop.engine.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an epoch takes from the machine besides time: nothing that grows with its length. */
final class EpochFootprintTest {

  /**
   * In a JVM of its own, like every run: what other tests had compiled must not matter. Without C1
   * C2 knows less of what methods are called with, as it may with C1 if it is early.
   */
  @ParameterizedTest
  @ValueSource(strings = {"-XX:+TieredCompilation", "-XX:-TieredCompilation"})
  void aLongEpochAllocatesNoMoreThanAShortOneAndStartsNoThread(String flag)
      throws IOException, InterruptedException {
    assumeTrue(
        ((ThreadMXBean) ManagementFactory.getThreadMXBean()).isThreadAllocatedMemorySupported(),
        "this JVM does not count allocations");
    assertThat(ChildJvm.output(EpochFootprint.class, flag)).matches("same \\d+,0 \\d+,0");
  }
}
