package org.parallelbackprop.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PhiloxTest {

  /** Lines "philox4x64 10" of tests/kat_vectors in Random123: counter, key, result. */
  @Test
  void agreesWithTheKnownAnswersOfRandom123() {
    assertThat(Philox.block(0, 0, 0, 0, 0, 0))
        .containsExactly(
            0x16554d9eca36314cL, 0xdb20fe9d672d0fdcL, 0xd7e772cee186176bL, 0x7e68b68aec7ba23bL);
    assertThat(Philox.block(-1, -1, -1, -1, -1, -1))
        .containsExactly(
            0x87b092c3013fe90bL, 0x438c3c67be8d0224L, 0x9cc7d7c69cd777b6L, 0xa09caebf594f0ba0L);
    assertThat(
            Philox.block(
                0x243f6a8885a308d3L,
                0x13198a2e03707344L,
                0xa4093822299f31d0L,
                0x082efa98ec4e6c89L,
                0x452821e638d01377L,
                0xbe5466cf34e90c6cL))
        .containsExactly(
            0xa528f45403e61d95L, 0x38c72dbd566e9788L, 0xa5a1610e72fd18b5L, 0x57bd43b5e52b7fe6L);
  }

  /**
   * Printed by NumPy 2.4.6: {@code [hex(w) for w in np.random.Philox(key=[s, t]).random_raw(7)]}.
   */
  @ParameterizedTest
  @CsvSource({
    "42, 1, 719965f2debb5c86 d0ff12852bfefaa0 824f8a46917b59d3 633af9b3183bb36a"
        + " 0665962d67a5a63a 58fb335daa5560b5 f7121f0faa702e07",
    "42, 4294967297, 4a1c5fe529219ca8 f27984c61e86eba4 bcbd821dd06ede82 04b433826439ae82"
        + " a4a7a35ef84b7b99 908a1c146fb5391e 3642c9083b1411ca",
    "0, 0, 02f4ba6408e4d89b 3dd62b0b9ca8c5b2 1c8667a55d902e79 907d7a052fd5b4dc"
        + " 809bf322883987c3 471128b9e807f7dd f250ba0dbec065b7",
    "18446744073709551615, 9223372036854775808, 35eb76d7051d188f 82213878ba27aeb6"
        + " 96b811cf826a8922 80dcd0bee6666a18 d77f2980e47b2b61 15162178e513f962 b59e6608193c81f1"
  })
  void agreesWithNumPy(String seed, String stream, String expected) {
    long[] words = Philox.words(Long.parseUnsignedLong(seed), Long.parseUnsignedLong(stream), 7);
    assertThat(words).isEqualTo(hexadecimal(expected));
  }

  private static long[] hexadecimal(String words) {
    return Arrays.stream(words.split(" ", -1))
        .mapToLong(word -> Long.parseUnsignedLong(word, 16))
        .toArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 5, 8, 1000})
  void aLongerDrawBeginsWithAShorterOne(int n) {
    assertThat(Philox.words(7, 3, n)).hasSize(n);
    assertThat(Arrays.copyOf(Philox.words(7, 3, n + 5), n)).isEqualTo(Philox.words(7, 3, n));
  }

  @Test
  void theUnitIntervalIsHalfOpen() {
    assertThat(Philox.toUnitInterval(0)).isZero();
    assertThat(Philox.toUnitInterval(-1)).isEqualTo(Math.nextDown(1.0));
    assertThat(Philox.toUnitInterval(1L << 63)).isEqualTo(0.5);
  }
}
