/**
 * What every engine must do, as tests that an engine's own test class inherits from {@link
 * org.parallelbackprop.engine.conformance.EngineConformance}.
 *
 * <p>The yardstick is {@link org.parallelbackprop.engine.conformance.ReferenceNetwork}, a float64
 * network that carries beside each value a bound for how far a float32 engine may be from it. It is
 * itself checked against central differences, and the suite is checked by handing it engines with
 * one fault each, which it must find.
 */
@NullMarked
package org.parallelbackprop.engine.conformance;

import org.jspecify.annotations.NullMarked;
