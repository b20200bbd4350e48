package org.parallelbackprop.benchmarks;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the benchmarks once for every engine, each in JVMs with that engine's own flags.
 *
 * <p>Takes the options of JMH; {@code -p engine=cpu-threads;threads=1} chooses one.
 */
public final class BenchmarksConsole {

  private static final List<String> ENGINES =
      List.of(
          "cpu-serial",
          "cpu-threads;threads=1",
          "cpu-threads;threads=2",
          "cpu-blas;threads=1",
          "cpu-blas;threads=2",
          "cpu-vector;threads=1;vector-bits=preferred;input-zeros=skip",
          "cpu-vector;threads=2;vector-bits=preferred;input-zeros=skip",
          "cpu-vector;threads=2;vector-bits=preferred;input-zeros=multiply");

  private BenchmarksConsole() {}

  /**
   * Runs what the options choose.
   *
   * @param arguments options of JMH
   */
  public static void main(String[] arguments)
      throws CommandLineOptionException, IOException, RunnerException {
    CommandLineOptions options = new CommandLineOptions(arguments);
    Collection<String> engines = options.getParameter("engine").orElse(ENGINES);
    for (String engine : engines) {
      List<String> flags = EngineChoice.parse(engine).jvmArguments();
      new Runner(
              new OptionsBuilder()
                  .parent(options)
                  .exclude(ProductBenchmark.class.getSimpleName())
                  .param("engine", engine)
                  .jvmArgsAppend(flags.toArray(String[]::new))
                  .build())
          .run();
    }
  }
}
