package org.parallelbackprop.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ParametersTest {

  private static final NetworkShape SMALL = NetworkShape.parse("3-2-2");

  /** Printed by NumPy 2.4.6 from the lines of docs/redo_a_run.py: {@code W[l].view(np.uint32)}. */
  @Test
  void initialWeightsAreThoseOfNumPy() {
    Parameters initial = Parameters.glorotUniform(SMALL, 42);
    assertThat(bits(initial.weights(1)))
        .containsExactly(0xbdfc6785, 0x3f317444, 0x3ca1fffc, 0xbe7c1fd8, 0xbf8535a9, 0xbeaaf8ba);
    assertThat(bits(initial.weights(2)))
        .containsExactly(0xbe374e8d, 0x3f56f16d, 0x3ea90911, 0x3f9667c8);
    assertThat(initial.biases(1)).containsExactly(0, 0);
    assertThat(initial.biases(2)).containsExactly(0, 0);
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }

  /** SHA-256 of W_1, b_1, W_2, … as NumPy 2.4.6 and hashlib give it. */
  @ParameterizedTest
  @CsvSource({
    "784-128-10, 42, 82798cd703662a7a52a6dfa803d8e33a72153c81ce3cf71884f04bac4653f0a5",
    "784-1024-1024-10, 7, a5febb05379ec8b0516d018ba8ca1a426eab1249a2d1dccbe717e4b3b83d445e"
  })
  void initialParametersOfTheStudysNetworksAreThoseOfNumPy(
      String network, long seed, String sha256) {
    assertThat(Parameters.glorotUniform(NetworkShape.parse(network), seed).sha256())
        .isEqualTo(sha256);
  }

  @Test
  void layersAreWhereTheShapeHasThem() {
    Parameters parameters = new Parameters(SMALL, upTo(14));
    assertThat(parameters.weights(1)).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(parameters.biases(1)).containsExactly(6, 7);
    assertThat(parameters.weights(2)).containsExactly(8, 9, 10, 11);
    assertThat(parameters.biases(2)).containsExactly(12, 13);
  }

  private static float[] upTo(int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = i;
    }
    return values;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 13, 15})
  void anotherNumberOfValuesIsRefused(int count) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Parameters(SMALL, new float[count]))
        .withMessage("3-2-2 has 14 parameters, but got " + count);
  }

  @Test
  void nobodyCanChangeThem() {
    float[] given = upTo(14);
    Parameters parameters = new Parameters(SMALL, given);
    String before = parameters.sha256();
    given[0] = 1;
    parameters.values()[1] = 5;
    parameters.weights(1)[2] = 5;
    assertThat(parameters.littleEndian().isReadOnly()).isTrue();
    assertThat(parameters.sha256()).isEqualTo(before);
  }

  @Test
  void bytesAreLittleEndian() {
    float[] values = upTo(14);
    values[0] = 1;
    assertThat(new Parameters(SMALL, values).littleEndian().order(ByteOrder.BIG_ENDIAN).getInt(0))
        .isEqualTo(0x0000803f);
  }

  @Test
  void theHashTellsZeroFromNegativeZero() {
    float[] negative = new float[14];
    negative[3] = -0f;
    assertThat(new Parameters(SMALL, negative).sha256())
        .isNotEqualTo(new Parameters(SMALL, new float[14]).sha256());
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void valuesThatAreNotFiniteAreNoticed(float value) {
    float[] values = upTo(14);
    assertThat(new Parameters(SMALL, values).areFinite()).isTrue();
    values[13] = value;
    assertThat(new Parameters(SMALL, values).areFinite()).isFalse();
  }
}
