package org.parallelbackprop.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DatasetNameTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"mnist", "fashion-mnist", "synthetic-digits", "idx:digits", "idx:../a b//c/"})
  void aNameComesBackAsItWasWritten(String text) {
    assertThat(DatasetName.parse(text)).hasToString(text);
    assertThat(DatasetName.parse(text)).isEqualTo(DatasetName.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "MNIST", "mnist ", "idx:", "idx:  ", "idx:a\0b", "idx", "cifar"})
  void anythingElseIsRefusedWithASentence(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DatasetName.parse(text))
        .withMessageMatching("(?s)(unknown data set|a folder of IDX files|\"a.b\" is no path).*");
  }

  @Test
  void theSentenceListsAllNames() {
    assertThat(DatasetName.known())
        .containsExactly("mnist", "fashion-mnist", "synthetic-digits", "idx:FOLDER");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DatasetName.parse("mnits"))
        .withMessageContainingAll(DatasetName.known().toArray(String[]::new));
  }
}
