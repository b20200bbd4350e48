package org.parallelbackprop.datasets;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the files of published data sets.
 *
 * <p>A file gets its name only when its content has the checksum of the catalogue; until then it is
 * a {@code .part} file, one for each mirror, which a later attempt completes. Whoever fetches holds
 * a lock on the folder, so that several processes do not write one file; the operating system frees
 * it if the process dies.
 */
final class Downloader {

  /** How often one mirror is asked for one file as long as each attempt brings more of it. */
  private static final int ATTEMPTS = 5;

  private static final String LOCK = ".lock";
  private static final long LOCK_POLL_MILLIS = 200;

  private final HttpTimeouts timeouts;
  private final DownloadDisplay display;

  Downloader(HttpTimeouts timeouts, DownloadDisplay display) {
    this.timeouts = timeouts;
    this.display = display;
  }

  /**
   * Fetches the files that a folder lacks.
   *
   * @throws DownloadFailedException if no mirror has one of them; the message says why for each
   * @throws IOException if the folder cannot be written
   */
  void fetch(PublishedDataset dataset, Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    try (FileChannel channel =
            FileChannel.open(
                folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock _ = lock(channel);
        HttpTransfer transfer = new HttpTransfer(timeouts, display)) {
      for (IdxFile file : new DataFolder(folder).missing()) {
        fetch(dataset, file, folder, transfer);
      }
    }
  }

  private static FileLock lock(FileChannel channel) throws IOException, InterruptedException {
    while (true) {
      FileLock lock = tryLock(channel);
      if (lock != null) {
        return lock;
      }
      Thread.sleep(LOCK_POLL_MILLIS);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException _) {
      // Held by another thread of this process, which for the caller is the same.
      return null;
    }
  }

  private static void fetch(
      PublishedDataset dataset, IdxFile file, Path folder, HttpTransfer transfer)
      throws IOException, InterruptedException {
    List<String> reasons = new ArrayList<>();
    for (URI mirror : dataset.mirrors()) {
      try {
        fetch(dataset, file, mirror, folder, transfer);
        return;
      } catch (DownloadFailedException e) {
        reasons.add(mirror.getHost() + ": " + e.getMessage());
      }
    }
    throw new DownloadFailedException(
        file.fileName() + ".gz from " + String.join("; ", reasons), null);
  }

  private static void fetch(
      PublishedDataset dataset, IdxFile file, URI mirror, Path folder, HttpTransfer transfer)
      throws IOException, InterruptedException {
    String name = file.fileName() + ".gz";
    Path part = folder.resolve(name + "." + shortHash(mirror) + ".part");
    URI source = mirror.resolve(name);
    long limit = dataset.file(file).maxGzippedBytes();
    boolean resumed = Files.exists(part);
    complete(source, part, limit, transfer);
    try {
      check(dataset, file, part);
    } catch (CorruptDatasetException e) {
      Files.delete(part);
      if (!resumed) {
        throw new DownloadFailedException("it serves something else", e);
      }
      // What was there before may not have been the beginning of what the mirror has now.
      fetch(dataset, file, mirror, folder, transfer);
      return;
    }
    Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void complete(URI source, Path part, long limit, HttpTransfer transfer)
      throws IOException, InterruptedException {
    TransferClock clock = new TransferClock();
    long before = -1;
    for (int attempt = 1; ; attempt++) {
      try {
        transfer.complete(source, part, limit, clock);
        return;
      } catch (DownloadFailedException e) {
        long now = Files.exists(part) ? Files.size(part) : 0;
        if (attempt == ATTEMPTS || now <= before || transfer.isTooSlow(clock)) {
          throw e;
        }
        before = now;
      }
    }
  }

  private static void check(PublishedDataset dataset, IdxFile file, Path part) throws IOException {
    try (IdxStream stream = new IdxStream(part, file)) {
      stream.skipValues();
      dataset.check(part, file, stream.finish());
    }
  }

  private static String shortHash(URI mirror) {
    return ContentHash.of(mirror.toString().getBytes(StandardCharsets.UTF_8)).substring(0, 8);
  }
}
