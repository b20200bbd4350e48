package org.parallelbackprop.analysis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Tells whether the report of a results folder is the one that its runs make. */
final class CheckCommand {

  private CheckCommand() {}

  /**
   * Makes the report again and compares; writes nothing.
   *
   * @return one line for each file that is missing, differs or has no place in the report
   * @throws IOException if the plan or a file of the report cannot be read
   */
  static List<String> differences(Path folder) throws IOException {
    Map<String, String> expected = ReportCommand.files(folder);
    List<String> differences = new ArrayList<>();
    for (Map.Entry<String, String> file : expected.entrySet()) {
      Path path = folder.resolve(file.getKey());
      if (!Files.isRegularFile(path)) {
        differences.add(file.getKey() + " is missing");
      } else if (!Files.readString(path).equals(file.getValue())) {
        differences.add(file.getKey() + firstDifference(file.getValue(), Files.readString(path)));
      }
    }
    for (Path other : ReportCommand.generated(folder)) {
      String name = ReportCommand.name(folder, other);
      if (!expected.containsKey(name)) {
        differences.add(name + " does not belong to this report");
      }
    }
    return differences;
  }

  private static String firstDifference(String expected, String actual) {
    List<String> should = expected.lines().toList();
    List<String> is = actual.lines().toList();
    int line = 0;
    while (line < should.size() && line < is.size() && should.get(line).equals(is.get(line))) {
      line++;
    }
    return " differs from what the runs make, from line " + (line + 1) + " on";
  }
}
