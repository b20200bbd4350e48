package org.parallelbackprop.engine.cpu.vector;

import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.TrainingSpec;

/**
 * A network's parameters, and its values and deltas of one chunk: what all workers have in common.
 */
final class PanelNetwork {

  private final NetworkShape shape;

  /** Of the layers 1 … L; there are none of layer 0. */
  final PanelLayer[] parameters;

  /** a, or before the activation z, of the layers 1 … L. */
  final Panels[] values;

  /** δ = ∂L/∂z of the layers 1 … L. */
  final Panels[] deltas;

  /** Allocates, and takes the parameters. */
  PanelNetwork(TrainingSpec spec, Tiling tiling, Blocking blocking, Parameters initial) {
    shape = spec.network();
    int chunkRows = blocking.chunkRows();
    boolean inChunks = spec.batchSize() > chunkRows;
    parameters = new PanelLayer[shape.layers() + 1];
    values = new Panels[shape.layers() + 1];
    deltas = new Panels[shape.layers() + 1];
    for (int l = 1; l <= shape.layers(); l++) {
      parameters[l] = new PanelLayer(tiling, spec, l, inChunks);
      parameters[l].read(initial, l);
      values[l] = new Panels(tiling, shape.width(l), chunkRows);
      deltas[l] = new Panels(tiling, shape.width(l), chunkRows);
    }
  }

  /** Whether Java's arrays can hold what belongs to a layer; layer 0 is the inputs. */
  static boolean fits(TrainingSpec spec, Tiling tiling, int layer) {
    int panels = tiling.panels(spec.network().width(layer));
    return Tiling.fits(panels, tiling.panelLength(Blocking.of(spec, tiling).chunkRows()))
        && (layer == 0 || PanelLayer.fits(tiling, spec.network(), layer));
  }

  /** L. */
  int layers() {
    return shape.layers();
  }

  /** Copies the parameters into their row-major form. */
  Parameters parameters() {
    float[] rowMajor = new float[shape.parameterCount()];
    for (int l = 1; l <= layers(); l++) {
      parameters[l].write(shape, l, rowMajor);
    }
    return new Parameters(shape, rowMajor);
  }
}
