"""Whatever interrupts a run, at any bytecode, it goes on as if nothing had happened."""

import sys
from pathlib import Path
from types import FrameType
from typing import Any

import numpy as np
import pytest

import engine
from engine import Dataset, Experiment, Trainer, history
from engine.data import load

ROOT = str(Path(engine.__file__).parent)
INTERRUPTS = 1000


class Interrupter:
    """Raises KeyboardInterrupt before the bytecode of this number that the engine would carry out."""

    def __init__(self, bytecodes: int) -> None:
        self.left = bytecodes

    def __call__(self, frame: FrameType, event: str, _: Any) -> Any:
        if not frame.f_code.co_filename.startswith(ROOT):
            return None
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        if event == "opcode":
            self.left -= 1
            if self.left == 0:
                sys.settrace(None)
                raise KeyboardInterrupt
        return self


def digits() -> Trainer:
    whole = load("mnist")
    data = Dataset(whole.x_train[:63], whole.y_train[:63], whole.x_test[:20], whole.y_test[:20], classes=10)
    settings = {"regularization": "L1", "regularization_strength": 0.1}
    return Trainer(Experiment(dataset="custom", hidden=(8,), activation="sigmoid", batch_size=10, **settings), data)


def toy() -> Trainer:
    return Trainer(Experiment(dataset="xor", samples=46, hidden=(4, 3), batch_size=5))


@pytest.mark.parametrize(("run", "shown"), [(toy, history.CAPACITY), (toy, 8), (digits, history.CAPACITY)])
def test_a_run_interrupted_a_thousand_times_is_the_run_that_was_not(
    run: Any, shown: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "CAPACITY", shown)
    rng = np.random.default_rng(0)
    trainer, interrupts, longest = run().train(epochs=1), 0, 4000
    while interrupts < INTERRUPTS:
        traced, where = sys.gettrace(), Interrupter(int(rng.integers(1, longest)))
        sys.settrace(where)
        try:
            trainer.train(steps=int(rng.integers(1, 12)))
        except KeyboardInterrupt:
            interrupts += 1
        finally:
            sys.settrace(traced)
    whole = run().train(steps=trainer.step)
    assert trainer.epoch == whole.epoch > 20
    assert (trainer.network.parameters == whole.network.parameters).all()
    assert trainer.history == whole.history
    assert trainer.train(epochs=1).history == whole.train(epochs=1).history


def test_an_interrupt_within_the_recovery_is_recovered_from_at_the_next_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    trainer, whole = toy().train(steps=4), toy().train(steps=9)

    def interrupted(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Trainer, "_end_epoch", interrupted)
        patch.setattr(Trainer, "_recover", interrupted)
        with pytest.raises(KeyboardInterrupt):
            trainer._whole(trainer._train_chunk, 5)
    assert trainer.state()["step"] == 4
    trainer.train(steps=5)
    assert (trainer.network.parameters == whole.network.parameters).all()
    assert trainer.history == whole.history
