package org.parallelbackprop.engine.tribuo;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.engine.Examples;
import org.parallelbackprop.engine.LibraryFacts;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.TrainingSession;
import org.parallelbackprop.engine.TrainingSpec;
import org.tribuo.classification.Label;
import org.tribuo.interop.tensorflow.TensorFlowModel;
import org.tribuo.interop.tensorflow.TensorFlowTrainer;
import org.tribuo.interop.tensorflow.protos.TensorFlowNativeModelProto;
import org.tribuo.interop.tensorflow.protos.TensorTupleProto;

/**
 * Training through Tribuo, one call of its trainer per epoch. Parameters go from one epoch to the
 * next through a file that the graph reads when its session opens.
 *
 * <p>Tribuo hands trained values out only inside a serialised model. That is unpacked when somebody
 * asks for parameters or outputs, or else before the next epoch, so that the time of an epoch is
 * what Tribuo's trainer takes.
 */
final class TribuoSession implements TrainingSession {

  private final TrainingSpec spec;
  private final TensorLayout layout;
  private final SortedMap<String, String> facts;
  private final Path folder;
  private final Path start;
  private final TensorFlowTrainer<Label> trainer;

  /** Computes outputs; null once closed. */
  private @Nullable TensorFlowNetwork network;

  private @Nullable TribuoExamples examples;
  private Parameters parameters;

  /** What the last epoch left, null if {@link #parameters} holds it already. */
  private @Nullable TensorFlowModel<Label> trained;

  TribuoSession(TrainingSpec spec, int threads, Parameters initial) {
    TribuoLog.keepToWarnings();
    this.spec = spec;
    this.layout = new TensorLayout(spec.network());
    this.parameters = initial;
    this.facts =
        TensorFlowFacts.of(
                spec,
                threads,
                "Tribuo's GRADIENT_DESCENT",
                "one call of Tribuo's trainer: import of the graph, a new session, conversion of"
                    + " every batch from Tribuo's examples, export of the model",
                "Tribuo "
                    + LibraryFacts.mavenVersion(
                        TensorFlowTrainer.class, "org.tribuo", "tribuo-tensorflow"),
                "one call of the trainer per epoch; no momentum; the training loss is not told; not"
                    + " the same bits in every run")
            .byName();
    try {
      folder = Files.createTempDirectory("tribuo-tensorflow");
      start = folder.resolve("start");
      Path graph = folder.resolve("graph");
      Files.write(graph, TrainerGraph.build(spec, start).toByteArray());
      trainer = TribuoTrainer.of(spec, threads, graph);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    network = new TensorFlowNetwork(spec, threads, initial);
  }

  @Override
  public void load(Examples training) {
    open();
    training.requireMatch(spec.network());
    examples = TribuoExamples.of(training);
  }

  @Override
  public void warmUp() {
    open();
    if (examples == null || examples.examples().isEmpty()) {
      return;
    }
    writeStart(parameters());
    int[] order = new int[Math.min(spec.batchSize(), examples.examples().size())];
    train(examples, order).close();
  }

  @Override
  public OptionalDouble trainEpoch(int[] order) {
    open();
    if (examples == null) {
      throw new IllegalStateException("no examples are loaded");
    }
    writeStart(parameters());
    trained = train(examples, order);
    return OptionalDouble.empty();
  }

  private TensorFlowModel<Label> train(TribuoExamples from, int[] order) {
    return trainer.train(
        new OrderedExamples(from.examples(), order, from.features(), from.labels()));
  }

  private void writeStart(Parameters from) {
    List<float[]> tensors = layout.tensors(from);
    ByteBuffer bytes =
        ByteBuffer.allocate(spec.network().parameterCount() * Float.BYTES)
            .order(ByteOrder.nativeOrder());
    for (float[] tensor : tensors) {
      bytes.asFloatBuffer().put(tensor);
      bytes.position(bytes.position() + tensor.length * Float.BYTES);
    }
    try {
      Files.write(start, bytes.array());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public float[] outputs(Examples others) {
    TensorFlowNetwork open = open();
    others.requireFeatures(spec.network());
    open.set(parameters());
    return open.outputs(others);
  }

  @Override
  public Parameters parameters() {
    open();
    if (trained != null) {
      parameters = unpack(trained);
      trained.close();
      trained = null;
    }
    return parameters;
  }

  private Parameters unpack(TensorFlowModel<Label> model) {
    try {
      Map<String, TensorTupleProto> byName =
          model
              .serialize()
              .getSerializedData()
              .unpack(TensorFlowNativeModelProto.class)
              .getTensorsMap();
      List<float[]> tensors = new ArrayList<>();
      for (int i = 0; i < layout.shapes().size(); i++) {
        TensorTupleProto tensor = byName.get(TrainerGraph.variable(i));
        if (tensor == null) {
          throw new IllegalStateException("Tribuo's model lacks " + TrainerGraph.variable(i));
        }
        ByteBuffer bytes = tensor.getData().asReadOnlyByteBuffer().order(ByteOrder.nativeOrder());
        float[] values = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(values);
        tensors.add(values);
      }
      return layout.parameters(tensors);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("Tribuo's model has another form than Tribuo 4.3's", e);
    }
  }

  @Override
  public SortedMap<String, String> facts() {
    return facts;
  }

  @Override
  public void close() {
    if (network == null) {
      return;
    }
    network.close();
    network = null;
    examples = null;
    if (trained != null) {
      trained.close();
      trained = null;
    }
    try {
      Files.deleteIfExists(start);
      Files.deleteIfExists(folder.resolve("graph"));
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TensorFlowNetwork open() {
    if (network == null) {
      throw new IllegalStateException("the session is closed");
    }
    return network;
  }
}
