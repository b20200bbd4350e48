package org.parallelbackprop.engine.tribuo;

import com.oracle.labs.mlrg.olcut.provenance.ListProvenance;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.tribuo.Dataset;
import org.tribuo.Example;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.OutputInfo;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.protos.core.DatasetProto;
import org.tribuo.provenance.DatasetProvenance;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/** Examples in the order of one epoch: Tribuo's trainer visits a data set from first to last. */
final class OrderedExamples extends Dataset<Label> {

  private static final long serialVersionUID = 1L;

  private final ImmutableFeatureMap features;
  private final ImmutableOutputInfo<Label> labels;

  /** Shares the examples. */
  OrderedExamples(
      List<Example<Label>> examples,
      int[] order,
      ImmutableFeatureMap features,
      ImmutableOutputInfo<Label> labels) {
    super(
        new SimpleDataSourceProvenance("examples of a run", new LabelFactory()),
        new LabelFactory());
    this.features = features;
    this.labels = labels;
    IntStream.of(order).mapToObj(examples::get).forEach(data::add);
  }

  @Override
  public Set<Label> getOutputs() {
    return new HashSet<>(labels.getDomain());
  }

  @Override
  public ImmutableOutputInfo<Label> getOutputIDInfo() {
    return labels;
  }

  @Override
  public OutputInfo<Label> getOutputInfo() {
    return labels;
  }

  @Override
  public ImmutableFeatureMap getFeatureIDMap() {
    return features;
  }

  @Override
  public ImmutableFeatureMap getFeatureMap() {
    return features;
  }

  @Override
  public DatasetProvenance getProvenance() {
    return new DatasetProvenance(sourceProvenance, new ListProvenance<>(), this);
  }

  @Override
  public DatasetProto serialize() {
    throw new UnsupportedOperationException("an epoch's order of examples is not saved");
  }
}
