"""Judging: what a run handed in to a contest is worth, found by playing it again from its beginning, never by a claim.

All that the journal of a run can say is allowed, weights set by hand too: it is played again. `judge` does that in one
go; where others wait, `begin` it, `go_on` in a worker, slice by slice, and ask for the `result`.
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from engine import Dataset, Trainer
from engine.journal import Journal
from playground.classes import contests, linked_run
from playground.classes.contests import Contest, Facts, Score
from playground.classes.linked_run import LinkedRun

CONTEST_SECONDS = 20.0
"""Of a processor, that the replay of one run may take."""
SLICE = 0.25
"""Seconds of a processor after which a replay lets others go first."""
TOO_LONG = (
    f"To play your run again takes more than {CONTEST_SECONDS:.0f} seconds, and so it cannot be judged: hand in a "
    "smaller network, or fewer epochs."
)

Clock = Callable[[], float]


@dataclass(frozen=True, eq=False)
class Replay:
    """A run that is being played again for a contest up to the end of `epoch`, as plain picklable data.

    `done` events of its journal are done, and it has `spent` so many seconds of a processor. `facts` are what it came
    to, once it is over.
    """

    contest: Contest
    journal: Journal
    data: Dataset | None
    epoch: int
    state: dict[str, Any] | None = None
    done: int = 0
    spent: float = 0.0
    facts: Facts | None = None


def judge(contest: Contest, query: str, epoch: int, over: Callable[[], bool] = lambda: False) -> Score:
    """What the run of this link, at the end of this epoch, is worth: `contests.score` of what its replay comes to.

    Between two slices it is asked whether time is `over`. Raises ValueError, with a sentence, for a link that says no
    whole run, a run against the rules, one that does not count, and one that takes too long.
    """
    replay = begin(contest, query, epoch)
    while replay.facts is None:
        if over():
            raise ValueError(TOO_LONG)
        replay = go_on(replay)
    return result(replay)


def begin(contest: Contest, query: str, epoch: int) -> Replay:
    """The replay of the run of this link up to the end of this epoch, before its first step: it takes no time.

    Raises ValueError, with a sentence, for a link that says no whole run, and for a run against the rules.
    """
    try:
        run = linked_run.read(query)
    except ValueError as error:
        raise ValueError(f"Your run cannot be played again. {error}") from None
    return begin_run(contest, run, epoch)


def begin_run(contest: Contest, run: LinkedRun, epoch: int) -> Replay:
    """As `begin`, for a run whose journal is at hand, however many changes it tells of."""
    if not run.journal.whole:
        raise ValueError("What was done to your run at its beginning is not known, and so it cannot be played again.")
    if type(epoch) is not int or epoch < 1:
        raise ValueError("Train your run for an epoch at least, then hand it in.")
    contests.require_rules(contest, run)
    if epoch > contest.epochs and contests.GOALS[contest.goal].at_the_end:
        raise ValueError(f"Your run is at epoch {epoch:,}, and this challenge ends with epoch {contest.epochs:,}.")
    return Replay(contest, run.journal, run.data, min(epoch, contest.epochs))


def go_on(replay: Replay, seconds: float = SLICE, clock: Clock = time.thread_time) -> Replay:
    """The replay about so many seconds of a processor later; made to be called in a worker.

    The clock is that of the thread, as it goes while nobody waits. Raises ValueError, with a sentence, where the run
    makes no sense, stops before its epoch, or takes more than `CONTEST_SECONDS` in all.
    """
    began = clock()
    if replay.state is None:
        trainer = Trainer(replay.journal.begun, replay.data, evaluate=("test",))
    else:
        trainer = Trainer.resume(replay.state, replay.data)
    ready = clock()
    done = _advance(trainer, replay, lambda: seconds - (clock() - ready))
    spent = replay.spent + clock() - began
    if spent > CONTEST_SECONDS:
        raise ValueError(TOO_LONG)
    if trainer.problem is not None:
        raise ValueError(f"Played again, your run does not reach the end of epoch {replay.epoch:,}. {trainer.problem}")
    facts = _facts(trainer) if trainer.epoch >= replay.epoch else None
    return replace(replay, state=None if facts else trainer.state(), done=done, spent=spent, facts=facts)


def result(replay: Replay) -> Score:
    """What a replay that is over is worth. Raises ValueError, with a sentence, for a run that does not count."""
    assert replay.facts is not None
    return contests.score(replay.contest, replay.facts)


def _advance(trainer: Trainer, replay: Replay, left: Callable[[], float]) -> int:
    """Train towards the end of the epoch while time is left; how many events are done by then.

    As with `Trainer.follow`, nothing is done that was done once the epoch had ended.
    """
    events, done = replay.journal.events, replay.done
    while trainer.problem is None and trainer.epoch < replay.epoch:
        if done < len(events) and events[done].step <= trainer.step:
            trainer.do(events[done])
            done += 1
            continue
        seconds = left()
        if seconds <= 0:
            break
        steps = events[done].step - trainer.step if done < len(events) else None
        trainer.train(epochs=replay.epoch - trainer.epoch, steps=steps, seconds=seconds)
    return done


def _facts(trainer: Trainer) -> Facts:
    history = trainer.history
    lowest = history.cheapest_epoch
    at = history.epoch == lowest
    return Facts(
        epoch=trainer.epoch,
        weights=sum(int(np.count_nonzero(w)) for w in trainer.network.weights),
        accuracy=history.last("test_accuracy"),
        cost=history.last("test_cost"),
        lowest=float(history.test_cost[at][0]) if at.any() else math.nan,
        lowest_epoch=lowest,
    )
