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

  /**
   * First unit of a panel in the block that an item belongs to.
   *
   * @param atOnce units of a panel in a full block
   */
  int block(int owner, int together, int atOnce, int item) {
    return item / (atOnce * groups(owner, together)) * atOnce;
  }

  /** Behind the last unit of a panel in that block. */
  int blockEnd(int owner, int together, int atOnce, int item) {
    return Math.min(block(owner, together, atOnce, item) + atOnce, layer.unitsPerPanel());
  }

  /** Whether an item is the first of its block. */
  boolean beginsBlock(int owner, int together, int atOnce, int item) {
    return item % (atOnce * groups(owner, together)) == 0;
  }

  /** First panel of an item. */
  int panel(int owner, int together, int atOnce, int item) {
    int inBlock = item % (atOnce * groups(owner, together));
    return firstPanel(owner) + inBlock / blockUnits(owner, together, atOnce, item) * together;
  }

  /** Which of a panel's units an item is of; a worker need not have it in its first and last. */
  int unit(int owner, int together, int atOnce, int item) {
    int inBlock = item % (atOnce * groups(owner, together));
    return block(owner, together, atOnce, item)
        + inBlock % blockUnits(owner, together, atOnce, item);
  }

  /** How many items, from this one on, are of the same block and the same panels. */
  int more(int owner, int together, int atOnce, int item) {
    return blockEnd(owner, together, atOnce, item) - unit(owner, together, atOnce, item);
  }

  private int blockUnits(int owner, int together, int atOnce, int item) {
    return blockEnd(owner, together, atOnce, item) - block(owner, together, atOnce, item);
  }

  private int firstPanel(int owner) {
    return begin(owner) / layer.unitsPerPanel();
  }

  private int groups(int owner, int together) {
    int panels = Math.ceilDiv(end(owner), layer.unitsPerPanel()) - firstPanel(owner);
    return begin(owner) == end(owner) ? 0 : Math.ceilDiv(panels, together);
  }
}
