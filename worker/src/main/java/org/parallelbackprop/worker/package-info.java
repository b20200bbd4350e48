/**
 * The child process: does one run in a fresh JVM, with one engine, and leaves everything in one
 * folder.
 *
 * <p>{@link org.parallelbackprop.worker.WorkerConsole} is started with the path of a {@code
 * request.json}. It reads nothing else but the data set, names no engine class, and tells nobody
 * but the folder: whoever can write that file can have a run done.
 */
@NullMarked
package org.parallelbackprop.worker;

import org.jspecify.annotations.NullMarked;
