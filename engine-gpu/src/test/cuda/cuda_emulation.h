// Runs CUDA kernels on the host, for tests without a GPU: the source of a kernel compiles as it is, every CUDA thread is a
// fiber, and the blocks of a grid follow one another.
//
// Barriers and shuffles are real: a thread that reaches one waits for the others. A block in which some wait and none can
// run aborts with a message, since it would hang on a GPU. Between barriers, threads run one after another, in ascending or
// descending order. Not covered: finer interleavings and the memory model.
#pragma once
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <type_traits>
#include <utility>
#include <vector>

#define __global__
#define __device__
#define __shared__ static // blocks run one at a time: a function's static variable is the block's shared memory
#define __align__(n) __attribute__((aligned(n)))
#define __forceinline__ inline
#define __launch_bounds__(...)

struct uint3 {
    unsigned x, y, z;
};
struct __align__(16) float4 {
    float x, y, z, w;
};

namespace emulation {

// Saves the callee-saved registers and the stack pointer of one fiber, restores those of another. (swapcontext would make
// a system call each time.)
extern "C" void emulation_switch(void **from, void *to) __attribute__((visibility("hidden")));
asm(R"(
.text
.hidden emulation_switch
.globl emulation_switch
.type emulation_switch, @function
emulation_switch:
    pushq %rbp
    pushq %rbx
    pushq %r12
    pushq %r13
    pushq %r14
    pushq %r15
    movq %rsp, (%rdi)
    movq %rsi, %rsp
    popq %r15
    popq %r14
    popq %r13
    popq %r12
    popq %rbx
    popq %rbp
    ret
.size emulation_switch, .-emulation_switch
)");

constexpr unsigned WARP_SIZE = 32;
// An odd number of cache lines, or else the tops of all stacks would compete for the same ones.
constexpr size_t STACK = 16 * 1024 + 64;

enum State { READY, AT_BARRIER, AT_SHUFFLE, DONE };
struct Fiber {
    void *stack;
    State state;
    uint3 index;
    unsigned shuffles; // that it has taken part in
};

inline uint3 thread, block, blockSize, gridSize;
inline std::vector<Fiber> fibers;
inline std::vector<char> stacks;
inline unsigned current;
inline void *scheduler;
inline const std::function<void()> *body;
inline bool lastThreadsFirst = false; // between two barriers; a kernel that lacks one gives other results
inline uint64_t exchanged[2][1024]; // in turn, so that nobody overwrites what a slower lane has yet to read

inline void leave(State state) {
    Fiber &own = fibers[current];
    own.state = state;
    emulation_switch(&own.stack, scheduler);
}

inline void enter() {
    (*body)();
    leave(DONE);
    abort(); // never resumed
}

inline void start(Fiber &fiber, unsigned i) {
    void **top = (void **) (((uintptr_t) &stacks[(i + 1) * STACK]) & ~(uintptr_t) 15);
    *--top = nullptr;         // as if enter had been called: the stack is off by 8 from a multiple of 16
    *--top = (void *) &enter; // where the first switch returns to
    for (int r = 0; r < 6; r++) *--top = nullptr;
    fiber.stack = top;
    fiber.state = READY;
    fiber.index = { i % blockSize.x, i / blockSize.x % blockSize.y, i / (blockSize.x * blockSize.y) };
    fiber.shuffles = 0;
}

// Runs the lanes of a warp until each has ended or waits for other warps.
inline void runWarp(unsigned from, unsigned to) {
    unsigned shuffling;
    do {
        for (unsigned i = 0; i < to - from; i++) {
            current = lastThreadsFirst ? to - 1 - i : from + i;
            if (fibers[current].state == READY) {
                thread = fibers[current].index;
                emulation_switch(&scheduler, fibers[current].stack);
            }
        }
        shuffling = 0;
        for (unsigned i = from; i < to; i++) shuffling += fibers[i].state == AT_SHUFFLE;
        if (shuffling == to - from) for (unsigned i = from; i < to; i++) fibers[i].state = READY;
    } while (shuffling == to - from);
}

inline void runBlock() {
    unsigned n = blockSize.x * blockSize.y * blockSize.z;
    fibers.resize(n);
    if (stacks.size() < (n + 1) * STACK) stacks.resize((n + 1) * STACK);
    for (unsigned i = 0; i < n; i++) start(fibers[i], i);
    for (;;) {
        unsigned warps = (n + WARP_SIZE - 1) / WARP_SIZE;
        for (unsigned i = 0; i < warps; i++) {
            unsigned from = (lastThreadsFirst ? warps - 1 - i : i) * WARP_SIZE;
            runWarp(from, from + WARP_SIZE < n ? from + WARP_SIZE : n);
        }
        unsigned done = 0, waiting = 0;
        for (Fiber &fiber : fibers) {
            done += fiber.state == DONE;
            waiting += fiber.state == AT_BARRIER;
        }
        if (done == n) return;
        if (done + waiting < n) {
            fprintf(stderr, "cuda_emulation: block (%u, %u, %u) hangs: of %u threads, %u have ended and %u are at a barrier\n",
                    block.x, block.y, block.z, n, done, waiting);
            abort();
        }
        for (Fiber &fiber : fibers) if (fiber.state == AT_BARRIER) fiber.state = READY; // those that ended do not count
    }
}

inline void runGrid(uint3 grid, uint3 threads, const std::function<void()> &kernel) {
    gridSize = grid;
    blockSize = threads;
    body = &kernel;
    for (unsigned z = 0; z < grid.z; z++)
        for (unsigned y = 0; y < grid.y; y++)
            for (unsigned x = 0; x < grid.x; x++) {
                block = { x, y, z };
                runBlock();
            }
}

template <class T> T fromLane(T value, unsigned lane) {
    static_assert(sizeof(T) <= sizeof(uint64_t), "shuffles move a register");
    uint64_t *slots = exchanged[fibers[current].shuffles++ % 2];
    memcpy(&slots[current], &value, sizeof value);
    unsigned first = current / WARP_SIZE * WARP_SIZE;
    leave(AT_SHUFFLE);
    memcpy(&value, &slots[first + lane], sizeof value);
    return value;
}

} // namespace emulation

// Read as variables by the kernels, which the scheduler sets before it resumes a fiber.
#define threadIdx emulation::thread
#define blockIdx emulation::block
#define blockDim emulation::blockSize
#define gridDim emulation::gridSize

inline void __syncthreads() { emulation::leave(emulation::AT_BARRIER); }
template <class T> T __shfl_xor_sync(unsigned, T value, int mask) {
    return emulation::fromLane(value, (emulation::current % emulation::WARP_SIZE) ^ (unsigned) mask);
}
