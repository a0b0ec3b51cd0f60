"""PyTorch: modules, autograd and the SGD optimizer; as it comes, with the fused optimizer, and compiled."""

from collections.abc import Callable
from itertools import pairwise

import torch
from torch import nn

from benchmarks.peers.workload import Workload
from engine.data import Dataset


def torch_eager(workload: Workload, data: Dataset, threads: int) -> Callable[[], None]:
    """An epoch as most tutorials write it."""
    return _epoch(workload, data, threads, fused=False, compiled=False)


def torch_fused(workload: Workload, data: Dataset, threads: int) -> Callable[[], None]:
    """An epoch with the optimizer whose update is one kernel."""
    return _epoch(workload, data, threads, fused=True, compiled=False)


def torch_compiled(workload: Workload, data: Dataset, threads: int) -> Callable[[], None]:
    """An epoch with network and cost compiled, forward and back, and the fused optimizer."""
    return _epoch(workload, data, threads, fused=True, compiled=True)


def _epoch(workload: Workload, data: Dataset, threads: int, *, fused: bool, compiled: bool) -> Callable[[], None]:
    torch.manual_seed(0)
    torch.set_num_threads(threads)
    x, y = (torch.from_numpy(values) for values in workload.floats(data))
    n, m = len(x), workload.m
    linear = [nn.Linear(n_in, n_out) for n_in, n_out in pairwise(workload.sizes)]
    hidden = {"sigmoid": nn.Sigmoid, "tanh": nn.Tanh}[workload.hidden]
    layers = [layer for module in linear[:-1] for layer in (module, hidden())]
    model = nn.Sequential(*layers, linear[-1])
    criterion = nn.BCEWithLogitsLoss(reduction="sum")

    def cost(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
        return criterion(model(x), y) / len(x)

    if compiled:
        cost = torch.compile(cost)
    optimizer = torch.optim.SGD(
        [
            {"params": [layer.weight for layer in linear], "weight_decay": workload.strength / n},
            {"params": [layer.bias for layer in linear]},
        ],
        lr=workload.learning_rate,
        fused=fused,
    )

    def epoch() -> None:
        for examples in torch.randperm(n)[: n // m * m].split(m):
            optimizer.zero_grad()
            cost(x[examples], y[examples]).backward()
            optimizer.step()

    return epoch
