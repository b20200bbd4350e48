package org.parallelbackprop.runner.spec;

import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** Gathers what is wrong with a file, so that all of it is told at once. */
public final class Problems {

  private record Problem(Place place, String text) {}

  private final String file;
  private final TreeSet<Problem> found =
      new TreeSet<>(Comparator.comparing(Problem::place).thenComparing(Problem::text));

  /** None yet, of a file that messages call so. */
  public Problems(String file) {
    this.file = file;
  }

  /** Adds a sentence without a full stop. */
  public void add(Place place, String text) {
    found.add(new Problem(place, text));
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /** Throws if anything was found. */
  public void throwIfAny() throws ExperimentException {
    if (!found.isEmpty()) {
      List<String> lines =
          found.stream()
              .map(problem ->
                  "%s:%d:%d: %s"
                      .formatted(
                          file, problem.place().line(), problem.place().column(), problem.text()))
              .toList();
      throw new ExperimentException(lines);
    }
  }
}
