package org.parallelbackprop.analysis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The program: {@code report DIR}, {@code check DIR}, {@code compare DIR DIR [--fail-above 10%]},
 * {@code agreement DIR}.
 *
 * <p>Exit codes: 0 done, 2 wrong arguments or a folder that holds no readable plan, 4 a report is
 * not what its runs make, or cells became slower than is allowed.
 */
public final class AnalysisConsole {

  private static final int DONE = 0;
  private static final int WRONG_INPUT = 2;
  private static final int DIFFERENT = 4;

  private static final String USAGE =
      "usage: report DIR | check DIR | compare DIR DIR [--fail-above 10%] | agreement DIR";

  private AnalysisConsole() {}

  /** Does what the arguments say and ends the JVM with the exit code. */
  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments)));
  }

  static int run(List<String> arguments) {
    try {
      return switch (arguments.isEmpty() ? "" : arguments.getFirst()) {
        case "report" -> arguments.size() == 2 ? report(folder(arguments, 1)) : usage();
        case "check" -> arguments.size() == 2 ? check(folder(arguments, 1)) : usage();
        case "agreement" -> arguments.size() == 2 ? agreement(folder(arguments, 1)) : usage();
        case "compare" -> compare(arguments);
        default -> usage();
      };
    } catch (IOException | IllegalArgumentException e) {
      System.err.println(e.getMessage());
      return WRONG_INPUT;
    }
  }

  private static int report(Path folder) throws IOException {
    System.out.println(ReportCommand.write(folder));
    return DONE;
  }

  private static int check(Path folder) throws IOException {
    List<String> differences = CheckCommand.differences(folder);
    differences.forEach(System.err::println);
    return differences.isEmpty() ? DONE : DIFFERENT;
  }

  private static int agreement(Path folder) throws IOException {
    AgreementCommand.write(folder);
    return DONE;
  }

  private static int compare(List<String> arguments) throws IOException {
    boolean limited = arguments.size() == 5 && arguments.get(3).equals("--fail-above");
    if (arguments.size() != 3 && !limited) {
      return usage();
    }
    @Nullable Double failAbove = limited ? CompareCommand.share(arguments.get(4)) : null;
    CompareCommand result =
        CompareCommand.of(folder(arguments, 1), folder(arguments, 2), failAbove);
    System.out.print(result.markdown());
    if (result.slower() > 0) {
      System.err.println(result.slower() + " cells became slower by more than " + arguments.get(4));
      return DIFFERENT;
    }
    return DONE;
  }

  private static Path folder(List<String> arguments, int index) {
    Path folder = Path.of(arguments.get(index));
    if (!Files.isRegularFile(folder.resolve("plan.json"))) {
      throw new IllegalArgumentException(
          folder + " is not a folder of results: it holds no plan.json");
    }
    return folder;
  }

  private static int usage() {
    System.err.println(USAGE);
    return WRONG_INPUT;
  }
}
