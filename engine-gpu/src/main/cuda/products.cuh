// The three matrix products of a layer, for gpu-cuda: tiles in shared memory, blocks of registers per thread, the next
// tile on its way from global memory while the present one is used, and the elementwise work that follows as epilogue.
//
// Element [i, j] of a result is one chain of fused multiply-adds over ascending k, whatever the tile: the choice among the
// tile sizes changes no bit.
//
// Source of the scheme: V. Volkov, J. Demmel, "Benchmarking GPUs to tune dense linear algebra", SC 2008; NVIDIA's CUTLASS,
// "Efficient GEMM in CUDA".
#pragma once

// One operand's tile: SPAN rows or columns of the result by DEPTH terms of the sum. Element (s, k) of the operand lies at
// p[s * ld + k] if K_CONTIGUOUS, else at p[k * ld + s]. Outside the operand it is 0.
template <int SPAN, int DEPTH, int THREADS, bool K_CONTIGUOUS>
struct Operand {
    static constexpr int QUADS = SPAN * DEPTH / 4 / THREADS;
    static constexpr int PITCH = SPAN + 4; // rows stay aligned to 16 bytes and start in different banks
    static_assert(QUADS * 4 * THREADS == SPAN * DEPTH, "every thread moves the same number of quads");

    const float *p;
    int ld, spans, depth;
    bool aligned; // a quad that lies inside may be read as one 16-byte word
    float4 quad[QUADS];

    __device__ __forceinline__ Operand(const float *p, int ld, int spans, int depth)
        : p(p), ld(ld), spans(spans), depth(depth), aligned(ld % 4 == 0 && (size_t) p % 16 == 0) {}

    __device__ __forceinline__ float at(int s, int k) const {
        if (s >= spans || k >= depth) return 0.0f;
        return K_CONTIGUOUS ? p[(size_t) s * ld + k] : p[(size_t) k * ld + s];
    }

    // from global memory into registers
    __device__ __forceinline__ void fetch(int s0, int k0) {
#pragma unroll
        for (int q = 0; q < QUADS; q++) {
            int e = q * THREADS + threadIdx.x;
            if (K_CONTIGUOUS) {
                int s = s0 + e / (DEPTH / 4), k = k0 + e % (DEPTH / 4) * 4;
                if (aligned && s < spans && k + 3 < depth) {
                    quad[q] = *(const float4 *) (p + (size_t) s * ld + k);
                } else {
                    quad[q] = { at(s, k), at(s, k + 1), at(s, k + 2), at(s, k + 3) };
                }
            } else {
                int s = s0 + e % (SPAN / 4) * 4, k = k0 + e / (SPAN / 4);
                if (aligned && s + 3 < spans && k < depth) {
                    quad[q] = *(const float4 *) (p + (size_t) k * ld + s);
                } else {
                    quad[q] = { at(s, k), at(s + 1, k), at(s + 2, k), at(s + 3, k) };
                }
            }
        }
    }

    // from registers into shared memory, as tile[k][s]
    __device__ __forceinline__ void store(float (*tile)[PITCH]) const {
#pragma unroll
        for (int q = 0; q < QUADS; q++) {
            int e = q * THREADS + threadIdx.x;
            if (K_CONTIGUOUS) {
                int s = e / (DEPTH / 4), k = e % (DEPTH / 4) * 4;
                tile[k][s] = quad[q].x;
                tile[k + 1][s] = quad[q].y;
                tile[k + 2][s] = quad[q].z;
                tile[k + 3][s] = quad[q].w;
            } else {
                *(float4 *) &tile[e / (SPAN / 4)][e % (SPAN / 4) * 4] = quad[q];
            }
        }
    }
};

// What becomes of the sum for element [i, j]; n is the width of the result.
struct Activate { // c = sigma(sum + bias[j]), or the sum itself if bias is null
    const float *bias;
    int activation;
    __device__ __forceinline__ void operator()(float *c, size_t, int j, float sum) const {
        *c = bias ? activated(sum + bias[j], activation) : sum;
    }
};
struct TimesSlope { // c = sum * sigma'(z), from a = sigma(z)
    const float *a;
    int activation;
    __device__ __forceinline__ void operator()(float *c, size_t at, int, float sum) const {
        *c = sum * slope(a[at], activation);
    }
};
struct Accumulate { // c = alpha * sum + beta * c
    float alpha, beta;
    __device__ __forceinline__ void operator()(float *c, size_t, int, float sum) const {
        *c = alpha * sum + beta * *c;
    }
};

// c [m, n] from A [m, depth] and B [depth, n]. A block owns a tile of HEIGHT x WIDTH elements, a thread ROWS x COLS of
// them in pieces of PIECE neighbours, so that neighbouring threads read neighbouring words of shared memory.
// block.x = HEIGHT / ROWS * (WIDTH / COLS), grid = (ceil(n / WIDTH), ceil(m / HEIGHT)).
template <int HEIGHT, int WIDTH, int DEPTH, int ROWS, int COLS, bool A_K_CONTIGUOUS, bool B_K_CONTIGUOUS, class Epilogue>
static __device__ __forceinline__ void product(float *c, const float *a, int lda, const float *b, int ldb, int m, int n,
        int depth, Epilogue epilogue) {
    constexpr int ACROSS = WIDTH / COLS, DOWN = HEIGHT / ROWS, THREADS = ACROSS * DOWN, PIECE = 4;
    typedef Operand<HEIGHT, DEPTH, THREADS, A_K_CONTIGUOUS> A;
    typedef Operand<WIDTH, DEPTH, THREADS, B_K_CONTIGUOUS> B;
    __shared__ __align__(16) float as[2][DEPTH][A::PITCH];
    __shared__ __align__(16) float bs[2][DEPTH][B::PITCH];
    int tx = threadIdx.x % ACROSS, ty = threadIdx.x / ACROSS, i0 = blockIdx.y * HEIGHT, j0 = blockIdx.x * WIDTH;
    A left(a, lda, m, depth);
    B right(b, ldb, n, depth);
    float acc[ROWS][COLS];
#pragma unroll
    for (int p = 0; p < ROWS; p++)
#pragma unroll
        for (int q = 0; q < COLS; q++) acc[p][q] = 0.0f;

    left.fetch(i0, 0);
    right.fetch(j0, 0);
    left.store(as[0]);
    right.store(bs[0]);
    __syncthreads();
    int stage = 0;
    for (int k0 = 0; k0 < depth; k0 += DEPTH) {
        bool more = k0 + DEPTH < depth;
        if (more) {
            left.fetch(i0, k0 + DEPTH);
            right.fetch(j0, k0 + DEPTH);
        }
#pragma unroll
        for (int k = 0; k < DEPTH; k++) {
            float4 x[ROWS / PIECE], y[COLS / PIECE];
#pragma unroll
            for (int p = 0; p < ROWS / PIECE; p++) x[p] = *(const float4 *) &as[stage][k][(p * DOWN + ty) * PIECE];
#pragma unroll
            for (int q = 0; q < COLS / PIECE; q++) y[q] = *(const float4 *) &bs[stage][k][(q * ACROSS + tx) * PIECE];
#pragma unroll
            for (int p = 0; p < ROWS; p++)
#pragma unroll
                for (int q = 0; q < COLS; q++) {
                    acc[p][q] = fmaf((&x[p / PIECE].x)[p % PIECE], (&y[q / PIECE].x)[q % PIECE], acc[p][q]);
                }
        }
        if (more) { // the other stage was last read before the barrier of the previous turn
            left.store(as[stage ^ 1]);
            right.store(bs[stage ^ 1]);
        }
        __syncthreads();
        stage ^= 1;
    }
#pragma unroll
    for (int p = 0; p < ROWS; p++)
#pragma unroll
        for (int q = 0; q < COLS; q++) {
            int i = i0 + (p / PIECE * DOWN + ty) * PIECE + p % PIECE;
            int j = j0 + (q / PIECE * ACROSS + tx) * PIECE + q % PIECE;
            if (i < m && j < n) {
                size_t at = (size_t) i * n + j;
                epilogue(c + at, at, j, acc[p][q]);
            }
        }
}

// The products of a layer with `in` inputs and `out` outputs over `rows` examples, each in three tile sizes: the larger
// the tile, the fewer reads per multiply-add; the smaller, the more blocks to fill the GPU with.
#define PRODUCTS(SIZE, DEPTH, ROWS, COLS, THREADS)                                                                         \
    /* h [rows, out] = sigma(a [rows, in] w^T + bias), w [out, in]; without bias (null) the product itself */              \
    extern "C" __global__ void __launch_bounds__(THREADS) forward_##SIZE(float *h, const float *a, const float *w,         \
            const float *bias, int rows, int in, int out, int activation) {                                                \
        Activate epilogue = { bias, activation };                                                                          \
        product<SIZE, SIZE, DEPTH, ROWS, COLS, true, true>(h, a, in, w, in, rows, out, in, epilogue);                      \
    }                                                                                                                      \
    /* da [rows, in] = (d [rows, out] w) * sigma'(z), with a [rows, in] = sigma(z) */                                      \
    extern "C" __global__ void __launch_bounds__(THREADS) input_gradient_##SIZE(float *da, const float *d, const float *w, \
            const float *a, int rows, int in, int out, int activation) {                                                   \
        TimesSlope epilogue = { a, activation };                                                                           \
        product<SIZE, SIZE, DEPTH, ROWS, COLS, true, false>(da, d, out, w, in, rows, in, out, epilogue);                   \
    }                                                                                                                      \
    /* w [out, in] = alpha d^T a + beta w */                                                                               \
    extern "C" __global__ void __launch_bounds__(THREADS) weight_gradient_##SIZE(float *w, const float *d, const float *a, \
            int rows, int in, int out, float alpha, float beta) {                                                          \
        Accumulate epilogue = { alpha, beta };                                                                             \
        product<SIZE, SIZE, DEPTH, ROWS, COLS, false, false>(w, d, out, a, in, out, in, rows, epilogue);                   \
    }

PRODUCTS(128, 8, 8, 8, 256)
PRODUCTS(64, 16, 4, 4, 256)
PRODUCTS(32, 16, 4, 4, 64)
