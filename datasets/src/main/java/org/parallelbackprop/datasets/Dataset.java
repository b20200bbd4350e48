package org.parallelbackprop.datasets;

import org.parallelbackprop.engine.Examples;

/**
 * A data set in memory. Features are pixels divided by 255 as float32, in reading order; labels are
 * 0 … 9.
 *
 * @param name which
 * @param sha256 what identifies the content that was read: SHA-256 of the text of the four lines
 *     {@code train-images-idx3-ubyte HASH\n}, {@code train-labels-idx1-ubyte HASH\n}, {@code
 *     t10k-images-idx3-ubyte HASH\n}, {@code t10k-labels-idx1-ubyte HASH\n}, where HASH is the
 *     SHA-256 of the uncompressed IDX content
 * @param training the training images but their last sixth (rounded down): MNIST's first 50,000
 * @param validation the last sixth of the training images: MNIST's last 10,000
 * @param test the test images
 */
public record Dataset(
    DatasetName name, String sha256, Examples training, Examples validation, Examples test) {}
