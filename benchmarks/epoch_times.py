"""Times epochs of MNIST in PyTorch on the same work as EpochTimesConsole, and prints the same line.

usage: epoch_times.py NETWORK BATCH_SIZE EPOCHS THREADS, with PARALLEL_BACKPROP_DATA naming the folder that holds mnist/

Plain SGD (fused where this release of PyTorch has it), sigmoid, the sum of squared errors over the outputs divided by
the batch; the order of the examples is drawn before the clock starts.
"""
import gzip
import os
import pathlib
import statistics
import sys
import time

try:
    import numpy as np
    import torch
except ImportError as missing:
    print(f"unavailable this Python has no {missing.name}")
    sys.exit()


def idx(name):
    folder = pathlib.Path(os.environ["PARALLEL_BACKPROP_DATA"]) / "mnist"
    packed = folder / (name + ".gz")
    content = gzip.decompress(packed.read_bytes()) if packed.exists() else (folder / name).read_bytes()
    dimensions = content[3]
    shape = [int.from_bytes(content[4 + 4 * i:8 + 4 * i], "big") for i in range(dimensions)]
    return np.frombuffer(content, np.uint8, offset=4 + 4 * dimensions).reshape(shape)


def main():
    widths = [int(width) for width in sys.argv[1].split("-")]
    batch, epochs, threads = (int(argument) for argument in sys.argv[2:5])
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    x = torch.from_numpy(idx("train-images-idx3-ubyte")[:50000].reshape(-1, widths[0]).astype(np.float32) / 255)
    y = torch.nn.functional.one_hot(torch.from_numpy(idx("train-labels-idx1-ubyte")[:50000].astype(np.int64)),
                                    widths[-1]).float()
    layers = []
    for before, after in zip(widths, widths[1:]):
        layers += [torch.nn.Linear(before, after), torch.nn.Sigmoid()]
    network = torch.nn.Sequential(*layers)
    try:
        descent = torch.optim.SGD(network.parameters(), lr=0.1, fused=True)
    except (TypeError, RuntimeError):
        descent = torch.optim.SGD(network.parameters(), lr=0.1)
    seconds = []
    for _ in range(epochs):
        order = torch.randperm(len(x))
        begin = time.perf_counter()
        for start in range(0, len(x), batch):
            rows = order[start:start + batch]
            descent.zero_grad()
            loss = ((network(x[rows]) - y[rows]) ** 2).sum() / len(rows)
            loss.backward()
            descent.step()
        seconds.append(time.perf_counter() - begin)
    assert 0 < loss.item() < 1, "this is no training"
    median = statistics.median(seconds[1:])
    products = [before * after for before, after in zip(widths, widths[1:])]
    flops = len(x) * (6 * sum(products) - 2 * products[0])
    print(f"result {median:.4f} {seconds[0]:.4f} {flops / median * 1e-9:.1f} NaN {loss.item():.6f}")


main()
