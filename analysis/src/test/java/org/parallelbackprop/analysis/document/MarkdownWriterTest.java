package org.parallelbackprop.analysis.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class MarkdownWriterTest {

  private static String written(Block... blocks) {
    return MarkdownWriter.write(List.of(blocks));
  }

  @Test
  void noTextCanBreakOutOfATable() {
    Table table =
        new Table(
            "t",
            List.of(Column.words("a|b", "a"), Column.number("n", "n")),
            List.of(
                List.of(Value.of("x | y\n`z` <img src=x> \\"), Value.of(3)),
                List.of(Value.missing("not *run*"), Value.missing(""))));
    assertThat(written(new Block.Grid(table)))
        .isEqualTo(
            """
            | a\\|b | n |
            | --- | ---: |
            | x \\| y \\`z\\` &lt;img src=x&gt; \\\\ | 3 |
            | <sub>not \\*run\\*</sub> |  |

            [tables/t.csv](tables/t.csv)
            """);
  }

  @Test
  void aParagraphIsNoListHeadingOrFormula() {
    assertThat(written(new Block.Paragraph("- 1"))).isEqualTo("\\- 1\n");
    assertThat(written(new Block.Paragraph("1. one"))).isEqualTo("1\\. one\n");
    assertThat(written(new Block.Paragraph("# $x$"))).isEqualTo("\\# \\$x\\$\n");
  }

  @Test
  void codeThatHoldsAFenceGetsALongerOne() {
    assertThat(written(new Block.Code("```"))).isEqualTo("````\n```\n````\n");
  }
}
