package org.parallelbackprop.engine.gpu.cuda;

import static jcuda.driver.JCudaDriver.cuGraphDestroy;
import static jcuda.driver.JCudaDriver.cuGraphExecDestroy;
import static jcuda.driver.JCudaDriver.cuGraphGetNodes;
import static jcuda.driver.JCudaDriver.cuGraphInstantiate;
import static jcuda.driver.JCudaDriver.cuGraphLaunch;
import static jcuda.driver.JCudaDriver.cuGraphUpload;
import static jcuda.driver.JCudaDriver.cuStreamBeginCapture;
import static jcuda.driver.JCudaDriver.cuStreamEndCapture;

import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUstreamCaptureMode;

/** Work that was recorded once and is launched by one call. */
public final class CudaGraph implements Owned.Resource {

  private static final int THREAD_LOCAL = CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_THREAD_LOCAL;

  private final CUgraphExec executable = new CUgraphExec();
  private final long nodes;

  private CudaGraph(CUgraph graph) {
    long[] count = new long[1];
    CudaCallException.check(cuGraphGetNodes(graph, null, count), "count the nodes of a graph");
    nodes = count[0];
    CudaCallException.check(
        cuGraphInstantiate(executable, graph, 0L), "instantiate a graph of " + nodes + " nodes");
  }

  /**
   * Records what {@code work} enqueues in {@code stream}, and in streams that wait for it and that
   * it waits for again, instead of doing it.
   */
  public static CudaGraph capture(CudaStream stream, Runnable work) {
    CudaCallException.check(
        cuStreamBeginCapture(stream.handle(), THREAD_LOCAL), "begin to capture a stream");
    CUgraph graph = new CUgraph();
    try {
      work.run();
    } catch (Throwable e) {
      cuStreamEndCapture(stream.handle(), graph); // so that the stream can be destroyed
      cuGraphDestroy(graph);
      throw e;
    }
    try {
      CudaCallException.check(
          cuStreamEndCapture(stream.handle(), graph), "end the capture of a stream");
      return new CudaGraph(graph);
    } finally {
      cuGraphDestroy(graph);
    }
  }

  /** Kernels and copies in it. */
  public long nodes() {
    return nodes;
  }

  /** Brings it to the device ahead of the first launch. */
  public void upload(CudaStream stream) {
    CudaCallException.check(cuGraphUpload(executable, stream.handle()), "upload a graph");
  }

  /** Enqueues all of it. */
  public void launch(CudaStream stream) {
    CudaCallException.check(cuGraphLaunch(executable, stream.handle()), "launch a graph");
  }

  @Override
  public void close() {
    CudaCallException.check(cuGraphExecDestroy(executable), "destroy a graph");
  }
}
