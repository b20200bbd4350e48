package org.parallelbackprop.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.parallelbackprop.runner.process.WorkerJvm;

/**
 * Runs the benchmarks of {@code cpu-vector}'s kernels, and those of whole steps once for every
 * engine, each in JVMs with the flags of that engine's measured runs.
 *
 * <p>Takes the options of JMH: a name chooses benchmarks, {@code -p engine=cpu-threads;threads=1}
 * an engine.
 */
public final class BenchmarksConsole {

  private static final String KERNELS = "cpu-vector";

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
    String steps = MiniBatchStep.class.getSimpleName();
    boolean any = run(KERNELS, new OptionsBuilder().parent(options).exclude(steps));
    for (String engine : engines) {
      any |=
          run(
              engine,
              new OptionsBuilder()
                  .parent(options)
                  .exclude(ProductBenchmark.class.getSimpleName())
                  .exclude(LayerBenchmark.class.getSimpleName())
                  .param("engine", engine));
    }
    if (!any) {
      throw new NoBenchmarksException();
    }
  }

  /** Whether there is anything to run. */
  private static boolean run(String engine, ChainedOptionsBuilder options)
      throws IOException, RunnerException {
    List<String> flags = new ArrayList<>(WorkerJvm.quiet());
    flags.addAll(EngineChoice.parse(engine).jvmArguments());
    try {
      new Runner(options.jvmArgsPrepend(flags.toArray(String[]::new)).build()).run();
      return true;
    } catch (NoBenchmarksException e) {
      return false;
    }
  }
}
