package org.parallelbackprop.datasets;

import java.time.Duration;

/**
 * How long a server may be silent, and how long it may take.
 *
 * @param connect until the connection stands
 * @param response from then until the head of the response
 * @param stall between two pieces of its body
 * @param total for one file, with all attempts: one that drips is slower than the next mirror
 */
record HttpTimeouts(Duration connect, Duration response, Duration stall, Duration total) {

  /** For servers on the web. */
  static final HttpTimeouts WEB =
      new HttpTimeouts(
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          Duration.ofMinutes(20));
}
