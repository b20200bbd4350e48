package org.parallelbackprop.runner.spec;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** "Did you mean": the known name that is nearest to one that is not known. */
final class Suggestion {

  /** No name of ours is longer; to compare with a whole file that is one word takes its time. */
  private static final int MAX_LENGTH = 64;

  private Suggestion() {}

  /**
   * What to say about an unknown name.
   *
   * @param what what it should be a name of: "key", "engine"
   */
  static String unknown(String what, String name, Collection<String> known) {
    return unknown(what, name, known, "");
  }

  /**
   * What to say about an unknown name.
   *
   * @param where the place that it was found in, with its preposition
   */
  static String unknown(String what, String name, Collection<String> known, String where) {
    String nearest = nearest(name, known).map(near -> "; did you mean `" + near + "`?").orElse("");
    return "unknown "
        + what
        + " "
        + Quotation.of(name)
        + where
        + nearest
        + " (known: "
        + String.join(", ", known)
        + ")";
  }

  private static Optional<String> nearest(String name, Collection<String> known) {
    if (name.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    // A third of the letters may be wrong; what is further away is another word.
    int threshold = Math.max(1, (name.length() + 1) / 3);
    LevenshteinDistance distance = new LevenshteinDistance(threshold);
    String plain = plain(name);
    return known.stream()
        .filter(each -> distance.apply(plain, plain(each)) >= 0)
        .min(Comparator.comparingInt(each -> distance.apply(plain, plain(each))));
  }

  /** {@code batchSize}, {@code batch_size} and {@code batch-size} are the same mistake. */
  private static String plain(String name) {
    return name.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
  }
}
