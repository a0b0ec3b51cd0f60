"""The plan: by which step a run is trained. It is made when the run begins, stands in its record, and is kept.

Two steps take the same mini-batches to the same rounding, but not to the same last digit: calls of NumPy
(`engine.compiled`) and, where Numba is installed, loops (`engine.fused`), which were faster at every shape that was
measured. A run that another machine began goes on by the step that it began with, where this machine has it.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING

from engine.activations import activation_named
from engine.compiled import CompiledStep
from engine.costs import Cost
from engine.evaluation import Examples
from engine.network import Network

if TYPE_CHECKING:
    from engine.epochs import Epochs

NUMPY, NUMBA = STEPS = ("numpy", "numba")


@cache
def loops() -> ModuleType | None:
    """`engine.fused`, or None without Numba; imported with the first call, for it takes half a second and memory."""
    try:
        from engine import fused
    except ImportError:
        return None
    return fused


def choose(made_by: Sequence[str], network: Network, cost: Cost) -> tuple[str, type[CompiledStep]]:
    """The step of a run, by name, which steps `made_by` (names too, the latest last) have brought to where it is."""
    fused = None if tuple(made_by[-1:]) == (NUMPY,) else loops()
    if fused is not None and fused.fits([activation_named(name) for name in network.activations], cost):
        return NUMBA, fused.FusedStep
    return NUMPY, CompiledStep


def kind_of(made_by: Sequence[str]) -> type[CompiledStep]:
    """The step by which a run that these steps made is evaluated: the latest of them, or that of NumPy."""
    fused = loops() if tuple(made_by[-1:]) == (NUMBA,) else None
    return CompiledStep if fused is None else fused.FusedStep


def at_once(steps: Sequence[CompiledStep], sets: Mapping[str, Examples], answers: bool) -> "Epochs | None":
    """What takes whole epochs of these steps in one call, see `engine.epochs`: none unless all of them are loops."""
    fused = loops()
    if fused is None or not all(isinstance(step, fused.FusedStep) for step in steps):
        return None
    from engine.epochs import Epochs

    return Epochs(steps, sets, answers)
