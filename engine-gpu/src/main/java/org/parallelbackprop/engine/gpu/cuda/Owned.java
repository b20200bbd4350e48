package org.parallelbackprop.engine.gpu.cuda;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Things that are closed together, the last one first.
 *
 * <p>If some cannot be closed, the others are all the same; the first failure is thrown at the end
 * and holds the rest as suppressed.
 */
public final class Owned implements AutoCloseable {

  /** Something to give back that reports failures unchecked. */
  @FunctionalInterface
  public interface Resource extends AutoCloseable {
    @Override
    void close();
  }

  private final Deque<Resource> resources = new ArrayDeque<>();

  /** Takes responsibility for closing {@code resource}, and returns it. */
  public <T extends Resource> T own(T resource) {
    resources.push(resource);
    return resource;
  }

  /** May be called again, without effect. */
  @Override
  public void close() {
    RuntimeException failure = null;
    while (!resources.isEmpty()) {
      try {
        resources.pop().close();
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** Closes everything because of {@code cause}, which keeps what fails on the way. */
  public void closeAfter(Throwable cause) {
    try {
      close();
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
    }
  }
}
