// A stand-in for libcuda.so.1, for tests without a GPU. Device memory is host memory, kernels run in cuda_emulation.h,
// streams run at once, and what is captured is replayed when the graph is launched. It has the functions that the engine
// calls and no other.
//
// It is stricter than a GPU where that finds mistakes: fresh memory is poisoned, all objects are counted, a stream that is
// captured must be joined, and a graph can be replayed in the order of capture or in the one that is furthest from it and
// still respects the graph's edges. Tests set it up by the functions stand_in_* at the end.
#include "cuda_emulation.h"
#include <algorithm>
#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <tuple>

#include "parallel_backprop.cu"

#define API extern "C" __attribute__((visibility("default"))) int

enum Code {
    SUCCESS = 0, INVALID_VALUE = 1, OUT_OF_MEMORY = 2, NO_DEVICE = 100, INVALID_IMAGE = 200, INVALID_CONTEXT = 201,
    INVALID_HANDLE = 400, NOT_FOUND = 500, LAUNCH_FAILED = 719, CAPTURE_UNSUPPORTED = 900, CAPTURE_INVALIDATED = 901,
    CAPTURE_UNJOINED = 904
};

using Work = std::function<int()>;
struct Node {
    Work work;
    std::set<size_t> after;
};
struct Graph {
    std::vector<Node> nodes;
};
struct Stream {
    bool capturing = false;
    std::set<size_t> tails; // the last captured nodes
};
struct Event {
    bool captured = false;
    std::set<size_t> tails;
};
struct Kernel {
    const char *name;
    std::function<Work(uint3, uint3, void **)> bind;
};

constexpr size_t POISONED = 1 << 20;
constexpr int CACHE_BYTES = 4096; // what is measured with arrays that no cache holds is done with small ones

static std::recursive_mutex everything;
static std::map<std::string, std::map<void *, size_t>> live; // kind, object, size
static Graph *captured = nullptr;
static Stream *origin = nullptr;
static std::set<Stream *> joinedIn;
static int driverVersion, devices, capability, multiprocessors, initResult, sticky;
static long memory, launchesUntilFailure, allocationsUntilFailure;
static int replayLatestFirst, skipLaunches;
static std::set<std::string> launched;

#define LOCKED std::lock_guard<std::recursive_mutex> lock(everything)

template <class T> T *made(const char *kind, T *object, size_t size = 0) {
    live[kind][object] = size;
    return object;
}
static bool gone(const char *kind, void *object) { return live[kind].erase(object) == 1; }
static long used() {
    size_t sum = 0;
    for (auto &block : live["device memory"]) sum += block.second;
    return (long) sum;
}

static int enqueue(Stream *stream, Work work) {
    if (sticky) return sticky;
    if (!stream->capturing) return captured ? CAPTURE_UNSUPPORTED : work();
    size_t number = captured->nodes.size();
    captured->nodes.push_back({ work, stream->tails });
    stream->tails = { number };
    return SUCCESS;
}
// for the stand-in for cuBLAS
API stand_in_enqueue(void *stream, int (*function)(void *), void *arguments) {
    LOCKED;
    return enqueue((Stream *) stream, [=] { return function(arguments); });
}

template <class... A, size_t... I> Work bound(const char *name, void (*kernel)(A...), uint3 grid, uint3 block, void **from,
        std::index_sequence<I...>) {
    auto copies = std::make_shared<std::tuple<A...>>(*(A *) from[I]...); // at the call, as the driver does
    return [=] {
        if (launchesUntilFailure > 0 && --launchesUntilFailure == 0) return sticky = LAUNCH_FAILED;
        if (skipLaunches) return (int) SUCCESS;
        launched.insert(name);
        emulation::runGrid(grid, block, [=] { kernel(std::get<I>(*copies)...); });
        return (int) SUCCESS;
    };
}
template <class... A> Kernel entry(const char *name, void (*kernel)(A...)) {
    return { name, [=](uint3 grid, uint3 block, void **arguments) {
                return bound(name, kernel, grid, block, arguments, std::index_sequence_for<A...>{});
            } };
}
#define KERNEL(name) entry(#name, name)
#define PRODUCT_KERNELS(size) KERNEL(forward_##size), KERNEL(input_gradient_##size), KERNEL(weight_gradient_##size)
static Kernel kernels[] = { KERNEL(gather_rows), KERNEL(gather_labels), KERNEL(sum_losses), KERNEL(bias_activation),
    KERNEL(hidden_delta), KERNEL(output_layer), KERNEL(bias_update), KERNEL(momentum_step), KERNEL(head_1), KERNEL(head_4),
    KERNEL(head_update), PRODUCT_KERNELS(128), PRODUCT_KERNELS(64), PRODUCT_KERNELS(32), KERNEL(roof_multiply_add),
    KERNEL(roof_triad) };

static int replay(Graph *graph) {
    size_t n = graph->nodes.size();
    std::vector<bool> done(n, false);
    for (size_t turn = 0; turn < n; turn++) {
        size_t next = n;
        for (size_t i = 0; i < n; i++) {
            size_t candidate = replayLatestFirst ? n - 1 - i : i;
            auto &after = graph->nodes[candidate].after;
            if (!done[candidate] && std::all_of(after.begin(), after.end(), [&](size_t a) { return done[a]; })) {
                next = candidate;
                break;
            }
        }
        int result = graph->nodes[next].work();
        if (result != SUCCESS) return result;
        done[next] = true;
    }
    return SUCCESS;
}

// Errors

static std::map<int, std::pair<const char *, const char *>> errors = {
    { SUCCESS, { "CUDA_SUCCESS", "no error" } },
    { INVALID_VALUE, { "CUDA_ERROR_INVALID_VALUE", "invalid argument" } },
    { OUT_OF_MEMORY, { "CUDA_ERROR_OUT_OF_MEMORY", "out of memory" } },
    { NO_DEVICE, { "CUDA_ERROR_NO_DEVICE", "no CUDA-capable device is detected" } },
    { INVALID_IMAGE, { "CUDA_ERROR_INVALID_IMAGE", "device kernel image is invalid" } },
    { INVALID_CONTEXT, { "CUDA_ERROR_INVALID_CONTEXT", "invalid device context" } },
    { INVALID_HANDLE, { "CUDA_ERROR_INVALID_HANDLE", "invalid resource handle" } },
    { NOT_FOUND, { "CUDA_ERROR_NOT_FOUND", "named symbol not found" } },
    { LAUNCH_FAILED, { "CUDA_ERROR_LAUNCH_FAILED", "unspecified launch failure" } },
    { CAPTURE_UNSUPPORTED, { "CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED", "operation not permitted when stream is capturing" } },
    { CAPTURE_INVALIDATED,
        { "CUDA_ERROR_STREAM_CAPTURE_INVALIDATED", "operation failed due to a previous error during capture" } },
    { CAPTURE_UNJOINED,
        { "CUDA_ERROR_STREAM_CAPTURE_UNJOINED", "capturing stream has unjoined work" } } };
API cuGetErrorName(int code, const char **text) {
    auto found = errors.find(code);
    *text = found == errors.end() ? nullptr : found->second.first;
    return *text ? SUCCESS : INVALID_VALUE;
}
API cuGetErrorString(int code, const char **text) {
    auto found = errors.find(code);
    *text = found == errors.end() ? nullptr : found->second.second;
    return *text ? SUCCESS : INVALID_VALUE;
}

// Driver, device, context

API cuInit(unsigned) { return initResult; }
API cuDriverGetVersion(int *version) {
    *version = driverVersion;
    return SUCCESS;
}
API cuDeviceGetCount(int *count) {
    *count = devices;
    return SUCCESS;
}
API cuDeviceGet(int *device, int ordinal) {
    *device = ordinal;
    return ordinal < devices ? SUCCESS : INVALID_VALUE;
}
API cuDeviceGetName(char *name, int length, int) {
    snprintf(name, (size_t) length, "emulated on the processor");
    return SUCCESS;
}
API cuDeviceGetPCIBusId(char *busId, int length, int) {
    snprintf(busId, (size_t) length, "0000:00:00.0");
    return SUCCESS;
}
API cuDeviceGetAttribute(int *value, int attribute, int) {
    switch (attribute) {
        case 16: *value = multiprocessors; return SUCCESS;
        case 38: *value = CACHE_BYTES; return SUCCESS;
        case 75: *value = capability / 10; return SUCCESS; // major
        case 76: *value = capability % 10; return SUCCESS; // minor
        default: return INVALID_VALUE;
    }
}
API cuDevicePrimaryCtxRetain(void **context, int) {
    LOCKED;
    *context = made("context", new int(0));
    return SUCCESS;
}
API cuDevicePrimaryCtxRelease_v2(int) {
    LOCKED;
    if (live["context"].empty()) return INVALID_CONTEXT;
    live["context"].erase(live["context"].begin());
    if (live["context"].empty()) sticky = 0; // the broken context is gone
    return SUCCESS;
}
API cuCtxSetCurrent(void *) { return SUCCESS; }
API cuCtxSynchronize() { return sticky; }

// Memory

API cuMemGetInfo_v2(size_t *available, size_t *total) {
    LOCKED;
    *total = (size_t) memory;
    *available = (size_t) (memory - used());
    return SUCCESS;
}
API cuMemAlloc_v2(void **pointer, size_t size) {
    LOCKED;
    if (sticky) return sticky;
    if (size == 0) return INVALID_VALUE;
    if (allocationsUntilFailure > 0 && --allocationsUntilFailure == 0) return OUT_OF_MEMORY;
    if (used() + (long) size > memory) return OUT_OF_MEMORY;
    *pointer = aligned_alloc(256, (size + 255) / 256 * 256);
    memset(*pointer, 0xCD, size < POISONED ? size : POISONED); // not the whole of cuBLAS's workspaces
    made("device memory", (char *) *pointer, size);
    return SUCCESS;
}
API cuMemFree_v2(void *pointer) {
    LOCKED;
    if (!gone("device memory", pointer)) return INVALID_VALUE;
    free(pointer);
    return SUCCESS;
}
API cuMemAllocHost_v2(void **pointer, size_t size) {
    LOCKED;
    *pointer = made("host memory", (char *) malloc(size), size);
    return SUCCESS;
}
API cuMemFreeHost(void *pointer) {
    LOCKED;
    if (!gone("host memory", pointer)) return INVALID_VALUE;
    free(pointer);
    return SUCCESS;
}
static int copy(void *to, const void *from, size_t size) {
    if (sticky) return sticky;
    memcpy(to, from, size);
    return SUCCESS;
}
API cuMemcpyHtoD_v2(void *to, const void *from, size_t size) { return copy(to, from, size); }
API cuMemcpyDtoH_v2(void *to, const void *from, size_t size) { return copy(to, from, size); }
API cuMemcpyDtoD_v2(void *to, const void *from, size_t size) { return copy(to, from, size); }
API cuMemcpyHtoDAsync_v2(void *to, const void *from, size_t size, void *stream) {
    LOCKED;
    return enqueue((Stream *) stream, [=] { return copy(to, from, size); });
}
API cuMemcpyDtoHAsync_v2(void *to, const void *from, size_t size, void *stream) {
    LOCKED;
    return enqueue((Stream *) stream, [=] { return copy(to, from, size); });
}
API cuMemsetD8_v2(void *pointer, unsigned char value, size_t size) {
    memset(pointer, value, size);
    return sticky;
}

// Modules and kernels

API cuModuleLoadData(void **module, const void *image) {
    LOCKED;
    if (!strstr((const char *) image, ".entry")) return INVALID_IMAGE;
    *module = made("module", new std::string((const char *) image));
    return SUCCESS;
}
API cuModuleUnload(void *module) {
    LOCKED;
    if (!gone("module", module)) return INVALID_HANDLE;
    delete (std::string *) module;
    return SUCCESS;
}
API cuModuleGetFunction(void **function, void *module, const char *name) {
    std::string entry = std::string(".entry ") + name + "(";
    if (((std::string *) module)->find(entry) == std::string::npos) return NOT_FOUND;
    for (Kernel &kernel : kernels) {
        if (!strcmp(kernel.name, name)) {
            *function = &kernel;
            return SUCCESS;
        }
    }
    return NOT_FOUND;
}
API cuLaunchKernel(void *function, unsigned gridX, unsigned gridY, unsigned gridZ, unsigned blockX, unsigned blockY,
        unsigned blockZ, unsigned, void *stream, void **arguments, void **) {
    LOCKED;
    unsigned threads = blockX * blockY * blockZ;
    if (!gridX || !gridY || !gridZ || !threads || threads > 1024 || gridY > 65535 || gridZ > 65535) return INVALID_VALUE;
    Work work = ((Kernel *) function)->bind({ gridX, gridY, gridZ }, { blockX, blockY, blockZ }, arguments);
    int result = enqueue((Stream *) stream, work);
    return result == LAUNCH_FAILED ? SUCCESS : result; // launches return before a kernel fails
}

// Streams and events

API cuStreamCreate(void **stream, unsigned) {
    LOCKED;
    *stream = made("stream", new Stream);
    return SUCCESS;
}
API cuStreamDestroy_v2(void *stream) {
    LOCKED;
    if (!gone("stream", stream)) return INVALID_HANDLE;
    delete (Stream *) stream;
    return SUCCESS;
}
API cuStreamSynchronize(void *stream) { return ((Stream *) stream)->capturing ? CAPTURE_UNSUPPORTED : sticky; }
API cuEventCreate(void **event, unsigned) {
    LOCKED;
    *event = made("event", new Event);
    return SUCCESS;
}
API cuEventDestroy_v2(void *event) {
    LOCKED;
    if (!gone("event", event)) return INVALID_HANDLE;
    delete (Event *) event;
    return SUCCESS;
}
API cuEventRecord(void *event, void *stream) {
    LOCKED;
    *(Event *) event = { ((Stream *) stream)->capturing, ((Stream *) stream)->tails };
    return sticky;
}
API cuEventSynchronize(void *) { return sticky; }
API cuEventElapsedTime(float *milliseconds, void *, void *) {
    *milliseconds = 1; // time means nothing here
    return sticky;
}
API cuStreamWaitEvent(void *stream, void *event, unsigned) {
    LOCKED;
    Stream *waiting = (Stream *) stream;
    Event *awaited = (Event *) event;
    if (awaited->captured) {
        waiting->capturing = true;
        joinedIn.insert(waiting);
        waiting->tails.insert(awaited->tails.begin(), awaited->tails.end());
    }
    return sticky;
}

// Graphs

API cuStreamBeginCapture_v2(void *stream, int) {
    LOCKED;
    if (captured) return CAPTURE_INVALIDATED;
    captured = made("graph", new Graph);
    origin = (Stream *) stream;
    origin->capturing = true;
    origin->tails.clear();
    joinedIn = { origin };
    return sticky;
}
API cuStreamEndCapture(void *stream, void **graph) {
    LOCKED;
    if (stream != origin) return INVALID_VALUE;
    std::set<size_t> unjoined;
    for (size_t i = 0; i < captured->nodes.size(); i++) unjoined.insert(i);
    for (Node &node : captured->nodes) for (size_t before : node.after) unjoined.erase(before);
    bool joined = std::includes(origin->tails.begin(), origin->tails.end(), unjoined.begin(), unjoined.end());
    for (Stream *each : joinedIn) *each = Stream();
    *graph = captured;
    captured = nullptr;
    origin = nullptr;
    return joined ? sticky : CAPTURE_UNJOINED;
}
API cuGraphInstantiateWithFlags(void **executable, void *graph, unsigned long long) {
    LOCKED;
    *executable = made("executable graph", new Graph(*(Graph *) graph));
    return sticky;
}
API cuGraphGetNodes(void *graph, void **nodes, size_t *count) {
    if (nodes) return INVALID_VALUE;
    *count = ((Graph *) graph)->nodes.size();
    return SUCCESS;
}
API cuGraphUpload(void *, void *) { return sticky; }
API cuGraphLaunch(void *executable, void *) {
    LOCKED;
    if (sticky) return sticky;
    int result = replay((Graph *) executable);
    return result == LAUNCH_FAILED ? SUCCESS : result;
}
API cuGraphDestroy(void *graph) {
    LOCKED;
    if (!gone("graph", graph)) return INVALID_HANDLE;
    delete (Graph *) graph;
    return SUCCESS;
}
API cuGraphExecDestroy(void *executable) {
    LOCKED;
    if (!gone("executable graph", executable)) return INVALID_HANDLE;
    delete (Graph *) executable;
    return SUCCESS;
}

// For tests

// Back to a healthy device.
API stand_in_reset() {
    LOCKED;
    driverVersion = 13000;
    devices = 1;
    capability = 90;
    multiprocessors = 4;
    initResult = SUCCESS;
    memory = 1L << 30;
    launchesUntilFailure = 0;
    allocationsUntilFailure = 0;
    replayLatestFirst = skipLaunches = 0;
    emulation::lastThreadsFirst = false;
    launched.clear();
    return SUCCESS;
}
static int ready = stand_in_reset();

API stand_in_set_driver_version(int version) { return driverVersion = version; }
API stand_in_set_devices(int count) { return devices = count; }
API stand_in_set_capability(int tenfold) { return capability = tenfold; }
API stand_in_set_multiprocessors(int count) { return multiprocessors = count; }
API stand_in_set_init_result(int code) { return initResult = code; }
API stand_in_set_memory(long size) {
    memory = size;
    return SUCCESS;
}
API stand_in_fail_launch(long countdown) {
    launchesUntilFailure = countdown;
    return SUCCESS;
}
API stand_in_fail_allocation(long countdown) {
    allocationsUntilFailure = countdown;
    return SUCCESS;
}
API stand_in_replay_latest_first(int on) { return replayLatestFirst = on; }
API stand_in_skip_launches(int on) { return skipLaunches = on; }
API stand_in_run_last_threads_first(int on) { return emulation::lastThreadsFirst = on; }
// what has not been freed, as "2 event, 1 stream"
API stand_in_describe_live(char *text, int length) {
    LOCKED;
    std::string all;
    for (auto &kind : live) {
        if (!kind.second.empty()) all += (all.empty() ? "" : ", ") + std::to_string(kind.second.size()) + " " + kind.first;
    }
    return snprintf(text, (size_t) length, "%s", all.c_str());
}
// the names of the kernels that have run, joined by spaces
API stand_in_describe_launched(char *text, int length) {
    LOCKED;
    std::string all;
    for (auto &name : launched) all += (all.empty() ? "" : " ") + name;
    return snprintf(text, (size_t) length, "%s", all.c_str());
}
