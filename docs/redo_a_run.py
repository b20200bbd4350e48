#!/usr/bin/env python3
"""Does a run of Parallel Backprop again in NumPy, from its definitions alone.

    python3 docs/redo_a_run.py RUN_FOLDER [--data FOLDER]
    python3 docs/redo_a_run.py --data FOLDER --network 784-128-10 --batch-size 32 \\
        --learning-rate 1.0 --epochs 1 --seed 42

RUN_FOLDER is results/.../runs/RUN-ID: what was asked is read from its request.json, and what came
out is compared with its manifest.json (initial parameters, bit for bit), epochs.csv (test accuracy)
and, if the experiment says `keep: parameters`, parameters.safetensors (relative distance). FOLDER
holds the four IDX files of MNIST or of any data set in its form, compressed with gzip or not.

Networks with sigmoid activations, loss mse and plain mini-batch gradient descent are done again;
their formulas stand below. Needs nothing but NumPy.
"""

import argparse
import csv
import gzip
import hashlib
import json
import sys
from pathlib import Path

import numpy as np


def words(seed, stream, n):
    """n words of a Philox stream: all randomness of a run."""
    return np.random.Philox(key=[seed, stream]).random_raw(n)


def initial_parameters(seed, widths):
    """Glorot uniform weights W[l] of shape [n_out, n_in] and zero biases b[l], l = 1, 2, ..."""
    parameters = []
    for l in range(1, len(widths)):
        n_in, n_out = widths[l - 1], widths[l]
        u = (words(seed, l, n_out * n_in) >> np.uint64(11)) * 2.0**-53
        w = ((2 * u - 1) * np.sqrt(6 / (n_in + n_out))).astype(np.float32)
        parameters.append((w.reshape(n_out, n_in), np.zeros(n_out, np.float32)))
    return parameters


def order_of_examples(seed, epoch, n):
    return np.argsort(words(seed, 2**32 + epoch, n), kind="stable")


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def forward(parameters, x):
    """Activations of all layers, examples in rows."""
    activations = [x]
    for w, b in parameters:
        activations.append(sigmoid(activations[-1] @ w.T + b))
    return activations


def train_epoch(parameters, x, y, order, batch_size, learning_rate):
    """Mini-batch gradient descent on L = 1/M sum of |y - a|^2; the last batch may be smaller."""
    alpha = np.float32(learning_rate)
    for first in range(0, len(order), batch_size):
        batch = order[first : first + batch_size]
        a = forward(parameters, x[batch])
        delta = np.float32(2 / len(batch)) * (a[-1] - y[batch]) * a[-1] * (1 - a[-1])
        for l in range(len(parameters) - 1, -1, -1):
            w, b = parameters[l]
            w_gradient = delta.T @ a[l]
            b_gradient = delta.sum(axis=0)
            delta = (delta @ w) * a[l] * (1 - a[l])
            w -= alpha * w_gradient
            b -= alpha * b_gradient


def accuracy(parameters, x, labels):
    chunks = [forward(parameters, x[i : i + 1000])[-1] for i in range(0, len(x), 1000)]
    return float(np.mean(np.concatenate(chunks).argmax(axis=1) == labels))


def read_idx(folder, name):
    """The array in an IDX file; http://yann.lecun.com/exdb/mnist describes the format."""
    plain, compressed = folder / name, folder / (name + ".gz")
    content = plain.read_bytes() if plain.exists() else gzip.decompress(compressed.read_bytes())
    dimensions = [int(n) for n in np.frombuffer(content, ">i4", content[3], 4)]
    return np.frombuffer(content, np.uint8, offset=4 + 4 * len(dimensions)).reshape(dimensions)


def read_dataset(folder, training_examples):
    """Images as float32 rows in 0 ... 1 and labels: the training set without its last sixth,
    10,000 of MNIST's 60,000, which validates; and the test set."""
    images = read_idx(folder, "train-images-idx3-ubyte")
    labels = read_idx(folder, "train-labels-idx1-ubyte")
    n = len(images) - len(images) // 6
    n = min(n, training_examples or n)
    test_images = read_idx(folder, "t10k-images-idx3-ubyte")
    test_labels = read_idx(folder, "t10k-labels-idx1-ubyte")

    def rows(pixels):
        return pixels.reshape(len(pixels), -1).astype(np.float32) / np.float32(255)

    return rows(images[:n]), labels[:n], rows(test_images), test_labels


def read_safetensors(file):
    content = file.read_bytes()
    length = int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + length])
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__":
            begin, end = (8 + length + offset for offset in entry["data_offsets"])
            tensors[name] = np.frombuffer(content[begin:end], "<f4").reshape(entry["shape"])
    return tensors


def named(parameters):
    for l, (w, b) in enumerate(parameters, 1):
        yield f"layer{l}.weight", w
        yield f"layer{l}.bias", b


def sha256(arrays):
    digest = hashlib.sha256()
    for array in arrays:
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()


def relative_distance(actual, expected):
    return float(np.linalg.norm(actual - expected) / np.linalg.norm(expected))


def compare(parameters, tensors):
    """Prints the distance of each tensor, and that of all as one vector."""
    ours, theirs = [], []
    for name, value in named(parameters):
        print(f"  {name:16} relative distance {relative_distance(tensors[name], value):.2e}")
        ours.append(value.ravel().astype(np.float64))
        theirs.append(tensors[name].ravel().astype(np.float64))
    distance = relative_distance(np.concatenate(theirs), np.concatenate(ours))
    print(f"  all parameters   relative distance {distance:.2e}")


def read_arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("run", nargs="?", type=Path, help="folder of the run to do again")
    parser.add_argument("--data", type=Path, help="folder of the IDX files")
    parser.add_argument("--network", help="layer widths, e.g. 784-128-10")
    parser.add_argument("--batch-size", type=int)
    parser.add_argument("--learning-rate", type=float)
    parser.add_argument("--epochs", type=int)
    parser.add_argument("--seed", type=int)
    arguments = parser.parse_args()
    settings = dict(activation="sigmoid", loss="mse", momentum=0, l2=0, training_examples=None)
    if arguments.run:
        request = json.loads((arguments.run / "request.json").read_text())
        settings.update(request["settings"], seed=request["seed"])
        settings["data"] = arguments.data or request["data_folder"]
    for name in ("data", "network", "batch_size", "learning_rate", "epochs", "seed"):
        value = getattr(arguments, name)
        if value is not None:
            settings[name] = value
        elif settings.get(name) is None:
            parser.error(f"--{name.replace('_', '-')} is needed without a run that says it")
    for name, supported in (("activation", "sigmoid"), ("loss", "mse"), ("momentum", 0), ("l2", 0)):
        if settings[name] != supported:
            parser.error(f"the run has {name} {settings[name]}, only {supported} is done again")
    return arguments.run, settings


def main():
    run, settings = read_arguments()
    seed = settings["seed"]
    widths = [int(n) for n in settings["network"].split("-")]
    x, labels, x_test, test_labels = read_dataset(
        Path(settings["data"]), settings["training_examples"]
    )
    y = np.eye(widths[-1], dtype=np.float32)[labels]
    parameters = initial_parameters(seed, widths)
    start = sha256(value for _, value in named(parameters))
    print(f"initial parameters: sha256 {start}")
    recorded = []
    if run:
        manifest = json.loads((run / "manifest.json").read_text())
        if manifest["initial_parameters_sha256"] != start:
            sys.exit(f"  the run started from others: {manifest['initial_parameters_sha256']}")
        print("  the run started from the same, bit for bit")
        with open(run / "epochs.csv", newline="") as file:
            recorded = [row["test_accuracy"] for row in csv.DictReader(file)]
    for epoch in range(1, settings["epochs"] + 1):
        order = order_of_examples(seed, epoch, len(x))
        train_epoch(parameters, x, y, order, settings["batch_size"], settings["learning_rate"])
        line = f"epoch {epoch}: order sha256 {sha256([order.astype('<i4')])}"
        line += f", test accuracy {accuracy(parameters, x_test, test_labels):.4f}"
        if epoch <= len(recorded):
            line += f", the run's {recorded[epoch - 1]}"
        print(line)
    file = run / "parameters.safetensors" if run else None
    if file and file.exists():
        print("the run's trained parameters against these:")
        compare(parameters, read_safetensors(file))


if __name__ == "__main__":
    main()
