package org.parallelbackprop.analysis;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.parallelbackprop.analysis.findings.Findings;
import org.parallelbackprop.analysis.report.Report;
import org.parallelbackprop.analysis.report.ReportFiles;
import org.parallelbackprop.analysis.runs.ExperimentReader;
import org.parallelbackprop.results.AtomicFile;

/** Makes the report of a results folder. */
final class ReportCommand {

  private static final List<String> GENERATED_FOLDERS = List.of("tables", "figures");

  private ReportCommand() {}

  /**
   * Reads the runs and writes the report beside them; files of an earlier report that this one does
   * not have are deleted.
   *
   * @return the Markdown file
   * @throws IOException if the plan cannot be read or a file cannot be written
   */
  static Path write(Path folder) throws IOException {
    Map<String, String> files = files(folder);
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      AtomicFile.write(path, file.getValue().getBytes(StandardCharsets.UTF_8));
    }
    for (Path old : generated(folder)) {
      if (!files.containsKey(name(folder, old))) {
        Files.delete(old);
      }
    }
    return folder.resolve(ReportFiles.MARKDOWN);
  }

  /** What the report of a folder must hold: content by relative path. */
  static Map<String, String> files(Path folder) throws IOException {
    return ReportFiles.of(Report.on(Findings.of(ExperimentReader.read(folder))));
  }

  /** Path of a file relative to the results folder, as reports write it. */
  static String name(Path folder, Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }

  /** Files in the folders that hold nothing but parts of the report. */
  static List<Path> generated(Path folder) throws IOException {
    List<Path> found = new ArrayList<>();
    for (String name : GENERATED_FOLDERS) {
      Path generated = folder.resolve(name);
      if (Files.isDirectory(generated)) {
        try (Stream<Path> files = Files.list(generated)) {
          files.filter(Files::isRegularFile).forEach(found::add);
        }
      }
    }
    return found;
  }
}
