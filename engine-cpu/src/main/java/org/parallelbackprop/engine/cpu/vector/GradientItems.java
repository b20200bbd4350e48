package org.parallelbackprop.engine.cpu.vector;

/**
 * Into which items a worker's own share of one layer's gradient and update is cut, and in which
 * order it takes them.
 *
 * <pre>
 *   block of inputs        with all of the worker's panels before the next block
 *   └ panel, or two
 *     └ item: the weights between the inputs of one unit and the outputs of the panels
 * </pre>
 *
 * <p>Where workers have whole panels of the layer's products, those are what they update. Otherwise
 * they share the units evenly, panel by panel, and of its first and last panel a worker may have
 * some units only.
 *
 * @param layer whose weights these are
 * @param workers how many there are
 * @param wholePanels whether each has whole panels, those of {@link WorkGrid}
 */
record GradientItems(PanelLayer layer, int workers, boolean wholePanels) {

  /** First unit of a worker. */
  int begin(int owner) {
    return wholePanels
        ? Tiling.cut(layer.panels, workers, owner) * layer.unitsPerPanel()
        : Tiling.cut(layer.units(), workers, owner);
  }

  /** Behind the last unit of a worker. */
  int end(int owner) {
    return begin(owner + 1);
  }

  /**
   * How many items a worker has.
   *
   * @param together panels of an item
   */
  int count(int owner, int together) {
    return groups(owner, together) * layer.unitsPerPanel();
  }

  /** For one worker, who goes through any worker's. */
  Steps steps() {
    return new Steps();
  }

  private int firstPanel(int owner) {
    return begin(owner) / layer.unitsPerPanel();
  }

  private int groups(int owner, int together) {
    int panels = Math.ceilDiv(end(owner), layer.unitsPerPanel()) - firstPanel(owner);
    return begin(owner) == end(owner) ? 0 : Math.ceilDiv(panels, together);
  }

  /** Goes through a run of items, at each step those of the same panels and one block. */
  final class Steps {

    private int owner;
    private int together;
    private int atOnce;
    private int next;
    private int end;

    /** First panel of this step. */
    int panel;

    /** Which of each panel's units is its first. */
    int unit;

    /** Which of each panel's units is behind its last. */
    int unitEnd;

    /** Which of each panel's units is behind the last of its block. */
    int blockEnd;

    /** Whether its first item is the first of the block. */
    boolean beginsBlock;

    /**
     * Stands before the first step.
     *
     * @param ofWorker whose items they are
     * @param panels of an item
     * @param units of a panel in a full block
     * @param run of that worker's queue
     */
    void start(int ofWorker, int panels, int units, long run) {
      together = panels;
      atOnce = units;
      owner = ofWorker;
      next = WorkQueues.begin(run);
      end = WorkQueues.end(run);
    }

    /** Goes to the next step; false behind the last. */
    boolean next() {
      if (next == end) {
        return false;
      }
      int fullBlock = atOnce * groups(owner, together);
      int inBlock = next % fullBlock;
      int block = next / fullBlock * atOnce;
      blockEnd = Math.min(block + atOnce, layer.unitsPerPanel());
      int blockUnits = blockEnd - block;
      beginsBlock = inBlock == 0;
      panel = firstPanel(owner) + inBlock / blockUnits * together;
      unit = block + inBlock % blockUnits;
      unitEnd = Math.min(unit + end - next, blockEnd);
      next += unitEnd - unit;
      return true;
    }

    /** First unit of this step in a panel, of the layer's; of some panels it has none. */
    int begin(int inPanel) {
      return Math.max(inPanel * layer.unitsPerPanel() + unit, GradientItems.this.begin(owner));
    }

    /** Behind the last unit of this step in a panel. */
    int end(int inPanel) {
      return Math.min(inPanel * layer.unitsPerPanel() + unitEnd, GradientItems.this.end(owner));
    }

    /** Whether the owner has these units of each of the panels. */
    boolean isWhole() {
      int last = panel + together - 1;
      return begin(panel) == panel * layer.unitsPerPanel() + unit
          && end(last) == last * layer.unitsPerPanel() + unitEnd;
    }
  }
}
