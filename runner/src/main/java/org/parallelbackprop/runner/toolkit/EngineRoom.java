package org.parallelbackprop.runner.toolkit;

import java.util.List;
import java.util.Optional;
import org.parallelbackprop.engine.EngineDescription;

/**
 * A room with engines.
 *
 * @param room the room
 * @param engines what its jar says about them
 */
public record EngineRoom(Room room, List<EngineDescription> engines) {

  public EngineRoom {
    engines = List.copyOf(engines);
  }

  /** The description of one of its engines. */
  public Optional<EngineDescription> engine(String id) {
    return engines.stream().filter(engine -> engine.id().equals(id)).findFirst();
  }
}
