package org.parallelbackprop.datasets;

/**
 * What is known about a file that others have published.
 *
 * @param bytes length of the uncompressed content
 * @param sha256 SHA-256 of the uncompressed content in lower-case hexadecimal; compression is
 *     everybody's own
 */
record PublishedFile(long bytes, String sha256) {

  /**
   * Bytes that the gzipped file can have at most. Deflate stores what it cannot compress in blocks
   * with five bytes of their own, of 16 KiB or more in common implementations; the rest allows for
   * a header that holds a name.
   */
  long maxGzippedBytes() {
    return bytes + 5 * (bytes / (16 << 10) + 1) + 1024;
  }
}
