package org.parallelbackprop.engine.tribuo;

/** Prints what the probe of the engines says. */
final class ProbeConsole {

  private ProbeConsole() {}

  public static void main(String[] arguments) {
    System.out.println(new TensorFlowEngine().probe());
    System.out.println(new TribuoTensorFlowEngine().probe());
  }
}
