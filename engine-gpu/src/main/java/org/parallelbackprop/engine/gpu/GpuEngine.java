package org.parallelbackprop.engine.gpu;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.parallelbackprop.engine.Availability;
import org.parallelbackprop.engine.DeviceRoofs;
import org.parallelbackprop.engine.Engine;
import org.parallelbackprop.engine.EngineOptions;
import org.parallelbackprop.engine.EngineUnavailableException;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.TrainingSession;
import org.parallelbackprop.engine.TrainingSpec;
import org.parallelbackprop.engine.gpu.cuda.Device;

/** What the GPU engines have in common: all but where the matrix products come from. */
abstract sealed class GpuEngine implements Engine
    permits CublasEngine, CublasTf32Engine, CudaEngine {

  /** Side of the matrices whose product stands for what tensor cores give: 1 GiB with results. */
  private static final int LARGE_SIDE = 8192;

  private final String id;
  private final ProductSource products;

  GpuEngine(String id, ProductSource products) {
    this.id = id;
    this.products = products;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Availability probe() {
    return GpuProbe.probe(products.needsCublas());
  }

  @Override
  public Optional<String> refusal(TrainingSpec spec, EngineOptions options) {
    return options.values().isEmpty()
        ? Optional.empty()
        : Optional.of("options " + options.values().keySet() + " are not known to " + id);
  }

  @Override
  public TrainingSession open(TrainingSpec spec, EngineOptions options, Parameters initial) {
    refusal(spec, options)
        .ifPresent(objection -> {
          throw new IllegalArgumentException(objection);
        });
    initial.requireOf(spec.network());
    if (probe() instanceof Availability.Unavailable why) {
      throw new EngineUnavailableException(why);
    }
    return new GpuSession(spec, products, initial);
  }

  @Override
  public Optional<DeviceRoofs> measureDevice() {
    if (probe() instanceof Availability.Unavailable why) {
      throw new EngineUnavailableException(why);
    }
    return Optional.of(measureDevice(LARGE_SIDE));
  }

  /** The same with matrices of another size in place of the large ones. */
  static DeviceRoofs measureDevice(int side) {
    Device device = Device.first();
    OptionalDouble tf32 = OptionalDouble.empty();
    if (GpuProbe.probe(true) instanceof Availability.Available) {
      try (DeviceSpeed speed = new DeviceSpeed(ProductSource.CUBLAS_TF32)) {
        DoubleStream.Builder products = DoubleStream.builder();
        speed.products(side, side, side, (product, perSecond) -> products.add(perSecond));
        tf32 = products.build().max();
      }
    }
    try (DeviceSpeed speed = new DeviceSpeed(ProductSource.OWN_KERNELS)) {
      return new DeviceRoofs(
          device.name(), device.busId(), speed.multiplyAdds(), tf32, speed.triad());
    }
  }
}
