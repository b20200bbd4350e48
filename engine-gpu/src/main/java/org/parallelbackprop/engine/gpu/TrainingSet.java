package org.parallelbackprop.engine.gpu;

import org.parallelbackprop.engine.Examples;
import org.parallelbackprop.engine.gpu.cuda.DeviceBuffer;
import org.parallelbackprop.engine.gpu.cuda.Owned;

/** The training examples on the device, in the order in which they were loaded. */
final class TrainingSet implements Owned.Resource {

  private final int count;
  private final int featureCount;
  private final Owned owned = new Owned();
  private final DeviceBuffer features;
  private final DeviceBuffer labels;

  TrainingSet(Examples examples) {
    count = examples.count();
    featureCount = examples.featureCount();
    try {
      features = owned.own(DeviceBuffer.ofWords((long) count * featureCount, "the training set"));
      labels = owned.own(DeviceBuffer.ofWords(count, "the labels"));
      features.upload(examples.features(), 0, examples.features().length, 0);
      labels.upload(examples.labels());
    } catch (Throwable e) {
      owned.closeAfter(e);
      throw e;
    }
  }

  int count() {
    return count;
  }

  int featureCount() {
    return featureCount;
  }

  /** [count, featureCount]. */
  DeviceBuffer features() {
    return features;
  }

  /** [count]. */
  DeviceBuffer labels() {
    return labels;
  }

  @Override
  public void close() {
    owned.close();
  }
}
