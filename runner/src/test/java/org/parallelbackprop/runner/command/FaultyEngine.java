package org.parallelbackprop.runner.command;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.NullMarked;
import org.parallelbackprop.engine.Availability;
import org.parallelbackprop.engine.DeviceRoofs;
import org.parallelbackprop.engine.Engine;
import org.parallelbackprop.engine.EngineOptions;
import org.parallelbackprop.engine.Examples;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.TrainingSession;
import org.parallelbackprop.engine.TrainingSpec;

/** An engine that goes wrong in the way that its option asks for; see {@link FaultyToolkit}. */
@NullMarked
public final class FaultyEngine implements Engine {

  private static final long EPOCH_MILLISECONDS = 300;

  @Override
  public String id() {
    return "faulty";
  }

  @Override
  public Availability probe() {
    return new Availability.Available();
  }

  @Override
  public Optional<String> refusal(TrainingSpec spec, EngineOptions options) {
    return Optional.empty();
  }

  @Override
  @SuppressWarnings("restricted") // It is started with native access.
  public TrainingSession open(TrainingSpec spec, EngineOptions options, Parameters initial) {
    String act = options.get("act");
    if (act.equals("lack-a-library")) {
      System.loadLibrary("nobody-has-this-library");
    }
    return new Session(act, initial);
  }

  /** As a driver does that takes the process down. */
  @Override
  public Optional<DeviceRoofs> measureDevice() {
    return Optional.of(new DeviceRoofs("", "", crash(), OptionalDouble.empty(), 0));
  }

  @SuppressWarnings("restricted") // It is started with native access.
  private static double crash() {
    return MemorySegment.NULL.reinterpret(Long.BYTES).get(ValueLayout.JAVA_LONG, 0);
  }

  private record Session(String act, Parameters initial) implements TrainingSession {

    @Override
    public void load(Examples training) {}

    @Override
    @SuppressWarnings("restricted") // It is started with native access.
    public OptionalDouble trainEpoch(int[] order) {
      return switch (act) {
        case "train" -> OptionalDouble.of(0.5);
        case "train-slowly" -> sleep();
        case "diverge" -> OptionalDouble.of(Double.NaN);
        case "hang" -> hang();
        case "throw" -> throw new IllegalStateException("the kernel failed");
        case "exit" -> exit();
        case "halt" -> halt();
        case "crash" -> OptionalDouble.of(crash());
        case "exhaust-memory" -> OptionalDouble.of(new long[Integer.MAX_VALUE - 8].length);
        default -> throw new IllegalArgumentException(act);
      };
    }

    private static OptionalDouble sleep() {
      try {
        Thread.sleep(EPOCH_MILLISECONDS);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return OptionalDouble.of(0.5);
    }

    private static OptionalDouble hang() {
      while (true) {
        Thread.onSpinWait();
      }
    }

    private static OptionalDouble exit() {
      System.exit(3);
      return OptionalDouble.empty();
    }

    /** As a native library ends a process: nothing of Java's is asked. */
    private static OptionalDouble halt() {
      Runtime.getRuntime().halt(7);
      return OptionalDouble.empty();
    }

    @Override
    public float[] outputs(Examples examples) {
      return new float[examples.count() * examples.classes()];
    }

    @Override
    public Parameters parameters() {
      return initial;
    }

    @Override
    public SortedMap<String, String> facts() {
      return new TreeMap<>();
    }

    @Override
    public void close() {}
  }
}
