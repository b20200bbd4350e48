package org.parallelbackprop.datasets;

import java.io.Console;
import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows downloads on standard error: a moving bar on a terminal, now and then a line elsewhere. */
final class DownloadConsole implements DownloadDisplay {

  private static final Duration TERMINAL_INTERVAL = Duration.ofMillis(250);
  private static final Duration FILE_INTERVAL = Duration.ofSeconds(10);

  @Override
  public ProgressBarBuilder bar() {
    boolean terminal = isTerminal();
    // The width is given because asking the terminal for it needs native code.
    ProgressBarConsumer consumer =
        terminal
            ? new ConsoleProgressBarConsumer(System.err, WIDTH)
            : new DelegatingProgressBarConsumer(System.err::println, WIDTH);
    return new ProgressBarBuilder()
        .setStyle(ProgressBarStyle.ASCII)
        .setConsumer(consumer)
        .setUpdateIntervalMillis((int) (terminal ? TERMINAL_INTERVAL : FILE_INTERVAL).toMillis());
  }

  @SuppressWarnings(
      "SystemConsoleNull") // It is null on a runtime without the module jdk.internal.le.
  private static boolean isTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }
}
