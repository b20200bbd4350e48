package org.parallelbackprop.results;

/**
 * One combination of the grid.
 *
 * @param id SHA-256 of the canonical JSON of the settings: what was asked, not who did it
 * @param settings what was asked
 */
public record Cell(String id, CellSettings settings) {

  public Cell {
    Check.form("cell id", id, Sha256.FORMAT);
  }

  /** The cell of these settings. */
  public static Cell of(CellSettings settings) {
    return new Cell(Json.canonicalSha256(settings), settings);
  }
}
