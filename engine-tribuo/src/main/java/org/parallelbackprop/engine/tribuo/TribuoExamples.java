package org.parallelbackprop.engine.tribuo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.parallelbackprop.engine.Examples;
import org.tribuo.Example;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.MutableFeatureMap;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.impl.ArrayExample;

/**
 * Examples as Tribuo keeps them: features by name, zeros left out.
 *
 * @param features all names, also of features that are 0 in every example: otherwise Tribuo would
 *     train a narrower network
 */
record TribuoExamples(
    List<Example<Label>> examples,
    ImmutableFeatureMap features,
    ImmutableOutputInfo<Label> labels) {

  static TribuoExamples of(Examples given) {
    String[] names = names(given.featureCount());
    Map<Label, Integer> numbers = new HashMap<>();
    Label[] labels = new Label[given.classes()];
    for (int k = 0; k < labels.length; k++) {
      labels[k] = new Label(Integer.toString(k));
      numbers.put(labels[k], k);
    }
    List<Example<Label>> examples = new ArrayList<>();
    for (int i = 0; i < given.count(); i++) {
      examples.add(example(given, i, names, labels[given.labels()[i]]));
    }
    return new TribuoExamples(
        examples, features(names), new LabelFactory().constructInfoForExternalModel(numbers));
  }

  /**
   * The same with one more feature that no example has, so that none has all: Tribuo's linear
   * trainer keeps those that do in another form, and cannot add up gradients of both.
   */
  TribuoExamples withAbsentFeature() {
    return new TribuoExamples(examples, features(names(features.size() + 1)), labels);
  }

  /** Tribuo numbers features in the order of their names. */
  private static String[] names(int count) {
    String[] names = new String[count];
    for (int f = 0; f < count; f++) {
      names[f] = String.format(Locale.ROOT, "%08d", f);
    }
    return names;
  }

  private static ImmutableFeatureMap features(String[] names) {
    MutableFeatureMap features = new MutableFeatureMap();
    for (String name : names) {
      features.add(name, 1);
    }
    return new ImmutableFeatureMap(features);
  }

  private static Example<Label> example(Examples given, int i, String[] names, Label label) {
    String[] present = new String[names.length];
    double[] values = new double[names.length];
    int size = 0;
    for (int f = 0; f < names.length; f++) {
      float value = given.features()[i * names.length + f];
      if (value != 0) {
        present[size] = names[f];
        values[size++] = value;
      }
    }
    return new ArrayExample<>(label, Arrays.copyOf(present, size), Arrays.copyOf(values, size));
  }
}
