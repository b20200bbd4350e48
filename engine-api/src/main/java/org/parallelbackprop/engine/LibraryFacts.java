package org.parallelbackprop.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an engine that is somebody else's library tells about a session, for the fairness sheet of
 * the report. Every such engine fills in all of it; each component becomes a {@linkplain
 * TrainingSession#facts() fact} of its hyphenated name.
 *
 * @param threads threads that compute at the same time, as the library itself reports them where it
 *     does
 * @param threading how the library is held to them
 * @param precision format of parameters and arithmetic
 * @param shuffling whose order of examples is used
 * @param initialisation whose initial parameters are used
 * @param lastBatch what happens to the examples that do not fill a batch
 * @param loss what is minimised
 * @param optimizer what the library calls the update
 * @param timedRegion what happens between the two readings of the clock
 * @param library name and version
 * @param nativeLibrary name and version, and what it computes with
 * @param differences what else sets it apart from the engines of this project
 */
public record LibraryFacts(
    int threads,
    String threading,
    String precision,
    String shuffling,
    String initialisation,
    String lastBatch,
    String loss,
    String optimizer,
    String timedRegion,
    String library,
    String nativeLibrary,
    String differences) {

  /**
   * Name of the fact by which an engine declares that it does other work than the {@link
   * TrainingSpec}, and which. A report then compares no times with it.
   */
  public static final String DIFFERENT_WORK = "different-work";

  /** Words for what is minimised where it is the spec's loss. */
  public static String describe(Loss loss) {
    return switch (loss) {
      case MSE -> "squared differences, summed over outputs, mean over the batch";
      case CROSS_ENTROPY -> "softmax cross-entropy of the logits, mean over the batch";
    };
  }

  /**
   * The version of a library whose jar Maven made.
   *
   * @param fromLibrary any class of it
   * @param group its group id
   * @param artifact its artifact id
   * @throws IllegalStateException if the jar does not tell
   */
  public static String mavenVersion(Class<?> fromLibrary, String group, String artifact) {
    String resource = "/META-INF/maven/" + group + "/" + artifact + "/pom.properties";
    Properties properties = new Properties();
    try (InputStream file = fromLibrary.getResourceAsStream(resource)) {
      if (file != null) {
        properties.load(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String version = properties.getProperty("version");
    if (version == null) {
      throw new IllegalStateException("the jar of " + artifact + " does not tell its version");
    }
    return version;
  }

  /** The facts by name. */
  public SortedMap<String, String> byName() {
    SortedMap<String, String> facts = new TreeMap<>();
    facts.put(EngineOptions.THREADS, Integer.toString(threads));
    facts.put("threading", threading);
    facts.put("precision", precision);
    facts.put("shuffling", shuffling);
    facts.put("initialisation", initialisation);
    facts.put("last-batch", lastBatch);
    facts.put("loss", loss);
    facts.put("optimizer", optimizer);
    facts.put("timed-region", timedRegion);
    facts.put("library", library);
    facts.put("native-library", nativeLibrary);
    facts.put("differences", differences);
    return facts;
  }
}
