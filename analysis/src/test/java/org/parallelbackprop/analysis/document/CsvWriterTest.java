package org.parallelbackprop.analysis.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CsvWriterTest {

  private static String field(Value value) {
    String text =
        CsvWriter.write(new Table("t", List.of(Column.words("c", "c")), List.of(List.of(value))));
    return text.substring("c\n".length(), text.length() - 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '´',
      value = {
        "plain;plain",
        "a,b;\"a,b\"",
        "say \"x\";\"say \"\"x\"\"\"",
        "=1+1;'=1+1",
        "-2;'-2",
        "@SUM(A1);'@SUM(A1)",
        "+1,2;\"'+1,2\"",
      })
  void wordsAreQuotedAndNeverAFormula(String words, String expected) {
    assertThat(field(Value.of(words))).isEqualTo(expected);
  }

  @Test
  void numbersKeepAllTheirDigitsAndMissingIsEmpty() {
    assertThat(field(new Value.Quantity(0.1 + 0.2, "0.3"))).isEqualTo("0.30000000000000004");
    assertThat(field(new Value.Quantity(-1.5, "−1.5"))).isEqualTo("-1.5");
    assertThat(field(Value.of(3))).isEqualTo("3");
    assertThat(field(Value.missing("not run"))).isEmpty();
  }
}
