package org.parallelbackprop.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.results.Tensor;
import org.parallelbackprop.results.TensorsFile;

final class ParametersFileTest {

  private static final Parameters PARAMETERS =
      Parameters.glorotUniform(NetworkShape.parse("3-4-2"), 7);

  @TempDir Path folder;

  private ByteBuffer written() throws IOException {
    Path file = folder.resolve("parameters.safetensors");
    ParametersFile.write(file, PARAMETERS);
    return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void theHeaderNamesEveryTensorWithItsShapeAndPlace() throws IOException {
    ByteBuffer content = written();
    byte[] header = new byte[Math.toIntExact(content.getLong())];
    content.get(header);
    assertThat(new String(header, StandardCharsets.US_ASCII).strip())
        .isEqualTo(
            """
            {"layer1.weight":{"dtype":"F32","shape":[4,3],"data_offsets":[0,48]},\
            "layer1.bias":{"dtype":"F32","shape":[4],"data_offsets":[48,64]},\
            "layer2.weight":{"dtype":"F32","shape":[2,4],"data_offsets":[64,96]},\
            "layer2.bias":{"dtype":"F32","shape":[2],"data_offsets":[96,104]}}\
            """);
  }

  @Test
  void ofALargeMatrixItHoldsEvenlySpacedRowsWithTheFirstAndTheLast() throws IOException {
    Path file = folder.resolve("rows.safetensors");
    Parameters parameters = Parameters.glorotUniform(NetworkShape.parse("3-9-2"), 7);
    ParametersFile.writeRows(file, parameters, 11);
    Tensor rows = TensorsFile.read(file).getFirst();
    assertThat(rows.shape()).containsExactly(3, 3);
    float[] all = parameters.weights(1);
    for (int i = 0; i < 3; i++) {
      assertThat(rows.at(3 * i)).isEqualTo(all[3 * new int[] {0, 4, 8}[i]]);
    }
  }

  @Test
  void theValuesFollowAlignedAndBitForBit() throws IOException {
    ByteBuffer content = written();
    int start = Math.toIntExact(Long.BYTES + content.getLong());
    assertThat(start % Long.BYTES).isZero();
    assertThat(content.slice(start, content.capacity() - start))
        .isEqualTo(PARAMETERS.littleEndian().rewind());
  }
}
