// Arithmetic of single elements and of warps. Kernels.java has the numbers of activations and losses too.
#pragma once

#define WARP 32
#define ALL_LANES 0xffffffffu

#define SIGMOID 0
#define TANH 1
#define RELU 2

#define MSE 0
#define CROSS_ENTROPY 1

// sigma(z)
static __device__ __forceinline__ float activated(float z, int activation) {
    if (activation == SIGMOID) return 1.0f / (1.0f + expf(-z));
    if (activation == TANH) return tanhf(z);
    return z > 0.0f || z != z ? z : 0.0f;
}

// sigma'(z), from a = sigma(z)
static __device__ __forceinline__ float slope(float a, int activation) {
    if (activation == SIGMOID) return a * (1.0f - a);
    if (activation == TANH) return 1.0f - a * a;
    return a > 0.0f ? 1.0f : 0.0f;
}

// The sum over the warp, in every lane: a butterfly, whose order of additions is the same in all of them.
static __device__ __forceinline__ float warpSum(float v) {
    for (int o = WARP / 2; o > 0; o >>= 1) v += __shfl_xor_sync(ALL_LANES, v, o);
    return v;
}

static __device__ __forceinline__ float warpMax(float v) {
    for (int o = WARP / 2; o > 0; o >>= 1) v = fmaxf(v, __shfl_xor_sync(ALL_LANES, v, o));
    return v;
}

// How a parameter moves, see TrainingSpec: g = scale * sum + l2 * w, v = momentum * v + g, w - rate * v.
// scale is 1 / M; velocity is null without momentum.
struct Update {
    float scale, rate, momentum, l2;
};

static __device__ __forceinline__ float updated(float w, float *velocity, float sum, Update u) {
    float g = u.scale * sum + u.l2 * w;
    if (velocity) {
        g = u.momentum * *velocity + g;
        *velocity = g;
    }
    return w - u.rate * g;
}
