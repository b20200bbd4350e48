package org.parallelbackprop.engine.gpu.check;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.parallelbackprop.engine.NetworkShape;

/**
 * What is measured.
 *
 * @param networks both networks of the study, unless told otherwise
 * @param batchSizes of the sweep
 * @param examples training examples; drawn, not read
 * @param epochs measured epochs for each median
 * @param largeSide side of the matrices whose product stands for the device's peak
 * @param times file that the medians are also written to, for the comparison with PyTorch
 */
record CheckPlan(
    List<NetworkShape> networks,
    List<Integer> batchSizes,
    int examples,
    int epochs,
    int largeSide,
    Optional<Path> times) {

  static final CheckPlan DEFAULT =
      new CheckPlan(
          List.of(NetworkShape.parse("784-1024-10"), NetworkShape.parse("784-1024-1024-10")),
          List.of(128, 256, 512, 1024, 2048, 4096),
          50_000,
          20,
          8192,
          Optional.empty());

  /**
   * Reads options of the form {@code --name=value}: networks, batches, examples, epochs,
   * large-side, times.
   *
   * @throws IllegalArgumentException with a sentence, if an option is unknown or malformed
   */
  static CheckPlan parse(String... arguments) {
    CheckPlan plan = DEFAULT;
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException(argument + " does not have the form --name=value");
      }
      plan = plan.with(argument.substring(0, equals), argument.substring(equals + 1));
    }
    return plan;
  }

  private CheckPlan with(String name, String value) {
    List<String> values = Arrays.asList(value.split(",", -1));
    return switch (name) {
      case "--networks" ->
          new CheckPlan(
              values.stream().map(NetworkShape::parse).toList(),
              batchSizes,
              examples,
              epochs,
              largeSide,
              times);
      case "--batches" ->
          new CheckPlan(
              networks,
              values.stream().map(Integer::valueOf).toList(),
              examples,
              epochs,
              largeSide,
              times);
      case "--examples" ->
          new CheckPlan(networks, batchSizes, Integer.parseInt(value), epochs, largeSide, times);
      case "--epochs" ->
          new CheckPlan(networks, batchSizes, examples, Integer.parseInt(value), largeSide, times);
      case "--large-side" ->
          new CheckPlan(networks, batchSizes, examples, epochs, Integer.parseInt(value), times);
      case "--times" ->
          new CheckPlan(
              networks, batchSizes, examples, epochs, largeSide, Optional.of(Path.of(value)));
      default ->
          throw new IllegalArgumentException(
              name
                  + " is not an option; there are --networks, --batches, --examples, --epochs,"
                  + " --large-side and --times");
    };
  }
}
