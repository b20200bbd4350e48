package org.parallelbackprop.worker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.parallelbackprop.engine.Availability;
import org.parallelbackprop.engine.Engine;
import org.parallelbackprop.results.Json;
import org.parallelbackprop.results.ProbeReport;

/**
 * Says what a worker with this class path would find: the machine, and whether each engine can run
 * here. Prints one {@link ProbeReport} as JSON, as the last line.
 */
public final class ProbeConsole {

  private ProbeConsole() {}

  /**
   * Probes all engines of the class path.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) throws IOException {
    List<ProbeReport.EngineProbe> engines = new ArrayList<>();
    for (Engine engine : ServiceLoader.load(Engine.class)) {
      engines.add(
          switch (engine.probe()) {
            case Availability.Available() -> new ProbeReport.EngineProbe(engine.id(), null, null);
            case Availability.Unavailable(String reason, String remedy) ->
                new ProbeReport.EngineProbe(engine.id(), reason, remedy);
          });
    }
    System.out.println(
        Json.line(
            new ProbeReport(
                Surroundings.machine(),
                new SystemReadings(Path.of("/"), Path.of("")).now(),
                engines)));
  }
}
