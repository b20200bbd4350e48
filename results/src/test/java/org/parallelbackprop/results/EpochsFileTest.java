package org.parallelbackprop.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EpochsFileTest {

  private static final EpochRow FIRST =
      new EpochRow(1, 0.1 + 0.2, 1e-9, 0.5, 0.25, 0.8132, Double.MIN_VALUE, 1.0);
  private static final EpochRow SECOND = new EpochRow(2, 3.5, 0.25, null, null, null, null, 0.0);

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("epochs.csv");
  }

  private void writeBoth() throws IOException {
    try (EpochsFile.Appender appender = new EpochsFile.Appender(file())) {
      appender.append(FIRST);
      appender.append(SECOND);
    }
  }

  @Test
  void everyBitOfEveryRowComesBackAndUnknownStaysUnknown() throws IOException {
    writeBoth();
    assertThat(EpochsFile.read(file())).containsExactly(FIRST, SECOND);
  }

  @Test
  void aRowIsInTheFileAsSoonAsItIsAppended() throws IOException {
    try (EpochsFile.Appender appender = new EpochsFile.Appender(file())) {
      appender.append(FIRST);
      assertThat(EpochsFile.read(file())).containsExactly(FIRST);
    }
  }

  @Test
  void cutAtAnyByteItHoldsTheRowsThatWereWholeOrIsRefused() throws IOException {
    writeBoth();
    byte[] whole = Files.readAllBytes(file());
    String text = Files.readString(file());
    int headerEnd = text.indexOf('\n') + 1;
    int firstEnd = text.indexOf('\n', headerEnd) + 1;
    for (int length = 0; length < whole.length; length++) {
      Files.write(file(), Arrays.copyOf(whole, length));
      if (length < headerEnd) {
        assertThatExceptionOfType(CorruptFileException.class)
            .isThrownBy(() -> EpochsFile.read(file()));
      } else {
        List<EpochRow> expected = length < firstEnd ? List.of() : List.of(FIRST);
        assertThat(EpochsFile.read(file())).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2,1.0,1.0,,,,,\n",
        "1,1.0,1.0,,,,\n",
        "1,1.0,1.0,,,,,,\n",
        "one,1.0,1.0,,,,,\n",
        "1,,1.0,,,,,\n",
        "1,1.0,1.0,\"a,,,,\n",
        "1,1.0,1.0,,,,,\n1,1.0,1.0,,,,,\n",
      })
  void aRowThatIsNotOneIsRefused(String rows) throws IOException {
    writeBoth();
    String header = Files.readString(file()).lines().findFirst().orElseThrow() + "\n";
    Files.writeString(file(), header + rows);
    assertThatExceptionOfType(CorruptFileException.class)
        .isThrownBy(() -> EpochsFile.read(file()))
        .withMessageContaining("epochs.csv");
  }
}
