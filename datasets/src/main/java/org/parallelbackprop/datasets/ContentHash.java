package org.parallelbackprop.datasets;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** SHA-256 of contents, in lower-case hexadecimal. */
final class ContentHash {

  private ContentHash() {}

  /** A fresh SHA-256. */
  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** Hash of bytes. */
  static String of(byte[] content) {
    MessageDigest digest = digest();
    digest.update(content);
    return hex(digest);
  }

  /** Ends a digest. */
  static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * What identifies a data set: see {@link Dataset#sha256()}.
   *
   * @param contents SHA-256 of the uncompressed content of each of the four files
   */
  static String ofDataset(Map<IdxFile, String> contents) {
    StringBuilder lines = new StringBuilder();
    for (IdxFile file : IdxFile.values()) {
      lines.append(file.fileName()).append(' ').append(contents.get(file)).append('\n');
    }
    return of(lines.toString().getBytes(StandardCharsets.US_ASCII));
  }
}
