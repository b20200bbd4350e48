package org.parallelbackprop.analysis.compare;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.analysis.findings.CellFinding;
import org.parallelbackprop.analysis.findings.Findings;
import org.parallelbackprop.analysis.findings.RunFinding;
import org.parallelbackprop.analysis.runs.RunResult;
import org.parallelbackprop.analysis.statistics.Sample;
import org.parallelbackprop.analysis.statistics.UnpairedRatio;

/**
 * What changed from one results folder to another.
 *
 * @param before the first folder
 * @param after the second folder
 * @param changes cells of both, in the order of the first
 * @param onlyBefore cells of the first only
 * @param onlyAfter cells of the second only
 */
public record FolderComparison(
    Findings before,
    Findings after,
    List<CellChange> changes,
    List<CellFinding> onlyBefore,
    List<CellFinding> onlyAfter) {

  public FolderComparison {
    changes = List.copyOf(changes);
    onlyBefore = List.copyOf(onlyBefore);
    onlyAfter = List.copyOf(onlyAfter);
  }

  /** Pairs the cells by id, that is, by everything that was asked of them. */
  public static FolderComparison of(Findings before, Findings after) {
    Map<String, CellFinding> second = new HashMap<>();
    after.cells().forEach(cell -> second.put(cell.cell().id(), cell));
    List<CellChange> changes = new ArrayList<>();
    List<CellFinding> onlyBefore = new ArrayList<>();
    for (CellFinding cell : before.cells()) {
      CellFinding other = second.remove(cell.cell().id());
      if (other == null) {
        onlyBefore.add(cell);
      } else {
        changes.add(change(cell, other));
      }
    }
    List<CellFinding> onlyAfter =
        after.cells().stream().filter(cell -> second.containsKey(cell.cell().id())).toList();
    return new FolderComparison(before, after, changes, onlyBefore, onlyAfter);
  }

  private static CellChange change(CellFinding before, CellFinding after) {
    Sample old = before.epochSeconds();
    Sample fresh = after.epochSeconds();
    Sample oldAccuracy = before.testAccuracy();
    Sample freshAccuracy = after.testAccuracy();
    return new CellChange(
        before.cell(),
        old == null || fresh == null ? null : UnpairedRatio.of(fresh, old),
        oldAccuracy == null || freshAccuracy == null
            ? null
            : freshAccuracy.mean() - oldAccuracy.mean(),
        sameBits(before, after));
  }

  private static @Nullable Boolean sameBits(CellFinding before, CellFinding after) {
    Boolean same = null;
    for (RunFinding old : before.runs()) {
      for (RunFinding fresh : after.runs()) {
        if (old.run().planned().seed() == fresh.run().planned().seed()
            && old.run().state() instanceof RunResult.Done(String a)
            && fresh.run().state() instanceof RunResult.Done(String b)) {
          same = (same == null || same) && a.equals(b);
        }
      }
    }
    return same;
  }

  /** Cells that became slower by more than a share, as far as can be told. */
  public List<CellChange> slowerBy(double share) {
    return changes.stream()
        .filter(change -> change.timeRatio() != null && change.timeRatio().exceeds(share))
        .toList();
  }
}
