package org.parallelbackprop.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parallelbackprop.engine.EngineDescription.OptionValues;
import org.parallelbackprop.engine.EngineDescription.Repeatability;

final class EngineDescriptionTest {

  private static final String PLAIN =
      """
      x.class = org.example.X
      x.summary = does it
      x.numerics-version = 2
      x.repeatability = rounding
      """;

  private static List<EngineDescription> read(String file) throws IOException {
    return EngineDescription.read(new StringReader(file));
  }

  @Test
  void whatIsLeftOutIsEmpty() throws IOException {
    EngineDescription description = read(PLAIN).getFirst();
    assertThat(description.id()).isEqualTo("x");
    assertThat(description.className()).isEqualTo("org.example.X");
    assertThat(description.summary()).isEqualTo("does it");
    assertThat(description.numericsVersion()).isEqualTo(2);
    assertThat(description.repeatability()).isEqualTo(Repeatability.ROUNDING);
    assertThat(description.options()).isEmpty();
    assertThat(description.jvmArguments()).isEmpty();
    assertThat(description.onDemandMegabytes()).isEmpty();
    assertThat(description.shareOfPeak()).isEmpty();
    assertThat(description.measuresDevice()).isFalse();
  }

  @Test
  void everythingIsRead() throws IOException {
    EngineDescription description =
        read(PLAIN
                + """
                x.option.threads = positive-integer
                x.option.first-layer = dense | sparse
                x.jvm-arguments = --add-modules jdk.incubator.vector  -Xmx2g
                x.on-demand-megabytes = 180
                x.share-of-peak = 0.25
                x.measures-device = true
                """)
            .getFirst();
    assertThat(description.options())
        .containsEntry("threads", new OptionValues.PositiveInteger())
        .containsEntry("first-layer", new OptionValues.Choice(List.of("dense", "sparse")));
    assertThat(description.jvmArguments())
        .containsExactly("--add-modules", "jdk.incubator.vector", "-Xmx2g");
    assertThat(description.onDemandMegabytes()).hasValue(180);
    assertThat(description.shareOfPeak()).hasValue(0.25);
    assertThat(description.measuresDevice()).isTrue();
  }

  @Test
  void enginesOfAFileAreSorted() throws IOException {
    assertThat(read(PLAIN + PLAIN.replace("x.", "a-1.")))
        .extracting(EngineDescription::id)
        .containsExactly("a-1", "x");
  }

  @ParameterizedTest
  @CsvSource({
    "x.class, property x.class is missing",
    "x.summary, property x.summary is missing",
    "x.numerics-version, property x.numerics-version is missing",
    "x.repeatability, property x.repeatability is missing"
  })
  void whatMustBeThereIsMissed(String property, String message) {
    String without = PLAIN.replaceAll("(?m)^" + property + ".*$", "");
    assertThatIllegalArgumentException().isThrownBy(() -> read(without)).withMessage(message);
  }

  @ParameterizedTest
  @CsvSource({
    "x.thread = 1, unknown property x.thread",
    "thread = 1, property thread does not have the form engine-id.property",
    "x.numerics-version = 0,"
        + " 'property x.numerics-version must be a positive integer, but is 0'",
    "x.on-demand-megabytes = some,"
        + " 'property x.on-demand-megabytes must be a positive integer, but is some'",
    "x.share-of-peak = 2, 'property x.share-of-peak must be above 0 and at most 1, but is 2'",
    "x.share-of-peak = some,"
        + " 'property x.share-of-peak must be above 0 and at most 1, but is some'",
    "x.repeatability = always,"
        + " 'property x.repeatability must be any-options, same-options or rounding, but is"
        + " always'",
  })
  void whatIsWrongIsNamed(String line, String message) {
    assertThatIllegalArgumentException().isThrownBy(() -> read(PLAIN + line)).withMessage(message);
  }

  @ParameterizedTest
  @CsvSource({"X", "1x", "x_y", "x--y", "-x"})
  void idsAreWordsJoinedByHyphens(String id) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(PLAIN.replace("x.", id + ".")))
        .withMessageContaining(id);
  }
}
