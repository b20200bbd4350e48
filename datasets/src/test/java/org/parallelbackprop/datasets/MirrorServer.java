package org.parallelbackprop.datasets;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** A mirror on the loopback interface that misbehaves as it is told. */
@NullMarked
final class MirrorServer implements AutoCloseable {

  /** What a request is answered with. */
  enum Behaviour {
    SERVE,
    SERVE_WITHOUT_RANGES,
    SERVE_ANOTHER_RANGE,
    NOT_FOUND,
    SERVE_OTHER_CONTENT,
    SERVE_WITHOUT_END,
    BREAK_OFF_HALFWAY,
    HANG_AT_ONCE,
    HANG_HALFWAY,
    DRIP
  }

  private static final long DRIP_MILLISECONDS = 50;

  private final Map<String, byte[]> files;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Map<String, Queue<Behaviour>> behaviours = new ConcurrentHashMap<>();
  private final Queue<String> requests = new ConcurrentLinkedQueue<>();

  /**
   * Starts.
   *
   * @param files contents by name
   */
  MirrorServer(Map<String, byte[]> files) throws IOException {
    this.files = Map.copyOf(files);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Answers the next requests for a file so; the last of them for good. */
  MirrorServer on(String name, Behaviour... next) {
    behaviours.put(name, new ConcurrentLinkedQueue<>(List.of(next)));
    return this;
  }

  /** The folder that it serves. */
  URI folder() {
    return URI.create("http://localhost:" + server.getAddress().getPort() + "/data/");
  }

  /** What was asked: "NAME" or "NAME bytes=N-". */
  List<String> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String name = path.substring(path.lastIndexOf('/') + 1);
    String range = exchange.getRequestHeaders().getFirst("Range");
    requests.add(range == null ? name : name + " " + range);
    byte[] file = files.get(name);
    try (exchange) {
      Behaviour behaviour = file == null ? Behaviour.NOT_FOUND : next(name);
      respond(exchange, behaviour, file == null ? new byte[0] : file, range);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Behaviour next(String name) {
    Queue<Behaviour> queue = behaviours.getOrDefault(name, new ConcurrentLinkedQueue<>());
    Behaviour first = queue.size() > 1 ? queue.poll() : queue.peek();
    return first == null ? Behaviour.SERVE : first;
  }

  private void respond(
      HttpExchange exchange, Behaviour behaviour, byte[] file, @Nullable String range)
      throws IOException, InterruptedException {
    switch (behaviour) {
      case SERVE -> send(exchange, file, range == null ? 0 : start(range), 0);
      case SERVE_ANOTHER_RANGE -> send(exchange, file, range == null ? 0 : start(range), 1);
      case SERVE_WITHOUT_RANGES -> send(exchange, file, 0, 0);
      case NOT_FOUND -> exchange.sendResponseHeaders(404, -1);
      case SERVE_OTHER_CONTENT ->
          send(exchange, IdxFiles.gzip("<html>Sign in</html>".getBytes(UTF_8)), 0, 0);
      case SERVE_WITHOUT_END -> {
        exchange.sendResponseHeaders(200, 0);
        byte[] zeros = new byte[1 << 16];
        while (true) {
          exchange.getResponseBody().write(zeros);
        }
      }
      case BREAK_OFF_HALFWAY, HANG_HALFWAY -> {
        int start = range == null ? 0 : start(range);
        int rest = file.length - start;
        if (start > 0) {
          contentRange(exchange, start, file.length);
        }
        exchange.sendResponseHeaders(start > 0 ? 206 : 200, rest);
        OutputStream body = exchange.getResponseBody();
        body.write(file, start, rest / 2);
        body.flush();
        if (behaviour == Behaviour.HANG_HALFWAY) {
          closing.await();
        }
      }
      case DRIP -> {
        int start = range == null ? 0 : start(range);
        if (start > 0) {
          contentRange(exchange, start, file.length);
        }
        exchange.sendResponseHeaders(start > 0 ? 206 : 200, file.length - start);
        for (int i = start; i < file.length; i++) {
          exchange.getResponseBody().write(file[i]);
          exchange.getResponseBody().flush();
          Thread.sleep(DRIP_MILLISECONDS);
        }
      }
      case HANG_AT_ONCE -> closing.await();
    }
  }

  private static void send(HttpExchange exchange, byte[] file, int start, int shift)
      throws IOException {
    if (start >= file.length) {
      exchange.sendResponseHeaders(416, -1);
      return;
    }
    byte[] part = Arrays.copyOfRange(file, start + shift, file.length);
    if (start > 0) {
      contentRange(exchange, start + shift, file.length);
    }
    exchange.sendResponseHeaders(start > 0 ? 206 : 200, part.length);
    exchange.getResponseBody().write(part);
  }

  private static void contentRange(HttpExchange exchange, int start, int length) {
    exchange
        .getResponseHeaders()
        .set("Content-Range", "bytes " + start + "-" + (length - 1) + "/" + length);
  }

  private static int start(String range) {
    return Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
  }
}
