/**
 * How fast the processor's engines compute.
 *
 * <pre>
 *   mvn -q -DskipTests package -pl benchmarks -am
 *   java -cp 'benchmarks/target/*:benchmarks/target/class-path/*' \
 *       org.parallelbackprop.benchmarks.BenchmarksConsole [options of JMH]
 * </pre>
 *
 * <p>measures the inner loops of {@code cpu-vector} ({@code ProductBenchmark}), its products over a
 * layer ({@code LayerBenchmark}) and steps of whole engines ({@code MiniBatchStep}). The script
 * {@code benchmarks/compare-libraries} holds engines and PyTorch against each other on MNIST,
 * {@code benchmarks/compare-with-direct} engines against their libraries called alone.
 */
@NullMarked
package org.parallelbackprop.benchmarks;

import org.jspecify.annotations.NullMarked;
