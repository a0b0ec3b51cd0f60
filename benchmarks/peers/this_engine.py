"""This engine: the Trainer as the pages use it, with cost and accuracy of every mini-batch, and parts of it alone."""

from collections.abc import Callable

import numpy as np

from benchmarks.peers.workload import Workload
from engine import Trainer, plan
from engine.blas import one_thread
from engine.compiled import CompiledStep
from engine.costs import COSTS
from engine.data import Dataset


def engine(workload: Workload, data: Dataset, threads: int) -> Callable[[int], None]:
    """Epochs of the Trainer: training with all that is recorded on the way."""
    trainer = Trainer(workload.experiment, data, evaluate=())

    def train(epochs: int) -> None:
        trainer.train(epochs=epochs)

    return train


def of_numpy(workload: Workload, data: Dataset, threads: int) -> Callable[[int], None]:
    """The same by calls of NumPy, as without Numba."""
    trainer = Trainer(workload.experiment, data, evaluate=())
    trainer.made_by = (plan.NUMPY,)

    def train(epochs: int) -> None:
        trainer.train(epochs=epochs)

    return train


def unrecorded(workload: Workload, data: Dataset, threads: int) -> Callable[[], None]:
    """An epoch of the same steps, without cost, accuracy or any record of them."""
    trainer = Trainer(workload.experiment, data, evaluate=())
    _, kind = plan.choose((), trainer.network, COSTS[workload.experiment.cost])
    step = _step(trainer, kind)
    whole, chunk = data.n // step.m * step.m, step.chunk_steps * step.m
    rng = np.random.default_rng(0)

    def epoch() -> None:
        order = rng.permutation(data.n)[:whole]
        with one_thread(), np.errstate(all="ignore"):
            for start in range(0, whole, chunk):
                examples = order[start : start + chunk]
                step.gather(examples)
                step.run(0, len(examples) // step.m)

    return epoch


def products(workload: Workload, data: Dataset, threads: int) -> Callable[[], None]:
    """The floor: nothing but an epoch's matrix products, the engine's own calls on its preallocated buffers."""
    step = _step(Trainer(workload.experiment, data, evaluate=()), CompiledStep)
    step.gather(np.arange(step.chunk_steps * step.m))
    step.run(0, step.chunk_steps)
    products = (np.matmul, step.fused_product)
    tapes = [[call for call in tape if call[0] in products or call[0].__name__ == "dot"] for tape in step.tapes]
    steps = data.n // step.m

    def epoch() -> None:
        with one_thread(), np.errstate(all="ignore"):
            for i in range(steps):
                for call, arguments in tapes[i % step.chunk_steps]:
                    call(*arguments)

    return epoch


def _step(trainer: Trainer, kind: type[CompiledStep]) -> CompiledStep:
    data, e = trainer.data, trainer.experiment
    targets = data.targets(data.y_train, e.output)
    step = kind(trainer.network, data.rows, targets, COSTS[e.cost], trainer.batch_size)
    step.set(e.learning_rate, e.regularization, e.regularization_strength)
    return step
