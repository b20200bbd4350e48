package org.parallelbackprop.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NetworkShapeTest {

  @Test
  void readsAndWritesWidths() {
    NetworkShape network = NetworkShape.parse("784-1024-10");
    assertThat(network.widths()).containsExactly(784, 1024, 10);
    assertThat(network).hasToString("784-1024-10");
    assertThat(network.inputs()).isEqualTo(784);
    assertThat(network.outputs()).isEqualTo(10);
    assertThat(network.layers()).isEqualTo(2);
    assertThat(network.width(1)).isEqualTo(1024);
  }

  @Test
  void parametersFollowEachOtherWithoutAGap() {
    NetworkShape network = NetworkShape.parse("784-1024-300-10");
    int next = 0;
    for (int l = 1; l <= network.layers(); l++) {
      assertThat(network.weightOffset(l)).isEqualTo(next);
      next += network.width(l - 1) * network.width(l);
      assertThat(network.biasOffset(l)).isEqualTo(next);
      next += network.width(l);
    }
    assertThat(network.parameterCount()).isEqualTo(next);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "784",
        "784-",
        "-784",
        "784--10",
        "0-10",
        "784-0",
        "784-010",
        "784 -10",
        "784,10",
        "784-10\n",
        "٣-٣",
        "99999999-1"
      })
  void otherFormsAreRefusedWithAnExample(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NetworkShape.parse(text))
        .withMessageContaining("784-1024-10")
        .withMessageContaining('"' + text + '"');
  }

  @Test
  void aNetworkFitsIntoOneArray() {
    assertThat(new NetworkShape(List.of(46_339, 46_341)).parameterCount())
        .isEqualTo(46_340 * 46_341);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NetworkShape.parse("1000000-1000000"))
        .withMessageContaining("1000001000000 parameters");
  }

  @Test
  void widthsArePositive() {
    assertThatIllegalArgumentException().isThrownBy(() -> new NetworkShape(List.of(3, 0)));
    assertThatIllegalArgumentException().isThrownBy(() -> new NetworkShape(List.of(3)));
  }
}
