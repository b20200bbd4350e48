package org.parallelbackprop.datasets;

import java.time.Duration;

/**
 * How long a server may be silent.
 *
 * @param connect until the connection stands
 * @param response from then until the head of the response
 * @param stall between two pieces of its body
 */
record HttpTimeouts(Duration connect, Duration response, Duration stall) {

  /** For servers on the web. */
  static final HttpTimeouts WEB =
      new HttpTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(30));
}
