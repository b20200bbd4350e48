package org.parallelbackprop.runner.diagnosis;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.parallelbackprop.results.Conditions;
import org.parallelbackprop.results.Json;
import org.parallelbackprop.results.Manifest;
import org.parallelbackprop.results.ProbeReport;
import org.parallelbackprop.runner.process.WorkerJvm;
import org.parallelbackprop.runner.toolkit.EngineRoom;
import org.parallelbackprop.runner.toolkit.Toolkit;

/**
 * Asks every engine whether it can run here, each room in a JVM of its own as for a run.
 *
 * @param machine the machine as the workers see it; empty if none could be started
 * @param conditions what may disturb their times; empty if none could be started
 * @param engines what was found
 */
public record EngineProbes(
    Optional<Manifest.Machine> machine, Optional<Conditions> conditions, List<Finding> engines) {

  /** Probes all rooms. */
  public static EngineProbes of(Toolkit toolkit) throws IOException, InterruptedException {
    Optional<Manifest.Machine> machine = Optional.empty();
    Optional<Conditions> conditions = Optional.empty();
    List<Finding> findings = new ArrayList<>();
    for (EngineRoom room : toolkit.engineRooms()) {
      List<String> flags =
          room.engines().stream()
              .flatMap(engine -> engine.jvmArguments().stream())
              .distinct()
              .toList();
      Process probe =
          new ProcessBuilder(WorkerJvm.probe(toolkit.workerClassPath(room), flags))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String output = new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exit = probe.waitFor();
      Optional<String> report = output.lines().filter(line -> line.startsWith("{")).findFirst();
      if (exit != 0 || report.isEmpty()) {
        findings.add(
            new Finding(
                room.room().name(),
                "could not be probed: the process ended with exit code " + exit,
                "Run an experiment with one of its engines and read the log."));
        continue;
      }
      ProbeReport found = Json.parse(report.get(), ProbeReport.class);
      machine = Optional.of(found.machine());
      conditions = Optional.of(found.conditions());
      found.engines().stream()
          .sorted(Comparator.comparing(ProbeReport.EngineProbe::id))
          .forEach(engine -> findings.add(finding(engine)));
    }
    return new EngineProbes(machine, conditions, List.copyOf(findings));
  }

  private static Finding finding(ProbeReport.EngineProbe engine) {
    String reason = engine.reason();
    return reason == null
        ? Finding.good(engine.id(), "available")
        : new Finding(engine.id(), "unavailable: " + reason, engine.remedy());
  }
}
