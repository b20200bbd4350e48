// Around the batches of an epoch: putting the examples into the epoch's order, adding up their losses.
#pragma once

// out[r][:] = in[order[r]][:]. One block per row, any block size. Rows whose width is a multiple of four floats move as
// 16-byte words.
extern "C" __global__ void gather_rows(float *out, const float *in, const int *order, int cols) {
    const float *from = in + (size_t) order[blockIdx.x] * cols;
    float *to = out + (size_t) blockIdx.x * cols;
    if (cols % 4 == 0) {
        for (int c = threadIdx.x; c < cols / 4; c += blockDim.x) ((float4 *) to)[c] = ((const float4 *) from)[c];
    } else {
        for (int c = threadIdx.x; c < cols; c += blockDim.x) to[c] = from[c];
    }
}

// out[i] = in[order[i]]. One thread per element.
extern "C" __global__ void gather_labels(int *out, const int *in, const int *order, int n) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n) out[i] = in[order[i]];
}

// out[0] = x[0] + ... + x[n-1], in double. One block of SUM_THREADS: thread t adds x[t], x[t + SUM_THREADS], ... in this
// order, then a binary tree adds the threads.
#define SUM_THREADS 512
extern "C" __global__ void __launch_bounds__(SUM_THREADS) sum_losses(double *out, const float *x, int n) {
    __shared__ double part[SUM_THREADS];
    int t = threadIdx.x;
    double s = 0.0;
    for (int i = t; i < n; i += SUM_THREADS) s += x[i];
    part[t] = s;
    __syncthreads();
    for (int o = SUM_THREADS / 2; o > 0; o >>= 1) {
        if (t < o) part[t] += part[t + o];
        __syncthreads();
    }
    if (t == 0) out[0] = part[0];
}
