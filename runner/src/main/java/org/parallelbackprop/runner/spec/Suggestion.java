package org.parallelbackprop.runner.spec;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** "Did you mean": the known name that is nearest to one that is not known. */
final class Suggestion {

  private Suggestion() {}

  /**
   * What to say about an unknown name.
   *
   * @param what what it should be a name of: "key", "engine"
   */
  static String unknown(String what, String name, Collection<String> known) {
    String nearest = nearest(name, known).map(near -> "; did you mean `" + near + "`?").orElse("");
    return "unknown "
        + what
        + " `"
        + name
        + "`"
        + nearest
        + " (known: "
        + String.join(", ", known)
        + ")";
  }

  private static Optional<String> nearest(String name, Collection<String> known) {
    // A third of the letters may be wrong; what is further away is another word.
    int threshold = Math.max(1, name.length() / 3);
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
