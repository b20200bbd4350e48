package org.parallelbackprop.engine.gpu.cuda;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.IntStream;
import jcuda.JCudaVersion;
import jcuda.LibUtils;
import org.junit.jupiter.api.Test;

final class ElfLibraryTest {

  private static final String FROM = "libcublas.so.12";
  private static final String TO = "libcublas.so.13";

  private static byte[] jcublas() throws IOException {
    String name = LibUtils.createPlatformLibraryName("JCublas2-" + JCudaVersion.get());
    try (InputStream library =
        LibUtils.class.getResourceAsStream("/lib/" + LibUtils.createLibraryFileName(name))) {
      assertThat(library).isNotNull();
      return library.readAllBytes();
    }
  }

  /** The last letter of the name, and the last byte of the hash, 0x0ef62132. */
  @Test
  void twoBytesOfJCudasLibraryChange() throws IOException {
    byte[] before = jcublas();
    byte[] original = before.clone();
    byte[] after = ElfLibrary.retarget(before, FROM, TO);
    assertThat(before).isEqualTo(original);
    List<String> changes =
        IntStream.range(0, before.length)
            .filter(i -> before[i] != after[i])
            .mapToObj(i -> before[i] + " → " + after[i])
            .toList();
    // '2' → '3' in ASCII, 0x32 → 0x33 in the hash.
    assertThat(changes).containsExactly("50 → 51", "50 → 51");
  }

  @Test
  void thereAndBackIsTheOriginal() throws IOException {
    byte[] there = ElfLibrary.retarget(jcublas(), FROM, TO);
    assertThat(ElfLibrary.retarget(there, TO, FROM)).isEqualTo(jcublas());
  }

  @Test
  void whatDoesNotFitIsRefused() throws IOException {
    byte[] library = jcublas();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ElfLibrary.retarget(library, FROM, "libcublas.so"))
        .withMessage("libcublas.so.12 and libcublas.so differ in length");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ElfLibrary.retarget(library, "libcublas.so.11", TO))
        .withMessage("the library does not need libcublas.so.11");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ElfLibrary.retarget("#!/bin/sh".getBytes(US_ASCII), FROM, TO))
        .withMessage("not a 64-bit little-endian ELF file");
  }
}
