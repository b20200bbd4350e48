package org.parallelbackprop.runner.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.parallelbackprop.results.Conditions;

final class NoiseTest {

  private static final int PROCESSORS = 2;

  private static List<Finding> findings(Conditions conditions) {
    return new Noise(conditions, PROCESSORS).findings();
  }

  @Test
  void aNoisyMachineIsToldWhatToDo() {
    List<Finding> findings =
        findings(
            new Conditions(
                0.1,
                1.0,
                new Conditions.Processors("powersave", true, true, 1.5, null, null),
                new Conditions.Space(1L << 30, 3L << 20, null),
                new Conditions.Counters(null, null, null),
                List.of()));
    assertThat(findings)
        .allSatisfy(finding -> assertThat(finding.remedy()).as(finding.subject()).isNotNull())
        .extracting(Finding::subject)
        .containsExactly(
            "load",
            "frequency governor",
            "turbo",
            "hardware threads",
            "processor quota",
            "free memory",
            "swap");
    assertThat(findings)
        .extracting(Finding::fact)
        .contains("3 MiB in use", "the control group may use the time of 1.50 processors");
  }

  @Test
  void aQuietMachineNeedsNothing() {
    assertThat(
            findings(
                new Conditions(
                    0.1,
                    0.5,
                    new Conditions.Processors("performance", false, false, null, 2, "docker"),
                    new Conditions.Space(8L << 30, 0L, null),
                    new Conditions.Counters(null, null, null),
                    List.of("GPU 0, 35 C"))))
        .hasSize(9)
        .allSatisfy(finding -> assertThat(finding.remedy()).as(finding.subject()).isNull());
  }

  @Test
  void whatTheSystemDoesNotTellIsNotGuessed() {
    assertThat(findings(Conditions.of(0.1, null)))
        .containsExactly(Finding.good("load", "not known on this system"));
  }

  @Test
  void aQuarterOfTheProcessorsMayBeBusy() {
    assertThat(findings(Conditions.of(0.1, 0.5)).getFirst().remedy()).isNull();
    assertThat(findings(Conditions.of(0.1, 0.51)).getFirst().remedy()).contains("wait");
  }
}
