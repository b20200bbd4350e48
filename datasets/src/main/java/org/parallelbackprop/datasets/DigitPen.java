package org.parallelbackprop.datasets;

import java.util.List;

/**
 * Draws one random digit after the other: a glyph, bent by a wave, turned, slanted, stretched and
 * shifted, in some width and strength of ink, with a stray stroke and noise.
 *
 * <p>How far each goes was chosen so that the digits stay readable while a network without a hidden
 * layer stays visibly below one that has it.
 */
final class DigitPen {

  /** Height of an untransformed digit in pixels; MNIST's are 20 pixels high. */
  private static final double HEIGHT = 20;

  private static final double WIDTH = 17;
  private static final double MIDDLE = StrokeCanvas.SIZE / 2.0;
  private static final double MAX_TURN = 0.30;
  private static final double MAX_SLANT = 0.30;
  private static final double MAX_SHIFT = 2.6;
  private static final double MAX_WAVE = 0.055;
  private static final double STRAY_LENGTH = 5;

  private final StrokeCanvas canvas = new StrokeCanvas();

  /**
   * Draws a digit.
   *
   * @param dice where every choice comes from
   * @param images where the picture goes, one byte per pixel
   * @param offset index of its first pixel
   * @return which digit it is
   */
  int draw(DigitDice dice, byte[] images, int offset) {
    int digit = dice.below(IdxContents.CLASSES);
    List<double[]> strokes = DigitGlyphs.strokes(digit, dice.below(DigitGlyphs.ways(digit)));
    Bend bend = Bend.random(dice);
    double radius = dice.between(0.7, 1.9);
    canvas.clear();
    for (double[] stroke : strokes) {
      draw(stroke, bend, radius);
    }
    drawStray(dice);
    addNoise(dice, images, offset);
    return digit;
  }

  private void draw(double[] stroke, Bend bend, double radius) {
    for (int i = 0; i + 3 < stroke.length; i += 2) {
      canvas.stroke(
          bend.x(stroke[i], stroke[i + 1]),
          bend.y(stroke[i], stroke[i + 1]),
          bend.x(stroke[i + 2], stroke[i + 3]),
          bend.y(stroke[i + 2], stroke[i + 3]),
          radius);
    }
  }

  private void drawStray(DigitDice dice) {
    double x = dice.between(2, StrokeCanvas.SIZE - 2);
    double y = dice.between(2, StrokeCanvas.SIZE - 2);
    canvas.stroke(
        x,
        y,
        x + dice.between(-STRAY_LENGTH, STRAY_LENGTH),
        y + dice.between(-STRAY_LENGTH, STRAY_LENGTH),
        dice.between(0, 0.9));
  }

  private void addNoise(DigitDice dice, byte[] images, int offset) {
    double strength = dice.between(140, 255);
    double noise = dice.between(0, 60);
    double[] ink = canvas.ink();
    long word = 0;
    for (int i = 0; i < ink.length; i++) {
      word = i % Long.BYTES == 0 ? dice.word() : word >>> Byte.SIZE;
      double pixel = strength * ink[i] + noise * ((word & 0xff) / 127.5 - 1);
      images[offset + i] = (byte) Math.clamp(Math.round(pixel), 0, 255);
    }
  }

  /** Takes points of the unit square to pixels. */
  private record Bend(
      double xx,
      double xy,
      double yx,
      double yy,
      double shiftX,
      double shiftY,
      double waveX,
      double waveY,
      double phaseX,
      double phaseY) {

    static Bend random(DigitDice dice) {
      double turn = dice.between(-MAX_TURN, MAX_TURN);
      double slant = dice.between(-MAX_SLANT, MAX_SLANT);
      double width = WIDTH * dice.between(0.75, 1.15);
      double height = HEIGHT * dice.between(0.80, 1.12);
      double cos = StrictMath.cos(turn);
      double sin = StrictMath.sin(turn);
      return new Bend(
          cos * width,
          (-sin - slant * cos) * height,
          sin * width,
          (cos - slant * sin) * height,
          MIDDLE + dice.between(-MAX_SHIFT, MAX_SHIFT),
          MIDDLE + dice.between(-MAX_SHIFT, MAX_SHIFT),
          dice.between(-MAX_WAVE, MAX_WAVE),
          dice.between(-MAX_WAVE, MAX_WAVE),
          dice.between(0, 2 * Math.PI),
          dice.between(0, 2 * Math.PI));
    }

    double x(double u, double v) {
      return shiftX + xx * bentU(u, v) + xy * bentV(u, v);
    }

    double y(double u, double v) {
      return shiftY + yx * bentU(u, v) + yy * bentV(u, v);
    }

    private double bentU(double u, double v) {
      return u - 0.5 + waveX * StrictMath.sin(2 * Math.PI * v + phaseX);
    }

    private double bentV(double u, double v) {
      return v - 0.5 + waveY * StrictMath.sin(2 * Math.PI * u + phaseY);
    }
  }
}
