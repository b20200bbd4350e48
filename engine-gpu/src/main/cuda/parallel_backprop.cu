// All kernels of the GPU engines: one translation unit, compiled to PTX by make-ptx.sh.
//
// Matrices are row-major, [examples, units]; a weight matrix W_l is [n_l, n_{l-1}]. All arithmetic is float32 with the
// fused multiply-adds that are written out or that nvcc contracts.
//
// Owner-computes: every element of an output array is written by one thread, which adds its terms in an order that
// depends on the sizes only. No floating-point atomics, so that a run can be repeated bit for bit.
//
// No headers besides those here and no dynamic shared memory: g++ compiles exactly this text too, for the tests that run
// the kernels without a GPU (src/test/cuda).

#include "arithmetic.cuh"
#include "batches.cuh"
#include "layers.cuh"
#include "head.cuh"
#include "products.cuh"
#include "roofs.cuh"
