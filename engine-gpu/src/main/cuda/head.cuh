// The middle of a step for networks whose last layer is small: everything between the product that enters the last
// hidden layer and the gradient that leaves it, in one kernel, and the small updates in another.
#pragma once

#define HEAD_CLASSES 16
#define HEAD_THREADS 256
#define HEAD_WARPS (HEAD_THREADS / WARP)

// For every row of a mini-batch, with z = x W_{L-1}^T in h:
//   h = sigma(z + bh), a = output(h w^T + bo), delta = M dL/d(h w^T + bo), dh = (delta w) * sigma'(z + bh)
// h [rows, hidden] is replaced, dh [rows, hidden], delta [rows, classes] and losses [rows] are written.
// w [classes, hidden], classes <= HEAD_CLASSES. A block owns ROWS rows and reads w once for all of them; the order of the
// additions does not depend on ROWS: thread t adds units t, t + HEAD_THREADS, ..., a butterfly adds the lanes, and the
// warps follow in order.
template <int ROWS>
static __device__ __forceinline__ void head(float *h, float *dh, float *delta, float *losses, const float *bh,
        const float *w, const float *bo, const int *labels, int rows, int hidden, int classes, int activation, int loss) {
    __shared__ float part[HEAD_WARPS][ROWS][HEAD_CLASSES];
    __shared__ float deltas[ROWS][HEAD_CLASSES];
    int t = threadIdx.x, lane = t % WARP, warp = t / WARP, first = blockIdx.x * ROWS;
    float acc[ROWS][HEAD_CLASSES];
#pragma unroll
    for (int q = 0; q < ROWS; q++)
#pragma unroll
        for (int c = 0; c < HEAD_CLASSES; c++) acc[q][c] = 0.0f;

    for (int j = t; j < hidden; j += HEAD_THREADS) {
        float b = bh[j], x[ROWS];
#pragma unroll
        for (int q = 0; q < ROWS; q++) {
            x[q] = 0.0f;
            if (first + q < rows) {
                size_t i = (size_t) (first + q) * hidden + j;
                x[q] = activated(h[i] + b, activation);
                h[i] = x[q];
            }
        }
#pragma unroll
        for (int c = 0; c < HEAD_CLASSES; c++) {
            if (c < classes) {
                float v = w[c * hidden + j];
#pragma unroll
                for (int q = 0; q < ROWS; q++) acc[q][c] = fmaf(v, x[q], acc[q][c]);
            }
        }
    }
#pragma unroll
    for (int q = 0; q < ROWS; q++)
#pragma unroll
        for (int c = 0; c < HEAD_CLASSES; c++) {
            if (c < classes) {
                float s = warpSum(acc[q][c]);
                if (lane == 0) part[warp][q][c] = s;
            }
        }
    __syncthreads();

    if (warp < ROWS) { // warp q finishes row q, lane c its class c
        int r = first + warp, label = r < rows ? labels[r] : 0;
        bool mine = lane < classes && r < rows;
        float z = 0.0f;
        if (mine) {
            z = bo[lane];
            for (int k = 0; k < HEAD_WARPS; k++) z += part[k][warp][lane];
        }
        float y = lane == label ? 1.0f : 0.0f, d, l;
        if (loss == MSE) {
            float a = activated(z, SIGMOID), e = a - y;
            d = 2.0f * e * (a * (1.0f - a));
            l = e * e;
        } else {
            float greatest = warpMax(mine ? z : -INFINITY);
            float p = mine ? expf(z - greatest) : 0.0f, sum = warpSum(p);
            d = p / sum - y;
            l = lane == label ? logf(sum) - (z - greatest) : 0.0f;
        }
        l = warpSum(mine ? l : 0.0f);
        if (lane < HEAD_CLASSES) deltas[warp][lane] = mine ? d : 0.0f;
        if (mine) delta[(size_t) r * classes + lane] = d;
        if (r < rows && lane == 0) losses[r] = l;
    }
    __syncthreads();

    for (int j = t; j < hidden; j += HEAD_THREADS) {
        float s[ROWS];
#pragma unroll
        for (int q = 0; q < ROWS; q++) s[q] = 0.0f;
#pragma unroll
        for (int c = 0; c < HEAD_CLASSES; c++) {
            if (c < classes) {
                float v = w[c * hidden + j];
#pragma unroll
                for (int q = 0; q < ROWS; q++) s[q] = fmaf(v, deltas[q][c], s[q]);
            }
        }
#pragma unroll
        for (int q = 0; q < ROWS; q++) {
            if (first + q < rows) {
                size_t i = (size_t) (first + q) * hidden + j;
                dh[i] = s[q] * slope(h[i], activation);
            }
        }
    }
}

// One row per block, for small mini-batches: as many blocks as there are rows.
extern "C" __global__ void __launch_bounds__(HEAD_THREADS) head_1(float *h, float *dh, float *delta, float *losses,
        const float *bh, const float *w, const float *bo, const int *labels, int rows, int hidden, int classes,
        int activation, int loss) {
    head<1>(h, dh, delta, losses, bh, w, bo, labels, rows, hidden, classes, activation, loss);
}

// Four rows per block, for large ones: a quarter of the traffic for w.
extern "C" __global__ void __launch_bounds__(HEAD_THREADS) head_4(float *h, float *dh, float *delta, float *losses,
        const float *bh, const float *w, const float *bo, const int *labels, int rows, int hidden, int classes,
        int activation, int loss) {
    head<4>(h, dh, delta, losses, bh, w, bo, labels, rows, hidden, classes, activation, loss);
}

// The small updates of a step: w [classes, hidden] by delta^T h, bh [hidden] by the columns of dh, bo [classes] by the
// columns of delta. Block (WARP, any), one block per WARP hidden units and a last one for bo. Thread row y adds rows
// y, y + blockDim.y, ... of the mini-batch, then one of them adds the thread rows in order.
// vw, vbh and vbo are the velocities, null without momentum.
extern "C" __global__ void __launch_bounds__(WARP * WARP) head_update(float *w, float *bh, float *bo, float *vw,
        float *vbh, float *vbo, const float *h, const float *dh, const float *delta, int rows, int hidden, int classes,
        float scale, float rate, float momentum, float l2) {
    __shared__ float part[2][WARP][WARP];
    int x = threadIdx.x, y = threadIdx.y, height = blockDim.y, j = blockIdx.x * WARP + x;
    bool last = blockIdx.x == gridDim.x - 1;
    float acc[HEAD_CLASSES + 1]; // the last one is for bh, or in the last block for bo
#pragma unroll
    for (int c = 0; c <= HEAD_CLASSES; c++) acc[c] = 0.0f;
    if (last) {
        if (x < classes) for (int r = y; r < rows; r += height) acc[HEAD_CLASSES] += delta[(size_t) r * classes + x];
    } else if (j < hidden) {
        for (int r = y; r < rows; r += height) {
            float v = h[(size_t) r * hidden + j];
#pragma unroll
            for (int c = 0; c < HEAD_CLASSES; c++) {
                if (c < classes) acc[c] = fmaf(delta[(size_t) r * classes + c], v, acc[c]);
            }
            acc[HEAD_CLASSES] += dh[(size_t) r * hidden + j];
        }
    }
    Update weights = { scale, rate, momentum, l2 }, biases = { scale, rate, momentum, 0.0f };
#pragma unroll
    for (int c = 0; c <= HEAD_CLASSES; c++) {
        if (c == HEAD_CLASSES || (c < classes && !last)) {
            // Two buffers in turn: when a thread row writes one again, everybody has passed the barrier after its sum.
            float (*own)[WARP] = part[(c < HEAD_CLASSES ? c : classes) % 2];
            own[y][x] = acc[c];
            __syncthreads();
            if (y == c % height) {
                float s = own[0][x];
                for (int k = 1; k < height; k++) s += own[k][x];
                if (last) {
                    if (x < classes) bo[x] = updated(bo[x], vbo ? vbo + x : vbo, s, biases);
                } else if (j < hidden) {
                    int i = c * hidden + j;
                    if (c < HEAD_CLASSES) w[i] = updated(w[i], vw ? vw + i : vw, s, weights);
                    else bh[j] = updated(bh[j], vbh ? vbh + j : vbh, s, biases);
                }
            }
        }
    }
}
