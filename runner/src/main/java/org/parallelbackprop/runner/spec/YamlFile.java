package org.parallelbackprop.runner.spec;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.parallelbackprop.results.Sha256;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads YAML 1.2 from files that nobody vouches for: size and depth are bounded, and anchors, with
 * which a short file can unfold into a huge one, are refused.
 *
 * @param root the only document of the file
 * @param sha256 hash of the file's bytes
 */
record YamlFile(Node root, String sha256) {

  private static final long MAX_BYTES = 1 << 20;
  private static final int MAX_DEPTH = 16;

  /**
   * Reads a file.
   *
   * @param name how messages call it
   * @throws ExperimentException if it is missing, no text, too large or no YAML
   */
  static YamlFile read(Path file, String name) throws ExperimentException {
    return parse(bytes(file, name), name);
  }

  /**
   * Reads the content of a file.
   *
   * @param name how messages call it
   * @throws ExperimentException if it is no text or no YAML
   */
  static YamlFile parse(byte[] bytes, String name) throws ExperimentException {
    String text = text(bytes, name);
    LoadSettings settings = LoadSettings.builder().setLabel(name).build();
    try {
      checkEvents(new Parse(settings).parseString(text), name);
      Optional<Node> root = new Compose(settings).composeString(text);
      return new YamlFile(
          root.orElseThrow(() ->
              wrong(
                  name,
                  "the file is empty; an experiment needs at least"
                      + " `experiment`, `dataset` and `grid`")),
          Sha256.of(bytes));
    } catch (MarkedYamlEngineException e) {
      Place place = e.getProblemMark().map(YamlFile::place).orElse(Place.START);
      String context = e.getContext() == null ? "" : e.getContext() + ": ";
      throw wrong(name, place, "this is no YAML: " + context + e.getProblem());
    } catch (YamlEngineException e) {
      throw wrong(name, "this is no YAML: " + firstLine(e));
    } catch (NumberFormatException e) {
      // What the scanner of snakeyaml-engine 3.2 lets through: an escape at the end of the file or
      // of more than 31 bits.
      throw wrong(
          name,
          "this is no YAML: an escape (\\x, \\u or \\U) in a text in double quotes"
              + " is cut off or stands for no character");
    }
  }

  /** Where a node begins. */
  static Place place(Node node) {
    return node.getStartMark().map(YamlFile::place).orElse(Place.START);
  }

  private static Place place(Mark mark) {
    return new Place(mark.getLine() + 1, mark.getColumn() + 1);
  }

  private static byte[] bytes(Path file, String name) throws ExperimentException {
    if (!Files.exists(file)) {
      throw wrong(name, "there is no such file");
    }
    if (!Files.isRegularFile(file)) {
      throw wrong(
          name,
          Files.isDirectory(file)
              ? "this is a folder; an experiment is a YAML file in UTF-8"
              : "this is no regular file; an experiment is a YAML file in UTF-8");
    }
    try {
      long size = Files.size(file);
      if (size > MAX_BYTES) {
        throw wrong(name, "the file has " + size + " bytes, an experiment at most " + MAX_BYTES);
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw wrong(name, "the file cannot be read: " + firstLine(e));
    }
  }

  private static String text(byte[] bytes, String name) throws ExperimentException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw wrong(name, "this is no text; an experiment is a YAML file in UTF-8");
    }
  }

  private static void checkEvents(Iterable<Event> events, String name) throws ExperimentException {
    int depth = 0;
    for (Event event : events) {
      Place place = event.getStartMark().map(YamlFile::place).orElse(Place.START);
      if (event instanceof NodeEvent node
          && (node instanceof AliasEvent || node.getAnchor().isPresent())) {
        throw wrong(
            name, place, "anchors (&) and aliases (*) are not allowed; write the value out");
      }
      if (hasTag(event)) {
        throw wrong(name, place, "tags (!) are not allowed; the key says what its value is");
      }
      if (event instanceof CollectionStartEvent) {
        depth++;
        if (depth > MAX_DEPTH) {
          throw wrong(name, place, "values are nested more than " + MAX_DEPTH + " deep");
        }
      } else if (event instanceof CollectionEndEvent) {
        depth--;
      }
    }
  }

  private static boolean hasTag(Event event) {
    return switch (event) {
      case ScalarEvent scalar -> scalar.getTag().isPresent();
      case CollectionStartEvent collection -> collection.getTag().isPresent();
      default -> false;
    };
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private static ExperimentException wrong(String name, String text) {
    return new ExperimentException(List.of(name + ": " + text));
  }

  private static ExperimentException wrong(String name, Place place, String text) {
    return new ExperimentException(
        List.of("%s:%d:%d: %s".formatted(name, place.line(), place.column(), text)));
  }
}
