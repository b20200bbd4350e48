package org.parallelbackprop.engine.gpu;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.parallelbackprop.engine.TrainingSession;

/** In which order the device may do the work, and which kernels do it. */
@ExtendWith(StandIns.class)
final class OrderOfWorkTest {

  static Stream<GpuEngine> engines() {
    return Stream.of(new CublasEngine(), new CublasTf32Engine(), new CudaEngine());
  }

  /** With a small output layer and with a large one, without hidden layer, deep. */
  static Stream<Work> works() {
    return Stream.of(
        Work.typical(),
        Work.of("9-20-17", 8, 20, 0),
        Work.of("9-3", 4, 10, 0.5f),
        Work.of("9-20-11-6-7-3", 5, 12, 0));
  }

  /** Anything that two streams do in an order that their marks do not fix would differ. */
  @ParameterizedTest
  @MethodSource("works")
  void theGraphFixesAllOrderThatMatters(Work work) {
    for (GpuEngine engine : engines().toList()) {
      String expected = work.train(engine, 2);
      StandIns.replayLatestFirst();
      assertThat(work.train(engine, 2)).as(engine.id()).isEqualTo(expected);
      StandIns.reset();
    }
  }

  /** Anything that the threads of a block do in an order that no barrier fixes would differ. */
  @ParameterizedTest
  @MethodSource("works")
  void barriersFixAllOrderThatMatters(Work work) {
    for (GpuEngine engine : engines().toList()) {
      for (int multiprocessors : new int[] {1, 1000}) {
        StandIns.multiprocessors(multiprocessors);
        String expected = work.train(engine, 1);
        StandIns.runLastThreadsFirst();
        assertThat(work.train(engine, 1)).as(engine.id()).isEqualTo(expected);
        StandIns.reset();
      }
    }
  }

  @Test
  void epochsOfManySmallBatchesAreEnqueuedOneByOne() {
    int count = 3300; // seven nodes for each of three layers, one step per example: above 2^16
    Work work = Work.of("2-2-2-17", 1, count, 0);
    try (TrainingSession session = work.open(new CudaEngine())) {
      session.load(work.examples());
      session.warmUp();
      assertThat(session.facts()).containsEntry("epoch-submission", "one by one");
    }
  }

  @Test
  void theRecordSaysWhatIsUsed() {
    Work work = Work.typical();
    try (TrainingSession session = work.open(new CublasTf32Engine())) {
      session.load(work.examples());
      session.warmUp();
      assertThat(session.facts())
          .containsEntry("gpu", "emulated on the processor")
          .containsEntry("compute-capability", "9.0")
          .containsEntry("cuda-version", "13.0")
          .containsEntry("cublas-version", "12.3.2")
          .containsEntry("precision", "tf32")
          .containsEntry("pci-bus-id", "0000:00:00.0")
          .containsKey("multiprocessors");
      String submission = requireNonNull(session.facts().get("epoch-submission"));
      assertThat(submission).matches("graph of [0-9]+ nodes");
      long nodes = Long.parseLong(submission.replaceAll("[^0-9]", ""));
      assertThat(Long.parseLong(requireNonNull(session.facts().get("kernels-in-sequence"))))
          .isBetween(nodes / 2, nodes);
      assertThat(
              Double.parseDouble(requireNonNull(session.facts().get("kernel-launch-microseconds"))))
          .isPositive();
    }
  }

  /** The number of multiprocessors chooses among tiles and heads, which must not change a bit. */
  @ParameterizedTest
  @MethodSource("engines")
  void theSizeOfTheGpuChangesNoBit(GpuEngine engine) {
    Work work = Work.of("70-130-67-10", 40, 60, 0);
    Set<String> results = new HashSet<>();
    for (int multiprocessors : new int[] {1, 2, 3, 4, 1000}) {
      StandIns.multiprocessors(multiprocessors);
      results.add(work.train(engine, 1));
    }
    assertThat(results).hasSize(1);
    assertThat(StandIns.launched()).contains("head_1", "head_4", "head_update");
    if (engine instanceof CudaEngine) {
      for (int side : new int[] {32, 64, 128}) {
        assertThat(StandIns.launched())
            .contains("forward_" + side, "input_gradient_" + side, "weight_gradient_" + side);
      }
    }
  }
}
