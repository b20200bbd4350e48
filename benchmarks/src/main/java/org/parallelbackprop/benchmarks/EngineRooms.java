package org.parallelbackprop.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.parallelbackprop.runner.process.WorkerJvm;
import org.parallelbackprop.runner.toolkit.EngineRoom;
import org.parallelbackprop.runner.toolkit.Toolkit;

/** Starts programs of this room with the engines of a built checkout. */
final class EngineRooms {

  private final Toolkit toolkit;

  /** Looks at a checkout. */
  EngineRooms(Path home) throws IOException {
    toolkit = Toolkit.at(home);
  }

  /**
   * The command line of a JVM as a measured run of an engine has it, up to the program's arguments.
   *
   * @param more flags, which win
   * @return empty if nothing built has the engine
   */
  Optional<List<String>> command(String engine, Class<?> program, String... more)
      throws IOException {
    Optional<EngineRoom> room = toolkit.roomOf(engine);
    if (room.isEmpty()) {
      return Optional.empty();
    }
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(WorkerJvm.quiet());
    command.addAll(room.get().engine(engine).orElseThrow().jvmArguments());
    command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    command.addAll(List.of(more));
    List<String> classPath = new ArrayList<>();
    toolkit.workerClassPath(room.get()).forEach(jar -> classPath.add(jar.toString()));
    Path own = toolkit.home().resolve("benchmarks/target");
    classPath.add(own.resolve("classes").toString());
    classPath.add(own.resolve("class-path") + File.separator + "*");
    command.addAll(List.of("-cp", String.join(File.pathSeparator, classPath), program.getName()));
    return Optional.of(command);
  }
}
