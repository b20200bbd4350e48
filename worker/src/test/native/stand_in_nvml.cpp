// Stands in for NVIDIA's management library: one GPU at 0000:3B:00.0 that has used 1.5 J more at every reading.
// NVML_STAND_IN=no-energy lets the GPU not count, as those before Volta; =no-driver lets the library not start.
#include <cstdlib>
#include <cstring>

#define API extern "C" __attribute__((visibility("default"))) int

namespace {
const int SUCCESS = 0, NOT_SUPPORTED = 3, NOT_FOUND = 6, DRIVER_NOT_LOADED = 9, UNINITIALIZED = 1;

int started = 0;
int gpu;
unsigned long long millijoules = 250;

bool pretends(const char *what) {
    const char *value = getenv("NVML_STAND_IN");
    return value && strcmp(value, what) == 0;
}
}

API nvmlInit_v2() {
    if (pretends("no-driver")) return DRIVER_NOT_LOADED;
    started++;
    return SUCCESS;
}
API nvmlShutdown() {
    if (started == 0) return UNINITIALIZED;
    started--;
    return SUCCESS;
}
API nvmlDeviceGetHandleByPciBusId_v2(const char *busId, void **device) {
    if (started == 0) return UNINITIALIZED;
    if (strcmp(busId, "0000:3B:00.0") != 0) return NOT_FOUND;
    *device = &gpu;
    return SUCCESS;
}
API nvmlDeviceGetTotalEnergyConsumption(void *device, unsigned long long *energy) {
    if (started == 0) return UNINITIALIZED;
    if (device != &gpu || pretends("no-energy")) return NOT_SUPPORTED;
    *energy = millijoules;
    millijoules += 1500;
    return SUCCESS;
}
