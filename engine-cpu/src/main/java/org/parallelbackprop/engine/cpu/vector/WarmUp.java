package org.parallelbackprop.engine.cpu.vector;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.parallelbackprop.engine.Examples;
import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.TrainingSpec;
import org.parallelbackprop.engine.cpu.WorkerTeam;

/**
 * Has everything that an epoch calls compiled before the first: trains a smaller network of the
 * same kind on scratch data, with the team and the kernels of the session, and computes its
 * outputs.
 *
 * <p>Until C2 has compiled them, kernels run some hundred times slower, so the less they are given
 * to do the sooner they are called often enough. But what surrounds them has to be called often,
 * too, and in the proportions of a real epoch: C2 compiles for what it has seen, and what it has
 * not seen sends a method back to the interpreter. So there are many small mini-batches, several
 * panels to a layer, a last panel as full as that of the real layer, tiles that keep few inputs and
 * some that keep none, and mini-batches of several chunks and blocks if the real ones are cut so,
 * which the workers share as they share the real ones.
 */
final class WarmUp {

  /** Most panels of inputs. */
  private static final int INPUT_PANELS = 5;

  /**
   * Least panels of a layer for each worker that shares its units, and for how many workers at
   * least: each then computes two at once, as usual. Each has an odd number if it really has one:
   * the last is then alone.
   */
  private static final int PANELS_PER_WORKER = 2;

  private static final int LEAST_WORKERS = 2;

  /**
   * Tiles of a chunk for two workers that share them: of seven each, the products compute some in
   * high blocks and some one by one, and there are several items of them.
   */
  private static final int TILES = 14;

  /** Tiles of all scratch examples, if they make at least two chunks. */
  private static final int ALL_TILES = 12 * TILES;

  /** Epochs times workers: as each does as much, this is how often all is called. */
  private static final int WORKER_EPOCHS = 500;

  /** Multiply-adds for which a worker takes over another's work: as few as there are, or none. */
  private static final double[] LEAST_TAKEN_OVER = {1e4, Double.MAX_VALUE};

  /** Of so many inputs one is not zero in half of the examples. */
  private static final int INPUTS_PER_NON_ZERO = 5;

  /** Groups of inputs from one begin of a stretch of zeros, as long as two groups, to the next. */
  private static final int GROUPS_PER_STRETCH = 6;

  private WarmUp() {}

  /** Runs it. */
  static void run(TrainingSpec spec, VectorKernels kernels, WorkerTeam team, boolean skipZeros) {
    Tiling tiling = kernels.tiling();
    Blocking real = Blocking.of(spec, tiling);
    WorkGrid[] grids = WorkGrid.of(spec.network(), tiling, team.size(), real.chunkRows());
    NetworkShape network = smaller(spec.network(), tiling.width(), grids);
    int tiles = tiles(grids);
    Blocking blocking = real.scaledTo(tiles, tiling);
    int chunks = spec.batchSize() > real.chunkRows() ? 2 : 1;
    int batch = chunks * blocking.chunkRows();
    TrainingSpec small =
        new TrainingSpec(
            network,
            spec.activation(),
            spec.loss(),
            batch,
            spec.learningRate(),
            spec.momentum(),
            spec.l2());
    EpochLoop[] loops = new EpochLoop[LEAST_TAKEN_OVER.length];
    for (int i = 0; i < loops.length; i++) {
      NetworkPasses passes =
          new NetworkPasses(
              small,
              kernels,
              team,
              Sharing.of(team).takingOver(LEAST_TAKEN_OVER[i]),
              Parameters.glorotUniform(network, 1),
              blocking,
              grids);
      loops[i] = new EpochLoop(team, passes, batch);
    }
    Examples scratch =
        scratch(network, tiling, Math.max(2, ALL_TILES / tiles) * blocking.chunkRows());
    SimilarExamples similar = new SimilarExamples(scratch);
    int[] order = IntStream.range(0, scratch.count()).toArray();
    ExampleRows dense = ExampleRows.of(scratch, false, tiling).inOrder(order, order.length);
    ExampleRows rows =
        ExampleRows.of(scratch, skipZeros, tiling).packed(tiling).inOrder(order, order.length);
    int epochs = Math.ceilDiv(WORKER_EPOCHS, Math.max(team.size(), LEAST_WORKERS));
    for (int epoch = 0; epoch < epochs; epoch++) {
      // Outputs are always computed from all inputs, and from floats; so are epochs of data that
      // have few zeros, or are no images.
      ExampleRows either = epoch % 2 == 0 ? rows : dense;
      EpochLoop loop = loops[epoch / 2 % loops.length];
      loop.train(either.inOrder(similar.sortBatches(order, batch), order.length));
      loop.outputs(dense, network.outputs());
    }
  }

  private static NetworkShape smaller(NetworkShape network, int panelWidth, WorkGrid[] grids) {
    List<Integer> widths = new ArrayList<>();
    for (int l = 0; l <= network.layers(); l++) {
      int all = Math.ceilDiv(network.width(l), panelWidth);
      int panels = INPUT_PANELS;
      if (l > 0) {
        int least = PANELS_PER_WORKER * Math.max(grids[l].gridColumns(), LEAST_WORKERS);
        panels = least + all % least;
      }
      widths.add(network.width(l) - Math.max(0, all - panels) * panelWidth);
    }
    return new NetworkShape(widths);
  }

  /** Of a chunk, so many that no worker has less of them than one of two. */
  private static int tiles(WorkGrid[] grids) {
    int rows = LEAST_WORKERS;
    for (int l = 1; l < grids.length; l++) {
      rows = Math.max(rows, grids[l].gridRows());
    }
    return Math.ceilDiv(TILES * rows, LEAST_WORKERS);
  }

  /** Mostly zeros, in the inputs of single examples and in whole stretches of inputs. */
  static Examples scratch(NetworkShape network, Tiling tiling, int examples) {
    int inputs = network.inputs();
    float[] features = new float[examples * inputs];
    int[] labels = new int[examples];
    for (int i = 0; i < examples; i++) {
      labels[i] = i % network.outputs();
      for (int k = i % 2; k < inputs; k += INPUTS_PER_NON_ZERO) {
        if (k / tiling.groupRows() % GROUPS_PER_STRETCH >= 2) {
          features[i * inputs + k] = 1;
        }
      }
    }
    return new Examples(inputs, network.outputs(), features, labels);
  }
}
