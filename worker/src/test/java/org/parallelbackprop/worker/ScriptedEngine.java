package org.parallelbackprop.worker;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.parallelbackprop.engine.Availability;
import org.parallelbackprop.engine.DeviceRoofs;
import org.parallelbackprop.engine.Engine;
import org.parallelbackprop.engine.EngineOptions;
import org.parallelbackprop.engine.EngineUnavailableException;
import org.parallelbackprop.engine.Examples;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.TrainingSession;
import org.parallelbackprop.engine.TrainingSpec;
import org.parallelbackprop.worker.energy.EnergyMeter;
import org.parallelbackprop.worker.energy.NvmlStandIn;

/** Not a network: an engine that ends the way a test asks for. */
public final class ScriptedEngine implements Engine {

  @Override
  public String id() {
    return "scripted";
  }

  @Override
  public Availability probe() {
    return new Availability.Available();
  }

  @Override
  public Optional<String> refusal(TrainingSpec spec, EngineOptions options) {
    return options.get("act").equals("refuse")
        ? Optional.of("this activation is not supported")
        : Optional.empty();
  }

  @Override
  public TrainingSession open(TrainingSpec spec, EngineOptions options, Parameters initial) {
    if (options.get("act").equals("be-unavailable")) {
      throw new EngineUnavailableException(
          new Availability.Unavailable("the device has too little memory", "Use a smaller batch."));
    }
    return new Session(options.get("act"), initial);
  }

  @Override
  public Optional<DeviceRoofs> measureDevice() {
    return Optional.of(
        new DeviceRoofs("scripted device", "0000:00:00.0", 3e9, OptionalDouble.of(2e10), 5e8));
  }

  /** Adds 1 to every parameter in every epoch; its outputs always say class 0. */
  private static final class Session implements TrainingSession {

    private final String act;
    private final Parameters initial;
    private int epoch;

    Session(String act, Parameters initial) {
      this.act = act;
      this.initial = initial;
    }

    @Override
    public void load(Examples training) {}

    @Override
    public OptionalDouble trainEpoch(int[] order) {
      epoch++;
      if (epoch < 2) {
        return OptionalDouble.of(0.5);
      }
      return switch (act) {
        case "train", "train-on-gpu", "diverge-in-parameters" -> OptionalDouble.of(0.25);
        case "diverge-in-loss" -> OptionalDouble.of(Double.NaN);
        case "throw" -> throw new IllegalStateException("the kernel failed\nsecond line");
        case "exhaust-memory" -> OptionalDouble.of(exhaustMemory());
        case "take-long" -> takeLong();
        default -> throw new IllegalArgumentException(act);
      };
    }

    private static double exhaustMemory() {
      long[][] hoard = new long[1 << 20][];
      for (int i = 0; i < hoard.length; i++) {
        hoard[i] = new long[1 << 24];
      }
      return hoard[0][0];
    }

    private static OptionalDouble takeLong() {
      while (true) {
        LockSupport.park();
      }
    }

    @Override
    public float[] outputs(Examples examples) {
      float[] outputs = new float[examples.count() * examples.classes()];
      for (int i = 0; i < examples.count(); i++) {
        outputs[i * examples.classes()] = 1;
      }
      return outputs;
    }

    @Override
    public Parameters parameters() {
      float[] values = initial.values();
      for (int i = 0; i < values.length; i++) {
        values[i] += epoch;
      }
      if (act.equals("diverge-in-parameters") && epoch == 2) {
        Arrays.fill(values, Float.POSITIVE_INFINITY);
      }
      return new Parameters(initial.network(), values);
    }

    @Override
    public SortedMap<String, String> facts() {
      SortedMap<String, String> facts = new TreeMap<>();
      if (act.equals("train-on-gpu")) {
        facts.put(EnergyMeter.GPU_BUS_ID, NvmlStandIn.BUS_ID);
      }
      return facts;
    }

    @Override
    public void close() {}
  }
}
