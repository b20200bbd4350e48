package org.parallelbackprop.datasets;

/**
 * What is known about a file that others have published.
 *
 * @param bytes length of the uncompressed content
 * @param sha256 SHA-256 of the uncompressed content in lower-case hexadecimal; compression is
 *     everybody's own
 */
record PublishedFile(long bytes, String sha256) {}
