/**
 * One record, reader and writer for every file of a results folder; nothing else that the processes
 * share.
 *
 * <pre>
 *   RESULTS/                         {@link org.parallelbackprop.results.ResultsFolder}
 *     plan.json                      {@link org.parallelbackprop.results.Plan}
 *     calibration.json               {@link org.parallelbackprop.results.Calibration}
 *     runs/RUN-ID/                   {@link org.parallelbackprop.results.RunFolder}
 *       request.json                 {@link org.parallelbackprop.results.RunRequest}
 *       epochs.csv                   {@link org.parallelbackprop.results.EpochRow}, one per epoch
 *       manifest.json                {@link org.parallelbackprop.results.Manifest}
 *       energy.json                  {@link org.parallelbackprop.results.Energy}, where counters can be read
 *       parameters.safetensors       trained parameters, if kept
 *       snapshots/MOMENT.safetensors {@link org.parallelbackprop.results.Moment}, in block 1
 *       log.txt                      what the process printed
 *       outcome.json                 {@link org.parallelbackprop.results.RunOutcome}, written last
 * </pre>
 *
 * <p>Keys of JSON files and headers of CSV files are in snake_case and carry their unit; a value
 * that is not known is null or an empty field, never 0.
 */
@NullMarked
package org.parallelbackprop.results;

import org.jspecify.annotations.NullMarked;
