"""The shelf on the playground page: the runs that the learner left, each a click away, whole."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

from engine import Experiment
from engine.data import SOURCES
from engine.data.features import FEATURES
from engine.regularizers import REGULARIZERS
from playground.components import instruments
from playground.components.page.run_shelf import Card, run_shelf
from playground.components.shared.clicks import clicked
from playground.data import own_data
from playground.playing import news
from playground.runs.run import Run
from playground.runs.shelf import MOST_RUNS, Shelf, Shelved
from playground.settings import budget, controls
from playground.settings.numerals import exactly
from playground.settings.slots import Slot
from playground.settings.words import WORDS

KEY, OPEN, DONE = "shelf-runs", Slot("shelf", bool), Slot("shelf-done", bool)
"""What is open says the browser whenever it asks for anything; once the learner is `DONE`, it is to be closed."""
GONE = Slot("shelf-gone", int, kept=True)
"""How many runs that had to make room the learner was told of."""
FOR = "Runs that you leave (by Reset, for other data or another network) are kept here: a click brings one back, whole."
ALWAYS = ("hidden", "activation", "learning_rate", "regularization", "regularization_strength")
SELDOM = ("cost", "initialization", "batch_size", "seed")
DATA_WORDS: dict[str, Callable[[Experiment], str]] = {
    "inputs": lambda e: f"inputs {', '.join(FEATURES[name].label for name in e.inputs)}",
    "noise": lambda e: f"noise {exactly(e.noise)}",
    "samples": lambda e: "all examples" if e.samples is None else f"{e.samples:,} examples",
    "test_fraction": lambda e: f"test fraction {exactly(e.test_fraction)}",
    "data_seed": lambda e: f"data seed {e.data_seed}",
    "augmentation": lambda e: "digits distorted" if e.augmentation else "digits as they are",
}


def shelf_of(run: Run) -> Shelf:
    """The shelf of the learner's run, which always has one."""
    assert run.shelf is not None
    return run.shelf


def show(run: Run) -> None:
    """The button and what it opens; nothing of it is worked out while it is closed."""
    shelf = shelf_of(run)
    count = f" ({len(shelf.runs)})" if shelf.runs else ""
    if DONE.get():
        OPEN.put(False)
    icon = ":material/inventory_2:"
    popover = st.popover(f"Shelf{count}", key=OPEN.name, icon=icon, on_change="rerun", type="tertiary")
    DONE.take()
    if popover.open:
        with popover.container(key="shelf-body"):
            show_runs(run, shelf)


def show_runs(run: Run, shelf: Shelf) -> None:
    """The runs, the newest first; or what the shelf is for, while it is empty."""
    st.caption(FOR if not shelf.runs else "A click brings a run back; the one on the page takes its place here.")
    if shelf.runs:
        run_shelf([card(shelved, run.experiment) for shelved in shelf.runs]).show(KEY)
    if shelf.gone:
        st.caption(_room(shelf.gone))


def _room(gone: int) -> str:
    what = "The oldest run" if gone == 1 else f"The {gone:,} oldest runs"
    return f"{what} had to make room: the shelf holds {MOST_RUNS} runs and {budget.SHELF >> 20} MB at most."


def take_up(run: Run) -> bool:
    """Bring back what was clicked on the shelf, points of the learner's own with it; whether there was such a run."""
    numbers = {str(shelved.number) for shelved in shelf_of(run).runs}
    done = any(bring_back(run, int(name)) for name in clicked(KEY, numbers)[-1:])
    if done:
        DONE.put(True)
    return done


def bring_back(run: Run, number: int) -> bool:
    """Bring back the run of this number, points of the learner's own with it; whether it was there and no link locks
    it out, which is told.
    """
    found = next((shelved for shelved in shelf_of(run).runs if shelved.number == number), None)
    if found and (locked := controls.locked_otherwise(found.stand.experiment)):
        news.add(_locked(locked), news.LOCK)
        return False
    done = run.take_up(number)
    if done and run.data is not None:
        own_data.take_over(run.data)
    return done


def _locked(labels: list[str]) -> str:
    return f"Locked by the link at other values: {', '.join(labels)}."


@contextmanager
def told(run: Run, why: str = "") -> Iterator[None]:
    """Tell the learner, where this puts the run on the shelf, `why` that is, by what it goes on or begins anew, and
    under which name it is there; and what had to make room.
    """
    shelf, before = shelf_of(run), run.experiment
    lay = {shelved.number for shelved in shelf.runs}
    yield
    if shelf.runs and shelf.runs[0].number not in lay:
        if why:
            news.add(f"{why}; the run as it stood is on the shelf: {shelf.runs[0].name}.", news.SHELF)
        elif another := _why(before, run.experiment):
            news.add(f"{another} begins a new run; the one before is on the shelf: {shelf.runs[0].name}.", news.SHELF)
    if shelf.gone > GONE.get():
        GONE.put(shelf.gone)
        news.add(_room(shelf.gone), news.SHELF)


def _why(before: Experiment, now: Experiment) -> str:
    """What begins a new run, in words; "" where a button said so."""
    if before.dataset != now.dataset:
        return ""
    layers = len(now.hidden) - len(before.hidden)
    if layers or now.hidden != before.hidden:
        return "A new layer" if layers > 0 else "One layer less" if layers < 0 else "Another number of neurons"
    return "" if now in (before.changed(seed=now.seed), before.changed(data_seed=now.data_seed)) else "This setting"


def card(shelved: Shelved, now: Experiment) -> Card:
    """What is seen of a run on the shelf, by a learner whose page has the experiment `now`."""
    experiment = shelved.stand.experiment
    outputs = shelved.outputs
    locked = controls.locked_otherwise(experiment)
    return Card(
        id=str(shelved.number),
        name=shelved.name,
        result=result(shelved),
        words=tuple(in_words(experiment, now)),
        locked=_locked(locked) if locked else "",
        outputs=None if outputs is None else instruments.coloured(outputs, experiment.output),
        fields=shelved.fields,
    )


def result(shelved: Shelved) -> str:
    """How good the run became, and when that was."""
    diverged = shelved.stand.state["problem"]
    return f"{'diverged' if diverged else instruments.good(shelved)} · {instruments.when_left(shelved)}"


def in_words(experiment: Experiment, now: Experiment) -> Iterator[tuple[str, bool]]:
    """What a run is about, in a few words, each with whether it differs from what the page has."""
    same_data = experiment.dataset == now.dataset
    yield SOURCES[experiment.dataset].label, not same_data
    acts = REGULARIZERS[experiment.regularization].acts
    for name in (*ALWAYS, *SELDOM):
        other = getattr(experiment, name) != getattr(now, name)
        idle = (name == "regularization" and not acts) or name in SELDOM
        text = WORDS[name](experiment)
        if text and (other or not idle) and (experiment.hidden or name != "activation"):
            yield text, other
    if experiment.precision != now.precision:
        yield experiment.precision, True
    for name, word in DATA_WORDS.items() if same_data else ():
        if getattr(experiment, name) != getattr(now, name):
            yield word(experiment), True
