package org.parallelbackprop.runner.command;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.results.Cell;
import org.parallelbackprop.results.CellSettings;
import org.parallelbackprop.results.CorruptFileException;
import org.parallelbackprop.results.EpochRow;
import org.parallelbackprop.results.Outcome;
import org.parallelbackprop.results.Plan;
import org.parallelbackprop.results.PlannedRun;
import org.parallelbackprop.results.ResultsFolder;
import org.parallelbackprop.runner.diagnosis.Finding;
import org.parallelbackprop.runner.process.GridExecution;
import org.parallelbackprop.runner.process.RunListener;
import org.parallelbackprop.runner.process.RunReview;
import org.parallelbackprop.runner.spec.ExperimentException;
import picocli.CommandLine;

/**
 * What the runner tells people. Whole lines only: they read the same on a terminal, in a pipe and
 * in a file that somebody opens the next morning.
 */
public final class RunnerConsole implements RunListener {

  private final PrintStream out;
  private final PrintStream err;

  RunnerConsole(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Does what the arguments say and ends the JVM with the exit code. */
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    System.exit(new RunnerConsole(out, err).execute(arguments));
  }

  /** Does what the arguments say. */
  int execute(String... arguments) {
    CommandLine commands =
        new CommandLine(new RunExperiments())
            .addSubcommand(new RunCommand(this))
            .addSubcommand(new ListCommand(this))
            .addSubcommand(new CheckCommand(this))
            .addSubcommand(new ReportCommand())
            .addSubcommand(new CompareCommand())
            .addSubcommand(new DoctorCommand(this))
            .addSubcommand(new VerifyCommand(this))
            .setExecutionExceptionHandler((exception, command, parsed) -> explain(exception));
    commands
        .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
    return commands.execute(withCommand(arguments, commands));
  }

  /** {@code FILE.yaml …} means {@code run FILE.yaml …}. */
  private static String[] withCommand(String[] arguments, CommandLine commands) {
    boolean named =
        arguments.length == 0
            || commands.getSubcommands().containsKey(arguments[0])
            || List.of("-h", "--help", "-V", "--version").contains(arguments[0]);
    if (named) {
      return arguments;
    }
    String[] longer = new String[arguments.length + 1];
    longer[0] = "run";
    System.arraycopy(arguments, 0, longer, 1, arguments.length);
    return longer;
  }

  private int explain(Exception exception) {
    return switch (exception) {
      case ExperimentException wrong -> say(ExitCode.WRONG_INPUT, wrong.getMessage());
      case IllegalArgumentException wrong -> say(ExitCode.WRONG_INPUT, wrong.getMessage());
      case CannotRunException cannot -> say(ExitCode.CANNOT_RUN, cannot.getMessage());
      case InterruptedException _ ->
          say(ExitCode.SOME_FAILED, "stopped; the same command goes on from here");
      case CorruptFileException damaged -> say(ExitCode.CANNOT_RUN, damaged.getMessage());
      case IOException failed -> say(ExitCode.CANNOT_RUN, "cannot go on: " + failed);
      default -> {
        exception.printStackTrace(err);
        yield ExitCode.CANNOT_RUN;
      }
    };
  }

  private int say(int exitCode, @Nullable String sentence) {
    err.println(sentence);
    return exitCode;
  }

  /** Says what is about to be done. */
  void announce(Plan plan, int selected, int toDo, ResultsFolder results) {
    out.printf(
        Locale.ROOT,
        "%s: %d cells, %d runs, of which %d are to be done; results in %s%n",
        plan.experiment(),
        plan.cells().size(),
        selected,
        toDo,
        results.path());
  }

  /** Says that the results folder followed another plan before. */
  void planChanged(long dropped) {
    out.println("the experiment has changed since its last run; what is done of it stays done");
    if (dropped > 0) {
      out.printf(
          Locale.ROOT,
          "%d runs on disk are no longer part of it; they stay, and the report leaves them out%n",
          dropped);
    }
  }

  @Override
  public void starts(
      PlannedRun run, Cell cell, int number, int total, OptionalDouble secondsLeft, String why) {
    out.printf(
        Locale.ROOT,
        "[%3d/%d %3d %%%s] %s seed=%d (%s)%n",
        number,
        total,
        100 * (number - 1) / total,
        secondsLeft.isPresent() ? "  eta " + duration(secondsLeft.getAsDouble()) : "",
        describe(cell.settings()),
        run.seed(),
        why);
  }

  @Override
  public void fetches(String engine, int megabytes) {
    out.printf(
        Locale.ROOT,
        "fetching the native libraries of %s, once (about %d MB) …%n",
        engine,
        megabytes);
  }

  @Override
  public void epochEnds(EpochRow row, int epochs) {
    out.printf(
        Locale.ROOT,
        "    epoch %d/%d  %.3f s%s%s%n",
        row.epoch(),
        epochs,
        row.trainSeconds(),
        number("  training loss ", row.trainingLoss()),
        number("  test accuracy ", row.testAccuracy()));
  }

  @Override
  public void ends(PlannedRun run, Outcome outcome, Path log) {
    if (GridExecution.hasResult(outcome)) {
      out.println("    " + outcome.describe());
    } else {
      out.flush();
      err.println("    " + run.id() + ": " + outcome.describe());
      err.println("    its log: " + log);
    }
  }

  /** Says that results of another build are kept. */
  void staleKept(List<RunReview> reviews, List<GridExecution.Task> tasks) {
    Set<PlannedRun> again = tasks.stream().map(GridExecution.Task::run).collect(Collectors.toSet());
    long kept =
        reviews.stream()
            .filter(review -> review.otherBuild() && !again.contains(review.run()))
            .count();
    if (kept > 0) {
      out.printf(
          Locale.ROOT,
          "%d runs were done by another build of the toolkit and are kept (--stale rerun does them"
              + " again)%n",
          kept);
    }
  }

  /** Says that the former plan cannot be read. */
  void planDamaged(CorruptFileException problem) {
    err.println("the former plan is damaged and is written anew: " + problem.getMessage());
  }

  /** Says that a run came out the same again. */
  void sameBits(PlannedRun run) {
    out.println(run.id() + ": the same bits");
  }

  /** Says that a run came out differently, as its engine may. */
  void withinPromise(PlannedRun run, List<String> differences) {
    out.println(run.id() + ": agrees within what its engine promises; not the same bits:");
    differences.forEach(difference -> out.println("    " + difference));
  }

  /** Says that a run came out differently and must not. */
  void failsVerification(PlannedRun run, List<String> differences) {
    out.flush();
    err.println(run.id() + ": FAILS verification");
    differences.forEach(difference -> err.println("    " + difference));
  }

  /** Sums a verification up. */
  void verified(int runs, int failures) {
    if (failures == 0) {
      out.printf(Locale.ROOT, "verified: %d runs%n", runs);
    } else {
      out.printf(Locale.ROOT, "%d runs FAIL verification%n", failures);
    }
  }

  @Override
  public void budgetEnds(int runsLeft) {
    out.printf(
        Locale.ROOT,
        "the budget does not hold another block; %d runs are left for the next time%n",
        runsLeft);
  }

  /** Shows a run in a list. */
  void listed(RunReview review, OptionalDouble seconds) {
    String time =
        review.state().isDone()
            ? ""
            : seconds.isPresent() ? "about " + duration(seconds.getAsDouble()) : "unknown time";
    out.printf(
        Locale.ROOT,
        "%-11s %-14s %s  (%s)%n",
        review.word(),
        time,
        review.run().id(),
        review.why());
  }

  /** Shows what was looked at under a heading. */
  void found(String heading, List<Finding> findings) {
    out.println(heading);
    for (Finding finding : findings) {
      out.printf(Locale.ROOT, "  %-20s %s%n", finding.subject(), finding.fact());
      String remedy = finding.remedy();
      if (remedy != null) {
        out.printf(Locale.ROOT, "  %-20s -> %s%n", "", remedy);
      }
    }
    out.println();
  }

  /** Says that a file is right. */
  void checked(Plan plan) {
    out.printf(
        Locale.ROOT,
        "%s is right: %d cells in %d runs, varying %s%n",
        plan.source(),
        plan.cells().size(),
        plan.runs().size(),
        plan.axes().isEmpty() ? "nothing" : String.join(", ", plan.axes()));
  }

  private static String describe(CellSettings cell) {
    StringBuilder text = new StringBuilder(cell.engine());
    text.append(' ').append(cell.network()).append(" batch=").append(cell.batchSize());
    for (Map.Entry<String, String> option : new TreeMap<>(cell.engineOptions()).entrySet()) {
      text.append(' ').append(option.getKey()).append('=').append(option.getValue());
    }
    return text.toString();
  }

  private static String number(String name, @Nullable Double value) {
    return value == null ? "" : name + String.format(Locale.ROOT, "%.4f", value);
  }

  private static String duration(double seconds) {
    Duration duration = Duration.ofSeconds(Math.round(seconds));
    if (duration.toHours() > 0) {
      return duration.toHours() + " h " + duration.toMinutesPart() + " min";
    }
    return duration.toMinutes() > 0
        ? duration.toMinutes() + " min " + duration.toSecondsPart() + " s"
        : duration.toSeconds() + " s";
  }
}
