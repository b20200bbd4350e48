package org.parallelbackprop.worker;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.results.BuildId;
import org.parallelbackprop.results.Manifest;
import org.parallelbackprop.results.RunRequest;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.software.os.OperatingSystem;

/** What a record says about the toolkit, the JVM and the machine. */
final class Surroundings {

  private Surroundings() {}

  /** The build: the hash of every jar of the class path, in its order. */
  static Manifest.Build build(RunRequest.@Nullable Source source) throws IOException {
    String separator = Pattern.quote(System.getProperty("path.separator"));
    List<Path> classPath =
        Arrays.stream(System.getProperty("java.class.path").split(separator, -1))
            .map(Path::of)
            .toList();
    String version = Surroundings.class.getPackage().getImplementationVersion();
    return new Manifest.Build(
        BuildId.of(classPath),
        version,
        source == null ? null : source.commit(),
        source == null ? null : source.treeState());
  }

  static Manifest.JavaRecord java() {
    ProcessHandle.Info process = ProcessHandle.current().info();
    List<String> command = new ArrayList<>();
    process.command().ifPresent(command::add);
    process
        .arguments()
        .ifPresentOrElse(
            arguments -> Collections.addAll(command, arguments),
            () -> command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments()));
    return new Manifest.JavaRecord(
        System.getProperty("java.vendor"),
        Runtime.version().toString(),
        System.getProperty("java.vm.name"),
        command);
  }

  static Manifest.Machine machine() {
    SystemInfo system = new SystemInfo();
    CentralProcessor processor = system.getHardware().getProcessor();
    OperatingSystem os = system.getOperatingSystem();
    return new Manifest.Machine(
        os.getFamily()
            + " "
            + os.getVersionInfo().getVersion()
            + ", kernel "
            + System.getProperty("os.version"),
        System.getProperty("os.arch"),
        processor.getProcessorIdentifier().getName().strip(),
        processor.getPhysicalPackageCount(),
        numaNodes(),
        processor.getPhysicalProcessorCount(),
        processor.getLogicalProcessorCount(),
        Runtime.getRuntime().availableProcessors(),
        system.getHardware().getMemory().getTotal());
  }

  private static @Nullable Integer numaNodes() {
    try (Stream<Path> nodes = Files.list(Path.of("/sys/devices/system/node"))) {
      return (int)
          nodes.filter(node -> node.getFileName().toString().matches("node[0-9]+")).count();
    } catch (IOException _) {
      // Not Linux, or a kernel that does not tell.
      return null;
    }
  }
}
