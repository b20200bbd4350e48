/**
 * How fast the processor's engines compute.
 *
 * <pre>
 *   mvn -q -DskipTests package -pl benchmarks -am
 *   java -cp 'benchmarks/target/*:benchmarks/target/class-path/*' \
 *       org.parallelbackprop.benchmarks.BenchmarksConsole [options of JMH]
 * </pre>
 */
@NullMarked
package org.parallelbackprop.benchmarks;

import org.jspecify.annotations.NullMarked;
