package org.parallelbackprop.results;

/**
 * One run of one cell, in the order in which runs are to happen.
 *
 * @param id name of its folder: readable, unique, made of what was asked
 * @param cellId the cell
 * @param block number of the repeat, from 1; block r of every cell comes before block r + 1 of any
 * @param seed seed of initial weights and batch order
 */
public record PlannedRun(String id, String cellId, int block, long seed) {

  public PlannedRun {
    RunId.require(id);
  }
}
