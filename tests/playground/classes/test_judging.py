"""Judging: a run that is handed in is worth what its replay comes to, bit for bit, whatever a page claims."""

import pickle
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pytest

from engine import Experiment, Trainer
from engine.data import SOURCES, table
from playground.classes import judging, linked_run
from playground.classes.contests import Contest
from playground.classes.judging import CONTEST_SECONDS, Replay, begin, go_on, judge, result
from playground.playing import link as links
from playground.settings import limits
from playground.settings.changes import MOST_CHANGES
from playground.settings.controls import START
from tests.fuzz.harness import require_sentence

MOONS = limits.changed(
    START["plane"], dataset="moons", samples=120, noise=0.2, hidden=(4, 3), batch_size=8, learning_rate=0.3
)
ADDRESS = "/playground?" + urlencode(links.write(MOONS))
EASY = Contest(1, "fewest-weights", 0.5, 200, ADDRESS)
LOWEST = Contest(1, "lowest-cost", None, 30, ADDRESS)


def trained() -> Trainer:
    """A run that a hand was laid on, in the middle of its 13th epoch: 60 training points are 8 mini-batches."""
    trainer = Trainer(MOONS).train(steps=13)
    trainer.change(learning_rate=1.5)
    trainer.train(steps=8)
    trainer.edit("set", 1, 0, 0, 0.0)
    trainer.edit("freeze", 1, 0, 0, True)
    trainer.edit("remove", 2, 1)
    trainer.train(steps=20)
    trainer.edit("switch", 0, 1, False)
    trainer.change(batch_size=11)
    return trainer.train(epochs=8).train(steps=2)


def query(trainer: Trainer, **more: Any) -> str:
    journal = trainer.journal.settled()
    return urlencode(links.write(journal.begun, changes=journal.events, **more))


def slowly(replay: Replay, seconds: float, clock: Callable[[], float]) -> tuple[Replay, int]:
    """The replay, one slice after another as it goes from worker to worker, and how many slices there were."""
    for slices in count(1):
        replay = go_on(pickle.loads(pickle.dumps(replay)), seconds, clock)
        if replay.facts:
            return replay, slices
    raise AssertionError


def test_a_replay_has_bit_for_bit_the_figures_of_the_run() -> None:
    trainer = trained()
    history = trainer.history
    # of 2·4 + 4·2 + 2 weights one is set to 0, and the input that is off has 4
    nonzero = sum(int(np.count_nonzero(w)) for w in trainer.network.weights)
    score = judge(EASY, query(trainer), trainer.epoch)
    assert score["accuracy"] == history.test_accuracy[-1]
    assert score["cost"] == history.test_cost[-1]
    assert (score["epoch"], score["weights"], score["value"]) == (trainer.epoch, nonzero, nonzero)
    assert nonzero == 18 - 1 - 4
    assert judge(LOWEST, query(trainer), trainer.epoch)["value"] == history.test_cost.min()


def test_however_it_is_sliced_it_is_the_same() -> None:
    trainer = trained()
    ticks = count()
    replay, slices = slowly(begin(EASY, query(trainer), trainer.epoch), 2.5, lambda: float(next(ticks)) / 100)
    at_once = judge(EASY, query(trainer), trainer.epoch)
    assert result(replay) == at_once
    ticks = count()
    replay, slices = slowly(begin(EASY, query(trainer), trainer.epoch), 0.011, lambda: float(next(ticks)) / 100)
    assert slices > 5
    assert result(replay) == at_once


def test_what_is_claimed_does_not_count_but_what_the_replay_finds_there() -> None:
    trainer = trained()
    claimed = trainer.epoch + 9
    there = Trainer(MOONS).follow(trainer.journal, epoch=claimed)
    score = judge(EASY, query(trainer), claimed)
    assert score["epoch"] == claimed
    assert score["cost"] == there.history.test_cost[-1] != trainer.history.test_cost[-1]


def test_what_was_done_after_the_epoch_had_ended_does_not_count() -> None:
    trainer = Trainer(MOONS).train(epochs=3)
    before = judge(EASY, query(trainer), 3)
    trainer.edit("set", 0, 0, 0, 0.0)
    assert judge(EASY, query(trainer), 3) == before
    trainer.train(epochs=1)
    assert judge(EASY, query(trainer), 4)["cost"] == trainer.history.test_cost[-1]


def test_the_best_epoch_within_the_contest_counts() -> None:
    trainer = Trainer(MOONS).train(epochs=50)
    score = judge(LOWEST, query(trainer), 50)
    assert score["epoch"] == 30
    assert score["value"] == trainer.history.test_cost[:30].min()
    with pytest.raises(ValueError, match="epoch 201, and this challenge ends with epoch 200"):
        judge(EASY, query(trainer), 201)


def test_own_points_come_with_the_link_and_are_those_of_the_hand_out() -> None:
    places = np.random.default_rng(1).normal(size=(40, 2)).round(3)
    points = np.column_stack([places, places[:, 0] > 0])
    own = limits.changed(START["plane"], dataset="custom", hidden=(2,))
    data = table.dataset(places, points[:, 2].astype(int), own.inputs, own.test_fraction, own.data_seed)
    trainer = Trainer(own, data).train(epochs=5)
    contest = replace(EASY, accuracy=0.01, address="/playground?" + urlencode(links.write(own, points=points)))
    assert judge(contest, query(trainer, points=points), 5)["cost"] == trainer.history.test_cost[-1]
    points[0, 0] += 1
    with pytest.raises(ValueError, match="other data"):
        judge(contest, query(trainer, points=points), 5)
    with pytest.raises(ValueError, match="does not bring the data"):
        judge(contest, query(trainer), 5)


@pytest.mark.parametrize(("number", "test"), [(False, 0.3), (True, 0.3), (False, 0.5)])
def test_a_table_comes_with_the_link(number: bool, test: float) -> None:
    rows = "\n".join(f"{i % 7},{i % 5},{i % 7 + i / 100 if number else 'ab'[i % 7 > 3]}" for i in range(60))
    name = "table-number" if number else "table"
    own = limits.changed(START[SOURCES[name].kind], dataset=name, test_fraction=test, hidden=(2,))
    read = table.read(f"x,y,z\n{rows}\n", "t.csv")
    data = read.dataset(("x", "y"), "z", test=0.3, seed=own.data_seed)
    divided = read.dataset(("x", "y"), "z", test=test, seed=own.data_seed)
    trainer = Trainer(own, divided).train(epochs=3)
    contest = Contest(1, "lowest-cost", None, 9, "/playground?" + urlencode(links.write(own, origin=data.origin)))
    score = judge(contest, query(trainer, origin=data.origin), 3)
    assert score["value"] == trainer.history.test_cost.min()
    other = "table" if number else "table-number"
    with pytest.raises(ValueError, match="of another kind"):
        judge(contest, query(trainer, origin=data.origin).replace(f"dataset={name}", f"dataset={other}"), 3)


WRONG = [
    "dataset=mooons",
    "learning-rate=1e9",
    "hidden-layers=1000,1000,1000",
    "changes=120Q1",
    f"changes={MOST_CHANGES + 1}",
    "changes=5S9x0x0x1",
    "changes=0T7x0x0",
    "changes=0A5",
    "changes=0X1x9",
    "samples=121",
    "dataset=custom",
    "dataset=custom&points=too-many",
    "dataset=table&table=zzz",
    "dataset=mnist-full&seed=-1",
    "noise=NaN",
    "&".join(f"x{i}=1" for i in range(2000)),
    "x=" + "1" * 40_000,
]


@pytest.mark.parametrize("wrong", WRONG)
def test_a_forged_link_gets_a_sentence(wrong: str) -> None:
    with pytest.raises(ValueError) as error:
        judge(EASY, f"{ADDRESS.split('?')[1]}&{wrong}", 5)
    require_sentence(str(error.value))


def test_the_rest_of_a_page_in_the_link_does_not_matter() -> None:
    trainer = Trainer(MOONS).train(epochs=2)
    plain = judge(EASY, query(trainer), 2)
    assert (
        judge(
            EASY,
            "?"
            + query(trainer)
            + "&speed=nonsense&selected=1x2&hide=seed&unknown=&training-digits=50&points=too-many&table=x",
            2,
        )
        == plain
    )


@pytest.mark.parametrize("epoch", [0, -1, 1.0, True, "3", None])
def test_an_epoch_is_a_whole_number_from_one(epoch: Any) -> None:
    with pytest.raises(ValueError, match="Train your run for an epoch"):
        judge(EASY, query(Trainer(MOONS)), epoch)


def test_a_journal_that_is_not_whole_cannot_be_judged() -> None:
    run = linked_run.LinkedRun(replace(Trainer(MOONS).journal, whole=False))
    with pytest.raises(ValueError, match="not known"):
        judging.begin_run(EASY, run, 3)


def test_a_journal_at_hand_may_tell_of_more_than_a_link_holds() -> None:
    trainer = Trainer(MOONS)
    for number in range(MOST_CHANGES + 5):
        trainer.train(steps=1)
        trainer.change(learning_rate=0.3 + number / 1000)
    trainer.train(epochs=1)
    replay = judging.begin_run(EASY, linked_run.LinkedRun(trainer.journal), trainer.epoch)
    while replay.facts is None:
        replay = go_on(replay)
    assert result(replay)["cost"] == trainer.history.test_cost[-1]


def test_a_run_that_diverges_is_told_why() -> None:
    wild = Experiment(
        dataset="moons", samples=120, noise=0.2, cost="quadratic", output="linear", activation="linear", learning_rate=9
    )
    replay = Replay(EASY, Trainer(wild).journal, None, 20)
    with pytest.raises(ValueError, match=r"does not reach the end of epoch 20\. The run stopped at step"):
        go_on(replay, seconds=60)


def test_a_replay_ends_with_the_time_of_a_processor() -> None:
    ticks = count(step=2)
    replay = begin(LOWEST, query(Trainer(MOONS)), 30)
    for spent in (6, 12, 18):  # to make the trainer, to see that no time is left, and to end
        replay = go_on(replay, 2.0, lambda: float(next(ticks)))
        assert (replay.spent, replay.facts) == (spent, None)
    with pytest.raises(ValueError, match=f"more than {CONTEST_SECONDS:.0f} seconds"):
        go_on(replay, 2.0, lambda: float(next(ticks)))


def test_the_making_of_a_trainer_takes_nothing_of_the_slice() -> None:
    times = iter([0.0, 5.0, 5.0, 5.1, 5.2])
    replay = go_on(begin(LOWEST, query(Trainer(MOONS)), 1), 60.0, lambda: next(times))
    assert replay.facts is not None
    assert replay.facts.epoch == 1


def test_it_is_asked_between_slices_whether_time_is_over() -> None:
    asked: list[bool] = []

    def over() -> bool:
        asked.append(True)
        return len(asked) == 3

    def tired(replay: Replay) -> Replay:
        return replace(replay, done=replay.done + 1)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(judging, "go_on", tired)
        with pytest.raises(ValueError, match="takes more than"):
            judge(LOWEST, query(Trainer(MOONS)), 30, over)
    assert len(asked) == 3


def test_too_low_an_accuracy_is_told_as_it_was_found() -> None:
    trainer = Trainer(MOONS).train(epochs=1)
    with pytest.raises(ValueError, match=r"^Your run reached \d+\.\d % on the test data; 100 % are needed\.$"):
        judge(replace(EASY, accuracy=1.0), query(trainer), 1)
