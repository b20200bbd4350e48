package org.parallelbackprop.engine.gpu;

import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.engine.Examples;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.TrainingSession;
import org.parallelbackprop.engine.TrainingSpec;
import org.parallelbackprop.engine.gpu.cuda.CudaCallException;
import org.parallelbackprop.engine.gpu.cuda.CudaDriver;
import org.parallelbackprop.engine.gpu.cuda.Device;
import org.parallelbackprop.engine.gpu.cuda.DeviceContext;
import org.parallelbackprop.engine.gpu.cuda.Owned;

/** A network in training on the GPU. */
final class GpuSession implements TrainingSession {

  private final TrainingSpec spec;
  private final SortedMap<String, String> facts = new TreeMap<>();
  private final MemoryNeed memory;

  private final Owned owned = new Owned();
  private final DeviceContext context;
  private final Kernels kernels;
  private final Lane main;
  private final Lane side;
  private final DeviceParameters parameters;
  private final Inference inference;

  private @Nullable TrainingSet training;
  private @Nullable EpochProgram program;
  private boolean closed;

  GpuSession(TrainingSpec spec, ProductSource source, Parameters initial) {
    this.spec = spec;
    context = owned.own(new DeviceContext());
    MemoryNeed need = null;
    try {
      need = new MemoryNeed(spec, Device.memory());
      Device device = Device.first();
      kernels = owned.own(new Kernels(device));
      main = Lane.open(source, kernels, owned);
      side = Lane.open(source, kernels, owned);
      parameters = owned.own(new DeviceParameters(initial, spec.momentum() > 0));
      inference = new Inference(spec, parameters, kernels, main);
      describe(device, source);
    } catch (CudaCallException e) {
      owned.closeAfter(e);
      throw need != null && e.isOutOfMemory() ? need.exhausted(0, e) : e;
    } catch (Throwable e) {
      owned.closeAfter(e);
      throw e;
    }
    memory = need;
  }

  private void describe(Device device, ProductSource source) {
    facts.put("gpu", device.name());
    facts.put("pci-bus-id", device.busId());
    facts.put("compute-capability", device.major() + "." + device.minor());
    facts.put("multiprocessors", Integer.toString(device.multiprocessors()));
    facts.put("cuda-version", CudaDriver.dotted(CudaDriver.newestCuda()));
    CudaDriver.release().ifPresent(release -> facts.put("driver-version", release));
    main.products().libraryVersion().ifPresent(version -> facts.put("cublas-version", version));
    facts.put("precision", source.precision());
  }

  @Override
  public void load(Examples examples) {
    whileOpen();
    examples.requireFeatures(spec.network());
    if (examples.classes() != spec.network().outputs()) {
      throw new IllegalArgumentException(
          "the examples have "
              + examples.classes()
              + " classes, but "
              + spec.network()
              + " has "
              + spec.network().outputs()
              + " outputs");
    }
    forget();
    training = withinMemory(examples.count(), () -> new TrainingSet(examples));
  }

  @Override
  public void warmUp() {
    whileOpen();
    TrainingSet set = loaded();
    if (set.count() > 0) {
      program(set, set.count());
    }
  }

  @Override
  public OptionalDouble trainEpoch(int[] order) {
    whileOpen();
    TrainingSet set = loaded();
    return order.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(program(set, order.length).run(order));
  }

  /** The program for epochs of so many examples, which is made when the number changes. */
  private EpochProgram program(TrainingSet set, int count) {
    EpochProgram present = program;
    if (present != null && present.count() == count) {
      return present;
    }
    closeProgram();
    EpochProgram made =
        withinMemory(
            set.count(), () -> new EpochProgram(spec, set, parameters, kernels, main, side, count));
    program = made;
    facts.put("epoch-submission", made.submission());
    facts.put("kernels-in-sequence", Long.toString(made.launchCost().kernels()));
    facts.put("kernel-launch-microseconds", made.launchCost().microseconds());
    return made;
  }

  @Override
  public float[] outputs(Examples examples) {
    whileOpen();
    examples.requireFeatures(spec.network());
    return withinMemory(examples.count(), () -> inference.outputs(examples));
  }

  @Override
  public Parameters parameters() {
    whileOpen();
    return parameters.download();
  }

  @Override
  public SortedMap<String, String> facts() {
    return new TreeMap<>(facts);
  }

  private void whileOpen() {
    if (closed) {
      throw new IllegalStateException("the session is closed");
    }
    context.makeCurrent();
  }

  private TrainingSet loaded() {
    TrainingSet set = training;
    if (set == null) {
      throw new IllegalStateException("no examples are loaded");
    }
    return set;
  }

  private <T> T withinMemory(int examples, Supplier<T> work) {
    try {
      return work.get();
    } catch (CudaCallException e) {
      throw e.isOutOfMemory() ? memory.exhausted(examples, e) : e;
    }
  }

  private void closeProgram() {
    EpochProgram old = program;
    program = null;
    if (old != null) {
      old.close();
    }
  }

  private void forget() {
    closeProgram();
    TrainingSet old = training;
    training = null;
    if (old != null) {
      old.close();
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    owned.own(this::forget);
    owned.own(context::makeCurrent); // first of all
    owned.close();
  }
}
