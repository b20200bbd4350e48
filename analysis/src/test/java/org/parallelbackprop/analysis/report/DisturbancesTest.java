package org.parallelbackprop.analysis.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.parallelbackprop.results.Conditions;
import org.parallelbackprop.results.Manifest;

@NullMarked
final class DisturbancesTest {

  private static final double SENTINEL = 0.1;
  private static final Disturbances DISTURBANCES = new Disturbances(SENTINEL, 0.05);

  private static Conditions conditions(
      double sentinel, double load, @Nullable Double quota, Conditions.Counters counters) {
    return new Conditions(
        sentinel,
        load,
        new Conditions.Processors(null, null, null, quota, null, null),
        new Conditions.Space(null, null, null),
        counters,
        List.of());
  }

  private static List<String> found(String threads, Conditions before, @Nullable Conditions after) {
    return DISTURBANCES.of(
        new Manifest(
            Manifest.SCHEMA,
            "run",
            "2026-11-24T00:00:00Z",
            new Manifest.EngineRecord("cpu-threads", 1, new TreeMap<>(Map.of("threads", threads))),
            new Manifest.Build("ab".repeat(32), null, null, null),
            new Manifest.JavaRecord("vendor", "25", "vm", List.of()),
            new Manifest.Machine("os", "amd64", null, 1, 1, 2, 2, 2, null),
            new Manifest.DatasetRecord("mnist", "ab".repeat(32), 50_000, 10_000, 10_000),
            before,
            after,
            new Manifest.Preparation(0, 0, 0, 0),
            1e9,
            "ab".repeat(32)),
        10);
  }

  @Test
  void aQuietRunHasNone() {
    Conditions quiet = conditions(SENTINEL, 0.5, null, new Conditions.Counters(5L, 5L, 5.0));
    assertThat(found("2", quiet, quiet)).isEmpty();
    assertThat(found("2", Conditions.of(SENTINEL, null), null)).isEmpty();
  }

  @Test
  void eachIsSaid() {
    assertThat(
            found(
                "2",
                conditions(0.12, 2.5, 1.5, new Conditions.Counters(1L, 2L, 3.0)),
                conditions(0.18, 0, 1.5, new Conditions.Counters(4L, 6L, 4.0))))
        .containsExactly(
            "load average 2.50 on 2 processors before it began",
            "2 threads, and a quota of 1.50 processors",
            "the sentinel before it took 120.0 % of its median over the grid",
            "the sentinel after it took 150.0 % of its time before",
            "its quota was used up in 4 periods",
            "3 pages were swapped",
            "other guests of the host took 1.00 s of processor time");
    assertThat(found("4", Conditions.of(SENTINEL, 0.0), null))
        .containsExactly("4 threads on 2 processors");
  }
}
