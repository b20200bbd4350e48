package org.parallelbackprop.analysis.report;

import java.util.ArrayList;
import java.util.List;
import org.parallelbackprop.analysis.document.Block;
import org.parallelbackprop.analysis.findings.Findings;
import org.parallelbackprop.results.Plan;

/**
 * A report: what a reader reads from top to bottom.
 *
 * @param title its title
 * @param blocks its parts in their order
 */
public record Report(String title, List<Block> blocks) {

  public Report {
    blocks = List.copyOf(blocks);
  }

  /** The report on an experiment. */
  public static Report on(Findings findings) {
    Plan plan = findings.experiment().plan();
    Layout layout = new Layout(plan);
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block.Heading(1, plan.experiment()));
    if (plan.question() != null) {
      blocks.add(new Block.Paragraph(plan.question()));
    }
    blocks.add(new Block.Paragraph(new Answer(findings, layout).text()));
    blocks.add(new Block.Heading(2, "Results"));
    blocks.addAll(new MainTable(findings, layout).blocks());
    blocks.add(new Block.Heading(2, "Figures"));
    blocks.addAll(new Figures(findings, layout).blocks());
    blocks.addAll(new StudyFigures(findings, layout).blocks());
    blocks.add(new Block.Heading(2, "Equal work"));
    blocks.addAll(new Equivalence(findings, layout).blocks());
    blocks.add(new Block.Heading(2, "Details"));
    blocks.addAll(new Details(findings, layout).blocks());
    blocks.add(new Block.Heading(3, "Drift and odd runs"));
    blocks.addAll(new Noise(findings, layout).blocks());
    blocks.add(new Block.Heading(2, "Runs without a result"));
    blocks.addAll(new WithoutResult(findings.experiment(), layout).blocks());
    blocks.add(new Block.Heading(2, "Fairness sheet"));
    blocks.addAll(new FairnessSheet(findings, layout).blocks());
    blocks.add(new Block.Heading(2, "Environment"));
    blocks.add(new Block.Grid(Environment.table(findings)));
    blocks.add(new Block.Grid(Environment.roofs(findings)));
    blocks.add(new Block.Heading(2, "How it was measured"));
    blocks.add(new Block.Bullets(Method.sentences(findings, layout)));
    blocks.add(new Block.Heading(2, "How to repeat it"));
    blocks.add(new Block.Code("./run-experiments " + plan.source()));
    return new Report(plan.experiment(), blocks);
  }
}
