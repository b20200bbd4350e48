package org.parallelbackprop.engine.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** What an epoch takes from the machine besides time: nothing that grows with its length. */
final class EpochFootprintTest {

  /** In a JVM of its own, like every run: what other tests had compiled must not matter. */
  @Test
  void aLongEpochAllocatesNoMoreThanAShortOneAndStartsNoThread()
      throws IOException, InterruptedException {
    assumeTrue(
        ((ThreadMXBean) ManagementFactory.getThreadMXBean()).isThreadAllocatedMemorySupported(),
        "this JVM does not count allocations");
    assertThat(ChildJvm.output(EpochFootprint.class)).matches("same \\d+,0 \\d+,0");
  }
}
