package org.parallelbackprop.engine.gpu.cuda;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import jcuda.jcublas.JCublas2;

/**
 * The cuBLAS of this machine, and JCuda's library over it.
 *
 * <p>JCuda 12.6 is linked against {@code libcublas.so.12}. CUDA 13 has {@code libcublas.so.13}, in
 * which every function that JCuda imports is still there with the same prototype: there a copy of
 * JCuda's library is loaded that asks for that name.
 */
public sealed interface CublasLibrary {

  /** It is loaded. */
  record Loaded(int major) implements CublasLibrary {}

  /** There is none. */
  record Missing() implements CublasLibrary {}

  /** There is one that JCuda does not fit. */
  record WrongVersion(int major) implements CublasLibrary {}

  /** There is one, but the linker refuses it. */
  record NotLoadable(String file, String why) implements CublasLibrary {}

  /** What JCuda's library is linked against. */
  int LINKED = 12;

  /** Versions that fit, the best first. */
  List<Integer> FITTING = List.of(LINKED, 13);

  /** Versions that one may meet. */
  List<Integer> OTHERS = List.of(11, 10, 14);

  /** Loading happens once in a process, whatever comes of it. */
  final class Holder {
    static final CublasLibrary OF_THIS_MACHINE = load(folders(System.getenv()));

    private Holder() {}
  }

  /** Finds and loads it. */
  static CublasLibrary ofThisMachine() {
    return Holder.OF_THIS_MACHINE;
  }

  private static CublasLibrary load(List<Path> folders) {
    for (int major : FITTING) {
      if (linkerFinds(major)) {
        return loadJCublas(major, fileName(major));
      }
    }
    for (int major : FITTING) {
      for (Path folder : folders) {
        Path file = folder.resolve(fileName(major));
        if (Files.exists(file)) {
          return loadFrom(file, major);
        }
      }
    }
    for (int major : OTHERS) {
      if (linkerFinds(major)
          || folders.stream().anyMatch(folder -> Files.exists(folder.resolve(fileName(major))))) {
        return new WrongVersion(major);
      }
    }
    return new Missing();
  }

  /** Where the linker looks, and where NVIDIA's installers and distributions put CUDA. */
  private static List<Path> folders(Map<String, String> environment) {
    List<Path> folders = new ArrayList<>();
    for (String folder : environment.getOrDefault("LD_LIBRARY_PATH", "").split(":", -1)) {
      if (!folder.isEmpty()) {
        folders.add(Path.of(folder));
      }
    }
    for (String variable : List.of("CUDA_HOME", "CUDA_PATH")) {
      String home = environment.get(variable);
      if (home != null) {
        folders.add(Path.of(home, "lib64"));
      }
    }
    folders.add(Path.of("/usr/local/cuda/lib64"));
    List<Path> versions = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/usr/local"), "cuda-*")) {
      all.forEach(versions::add);
    } catch (IOException e) {
      // No such folder: nothing to add.
    }
    versions.sort(Comparator.reverseOrder());
    versions.forEach(version -> folders.add(version.resolve("lib64")));
    folders.add(Path.of("/opt/cuda/lib64"));
    folders.add(Path.of("/usr/lib/x86_64-linux-gnu"));
    folders.add(Path.of("/usr/lib64"));
    return folders;
  }

  private static String fileName(int major) {
    return "libcublas.so." + major;
  }

  @SuppressWarnings("restricted") // engines.properties asks for native access
  private static boolean linkerFinds(int major) {
    try {
      var _ = SymbolLookup.libraryLookup(fileName(major), Arena.global());
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Once it is loaded, the linker finds it by its name, wherever it lies. */
  @SuppressWarnings("restricted") // engines.properties asks for native access
  private static CublasLibrary loadFrom(Path file, int major) {
    try {
      System.load(file.toAbsolutePath().toString());
    } catch (UnsatisfiedLinkError e) {
      return new NotLoadable(file.toString(), String.valueOf(e.getMessage()));
    }
    return loadJCublas(major, file.toString());
  }

  private static CublasLibrary loadJCublas(int major, String file) {
    UnaryOperator<byte[]> change =
        major == LINKED
            ? UnaryOperator.identity()
            : library -> ElfLibrary.retarget(library, fileName(LINKED), fileName(major));
    Optional<String> problem = JCudaNatives.load("JCublas2", JCublas2.class.getName(), change);
    return problem.<CublasLibrary>map(why -> new NotLoadable(file, why)).orElse(new Loaded(major));
  }
}
