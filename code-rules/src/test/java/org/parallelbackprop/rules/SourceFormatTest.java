package org.parallelbackprop.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SourceFormatTest {

  private static final Path ROOT = Path.of(System.getProperty("project.root"));

  @Test
  void allSourcesAreFormatted() throws IOException, FormatterException {
    SourceFormat format = new SourceFormat();
    List<Path> sources = SourceFormat.sources(ROOT);
    List<Path> unformatted = new ArrayList<>();
    for (Path source : sources) {
      String text = Files.readString(source);
      if (!format.format(text).equals(text)) {
        unformatted.add(ROOT.relativize(source));
      }
    }
    assertThat(sources).isNotEmpty();
    assertThat(unformatted)
        .as("to format: mvn -q -Pformat process-classes -pl code-rules")
        .isEmpty();
  }

  @Test
  void anUnformattedSourceIsNoticed() throws FormatterException {
    String source = "class  A{int x ; }";
    assertThat(new SourceFormat().format(source)).isEqualTo("class A {\n  int x;\n}\n");
  }
}
