package org.parallelbackprop.engine.conformance;

/**
 * Σ x_i y_i as an engine may compute it, in whatever order.
 *
 * <p>The bound has two parts: the errors of the factors, carried through the products, and the
 * rounding of n products and additions, {@link Arithmetic#sumOfProducts} of Σ |x_i y_i|. It
 * therefore grows with the number of terms and with the unit round-off.
 */
final class BoundedSum {

  private final Arithmetic arithmetic;
  private Bounded sum = Bounded.exact(0);
  private double magnitude;
  private int terms;

  BoundedSum(Arithmetic arithmetic) {
    this.arithmetic = arithmetic;
  }

  void add(Bounded x, Bounded y) {
    add(x.times(y));
  }

  void add(Bounded term) {
    sum = sum.plus(term);
    magnitude += term.magnitude();
    terms++;
  }

  Bounded result() {
    return sum.blurred(arithmetic.sumOfProducts(terms + 1) * magnitude + terms * Bounded.UNDERFLOW);
  }
}
