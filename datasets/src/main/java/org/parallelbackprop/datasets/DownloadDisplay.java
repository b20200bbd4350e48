package org.parallelbackprop.datasets;

import me.tongfei.progressbar.ProgressBarBuilder;

/** Where the progress of downloads is shown. */
interface DownloadDisplay {

  /** Characters of a line. */
  int WIDTH = 100;

  /** A bar that knows where it is shown, not yet of what. */
  ProgressBarBuilder bar();
}
