package org.parallelbackprop.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parallelbackprop.engine.Activation;
import org.parallelbackprop.engine.BatchOrder;
import org.parallelbackprop.engine.EngineOptions;
import org.parallelbackprop.engine.Examples;
import org.parallelbackprop.engine.Loss;
import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.Philox;
import org.parallelbackprop.engine.TrainingSession;
import org.parallelbackprop.engine.TrainingSpec;

/** docs/redo_a_run.py starts, visits and ends where cpu-serial does. */
final class RedoARunTest {

  private static final long SEED = 77;
  private static final int EPOCHS = 3;
  private static final int SIDE = 4;
  private static final int TRAINING_IMAGES = 240;
  private static final int TEST_IMAGES = 50;
  private static final TrainingSpec SPEC =
      new TrainingSpec(NetworkShape.parse("16-7-10"), Activation.SIGMOID, Loss.MSE, 32, 1.0f, 0, 0);

  @TempDir private Path folder;

  @Test
  void theScriptDoesTheSameRun()
      throws IOException, InterruptedException, NoSuchAlgorithmException {
    assumeTrue(runs("python3", "-c", "import numpy"), "python3 with NumPy is not on this machine");
    Examples all = writeIdx("train", TRAINING_IMAGES, SEED);
    Examples test = writeIdx("t10k", TEST_IMAGES, SEED + 1);
    Examples training = all.first(TRAINING_IMAGES - TRAINING_IMAGES / 6);
    Parameters initial = Parameters.glorotUniform(SPEC.network(), SEED);
    StringBuilder expected =
        new StringBuilder("initial parameters: sha256 " + initial.sha256() + "\n");
    try (TrainingSession session = new CpuSerialEngine().open(SPEC, EngineOptions.NONE, initial)) {
      session.load(training);
      for (int epoch = 1; epoch <= EPOCHS; epoch++) {
        int[] order = BatchOrder.epoch(SEED, epoch, training.count());
        session.trainEpoch(order);
        expected.append(
            String.format(
                Locale.ROOT,
                "epoch %d: order sha256 %s, test accuracy %.4f\n",
                epoch,
                sha256(order),
                accuracy(session.outputs(test), test.labels())));
      }
    }
    assertThat(
            output(
                "python3",
                Path.of("..", "docs", "redo_a_run.py").toString(),
                "--data=" + folder,
                "--network=" + SPEC.network(),
                "--batch-size=" + SPEC.batchSize(),
                "--learning-rate=" + SPEC.learningRate(),
                "--epochs=" + EPOCHS,
                "--seed=" + SEED))
        .isEqualTo(expected.toString());
  }

  /** Images whose label can be read from a pixel, so that there is something to learn. */
  private Examples writeIdx(String name, int count, long seed) throws IOException {
    int pixels = SIDE * SIDE;
    long[] words = Philox.words(seed, 1, count * pixels);
    ByteBuffer images = ByteBuffer.allocate(16 + count * pixels);
    images.putInt(0x803).putInt(count).putInt(SIDE).putInt(SIDE);
    ByteBuffer labels = ByteBuffer.allocate(8 + count);
    labels.putInt(0x801).putInt(count);
    float[] features = new float[count * pixels];
    int[] classes = new int[count];
    for (int e = 0; e < count; e++) {
      classes[e] = (int) (words[e * pixels] >>> 61);
      labels.put((byte) classes[e]);
      for (int i = 0; i < pixels; i++) {
        int pixel = i == classes[e] ? 255 : (int) (words[e * pixels + i] >>> 57);
        images.put((byte) pixel);
        features[e * pixels + i] = pixel / 255f;
      }
    }
    Files.write(folder.resolve(name + "-images-idx3-ubyte"), images.array());
    Files.write(folder.resolve(name + "-labels-idx1-ubyte"), labels.array());
    return new Examples(pixels, SPEC.network().outputs(), features, classes);
  }

  private static double accuracy(float[] outputs, int[] labels) {
    int classes = SPEC.network().outputs();
    int correct = 0;
    for (int e = 0; e < labels.length; e++) {
      int best = 0;
      for (int o = 1; o < classes; o++) {
        if (outputs[e * classes + o] > outputs[e * classes + best]) {
          best = o;
        }
      }
      correct += best == labels[e] ? 1 : 0;
    }
    return correct / (double) labels.length;
  }

  private static String sha256(int[] order) throws NoSuchAlgorithmException {
    ByteBuffer bytes =
        ByteBuffer.allocate(order.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(order);
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
  }

  private static boolean runs(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    } catch (IOException notThere) {
      return false;
    }
  }

  private static String output(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(List.of(command)).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return output;
  }
}
