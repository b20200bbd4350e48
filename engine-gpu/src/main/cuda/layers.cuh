// What surrounds the matrix products of a layer of any width.
#pragma once

// a[r][c] = sigma(a[r][c] + bias[c]). A thread owns a column of the rows blockIdx.y, blockIdx.y + gridDim.y, ...
extern "C" __global__ void bias_activation(float *a, const float *bias, int rows, int cols, int activation) {
    int c = blockIdx.x * blockDim.x + threadIdx.x;
    if (c >= cols) return;
    float b = bias[c];
    for (int r = blockIdx.y; r < rows; r += gridDim.y) {
        size_t i = (size_t) r * cols + c;
        a[i] = activated(a[i] + b, activation);
    }
}

// d[i] *= sigma'(z[i]), from a = sigma(z). A thread owns four elements; d and a are aligned to 16 bytes.
extern "C" __global__ void hidden_delta(float *d, const float *a, long long n, int activation) {
    long long i = 4 * ((long long) blockIdx.x * blockDim.x + threadIdx.x);
    if (i + 3 < n) {
        float4 v = *(float4 *) (d + i), s = *(const float4 *) (a + i);
        v.x *= slope(s.x, activation);
        v.y *= slope(s.y, activation);
        v.z *= slope(s.z, activation);
        v.w *= slope(s.w, activation);
        *(float4 *) (d + i) = v;
    } else {
        for (; i < n; i++) d[i] *= slope(a[i], activation);
    }
}

// The output layer from z = h W^T: outputs a in place of z, and if there are labels also delta = M dL/dz and the losses
// of the rows. One warp per row; block (WARP, rows per block).
//   MSE:           a = sigmoid(z + b), delta = 2 (a - y) a (1 - a), loss = sum (a - y)^2
//   CROSS_ENTROPY: a = softmax(z + b), delta = a - y,               loss = log sum exp(z + b) - (z + b)[label]
extern "C" __global__ void output_layer(float *z, const float *bias, const int *labels, float *delta, float *losses,
        int rows, int cols, int loss) {
    int r = blockIdx.x * blockDim.y + threadIdx.y, lane = threadIdx.x;
    if (r >= rows) return;
    float *a = z + (size_t) r * cols;
    float greatest = 0.0f, sum = 1.0f;
    if (loss == CROSS_ENTROPY) {
        greatest = -INFINITY;
        for (int c = lane; c < cols; c += WARP) greatest = fmaxf(greatest, a[c] + bias[c]);
        greatest = warpMax(greatest);
        sum = 0.0f;
        for (int c = lane; c < cols; c += WARP) sum += expf(a[c] + bias[c] - greatest);
        sum = warpSum(sum);
    }
    int label = labels ? labels[r] : -1;
    float l = 0.0f;
    for (int c = lane; c < cols; c += WARP) {
        float s = a[c] + bias[c], y = c == label ? 1.0f : 0.0f;
        float v = loss == MSE ? activated(s, SIGMOID) : expf(s - greatest) / sum;
        a[c] = v;
        if (labels) {
            float e = v - y;
            delta[(size_t) r * cols + c] = loss == MSE ? 2.0f * e * (v * (1.0f - v)) : e;
            if (loss == MSE) l += e * e;
            else if (c == label) l = logf(sum) - (s - greatest);
        }
    }
    if (labels) {
        l = warpSum(l);
        if (lane == 0) losses[r] = l;
    }
}

// bias[c] moves by the sum of column c of d. Block (WARP, any): thread row y adds rows y, y + blockDim.y, ..., then the
// first one adds the thread rows in order.
extern "C" __global__ void bias_update(float *bias, float *velocity, const float *d, int rows, int cols, float scale,
        float rate, float momentum) {
    __shared__ float part[WARP][WARP];
    int x = threadIdx.x, y = threadIdx.y, c = blockIdx.x * WARP + x;
    float s = 0.0f;
    if (c < cols) for (int r = y; r < rows; r += blockDim.y) s += d[(size_t) r * cols + c];
    part[y][x] = s;
    __syncthreads();
    if (y == 0 && c < cols) {
        for (int k = 1; k < (int) blockDim.y; k++) s += part[k][x];
        Update u = { scale, rate, momentum, 0.0f };
        bias[c] = updated(bias[c], velocity ? velocity + c : velocity, s, u);
    }
}

// The rest of a step with momentum, after the product has left momentum * v + gradient in v: v += l2 * w, w -= rate * v.
extern "C" __global__ void momentum_step(float *w, float *v, int n, float rate, float l2) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n) {
        float s = v[i] + l2 * w[i];
        v[i] = s;
        w[i] -= rate * s;
    }
}
