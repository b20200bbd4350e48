#!/usr/bin/env bash
# Compiles the kernels to PTX: make-ptx.sh [FOLDER], by default the folder of the committed resource. Needs nvcc 13.
#
# compute_75 (Turing) is the oldest architecture that CUDA 13 knows; the driver translates from there to the GPU it has.
# The kernels use nothing that is newer than PTX 7.0, while nvcc writes its own newest version, which would ask for the
# newest driver: hence the rewritten .version. Names of what is internal to the file carry hashes of the folder it was
# compiled in: hence the zeros. The first line ties the PTX to its sources; a test compares it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
folder=${1:-../resources/org/parallelbackprop/engine/gpu}
mkdir -p "$folder"
sha256=$(cat *.cu *.cuh | sha256sum | cut -d ' ' -f 1)
raw=$(mktemp)
trap 'rm -f "$raw"' EXIT
nvcc -ptx -arch=compute_75 -o "$raw" parallel_backprop.cu
{
  printf '// sha256 of the sources: %s\n' "$sha256"
  sed -e 's/^\.version .*/.version 7.0/' \
    -e 's/_INTERNAL_[0-9a-f]\{8\}_20_parallel_backprop_cu_[0-9a-f]\{8\}/_INTERNAL_00000000_20_parallel_backprop_cu_00000000/g' \
    "$raw"
} > "$folder/parallel_backprop.ptx"
