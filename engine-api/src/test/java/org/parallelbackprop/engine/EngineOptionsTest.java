package org.parallelbackprop.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EngineOptionsTest {

  @Test
  void threadsAreRead() {
    assertThat(EngineOptions.threads(8).threads()).isEqualTo(8);
    assertThat(EngineOptions.threads(8).get("threads")).isEqualTo("8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "two", "1.5", "", "2147483648"})
  void threadsArePositive(String value) {
    EngineOptions options = new EngineOptions(Map.of("threads", value));
    assertThatIllegalArgumentException()
        .isThrownBy(options::threads)
        .withMessage("threads must be a positive integer, but got " + value);
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(EngineOptions.NONE::threads)
        .withMessage("option threads is missing; given are {}");
  }

  @Test
  void valuesAreSortedAndFixed() {
    Map<String, String> given = new HashMap<>(Map.of("b", "1", "a", "2", "c", "3"));
    EngineOptions options = new EngineOptions(given);
    given.put("d", "4");
    assertThat(options.values().keySet()).containsExactly("a", "b", "c");
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> options.values().put("d", "4"));
  }
}
