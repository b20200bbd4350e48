package org.parallelbackprop.engine.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.parallelbackprop.engine.EngineUnavailableException;
import org.parallelbackprop.engine.TrainingSession;
import org.parallelbackprop.engine.gpu.cuda.CudaCallException;

/**
 * Whatever happens, it ends with CUDA's words and nothing is left on the device: {@link StandIns}
 * looks after every test.
 */
@ExtendWith(StandIns.class)
final class FailureTest {

  private static final long KIB = 1 << 10;

  static Stream<GpuEngine> engines() {
    return Stream.of(new CublasEngine(), new CublasTf32Engine(), new CudaEngine());
  }

  @ParameterizedTest
  @MethodSource("engines")
  void aFailingKernelEndsTheEpochWithCudasWords(GpuEngine engine) {
    Work work = Work.typical();
    try (TrainingSession session = work.open(engine)) {
      session.load(work.examples());
      session.warmUp();
      StandIns.failLaunch(5);
      assertThatExceptionOfType(CudaCallException.class)
          .isThrownBy(() -> session.trainEpoch(work.order(1)))
          .withMessage(
              "CUDA failed to train an epoch:"
                  + " CUDA_ERROR_LAUNCH_FAILED, unspecified launch failure");
      assertThatExceptionOfType(CudaCallException.class)
          .as("the context stays broken")
          .isThrownBy(session::parameters);
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void theNextSessionIsNotHurt(GpuEngine engine) {
    Work work = Work.typical();
    String expected = work.train(engine, 1);
    try (TrainingSession session = work.open(engine)) {
      session.load(work.examples());
      StandIns.failLaunch(1);
      assertThatExceptionOfType(CudaCallException.class).isThrownBy(session::warmUp);
    }
    assertThat(work.train(engine, 1)).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("engines")
  void everyAllocationMayFail(GpuEngine engine) {
    Work work = Work.of("6-40-5", 8, 20, 0.5f);
    String expected = work.train(engine, 1);
    String trained = "";
    int n = 0;
    while (trained.isEmpty()) {
      n++;
      StandIns.failAllocation(n);
      try {
        trained = work.train(engine, 1);
      } catch (EngineUnavailableException e) {
        assertThat(e.why().reason())
            .startsWith("the GPU's memory is too small: the training set of ")
            .contains("mini-batches of ", "parameters of 6-40-5")
            .contains("CUDA_ERROR_OUT_OF_MEMORY, out of memory");
        assertThat(e.why().remedy()).contains("smaller mini-batch");
      }
      assertThat(StandIns.live()).as("left after allocation %d failed", n).isEmpty();
    }
    assertThat(n).as("allocations, all of which have failed once").isGreaterThan(10);
    assertThat(trained).isEqualTo(expected);
  }

  @Test
  void sizesAreNamedWhenTheTrainingSetDoesNotFit() {
    Work work = Work.of("100-10-10", 32, 2000, 0);
    StandIns.memory(512 * KIB);
    try (TrainingSession session = work.open(new CudaEngine())) {
      assertThatExceptionOfType(EngineUnavailableException.class)
          .isThrownBy(() -> session.load(work.examples()))
          .withMessageContaining("training set of 2,000 examples takes 1.6 MiB")
          .withMessageContaining("mini-batches of 32 take 0.0 MiB")
          .withMessageContaining("of 0.5 MiB 0.5 MiB were free");
    }
  }

  @Test
  void anExampleThatIsNotThereIsRefused() {
    Work work = Work.typical();
    try (TrainingSession session = work.open(new CudaEngine())) {
      session.load(work.examples());
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> session.trainEpoch(new int[] {0, work.count()}));
    }
  }

  @Test
  void loadingAgainForgetsTheFirstExamples() {
    Work work = Work.typical();
    try (TrainingSession session = work.open(new CudaEngine())) {
      session.load(Work.of("20-37-13-5", 8, 100, 0).examples());
      session.warmUp();
      session.load(work.examples());
      session.trainEpoch(work.order(1));
      assertThat(session.parameters().sha256()).isEqualTo(work.train(new CudaEngine(), 1));
    }
  }
}
