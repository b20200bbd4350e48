// A stand-in for libcublas, for tests without a GPU: a matrix product in double on the processor, enqueued on the stream
// of the stand-in for libcuda. With TF32 allowed, it rounds the factors as tensor cores do. It checks leading dimensions
// as the real one.
#include <cstddef>
#include <cstdint>
#include <cstring>

#define API extern "C" __attribute__((visibility("default"))) int
extern "C" int stand_in_enqueue(void *stream, int (*)(void *), void *);

enum Status { SUCCESS = 0, NOT_INITIALIZED = 1, INVALID_VALUE = 7, EXECUTION_FAILED = 13 };
enum MathMode { TF32 = 3 };

struct Handle {
    void *stream = nullptr;
    int mathMode = 0;
};
static int handles = 0;

struct Product {
    bool transposeA, transposeB, tf32;
    int m, n, k;
    float alpha, beta;
    const float *a, *b;
    float *c;
    int lda, ldb, ldc;
};

// to the nearest number with 10 bits after the point, ties away from zero
static float tf32(float x) {
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    bits = (bits + 0x1000) & ~0x1FFFu;
    memcpy(&x, &bits, sizeof bits);
    return x;
}

static int run(void *arguments) {
    Product &p = *(Product *) arguments;
    for (int j = 0; j < p.n; j++)
        for (int i = 0; i < p.m; i++) {
            double sum = 0;
            for (int k = 0; k < p.k; k++) {
                float a = p.transposeA ? p.a[k + (size_t) i * p.lda] : p.a[i + (size_t) k * p.lda];
                float b = p.transposeB ? p.b[j + (size_t) k * p.ldb] : p.b[k + (size_t) j * p.ldb];
                sum += p.tf32 ? (double) tf32(a) * tf32(b) : (double) a * b;
            }
            float &c = p.c[i + (size_t) j * p.ldc];
            c = (float) (p.alpha * sum + (p.beta == 0 ? 0 : (double) p.beta * c));
        }
    return 0;
}

API cublasCreate_v2(Handle **handle) {
    *handle = new Handle;
    handles++;
    return SUCCESS;
}
API cublasDestroy_v2(Handle *handle) {
    if (!handle) return NOT_INITIALIZED;
    delete handle;
    handles--;
    return SUCCESS;
}
API cublasGetVersion_v2(Handle *, int *version) {
    *version = STAND_IN_MAJOR * 10000 + 3 * 100 + 2;
    return SUCCESS;
}
API cublasSetStream_v2(Handle *handle, void *stream) {
    handle->stream = stream;
    return SUCCESS;
}
API cublasSetMathMode(Handle *handle, int mode) {
    handle->mathMode = mode;
    return SUCCESS;
}
API cublasSetWorkspace_v2(Handle *, void *, size_t) { return SUCCESS; }
// Enqueued work may be replayed any number of times: its arguments live on.
API cublasSgemm_v2(Handle *handle, int transposeA, int transposeB, int m, int n, int k, const float *alpha, const float *a,
        int lda, const float *b, int ldb, const float *beta, float *c, int ldc) {
    if (!handle->stream) return NOT_INITIALIZED;
    if (lda < (transposeA ? k : m) || ldb < (transposeB ? n : k) || ldc < m) return INVALID_VALUE;
    Product *product = new Product{ transposeA != 0, transposeB != 0, handle->mathMode == TF32, m, n, k, *alpha, *beta, a, b,
        c, lda, ldb, ldc };
    return stand_in_enqueue(handle->stream, run, product) == 0 ? SUCCESS : EXECUTION_FAILED;
}
API stand_in_live_handles() { return handles; }
