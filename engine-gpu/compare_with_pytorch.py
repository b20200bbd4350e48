#!/usr/bin/env python3
"""Times PyTorch doing the work of gpu-check's batch sweep, on the same GPU, and prints both side by side in Markdown.

    compare_with_pytorch.py TIMES.CSV [--examples=50000] [--epochs=20]

TIMES.CSV is what gpu-check --times writes: engine, network, batch_size, seconds per epoch (median). The same work: fully
connected layers with sigmoids, loss = squared error summed over outputs and averaged over the mini-batch, plain SGD, all
examples once per epoch in a new order, the smaller last mini-batch included, the training set resident on the GPU and
put into order once per epoch. Three ways: eager, the whole epoch captured as one CUDA graph, and torch.compile. An epoch
is timed from the order of the examples on the host to the loss on the host, as gpu-check does.
"""
import csv
import statistics
import sys
import time

import torch

LEARNING_RATE = 0.1
WARM_UP = 3


def network(widths):
    layers = []
    for n_in, n_out in zip(widths, widths[1:]):
        layers += [torch.nn.Linear(n_in, n_out), torch.nn.Sigmoid()]
    return torch.nn.Sequential(*layers).cuda()


class Epoch:
    """One pass over the examples; subclasses say how its work reaches the GPU."""

    def __init__(self, widths, batch_size, features, targets):
        torch.manual_seed(1)
        self.model = network(widths)
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=LEARNING_RATE, fused=True)
        self.batch_size = batch_size
        self.features, self.targets = features, targets
        self.order = torch.arange(len(features), device='cuda')
        self.x, self.y = torch.empty_like(features), torch.empty_like(targets)
        self.total = torch.zeros((), device='cuda')

    def step(self, x, y):
        self.optimizer.zero_grad(set_to_none=True)
        loss = (self.model(x) - y).square().sum() / len(x)
        loss.backward()
        self.optimizer.step()
        return loss.detach()

    def work(self):
        torch.index_select(self.features, 0, self.order, out=self.x)
        torch.index_select(self.targets, 0, self.order, out=self.y)
        self.total.zero_()
        for x, y in zip(self.x.split(self.batch_size), self.y.split(self.batch_size)):
            self.total += self.step(x, y) * len(x)

    def run(self, order):
        self.order.copy_(order)
        self.work()
        return self.total.item()


class CompiledEpoch(Epoch):
    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.loss = torch.compile(lambda x, y: (self.model(x) - y).square().sum() / len(x), dynamic=False)

    def step(self, x, y):
        self.optimizer.zero_grad(set_to_none=True)
        loss = self.loss(x, y)
        loss.backward()
        self.optimizer.step()
        return loss.detach()


class GraphEpoch(Epoch):
    def __init__(self, *arguments):
        super().__init__(*arguments)
        side = torch.cuda.Stream()
        side.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(side):  # as PyTorch's documentation asks before a capture
            self.work()
        torch.cuda.current_stream().wait_stream(side)
        self.optimizer.zero_grad(set_to_none=True)
        self.graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(self.graph):
            self.work()

    def run(self, order):
        self.order.copy_(order)
        self.graph.replay()
        return self.total.item()


def median_milliseconds(kind, widths, batch_size, features, targets, epochs):
    try:
        epoch = kind(widths, batch_size, features, targets)
        times = []
        for i in range(WARM_UP + epochs):
            order = torch.randperm(len(features))
            torch.cuda.synchronize()
            start = time.perf_counter()
            epoch.run(order)
            times.append(time.perf_counter() - start)
        return 1e3 * statistics.median(times[WARM_UP:])
    except Exception as problem:  # the other ways are still worth measuring
        print(f'{kind.__name__}, {widths}, batch {batch_size}: {problem}', file=sys.stderr)
        return None


def shown(value):
    return '' if value is None else f'{value:.2f}'


def main(file, *options):
    settings = {'--examples': 50000, '--epochs': 20}
    for option in options:
        name, _, value = option.partition('=')
        if name not in settings:
            sys.exit(f'{option} is not an option; there are {", ".join(settings)}')
        settings[name] = int(value)
    if not torch.cuda.is_available():
        sys.exit('PyTorch finds no GPU')
    examples, epochs = settings['--examples'], settings['--epochs']
    with open(file, newline='') as rows:
        ours = {(row['engine'], row['network'], int(row['batch_size'])): 1e3 * float(row['seconds'])
                for row in csv.DictReader(rows)}

    print(f'PyTorch {torch.__version__}, CUDA {torch.version.cuda}, {torch.cuda.get_device_name()}; '
          'medians in ms per epoch.\n')
    print('| network | batch | precision | eager | torch.compile | CUDA graph | engine | ms | times as fast as the best |')
    print('|' + ' --- |' * 9)
    for engine, tf32 in (('gpu-cublas', False), ('gpu-cuda', False), ('gpu-cublas-tf32', True)):
        torch.backends.cuda.matmul.allow_tf32 = tf32
        for (name, text, batch_size), mine in ours.items():
            if name != engine:
                continue
            widths = [int(width) for width in text.split('-')]
            features = torch.rand(examples, widths[0], device='cuda')
            labels = torch.randint(widths[-1], (examples,), device='cuda')
            targets = torch.nn.functional.one_hot(labels, widths[-1]).float()
            theirs = [median_milliseconds(kind, widths, batch_size, features, targets, epochs)
                      for kind in (Epoch, CompiledEpoch, GraphEpoch)]
            measured = [value for value in theirs if value is not None]
            ratio = f'{min(measured) / mine:.2f}' if measured else ''
            print('|', ' | '.join([text, str(batch_size), 'tf32' if tf32 else 'float32', *map(shown, theirs), engine,
                                   shown(mine), ratio]), '|', flush=True)


if __name__ == '__main__':
    main(*sys.argv[1:])
