package org.parallelbackprop.engine.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Interpreter, C1 and C2, with each instruction set, give the same bits, and so does each width.
 */
final class CompilerIndependenceTest {

  private static final List<String> HERE = HashOfVectorTraining.hashes();

  static Stream<String> flags() {
    Stream<String> everywhere =
        Stream.of("-Xint", "-XX:TieredStopAtLevel=1", "-XX:-TieredCompilation");
    Stream<String> onX86 = Stream.of("-XX:UseAVX=1", "-XX:UseAVX=2", "-XX:UseAVX=3");
    return System.getProperty("os.arch").equals("amd64")
        ? Stream.concat(everywhere, onX86)
        : everywhere;
  }

  @Test
  void sameBitsAtEveryWidth() {
    int perWidth = HERE.size() / 3;
    assertThat(HERE.subList(perWidth, 2 * perWidth)).isEqualTo(HERE.subList(0, perWidth));
    assertThat(HERE.subList(2 * perWidth, 3 * perWidth)).isEqualTo(HERE.subList(0, perWidth));
  }

  @ParameterizedTest
  @MethodSource("flags")
  void sameBitsHoweverTheJvmRunsIt(String flag) throws IOException, InterruptedException {
    String printed = ChildJvm.output(HashOfVectorTraining.class, flag);
    assertThat(printed).isEqualTo(HERE.toString());
  }
}
