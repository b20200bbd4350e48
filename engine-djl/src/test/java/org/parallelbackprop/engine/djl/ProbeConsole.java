package org.parallelbackprop.engine.djl;

import java.io.IOException;
import java.net.Proxy;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.Set;

/**
 * Prints what the probe of the engine says, and every address that it asks for, without going
 * there.
 */
final class ProbeConsole {

  private ProbeConsole() {}

  public static void main(String[] arguments) {
    URL.setURLStreamHandlerFactory(
        protocol -> Set.of("http", "https").contains(protocol) ? new Refusal() : null);
    System.out.println(new DjlPytorchEngine().probe());
  }

  private static final class Refusal extends URLStreamHandler {

    @Override
    protected URLConnection openConnection(URL url) throws IOException {
      System.out.println(url);
      throw new IOException("no network here");
    }

    @Override
    protected URLConnection openConnection(URL url, Proxy proxy) throws IOException {
      return openConnection(url);
    }
  }
}
