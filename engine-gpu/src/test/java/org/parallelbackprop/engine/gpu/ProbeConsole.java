package org.parallelbackprop.engine.gpu;

import java.util.List;
import org.parallelbackprop.engine.Availability;
import org.parallelbackprop.engine.TrainingSession;

/** The process that {@link ProbeTest} starts with libraries of its choice. */
final class ProbeConsole {

  private ProbeConsole() {}

  public static void main(String[] task) {
    for (GpuEngine engine : List.of(new CublasEngine(), new CudaEngine())) {
      Availability availability = engine.probe();
      System.out.println(
          engine.id()
              + ": "
              + (availability instanceof Availability.Unavailable why
                  ? why.reason()
                  : "available"));
      if (task[0].equals("train")) {
        Work work = Work.typical();
        System.out.println(engine.id() + " trained " + work.train(engine, 1));
        try (TrainingSession session = work.open(engine)) {
          session.facts().forEach((name, value) -> System.out.println(name + ": " + value));
        }
      }
    }
  }
}
