package org.parallelbackprop.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BatchOrderTest {

  /** Printed by NumPy 2.4.6: {@code np.argsort(words(42, 2**32 + epoch, 10), kind="stable")}. */
  @Test
  void agreesWithNumPy() {
    assertThat(BatchOrder.epoch(42, 1, 10)).containsExactly(3, 8, 6, 0, 9, 5, 4, 7, 2, 1);
    assertThat(BatchOrder.epoch(42, 2, 10)).containsExactly(8, 4, 5, 2, 3, 6, 9, 7, 0, 1);
  }

  /** SHA-256 of NumPy 2.4.6's order of 50,000 as little-endian 32-bit integers. */
  @Test
  void theOrderOfMnistAgreesWithNumPy() throws NoSuchAlgorithmException {
    int[] order = BatchOrder.epoch(42, 1, 50_000);
    ByteBuffer bytes =
        ByteBuffer.allocate(order.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(order);
    assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array())))
        .isEqualTo("eafc6bc9fba2974f432dbcb4d35b07cb26ad485c39f1d817c290ff829268ed8c");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 1000})
  void visitsEveryExampleOnce(int n) {
    assertThat(IntStream.of(BatchOrder.epoch(1, 3, n)).sorted())
        .containsExactlyElementsOf(IntStream.range(0, n).boxed().toList());
  }

  @Test
  void seedsAndEpochsHaveOrdersOfTheirOwn() {
    int[] order = BatchOrder.epoch(1, 1, 100);
    assertThat(BatchOrder.epoch(1, 1, 100)).isEqualTo(order);
    assertThat(BatchOrder.epoch(1, 2, 100)).isNotEqualTo(order);
    assertThat(BatchOrder.epoch(2, 1, 100)).isNotEqualTo(order);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void epochsCountFromOne(int epoch) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BatchOrder.epoch(1, epoch, 10))
        .withMessage("epochs are numbered from 1, but got " + epoch);
  }
}
