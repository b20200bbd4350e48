package org.parallelbackprop.engine.gpu.check;

import static org.parallelbackprop.engine.gpu.check.MarkdownPage.code;
import static org.parallelbackprop.engine.gpu.check.MarkdownPage.number;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.gpu.DeviceSpeed;
import org.parallelbackprop.engine.gpu.ProductSource;

/** What the device can do, and what single products of the networks get of it. */
final class SpeedSections {

  private static final double TERA = 1e12;

  private final Workbench workbench;
  private final MarkdownPage page;

  /** Operations per second of the fastest large product. */
  private final Map<ProductSource, Double> peaks = new EnumMap<>(ProductSource.class);

  SpeedSections(Workbench workbench, MarkdownPage page) {
    this.workbench = workbench;
    this.page = page;
  }

  /**
   * Measures the peaks, which {@link #shareOfPeak} then refers to.
   *
   * @return whether the kernels that measure roofs computed what the host does
   */
  boolean writePeaks() {
    int side = workbench.plan().largeSide();
    int rows = workbench.plan().examples();
    int columns = workbench.plan().networks().getFirst().inputs();
    page.table("Peaks, measured now", "what", "with", "speed");
    boolean right;
    try (DeviceSpeed speed = new DeviceSpeed(ProductSource.OWN_KERNELS)) {
      right = roof("fused multiply-adds on registers", "%.1f TFLOP/s", speed::multiplyAdds);
      right &= roof("triad over arrays that no cache holds", "%.2f TB/s", speed::triad);
    }
    workbench
        .engines()
        .forEach((source, engine) -> {
          try (DeviceSpeed speed = new DeviceSpeed(source)) {
            speed.products(
                side,
                side,
                side,
                (product, perSecond) -> {
                  peaks.merge(source, perSecond, Math::max);
                  page.row(
                      product + ", " + side + " × " + side + " × " + side,
                      code(engine.id()),
                      number("%.1f TFLOP/s", perSecond / TERA));
                });
            page.row(
                "moving " + rows + " rows of " + columns + ", read and written",
                code(engine.id()),
                number("%.2f TB/s", speed.copy(rows, columns) / TERA));
          }
        });
    return right;
  }

  private boolean roof(String what, String format, DoubleSupplier measurement) {
    String speed;
    boolean right = true;
    try {
      speed = number(format, measurement.getAsDouble() / TERA);
    } catch (IllegalStateException e) {
      speed = "**wrong result**: " + e.getMessage();
      right = false;
    }
    page.row(what + ", compared with the host", "own kernel", speed);
    return right;
  }

  /** The layer below the output layer has most of the work. */
  void writeProducts() {
    page.table(
        "Products of the layer below the output layer, alone",
        "rows",
        "inputs",
        "outputs",
        "product",
        "with",
        "TFLOP/s",
        "share of peak");
    for (int rows : workbench.plan().batchSizes()) {
      for (NetworkShape network : workbench.plan().networks()) {
        workbench
            .engines()
            .forEach((source, engine) -> products(rows, network, source, engine.id()));
      }
    }
  }

  private void products(int rows, NetworkShape network, ProductSource source, String id) {
    int layer = Math.max(1, network.layers() - 1);
    int in = network.width(layer - 1);
    int width = network.width(layer);
    try (DeviceSpeed speed = new DeviceSpeed(source)) {
      speed.products(
          rows,
          in,
          width,
          (product, perSecond) ->
              page.row(
                  Integer.toString(rows),
                  Integer.toString(in),
                  Integer.toString(width),
                  product,
                  code(id),
                  number("%.1f", perSecond / TERA),
                  shareOfPeak(source, perSecond)));
    }
  }

  /** Own kernels are held against cuBLAS in the same precision, where it is there. */
  String shareOfPeak(ProductSource source, double perSecond) {
    ProductSource yardstick =
        source == ProductSource.OWN_KERNELS && peaks.containsKey(ProductSource.CUBLAS)
            ? ProductSource.CUBLAS
            : source;
    Double peak = peaks.get(yardstick);
    return peak == null ? "" : number("%.0f %%", 100 * perSecond / peak);
  }
}
