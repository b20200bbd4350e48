#!/usr/bin/env bash
# Compiles the kernels to PTX: make-ptx.sh [FOLDER], by default the folder of the committed resource. Needs nvcc 13.
#
# compute_75 (Turing) is the oldest architecture that CUDA 13 knows; the driver translates from there to the GPU it has.
# The kernels use nothing that is newer than PTX 7.0, while nvcc writes its own newest version, which would ask for the
# newest driver: hence the rewritten .version. The first line ties the PTX to its sources; a test compares it.
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
  sed 's/^\.version .*/.version 7.0/' "$raw"
} > "$folder/parallel_backprop.ptx"
