package org.parallelbackprop.engine.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parallelbackprop.engine.Examples;

final class PackedFeaturesTest {

  /** L = 4. */
  private static final Tiling TILING = new Tiling(4, 8, 4, 1);

  /** 17 features take two groups of 16. */
  @Test
  void aWordHoldsFourFeaturesThatAreAVectorApart() {
    float[] features = new float[2 * 17];
    for (int k = 0; k < 17; k++) {
      features[17 + k] = (k + 200) / 255f;
    }
    PackedFeatures packed = Objects.requireNonNull(packed(17, features));
    int start = packed.start(1);
    assertThat(start).isEqualTo(Tiling.ORIGIN + 8);
    assertThat(packed.words[start]).isEqualTo(200 | 204 << 8 | 208 << 16 | 212 << 24);
    assertThat(packed.words[start + 3]).isEqualTo(203 | 207 << 8 | 211 << 16 | 215 << 24);
    assertThat(packed.words[start + 4]).isEqualTo(216);
    assertThat(packed.words[start + 5]).isZero();
    assertThat(packed.words[packed.start(0)]).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      floats = {
        -0f,
        -1 / 255f,
        256 / 255f,
        0.3f,
        1e-20f,
        1e20f,
        Float.NaN,
        Float.POSITIVE_INFINITY,
        0x1.010104p-8f
      })
  void anythingElseIsNotPacked(float feature) {
    assertThat(packed(2, 1f, feature)).isNull();
  }

  private static @Nullable PackedFeatures packed(int inputs, float... features) {
    int count = features.length / inputs;
    return PackedFeatures.of(new Examples(inputs, 1, features, new int[count]), TILING);
  }
}
