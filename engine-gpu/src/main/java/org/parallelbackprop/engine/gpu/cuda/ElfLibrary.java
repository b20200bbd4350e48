package org.parallelbackprop.engine.gpu.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A shared library as a file: 64-bit little-endian ELF.
 *
 * <p>Source: "Tool Interface Standard: Executable and Linking Format", version 1.2; symbol versions
 * as in "Linux Standard Base Core Specification", chapter "Symbol Versioning".
 */
final class ElfLibrary {

  private static final int MAGIC = 0x464c457f;
  private static final byte CLASS_64 = 2;
  private static final byte LITTLE_ENDIAN_DATA = 1;

  private static final int SEGMENT_LOAD = 1;
  private static final int SEGMENT_DYNAMIC = 2;

  private static final long TAG_END = 0;
  private static final long TAG_STRINGS = 5;
  private static final long TAG_STRINGS_SIZE = 10;
  private static final long TAG_VERSIONS_NEEDED = 0x6ffffffeL;
  private static final long TAG_VERSIONS_NEEDED_COUNT = 0x6fffffffL;

  private static final int DYNAMIC_ENTRY_SIZE = 16;

  /** Part of the file that is mapped to an address. */
  private record Segment(int type, long offset, long address, long size) {}

  private final ByteBuffer file;
  private final List<Segment> segments = new ArrayList<>();

  private ElfLibrary(byte[] content) {
    file = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    if (content.length < 64
        || file.getInt(0) != MAGIC
        || file.get(4) != CLASS_64
        || file.get(5) != LITTLE_ENDIAN_DATA) {
      throw new IllegalArgumentException("not a 64-bit little-endian ELF file");
    }
    int table = (int) file.getLong(32);
    int entrySize = Short.toUnsignedInt(file.getShort(54));
    int entries = Short.toUnsignedInt(file.getShort(56));
    for (int i = 0; i < entries; i++) {
      int at = table + i * entrySize;
      segments.add(
          new Segment(
              file.getInt(at), file.getLong(at + 8), file.getLong(at + 16), file.getLong(at + 32)));
    }
  }

  /**
   * A copy of a library that needs {@code to} where the original needs {@code from}, as a library
   * and as the version of its symbols.
   *
   * <p>Both are one string in the table of names, which keeps its length, and a hash of it beside
   * the needed version.
   *
   * @param content the file; not changed
   * @throws IllegalArgumentException if the names differ in length, or the library does not need
   *     {@code from}
   */
  static byte[] retarget(byte[] content, String from, String to) {
    if (from.length() != to.length()) {
      throw new IllegalArgumentException(from + " and " + to + " differ in length");
    }
    byte[] copy = content.clone();
    new ElfLibrary(copy).rename(from, to);
    return copy;
  }

  private void rename(String from, String to) {
    int strings = offsetOf(dynamic(TAG_STRINGS));
    int end = strings + (int) dynamic(TAG_STRINGS_SIZE);
    boolean found = false;
    for (int at = strings; at < end; at += name(at).length() + 1) {
      if (name(at).equals(from)) {
        file.put(at, to.getBytes(StandardCharsets.US_ASCII));
        found = true;
      }
    }
    if (!found) {
      throw new IllegalArgumentException("the library does not need " + from);
    }
    int need = offsetOf(dynamic(TAG_VERSIONS_NEEDED));
    long needs = dynamic(TAG_VERSIONS_NEEDED_COUNT);
    for (long i = 0; i < needs; i++) {
      int version = need + file.getInt(need + 8);
      int versions = Short.toUnsignedInt(file.getShort(need + 2));
      for (int j = 0; j < versions; j++) {
        if (name(strings + file.getInt(version + 8)).equals(to)) {
          file.putInt(version, hash(to));
        }
        version += file.getInt(version + 12);
      }
      need += file.getInt(need + 12);
    }
  }

  private String name(int at) {
    int end = at;
    while (file.get(end) != 0) {
      end++;
    }
    return new String(file.array(), at, end - at, StandardCharsets.US_ASCII);
  }

  private long dynamic(long tag) {
    for (Segment segment : segments) {
      if (segment.type == SEGMENT_DYNAMIC) {
        int end = (int) (segment.offset + segment.size);
        for (int at = (int) segment.offset;
            at < end && file.getLong(at) != TAG_END;
            at += DYNAMIC_ENTRY_SIZE) {
          if (file.getLong(at) == tag) {
            return file.getLong(at + 8);
          }
        }
      }
    }
    throw new IllegalArgumentException("the library has no dynamic entry " + tag);
  }

  private int offsetOf(long address) {
    for (Segment segment : segments) {
      if (segment.type == SEGMENT_LOAD
          && address >= segment.address
          && address < segment.address + segment.size) {
        return (int) (address - segment.address + segment.offset);
      }
    }
    throw new IllegalArgumentException("address " + address + " is in no segment");
  }

  /** The System V hash of a name. */
  private static int hash(String name) {
    int hash = 0;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash << 4) + name.charAt(i);
      int high = hash & 0xf0000000;
      hash = (hash ^ high >>> 24) & ~high;
    }
    return hash;
  }
}
