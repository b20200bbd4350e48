package org.parallelbackprop.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Widths of the layers of a fully connected network, inputs first: {@code 784-1024-10}.
 *
 * <p>Layers that hold weights are numbered 1 … {@link #layers()}; layer l maps {@code width(l-1)}
 * inputs to {@code width(l)} outputs by a weight matrix W_l of shape [n_l, n_{l-1}], row-major, and
 * a bias b_l of shape [n_l].
 *
 * <p>All parameters of a network live in one flat array: W_1, b_1, W_2, b_2, … ({@link
 * #weightOffset}, {@link #biasOffset}), the order in which {@code parameters.safetensors} stores
 * them.
 *
 * @param widths at least two positive widths
 */
public record NetworkShape(List<Integer> widths) {

  private static final Pattern FORMAT = Pattern.compile("[1-9][0-9]{0,6}(-[1-9][0-9]{0,6})+");

  public NetworkShape {
    widths = List.copyOf(widths);
    if (widths.size() < 2) {
      throw new IllegalArgumentException(
          "a network needs inputs and at least one layer, but got " + widths);
    }
    long parameters = 0;
    for (int l = 0; l < widths.size(); l++) {
      if (widths.get(l) < 1) {
        throw new IllegalArgumentException("widths must be positive, but got " + widths);
      }
      if (l > 0) {
        parameters += (widths.get(l - 1) + 1L) * widths.get(l);
      }
    }
    if (parameters > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          widths + " has " + parameters + " parameters, more than one Java array holds (2^31 - 9)");
    }
  }

  /**
   * Reads the form that experiment files use.
   *
   * @param text widths joined by hyphens, e.g. {@code 784-1024-10}
   * @throws IllegalArgumentException if the text has another form or the network does not fit into
   *     one array
   */
  public static NetworkShape parse(String text) {
    if (!FORMAT.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "a network is written as widths joined by hyphens, inputs first, e.g. 784-1024-10, but"
              + " got \""
              + text
              + '"');
    }
    List<Integer> widths = new ArrayList<>();
    for (String width : text.split("-", -1)) {
      widths.add(Integer.valueOf(width));
    }
    return new NetworkShape(widths);
  }

  /** Number of layers that hold weights, L. */
  public int layers() {
    return widths.size() - 1;
  }

  /** Width n_l of layer l; {@code width(0)} is the number of inputs. */
  public int width(int layer) {
    return widths.get(layer);
  }

  /** n_0. */
  public int inputs() {
    return widths.getFirst();
  }

  /** n_L. */
  public int outputs() {
    return widths.getLast();
  }

  /** Number of elements of W_l. */
  public int weightCount(int layer) {
    return width(layer - 1) * width(layer);
  }

  /** Index of the first element of W_l in the flat array of all parameters. */
  public int weightOffset(int layer) {
    int offset = 0;
    for (int l = 1; l < layer; l++) {
      offset += weightCount(l) + width(l);
    }
    return offset;
  }

  /** Index of the first element of b_l in the flat array of all parameters. */
  public int biasOffset(int layer) {
    return weightOffset(layer) + weightCount(layer);
  }

  /** Number of all weights and biases. */
  public int parameterCount() {
    return biasOffset(layers()) + outputs();
  }

  /** The form that {@link #parse} reads. */
  @Override
  public String toString() {
    return widths.stream().map(String::valueOf).collect(Collectors.joining("-"));
  }
}
