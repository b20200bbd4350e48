package org.parallelbackprop.analysis.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.analysis.document.Block;
import org.parallelbackprop.analysis.document.Column;
import org.parallelbackprop.analysis.document.Numbers;
import org.parallelbackprop.analysis.document.Value;
import org.parallelbackprop.analysis.findings.CellFinding;
import org.parallelbackprop.analysis.findings.Findings;
import org.parallelbackprop.analysis.statistics.Interval;
import org.parallelbackprop.analysis.statistics.Sample;
import org.parallelbackprop.results.Energy;

/** Joules of an epoch, as far as the machine counts them. */
final class EnergyTable {

  private static final int DIGITS = 3;

  private final Findings findings;
  private final Layout layout;

  EnergyTable(Findings findings, Layout layout) {
    this.findings = findings;
    this.layout = layout;
  }

  /** Nothing where nothing was counted. */
  List<Block> blocks() {
    List<CellFinding> counted =
        findings.cells().stream().filter(cell -> !parts(cell).isEmpty()).toList();
    if (counted.isEmpty()) {
      return List.of();
    }
    List<Field<CellFinding>> fields = new ArrayList<>();
    fields.add(
        new Field<>(Column.words("cell", "cell"), cell -> Value.of(layout.words(cell.cell()))));
    for (Energy.Part part : Energy.Part.values()) {
      if (counted.stream().anyMatch(cell -> cell.epochJoules(part) != null)) {
        fields.addAll(columns(part));
      }
    }
    return List.of(
        new Block.Heading(3, "Energy"),
        new Block.Paragraph(
            "Joules from the beginning to the end of an epoch's training, as the machine's counters"
                + " tell (RAPL for processors and memory, NVML for a GPU): median of the runs, each"
                + " with its median over the epochs from epoch %d on; brackets as in the main table."
                    .formatted(findings.experiment().plan().report().steadyFromEpoch())
                + " A counter counts the whole processor or board, what else runs on it and what it"
                + " draws at rest; NVML's is renewed a few times per second, so that short epochs"
                + " are coarse."),
        new Block.Grid(Field.table("energy", fields, counted)));
  }

  private static List<Energy.Part> parts(CellFinding cell) {
    return Arrays.stream(Energy.Part.values())
        .filter(part -> cell.epochJoules(part) != null)
        .toList();
  }

  private static List<Field<CellFinding>> columns(Energy.Part part) {
    String name = part.name().toLowerCase(Locale.ROOT) + "_joules_per_epoch";
    return List.of(
        new Field<>(
            Column.forPeople(words(part) + " [J per epoch]"),
            cell -> {
              Sample joules = cell.epochJoules(part);
              return joules == null
                  ? Value.missing("not counted")
                  : Estimates.of(
                      joules,
                      Sample::median,
                      Sample::medianInterval,
                      value -> Numbers.significant(value, DIGITS));
            }),
        new Field<>(
            Column.forPrograms(name + "_median"),
            cell -> {
              Sample joules = cell.epochJoules(part);
              return joules == null ? Value.missing("") : Estimates.number(joules.median());
            }),
        end(name + "_lower", part, Interval::lower),
        end(name + "_upper", part, Interval::upper));
  }

  private static Field<CellFinding> end(
      String name, Energy.Part part, ToDoubleFunction<Interval> end) {
    return new Field<>(
        Column.forPrograms(name),
        cell -> {
          Sample joules = cell.epochJoules(part);
          @Nullable Interval interval = joules == null ? null : joules.medianInterval();
          return Estimates.end(interval, end);
        });
  }

  private static String words(Energy.Part part) {
    return switch (part) {
      case PROCESSOR -> "processor";
      case MEMORY -> "memory";
      case GPU -> "GPU";
    };
  }
}
