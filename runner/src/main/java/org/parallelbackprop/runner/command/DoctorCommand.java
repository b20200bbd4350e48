package org.parallelbackprop.runner.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.datasets.DatasetLocator;
import org.parallelbackprop.datasets.DatasetName;
import org.parallelbackprop.datasets.DatasetPresence;
import org.parallelbackprop.results.Manifest;
import org.parallelbackprop.runner.diagnosis.EnergyCounters;
import org.parallelbackprop.runner.diagnosis.EngineProbes;
import org.parallelbackprop.runner.diagnosis.Finding;
import org.parallelbackprop.runner.diagnosis.Noise;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says what this machine has and lacks. */
@Command(
    name = "doctor",
    description =
        "Says what this machine has and lacks: engines, data sets, sources of noise, with"
            + " remedies.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {

  private static final double BYTES_PER_GIB = 1L << 30;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder that holds data sets, as for a run.")
  private @Nullable Path data;

  private final RunnerConsole console;

  DoctorCommand(RunnerConsole console) {
    this.console = console;
  }

  @Override
  public Integer call() throws CannotRunException, IOException, InterruptedException {
    EngineProbes probes = EngineProbes.of(ExperimentOptions.toolkit());
    console.found("Machine", machine(probes));
    console.found("Engines", probes.engines());
    console.found("Data sets", datasets());
    int processors = Runtime.getRuntime().availableProcessors();
    probes
        .conditions()
        .ifPresent(now -> console.found("Noise", new Noise(now, processors).findings()));
    return ExitCode.DONE;
  }

  private static List<Finding> machine(EngineProbes probes) throws IOException {
    List<Finding> findings = new ArrayList<>();
    probes.machine().ifPresent(machine -> describe(machine, findings));
    findings.add(EnergyCounters.finding(Path.of("/")));
    findings.add(
        new Finding("Java", Runtime.version() + ", " + System.getProperty("java.vendor"), null));
    findings.add(
        new Finding(
            "free disk",
            gibibytes(Files.getFileStore(Path.of("").toAbsolutePath()).getUsableSpace()),
            null));
    return findings;
  }

  private static void describe(Manifest.Machine machine, List<Finding> findings) {
    findings.add(new Finding("processor", String.valueOf(machine.cpu()), null));
    findings.add(
        new Finding(
            "cores",
            "%s physical in %s sockets and %s memory nodes, %s hardware threads, %d for this process"
                .formatted(
                    machine.physicalCores(),
                    machine.sockets(),
                    machine.numaNodes(),
                    machine.logicalProcessors(),
                    machine.availableProcessors()),
            null));
    Long memory = machine.memoryBytes();
    if (memory != null) {
      findings.add(new Finding("memory", gibibytes(memory), null));
    }
    findings.add(new Finding("system", machine.os() + ", " + machine.architecture(), null));
  }

  private List<Finding> datasets() {
    DatasetLocator locator = new DatasetLocator(data, System.getenv());
    List<Finding> findings = new ArrayList<>();
    for (DatasetName name : DatasetName.named()) {
      findings.add(
          switch (locator.presence(name)) {
            case DatasetPresence.Drawn() -> new Finding(name.toString(), "drawn when needed", null);
            case DatasetPresence.Present(Path folder) ->
                new Finding(name.toString(), "in " + folder, null);
            case DatasetPresence.Missing(String sentence) ->
                new Finding(name.toString(), "not here yet", sentence + ".");
          });
    }
    return findings;
  }

  private static String gibibytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f GiB", bytes / BYTES_PER_GIB);
  }
}
