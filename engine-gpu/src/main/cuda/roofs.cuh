// What the device can do at most: fused multiply-adds on registers alone, and memory with next to no arithmetic. No engine
// trains with these.
#pragma once

// Independent chains of each thread: with the hundreds of threads of a multiprocessor far more than the few instructions
// that a unit has under way.
#define ROOF_CHAINS 8

// Steps between two looks at the loop counter, so that the loop itself costs about 1 %.
#define ROOF_UNROLLED 32

// x <- factor * x + summand, length times in each chain. out[i] of thread i is the sum of its chains, which start at
// (i % WARP + WARP * chain) / (WARP * ROOF_CHAINS). Factor and summand come from outside, so that no compiler can know
// where the chains lead. length is a multiple of ROOF_UNROLLED.
extern "C" __global__ void roof_multiply_add(float *out, float factor, float summand, int length) {
    float x[ROOF_CHAINS];
#pragma unroll
    for (int c = 0; c < ROOF_CHAINS; c++)
        x[c] = (float) (threadIdx.x % WARP + WARP * c) / (WARP * ROOF_CHAINS);
    for (int i = 0; i < length; i += ROOF_UNROLLED) {
#pragma unroll
        for (int k = 0; k < ROOF_UNROLLED; k++) {
#pragma unroll
            for (int c = 0; c < ROOF_CHAINS; c++) x[c] = fmaf(factor, x[c], summand);
        }
    }
    float sum = 0.0f;
#pragma unroll
    for (int c = 0; c < ROOF_CHAINS; c++) sum += x[c];
    out[(size_t) blockIdx.x * blockDim.x + threadIdx.x] = sum;
}

// a[i] = b[i] + scalar * c[i] for quads of floats: the triad of McCalpin's STREAM. One thread per quad.
extern "C" __global__ void roof_triad(float4 *a, const float4 *b, const float4 *c, float scalar, int quads) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= quads) return;
    float4 y = b[i], z = c[i];
    y.x = fmaf(scalar, z.x, y.x);
    y.y = fmaf(scalar, z.y, y.y);
    y.z = fmaf(scalar, z.z, y.z);
    y.w = fmaf(scalar, z.w, y.w);
    a[i] = y;
}
