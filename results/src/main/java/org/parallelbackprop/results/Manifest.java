package org.parallelbackprop.results;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * With what and where a run was done; {@code manifest.json}.
 *
 * @param schema version of this format, {@value #SCHEMA}
 * @param runId the run
 * @param startedAt when the worker started, ISO 8601 in UTC
 * @param engine what did the work
 * @param build which build of this toolkit
 * @param java the JVM and how it was started
 * @param machine where
 * @param dataset on what
 * @param before the conditions just before the run
 * @param after those just after its last epoch; null if it was ended before
 * @param preparation time spent before the first epoch
 * @param operationsPerEpoch floating-point operations that one epoch takes (OperationCount in
 *     engine-api)
 * @param initialParametersSha256 hash of the parameters that training started from
 */
public record Manifest(
    int schema,
    String runId,
    String startedAt,
    EngineRecord engine,
    Build build,
    JavaRecord java,
    Machine machine,
    DatasetRecord dataset,
    Conditions before,
    @Nullable Conditions after,
    Preparation preparation,
    double operationsPerEpoch,
    String initialParametersSha256) {

  /** Version of the format that this release writes. */
  public static final int SCHEMA = 2;

  public Manifest {
    SchemaVersion.require(SCHEMA, schema);
    RunId.require(runId);
    Check.form("initial parameters sha256", initialParametersSha256, Sha256.FORMAT);
    Check.positive("operations per epoch", operationsPerEpoch);
  }

  /** The same with the conditions after the run. */
  public Manifest withAfter(Conditions conditions) {
    return new Manifest(
        schema,
        runId,
        startedAt,
        engine,
        build,
        java,
        machine,
        dataset,
        before,
        conditions,
        preparation,
        operationsPerEpoch,
        initialParametersSha256);
  }

  /**
   * The engine.
   *
   * @param id its id
   * @param numericsVersion raised whenever a release of it gives other bits than the one before
   * @param facts what it really used: effective threads, vector width, versions of native libraries
   */
  public record EngineRecord(String id, int numericsVersion, SortedMap<String, String> facts) {

    /** Name of the fact by which an engine declares that it does other work than asked for. */
    private static final String DIFFERENT_WORK = "different-work";

    /** Name of the fact by which an engine tells how many threads compute. */
    private static final String THREADS = "threads";

    private static final Pattern COUNT = Pattern.compile("[1-9][0-9]{0,8}");

    public EngineRecord {
      facts = Collections.unmodifiableSortedMap(new TreeMap<>(facts));
    }

    /** How many threads computed; empty if it does not tell, or no number. */
    public OptionalInt threads() {
      String threads = facts.get(THREADS);
      return threads != null && COUNT.matcher(threads).matches()
          ? OptionalInt.of(Integer.parseInt(threads))
          : OptionalInt.empty();
    }

    /** The other work that it declares to do, empty if it does what it is asked for. */
    public Optional<String> declaredWork() {
      return Optional.ofNullable(facts.get(DIFFERENT_WORK));
    }
  }

  /**
   * The toolkit.
   *
   * @param id SHA-256 over the jars of the worker's class path
   * @param version the release, null if it does not run from its jar
   * @param commit git commit of the sources, null if unknown
   * @param treeState {@code clean}, {@code modified}, or null if unknown
   */
  public record Build(
      String id, @Nullable String version, @Nullable String commit, @Nullable String treeState) {

    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{7,64}");

    public Build {
      Check.form("build id", id, Sha256.FORMAT);
      if (commit != null) {
        Check.form("commit", commit, COMMIT);
      }
    }
  }

  /**
   * The JVM.
   *
   * @param vendor who built it
   * @param version its full version
   * @param vm name of the virtual machine
   * @param command the whole command line of the process
   */
  public record JavaRecord(String vendor, String version, String vm, List<String> command) {
    public JavaRecord {
      command = List.copyOf(command);
    }
  }

  /**
   * The machine, as far as the operating system tells.
   *
   * @param os name and version of the operating system
   * @param architecture instruction set as Java names it, e.g. {@code amd64}
   * @param cpu processor model
   * @param sockets processor packages
   * @param numaNodes memory nodes; null where the system does not tell
   * @param physicalCores cores of the machine
   * @param logicalProcessors hardware threads of the machine
   * @param availableProcessors processors that this process may use
   * @param memoryBytes installed memory
   */
  public record Machine(
      String os,
      String architecture,
      @Nullable String cpu,
      @Nullable Integer sockets,
      @Nullable Integer numaNodes,
      @Nullable Integer physicalCores,
      @Nullable Integer logicalProcessors,
      int availableProcessors,
      @Nullable Long memoryBytes) {
    public Machine {
      Check.atLeast("available processors", 1, availableProcessors);
    }
  }

  /**
   * The data set.
   *
   * @param name as in the settings
   * @param sha256 hash of the uncompressed content that was really read
   * @param trainingExamples how many examples trained
   * @param validationExamples how many validated
   * @param testExamples how many tested
   */
  public record DatasetRecord(
      String name, String sha256, int trainingExamples, int validationExamples, int testExamples) {
    public DatasetRecord {
      Check.form("dataset sha256", sha256, Sha256.FORMAT);
      Check.atLeast("training examples", 1, trainingExamples);
      Check.atLeast("validation examples", 0, validationExamples);
      Check.atLeast("test examples", 1, testExamples);
    }
  }

  /**
   * Wall-clock times before the first epoch.
   *
   * @param readSeconds reading or generating the data set
   * @param openSeconds the engine's own preparation: memory, graphs, initial parameters
   * @param transferSeconds taking the training examples to where they are trained from
   * @param warmUpSeconds the engine's declared warm-up on scratch data
   */
  public record Preparation(
      double readSeconds, double openSeconds, double transferSeconds, double warmUpSeconds) {
    public Preparation {
      Check.amount("read seconds", readSeconds);
      Check.amount("open seconds", openSeconds);
      Check.amount("transfer seconds", transferSeconds);
      Check.amount("warm up seconds", warmUpSeconds);
    }
  }
}
