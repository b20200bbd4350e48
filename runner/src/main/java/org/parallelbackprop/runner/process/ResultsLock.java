package org.parallelbackprop.runner.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.parallelbackprop.results.ResultsFolder;

/**
 * One runner at a time works on a results folder.
 *
 * <p>The lock is the operating system's, so it goes with the process, however that ends. The file
 * holds two process ids for people and for the next runner: the runner's, and that of the worker it
 * has started last, which outlives a runner that is killed.
 */
public final class ResultsLock implements AutoCloseable {

  private static final int ENOUGH_FOR_TWO_IDS = 64;
  private static final int SECONDS_TO_STOP = 10;

  private final FileChannel channel;

  private ResultsLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Another runner works on the folder. */
  public static final class HeldException extends Exception {
    HeldException(ResultsFolder results, String holder) {
      super(
          "another run-experiments (process "
              + holder
              + ") is working on "
              + results.path()
              + "; wait for it, or give --results another folder");
    }
  }

  /**
   * Takes the lock, and ends the worker of a runner that was killed, if it is still at work: two
   * workers at once would spoil each other's times.
   *
   * @throws HeldException if another runner has it
   */
  public static ResultsLock take(ResultsFolder results)
      throws IOException, HeldException, InterruptedException {
    Path file = results.path().resolve("runner.lock");
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      Optional<FileLock> lock = tryLock(channel);
      String[] ids = read(channel).split(" ", -1);
      if (lock.isEmpty()) {
        throw new HeldException(results, ids[0]);
      }
      if (ids.length == 2) {
        endOrphan(ids[1], results);
      }
      ResultsLock taken = new ResultsLock(channel);
      taken.write(Long.toString(ProcessHandle.current().pid()));
      return taken;
    } catch (Throwable e) {
      channel.close();
      throw e;
    }
  }

  /** Notes which worker is at work. */
  void workerStarted(long processId) throws IOException {
    write(ProcessHandle.current().pid() + " " + processId);
  }

  @Override
  public void close() throws IOException {
    channel.truncate(0);
    channel.close();
  }

  private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
    try {
      return Optional.ofNullable(channel.tryLock(ENOUGH_FOR_TWO_IDS, 1, false));
    } catch (OverlappingFileLockException e) {
      return Optional.empty();
    }
  }

  private static void endOrphan(String id, ResultsFolder results) throws InterruptedException {
    if (!id.matches("[0-9]{1,18}")) {
      return;
    }
    Optional<ProcessHandle> orphan =
        ProcessHandle.of(Long.parseLong(id)).filter(process -> worksFor(process, results));
    if (orphan.isPresent()) {
      orphan.get().destroy();
      try {
        orphan.get().onExit().get(SECONDS_TO_STOP, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        orphan.get().destroyForcibly();
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Process ids are used again; only a process that was given one of our requests is ours. */
  private static boolean worksFor(ProcessHandle process, ResultsFolder results) {
    String runs = results.path().toAbsolutePath().normalize().toString();
    return process.info().commandLine().filter(line -> line.contains(runs)).isPresent();
  }

  private static String read(FileChannel channel) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(ENOUGH_FOR_TWO_IDS);
    channel.read(content, 0);
    return new String(content.array(), 0, content.position(), StandardCharsets.US_ASCII);
  }

  private void write(String ids) throws IOException {
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(ids.getBytes(StandardCharsets.US_ASCII)), 0);
    channel.force(true);
  }
}
