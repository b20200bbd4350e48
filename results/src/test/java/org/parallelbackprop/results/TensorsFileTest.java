package org.parallelbackprop.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TensorsFileTest {

  @TempDir Path folder;

  private Path written() throws IOException {
    Path file = folder.resolve("t.safetensors");
    TensorsFile.write(
        file,
        List.of(
            new Tensor("w", List.of(2, 3), new float[] {1, -0.0f, Float.MIN_VALUE, 4, 5, 6}),
            new Tensor("b", List.of(2), new float[] {7, Float.NaN})));
    return file;
  }

  @Test
  void everyBitOfEveryTensorComesBackInOrder() throws IOException {
    List<Tensor> read = TensorsFile.read(written());
    assertThat(read).extracting(Tensor::name).containsExactly("w", "b");
    assertThat(read.getFirst().shape()).containsExactly(2, 3);
    assertThat(Float.floatToRawIntBits(read.getFirst().at(1)))
        .isEqualTo(Float.floatToRawIntBits(-0.0f));
    assertThat(read.getFirst().at(2)).isEqualTo(Float.MIN_VALUE);
    assertThat(read.getLast().at(1)).isNaN();
  }

  @Test
  void aFileCutAnywhereIsRefused() throws IOException {
    Path file = written();
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatExceptionOfType(CorruptFileException.class)
          .isThrownBy(() -> TensorsFile.read(file));
    }
  }

  @Test
  void aShapeMustFitItsValues() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Tensor("w", List.of(2, 2), new float[3]));
  }
}
