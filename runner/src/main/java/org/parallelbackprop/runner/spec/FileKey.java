package org.parallelbackprop.runner.spec;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The keys of an experiment file that are no settings of cells. */
enum FileKey {
  EXPERIMENT(Section.TOP),
  QUESTION(Section.TOP),
  DATASET(Section.TOP),
  FIXED(Section.TOP),
  GRID(Section.TOP),
  ZIP(Section.TOP),
  EXCLUDE(Section.TOP),
  INCLUDE(Section.TOP),
  REPEATS(Section.TOP),
  SEEDS(Section.TOP),
  SEED(Section.TOP),
  KEEP(Section.TOP),
  EXECUTION(Section.TOP),
  REPORT(Section.TOP),
  JVM_ARGUMENTS(Section.EXECUTION),
  TIME_LIMIT_SECONDS(Section.EXECUTION),
  BASELINE(Section.REPORT),
  TARGET_ACCURACY(Section.REPORT),
  STEADY_FROM_EPOCH(Section.REPORT),
  MINIMUM_EFFECT(Section.REPORT);

  /** Where a key may stand. */
  enum Section {
    /** At the top of the file. */
    TOP,
    /** Under {@code execution}. */
    EXECUTION,
    /** Under {@code report}. */
    REPORT
  }

  private final Section section;

  FileKey(Section section) {
    this.section = section;
  }

  /** How files write it. */
  String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static List<String> texts(Section section) {
    return Arrays.stream(values())
        .filter(key -> key.section == section)
        .map(FileKey::text)
        .toList();
  }
}
