package org.parallelbackprop.runner.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.parallelbackprop.engine.EngineDescription;

/**
 * The schema that editors use accepts and refuses what the reader does.
 *
 * <p>Every key is tried with every value of a list, in documents that are JSON and therefore YAML
 * too. What a schema cannot see is the reader's alone: how a number is written, whether a key
 * stands in two places, what the grid as a whole means.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SchemaTest {

  private static final Path ROOT = Path.of(System.getProperty("project.root"));
  private static final Path SCHEMA = ROOT.resolve("experiments/experiment.schema.json");

  private static final List<String> VALUES =
      List.of(
          "0",
          "1",
          "-1",
          "2",
          "1001",
          "2147483647",
          "2147483648",
          "0.5",
          "1.5",
          "1e-3",
          "true",
          "null",
          "\"\"",
          "\"x\"",
          "\"two words\"",
          "\"two\\nlines\"",
          "\"../up\"",
          "\"784-16-10\"",
          "\"784\"",
          "\"0-1\"",
          "\"cpu-serial\"",
          "\"cpu-threads\"",
          "\"cpu-serail\"",
          "\"sigmoid\"",
          "\"mse\"",
          "\"mnist\"",
          "\"preferred\"",
          "\"skip\"",
          "\"parameters\"",
          "\"-Xmx4g\"",
          "[]",
          "{}",
          "[1, 2]",
          "[1, 1]",
          "[1.5]",
          "[[1]]",
          "[{}]",
          "[\"784-16-10\", \"784-10\"]",
          "[\"cpu-serial\", \"cpu-threads\"]",
          "[\"sigmoid\", \"relu\"]",
          "[\"mse\"]",
          "[\"preferred\", 256]",
          "[\"skip\"]",
          "[\"x\"]",
          "[\"-Xmx4g\", \"-XX:+UseSerialGC\"]",
          "[\"-XX:OnError=reboot\"]",
          "[\"-javaagent:x.jar\"]",
          "{\"idx\": \"digits\"}",
          "{\"idx\": 1, \"x\": 1}",
          "{\"x\": 1}");

  @TempDir private Path folder;

  private final List<EngineDescription> engines = shippedEngines();
  private final Schema schema = schema();

  @Test
  void eachKeyTakesTheSameValues() throws IOException {
    Set<String> settings = new SettingReader(engines, new Problems("")).keys();
    List<String> different = new ArrayList<>();
    int accepted = 0;
    int tried = 0;
    List<String> templates = new ArrayList<>();
    for (String key : FileKey.texts(FileKey.Section.TOP)) {
      templates.add(document("\"" + key + "\": %s", key, "momentum"));
    }
    for (FileKey.Section section : List.of(FileKey.Section.EXECUTION, FileKey.Section.REPORT)) {
      String name = section.name().toLowerCase(Locale.ROOT);
      for (String key : FileKey.texts(section)) {
        templates.add(document("\"" + name + "\": {\"" + key + "\": %s}", name, "momentum"));
      }
    }
    for (String key : settings) {
      String other = key.equals("momentum") ? "l2" : "momentum";
      templates.add(document("\"fixed\": {\"" + key + "\": %s}", "fixed", other));
      templates.add(document("\"grid\": {\"" + key + "\": %s}", "grid", other));
      for (String list : List.of("zip", "exclude", "include")) {
        templates.add(document("\"" + list + "\": [{\"" + key + "\": %s}]", list, other));
      }
      templates.add(document("\"report\": {\"baseline\": {\"" + key + "\": %s}}", "report", other));
    }
    for (String template : templates) {
      for (String value : VALUES) {
        String text = template.formatted(value);
        boolean byReader = readerAccepts(text);
        accepted += byReader ? 1 : 0;
        tried++;
        if (byReader != schemaAccepts(text)) {
          different.add(
              (byReader ? "only the reader accepts " : "only the schema accepts ") + text);
        }
      }
    }

    assertThat(different).isEmpty();
    assertThat(accepted).isBetween(templates.size(), tried / 2);
  }

  @Test
  void shippedExperimentsSatisfyBothAndNameTheSchema() throws IOException, ExperimentException {
    try (Stream<Path> files = Files.list(ROOT.resolve("experiments"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".yaml")).toList()) {
        ExperimentReader.read(file, engines);
        String text = Files.readString(file);
        assertThat(schema.validate(text, InputFormat.YAML)).as(file.toString()).isEmpty();
        assertThat(text).startsWith("# yaml-language-server: $schema=experiment.schema.json\n");
      }
    }
  }

  @Test
  void everyKeyIsExplained() throws IOException {
    String text = Files.readString(SCHEMA);
    Set<String> keys = new LinkedHashSet<>(new SettingReader(engines, new Problems("")).keys());
    for (FileKey.Section section : FileKey.Section.values()) {
      keys.addAll(FileKey.texts(section));
    }

    assertThat(keys)
        .allSatisfy(key ->
            assertThat(text)
                .containsPattern("\"" + key + "\": \\{\\s*\"description\": \"[A-Z`a-z]"));
    assertThat(text)
        .contains("\"default\": \"" + Defaults.ACTIVATION + "\"")
        .contains("\"default\": \"" + Defaults.LOSS + "\"")
        .containsPattern("\"repeats\"[^}]*\"default\": " + Defaults.REPEATS + "\\s")
        .containsPattern("\"seed\"[^}]*\"default\": " + Defaults.SEED + "\\s")
        .containsPattern(
            "\"steady-from-epoch\"[^}]*\"default\": " + Defaults.STEADY_FROM_EPOCH + "\\s")
        .containsPattern("\"minimum-effect\"[^}]*\"default\": " + Defaults.MINIMUM_EFFECT + "\\s");
  }

  @Test
  void everyEngineCanBeCompleted() {
    assertThat(engines)
        .isNotEmpty()
        .allSatisfy(engine ->
            assertThat(
                    schemaAccepts(
                        document(
                            "\"fixed\": {\"engine\": \"" + engine.id() + "\"}", "fixed", "l2")))
                .as("experiment.schema.json knows %s", engine.id())
                .isTrue());
  }

  /** A small experiment with one more member; those of its own that it replaces are left out. */
  private static String document(String member, String replaced, String axis) {
    List<String> members = new ArrayList<>();
    if (!replaced.equals("experiment")) {
      members.add("\"experiment\": \"a\"");
    }
    if (!replaced.equals("dataset")) {
      members.add("\"dataset\": \"mnist\"");
    }
    if (!replaced.equals("grid")) {
      members.add("\"grid\": {\"" + axis + "\": [0.25]}");
    }
    members.add(member);
    return "{" + String.join(", ", members) + "}";
  }

  private boolean readerAccepts(String text) throws IOException {
    try {
      ExperimentReader.read(Files.writeString(folder.resolve("a.yaml"), text), engines);
      return true;
    } catch (ExperimentException e) {
      return false;
    }
  }

  private boolean schemaAccepts(String text) {
    return schema.validate(text, InputFormat.JSON).isEmpty();
  }

  private static Schema schema() {
    try {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
          .getSchema(Files.readString(SCHEMA), InputFormat.JSON);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<EngineDescription> shippedEngines() {
    List<EngineDescription> engines = new ArrayList<>();
    try (Stream<Path> rooms = Files.list(ROOT)) {
      for (Path room : rooms.sorted().toList()) {
        Path file = room.resolve("src/main/resources").resolve(EngineDescription.RESOURCE);
        if (Files.exists(file)) {
          try (Reader reader = Files.newBufferedReader(file)) {
            engines.addAll(EngineDescription.read(reader));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return engines;
  }
}
