package org.parallelbackprop.runner.spec;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * The entries of a mapping whose keys are known, each once.
 *
 * @param place where the mapping begins
 * @param values by key, in the order of the file
 */
record Entries(Place place, Map<String, Node> values) {

  /**
   * Reads a mapping; whatever is wrong with it goes to the problems, and the rest is returned.
   *
   * @param what the mapping is, for messages
   */
  static Entries read(Node node, String what, Collection<String> known, Problems problems) {
    Map<String, Node> values = new LinkedHashMap<>();
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        Place place = YamlFile.place(tuple.getKeyNode());
        if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
          problems.add(place, "a key of " + what + " must be one word");
        } else if (!known.contains(key.getValue())) {
          problems.add(place, Suggestion.unknown("key", key.getValue(), known, " in " + what));
        } else if (values.putIfAbsent(key.getValue(), tuple.getValueNode()) != null) {
          problems.add(place, "`" + key.getValue() + "` is given twice in " + what);
        }
      }
    } else {
      problems.add(
          YamlFile.place(node), what + " must be keys with values, one `key: value` for each");
    }
    return new Entries(YamlFile.place(node), values);
  }

  Optional<Node> get(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /** The value of a key that must be given. */
  Optional<Node> require(String key, String meaning, Problems problems) {
    if (!values.containsKey(key)) {
      problems.add(place, "`" + key + "` is missing: " + meaning);
    }
    return get(key);
  }
}
