package org.parallelbackprop.analysis;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.analysis.compare.FolderComparison;
import org.parallelbackprop.analysis.document.MarkdownWriter;
import org.parallelbackprop.analysis.findings.Findings;
import org.parallelbackprop.analysis.report.ComparisonReport;
import org.parallelbackprop.analysis.runs.ExperimentReader;

/**
 * Compares two results folders.
 *
 * @param markdown the comparison for people
 * @param slower how many cells became slower by more than is allowed
 */
record CompareCommand(String markdown, int slower) {

  private static final Pattern SHARE = Pattern.compile("(\\d+(?:\\.\\d+)?)%");

  /**
   * Compares.
   *
   * @param failAbove largest allowed slow-down as a share; null to allow any
   * @throws IOException if a folder cannot be read
   */
  static CompareCommand of(Path before, Path after, @Nullable Double failAbove) throws IOException {
    FolderComparison comparison =
        FolderComparison.of(
            Findings.of(ExperimentReader.read(before)), Findings.of(ExperimentReader.read(after)));
    return new CompareCommand(
        MarkdownWriter.writeTablesInPlace(ComparisonReport.of(comparison)),
        failAbove == null ? 0 : comparison.slowerBy(failAbove).size());
  }

  /**
   * Reads a share such as {@code 10%}.
   *
   * @throws IllegalArgumentException if it is none
   */
  static double share(String text) {
    Matcher matcher = SHARE.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "a share is a number with a percent sign, e.g. 10%, but got \"" + text + '"');
    }
    return new BigDecimal(matcher.group(1)).movePointLeft(2).doubleValue();
  }
}
