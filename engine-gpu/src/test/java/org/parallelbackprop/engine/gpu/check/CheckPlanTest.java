package org.parallelbackprop.engine.gpu.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.parallelbackprop.engine.NetworkShape;

final class CheckPlanTest {

  @Test
  void everyOptionReplacesItsDefault() {
    assertThat(CheckPlan.parse()).isEqualTo(CheckPlan.DEFAULT);
    assertThat(
            CheckPlan.parse(
                "--networks=3-2,4-3-2",
                "--batches=5,6",
                "--examples=7",
                "--epochs=8",
                "--large-side=9",
                "--times=t.csv"))
        .isEqualTo(
            new CheckPlan(
                List.of(NetworkShape.parse("3-2"), NetworkShape.parse("4-3-2")),
                List.of(5, 6),
                7,
                8,
                9,
                Optional.of(Path.of("t.csv"))));
  }

  @Test
  void anythingElseIsRefusedWithASentence() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CheckPlan.parse("quick"))
        .withMessage("quick does not have the form --name=value");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CheckPlan.parse("--batch=3"))
        .withMessageStartingWith("--batch is not an option; there are --networks,");
  }
}
