package org.parallelbackprop.datasets;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import me.tongfei.progressbar.ProgressBar;

/** Copies one file from the web into a local one, going on where an earlier attempt broke off. */
final class HttpTransfer implements AutoCloseable {

  private static final int OK = 200;
  private static final int PARTIAL_CONTENT = 206;
  private static final int RANGE_NOT_SATISFIABLE = 416;
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int KIBIBYTE = 1024;

  private final HttpTimeouts timeouts;
  private final DownloadDisplay display;
  private final HttpClient client;

  /** Waits for pieces of the body, so that somebody else can notice that none comes. */
  private final ExecutorService reader =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("download-", 0).factory());

  HttpTransfer(HttpTimeouts timeouts, DownloadDisplay display) {
    this.timeouts = timeouts;
    this.display = display;
    client =
        HttpClient.newBuilder()
            .connectTimeout(timeouts.connect())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
  }

  /**
   * Appends what is missing at the end of a file. A server that cannot go on in the middle sends
   * all, which then replaces what was there.
   *
   * @param source the file on the web
   * @param target the local file; what it already holds is taken for the beginning
   * @param limit bytes that the whole may have at most
   * @param clock started with the first attempt for this file
   * @throws DownloadFailedException if the server does not deliver; what came stays
   */
  void complete(URI source, Path target, long limit, TransferClock clock)
      throws IOException, InterruptedException {
    long present = Files.exists(target) ? Files.size(target) : 0;
    HttpRequest.Builder request = HttpRequest.newBuilder(source).timeout(timeouts.response());
    if (present > 0) {
      request.header("Range", "bytes=" + present + "-");
    }
    HttpResponse<InputStream> response = send(request.build());
    try (InputStream body = response.body()) {
      switch (response.statusCode()) {
        case OK -> copy(response, body, target, 0, limit, clock);
        case PARTIAL_CONTENT -> {
          checkRange(response, target, present);
          copy(response, body, target, present, limit, clock);
        }
        case RANGE_NOT_SATISFIABLE -> {
          Files.delete(target);
          throw new DownloadFailedException("it has less than was fetched before", null);
        }
        default -> throw new DownloadFailedException("HTTP status " + response.statusCode(), null);
      }
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
    reader.shutdownNow();
  }

  private HttpResponse<InputStream> send(HttpRequest request)
      throws IOException, InterruptedException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (ConnectException | HttpConnectTimeoutException e) {
      throw new DownloadFailedException("it cannot be reached", e);
    } catch (HttpTimeoutException e) {
      throw new DownloadFailedException(
          "no answer within " + timeouts.response().toMillis() / 1000.0 + " s", e);
    } catch (IOException e) {
      throw new DownloadFailedException("the connection broke: " + e.getMessage(), e);
    }
  }

  private static void checkRange(HttpResponse<?> response, Path target, long present)
      throws IOException {
    String range = response.headers().firstValue("Content-Range").orElse("");
    if (!range.startsWith("bytes " + present + "-")) {
      Files.delete(target);
      throw new DownloadFailedException("it sent another part than asked for: " + range, null);
    }
  }

  private void copy(
      HttpResponse<?> response,
      InputStream body,
      Path target,
      long present,
      long limit,
      TransferClock clock)
      throws IOException, InterruptedException {
    long coming = response.headers().firstValueAsLong("Content-Length").orElse(-1);
    long total = coming < 0 ? -1 : present + coming;
    try (OutputStream out =
            Files.newOutputStream(
                target,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                present == 0 ? StandardOpenOption.TRUNCATE_EXISTING : StandardOpenOption.APPEND);
        ProgressBar progress = progressBar(response.uri(), total)) {
      byte[] buffer = new byte[BUFFER_BYTES];
      long written = present;
      progress.stepTo(written);
      for (int n = read(body, buffer); n >= 0; n = read(body, buffer)) {
        written += n;
        if (written > limit) {
          throw new DownloadFailedException("it sends more than the file can have", null);
        }
        if (isTooSlow(clock)) {
          throw new DownloadFailedException(
              "it is too slow: "
                  + written
                  + " bytes came in "
                  + timeouts.total().toMillis() / 1000.0
                  + " s",
              null);
        }
        out.write(buffer, 0, n);
        progress.stepTo(written);
      }
    }
  }

  /** Whether the time for a file is used up. */
  boolean isTooSlow(TransferClock clock) {
    return clock.elapsed().compareTo(timeouts.total()) > 0;
  }

  private int read(InputStream body, byte[] buffer) throws IOException, InterruptedException {
    Future<Integer> piece = reader.submit(() -> body.read(buffer));
    try {
      return piece.get(timeouts.stall().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // Ends the read that nobody waits for any more.
      body.close();
      throw new DownloadFailedException(
          "nothing came for " + timeouts.stall().toMillis() / 1000.0 + " s", e);
    } catch (ExecutionException e) {
      throw new DownloadFailedException("the connection broke: " + e.getMessage(), e);
    }
  }

  private ProgressBar progressBar(URI source, long total) {
    String path = source.getPath();
    return display
        .bar()
        .setTaskName(path.substring(path.lastIndexOf('/') + 1))
        .setInitialMax(total)
        .setUnit(" KiB", KIBIBYTE)
        .build();
  }
}
