"""The Trainer: stochastic gradient descent over an Experiment, in slices of any length with the same numbers."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any

import numpy as np

from engine import plan
from engine.activations import activation_named
from engine.arrays import Array
from engine.blas import one_thread
from engine.compiled import CompiledStep
from engine.costs import COSTS, require_targets
from engine.data import Dataset
from engine.data.dataset import REGRESSION, answers_like, inputs_like, with_ones
from engine.edits import Edits
from engine.evaluation import NOTHING, Evaluation, Examples
from engine.experiment import LIVE, Experiment
from engine.growth import grown, pruned
from engine.handwriting.augmentation import Augmentation, augment
from engine.history import Entry, History, Rest
from engine.initializers import INITIALIZERS
from engine.journal import ADD, EDITS, FREEZE, REMOVE, SET, SWITCH, Event, Journal, plain
from engine.names import quoted, require_known
from engine.network import Network, blocks_of
from engine.orders import order
from engine.progress import Progress, standing
from engine.regularizers import penalty, regularizer_named
from engine.streams import DISTORTION, GROWTH, stream

if TYPE_CHECKING:
    from engine.epochs import Epochs

PARTS = ("train", "test", "validation")
SHORTEST = 1e-6
"""Seconds that may pass without a clock noticing."""


def diverged(e: Experiment, n: int, step: int) -> str:
    """Why a run of experiment `e` with `n` training examples stopped at `step`, and what to try."""
    advice = f"a smaller η (now {e.learning_rate:g})"
    if regularizer_named(e.regularization).acts and e.learning_rate * e.regularization_strength > n:
        advice += f" or a smaller λ (now {e.regularization_strength:g})"
    elif INITIALIZERS[e.initialization].saturates:
        advice += " or the scaled initialization"
    return (
        f"The run stopped at step {step:,}: the cost is no longer a finite number, because the weights have grown "
        f"beyond all bounds. Try {advice}, then Reset."
    )


def _parts(evaluate: Any) -> tuple[str, ...]:
    if isinstance(evaluate, str) or not np.iterable(evaluate):
        raise ValueError(f"What a run is evaluated on is a list, such as ['test'], not {quoted(evaluate)}.")
    for which in evaluate:
        _require_part(which)
    return tuple(evaluate)


def _require_part(which: str) -> None:
    if which not in PARTS:
        raise ValueError(
            f"A run is evaluated on its {', '.join(map(repr, PARTS[:-1]))} or {PARTS[-1]!r} examples, not on {which!r}."
        )


def _require_reach(output: str, y: Array) -> None:
    activation = activation_named(output)
    if y.min() < activation.low or y.max() > activation.high:
        raise ValueError(
            f"The answers go from {y.min():g} to {y.max():g}, but what {activation.label} gives lies between "
            f"{activation.low:g} and {activation.high:g}: take a linear output, scale the answers, or give labels."
        )


def _untrained(e: Experiment, data: Dataset, seed: int) -> Network:
    """The network of an experiment, with the first parameters of this seed."""
    sizes, begin = e.sizes(data), e.initialization
    return Network(sizes, e.activation, e.output, initialization=begin, seed=seed, dtype=e.precision)


class Trainer:
    """Trains one experiment.

    `data` replaces the data set that the experiment names. `evaluate` says on which examples ("train", "test",
    "validation") the network is evaluated after every epoch, if there are such; without "train" the training figures
    are the running means of the epoch's mini-batches. Mini-batches are drawn without replacement in an order that
    depends on the seed and the epoch only; what is left over at the end of an epoch makes a smaller one. Where the
    experiment has augmentation, what is trained on is distorted, what the network is evaluated on is not.

    >>> trainer = Trainer(Experiment(dataset="gaussians", hidden=(3,)))
    >>> trainer.train(epochs=5)  # doctest: +ELLIPSIS
    <Trainer on gaussians, epoch 5, step 125, by num..., test accuracy 1>
    >>> len(trainer.history.test_accuracy)
    5

    `epoch` counts completed epochs, `step` mini-batches. `journal` is what `change` and `edit` did to it since it
    began. `problem` is a sentence once a cost or a weight was no longer a finite number: the run stands at the last
    step before that, and goes no further. `made_by` names the steps that made it what it is, of `engine.plan`: one,
    unless it was moved to a machine that does not have the first.
    """

    def __init__(
        self,
        experiment: Experiment,
        data: Dataset | None = None,
        *,
        evaluate: tuple[str, ...] = PARTS,
    ) -> None:
        if not isinstance(experiment, Experiment):
            raise ValueError(
                f"What a trainer trains is an Experiment(...), not a {type(experiment).__name__}; for inputs and "
                "answers of your own there is Trainer.fit(x, y)."
            )
        self._experiment = experiment
        self._given = data
        data = experiment.load_data() if data is None else data
        if not isinstance(data, Dataset):
            raise ValueError(
                f"The data of a run are a Dataset(x_train, y_train, x_test, y_test), not a {type(data).__name__}."
            )
        self._data = data.for_task(experiment.task_of(data))
        evaluate = _parts(evaluate)
        self._network = _untrained(experiment, self.data, experiment.seed)
        self._edits = Edits(self.network)
        self.journal = Journal(experiment)
        validated = len(self.data.x_validation) > 0
        self.evaluate = tuple(which for which in evaluate if which != "validation" or validated)
        self.history = History()
        self.epoch = 0
        self.step = 0
        self.problem: str | None = None
        self.made_by: tuple[str, ...] = ()
        self._position = 0  # examples of this epoch that are used up
        self._origin = 0  # the position at which the present batch size began
        self._running = (0.0, 0.0, 0)  # cost and right answers summed over this epoch's examples, and their number
        self._targets = self.data.targets(self.data.y_train, experiment.output)
        require_targets(COSTS[experiment.cost], self._targets)
        if not self.data.classes:
            _require_reach(experiment.output, self._targets)
        self._rows = self._training_rows()
        self._order: tuple[int | None, Array] | None = None
        self._gathered: tuple[int | None, int, int] | None = None
        self._compiled: dict[int, CompiledStep] = {}
        self._at_once: tuple[list[CompiledStep], Epochs | None] = [], None  # whole epochs of these steps
        self._sets: dict[tuple[type[CompiledStep], str, int | None], Examples] = {}
        self._settings: dict[int, tuple[Any, ...]] = {}  # what each of them was last set to
        self._before = self.network.parameters.copy()
        # how it stood where the parameters are `_before`, and the mark of the history then
        self._undo: tuple[dict[str, Any], dict[str, Any]] | None = None

    @classmethod
    def fit(
        cls,
        x: Any,
        y: Any,
        *,
        epochs: int = 10,
        test: float = 0.25,
        validation: float = 0.0,
        progress: bool = False,
        callback: Callable[[Entry], Any] | None = None,
        **settings: Any,
    ) -> "Trainer":
        """Train for so many epochs on inputs x (n, n_1) and their answers y, (n,) or (n, n_L), and return the trainer.

        Shares of the examples are kept for `test` and `validation`. The `settings` are those of an `Experiment`; where
        the answers are numbers, cost and output are those of a regression unless they say otherwise.

        >>> x = [[0.0], [0.1], [0.9], [1.0]] * 10
        >>> trainer = Trainer.fit(x, ["low", "low", "high", "high"] * 10, hidden=(), learning_rate=3.0)
        >>> trainer.predict([[0.05], [0.95]]).tolist()
        ['low', 'high']
        """
        data = Dataset(x, y)
        if not data.labelled:
            settings = {"task": REGRESSION, "cost": "quadratic"} | settings
        experiment = Experiment(**{"dataset": "custom"} | settings)
        if test or validation:
            data = data.split(test, validation, experiment.seed)
        trainer = cls(experiment, data)
        return trainer.train(epochs=epochs, progress=progress, callback=callback)

    def predict(self, x: Any) -> Array:
        """What it says to inputs x (m, n_1): classes (m,), by name where the data have names, or numbers (m, n_L).

        Raises ValueError for inputs that are not of the kind of the training inputs.
        """
        x = inputs_like(self.data, x)
        if not self.data.classes:
            return self.network.predict(x)
        said, names = self._classes(x), self.data.class_names
        return np.array(names)[said] if names else said

    def _classes(self, x: Array) -> Array:
        return activation_named(self.experiment.output).decide(self.network.weighted_outputs(x))

    def score(self, x: Any, y: Any) -> float:
        """How well it predicts y: the share of classes that are right, or the share R² of the variance of numbers.

        Classes may be given by their names, by their numbers or one-hot. NaN is the share of what does not vary.
        """
        x, right = inputs_like(self.data, x), answers_like(self.data, y)
        if not self.data.classes:
            return self.network.score(x, right)
        said = self._classes(x)
        if len(said) != len(right):
            raise ValueError(f"There are {len(said):,} predictions, but y has the shape {np.shape(y)}.")
        return float((said == right).mean()) if len(said) else np.nan

    @property
    def experiment(self) -> Experiment:
        """What is trained, with the hyper-parameters of now: `change` changes them."""
        return self._experiment

    @property
    def data(self) -> Dataset:
        """The examples, as the task has them."""
        return self._data

    @property
    def network(self) -> Network:
        """The network; another object once a neuron was added or removed.

        Its numbers may be changed between two steps, but only what `edit` does stands in the journal.
        """
        return self._network

    @property
    def edits(self) -> Edits:
        """What a hand has done to the network."""
        return self._edits

    def __getstate__(self) -> dict[str, Any]:
        return self.state() | {"data": self._given}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(vars(type(self).resume(state, state["data"])))

    @property
    def batch_size(self) -> int:
        """The number of examples m of a full mini-batch: at most all of them."""
        return min(self.experiment.batch_size, self.data.n)

    @property
    def steps_per_epoch(self) -> int:
        """How many mini-batches an epoch has, the smaller last one included."""
        return self.experiment.steps_per_epoch(self.data.n)

    def train(
        self,
        epochs: float | None = None,
        steps: int | None = None,
        seconds: float | None = None,
        until: "Callable[[Trainer], Any] | None" = None,
        *,
        progress: bool = False,
        callback: Callable[[Entry], Any] | None = None,
    ) -> "Trainer":
        """Go on training until the first of these bounds is reached, then return the trainer itself.

        `epochs` ends at the end of an epoch: 1 finishes the present one. `until` is asked at the end of every epoch,
        and anything that counts as true ends the training. Without any bound it is one epoch. With `progress` a bar on
        stderr says how far it is; `callback` is called with the figures of every epoch that ends, before `until`.
        Whatever interrupts it, an error in one of these calls too, the run stands between two steps, and goes on as if
        nothing had happened. Raises ValueError for a negative bound.
        """
        self._recover()
        for name, bound in {"epochs": epochs, "steps": steps, "seconds": seconds}.items():
            if bound is not None and not (np.isscalar(bound) and isinstance(bound, Real) and bound >= 0):
                raise ValueError(
                    "Training goes forward: epochs, steps and seconds cannot be negative, and each is a number, but "
                    f"{name} is {quoted(bound)}."
                )
        for name, call in {"until": until, "callback": callback}.items():
            if call is not None and not callable(call):
                raise ValueError(f"What is given as {name} must be a function, not {quoted(call)}.")
        if epochs is None and steps is None and seconds is None and until is None:
            epochs = 1
        self._step_of(self.batch_size)  # which may load a BLAS, and that is to be on one thread as well
        last_epoch = np.inf if epochs is None else self.epoch + epochs
        last_step = np.inf if steps is None else self.step + np.ceil(steps)
        deadline = np.inf if seconds is None else time.perf_counter() + seconds
        began, first_step = time.perf_counter(), self.step
        with one_thread(), np.errstate(all="ignore"), self._progress(progress, epochs, steps, seconds) as show:
            while self.epoch < last_epoch and self.step < last_step and self.problem is None:
                epoch, most_steps = self.epoch, last_step - self.step
                if callback or until or self._position:
                    self._whole(self._train_chunk, most_steps)
                else:
                    at_most = most_steps
                    if seconds is not None:  # no more than there is time for, as the steps went so far
                        now = time.perf_counter()
                        at_most = min(at_most, (deadline - now) * (self.step - first_step) / max(now - began, SHORTEST))
                    most = min(last_epoch - epoch, at_most / self.steps_per_epoch)
                    self._whole(self._train_epochs, most, most_steps)
                ended = self.epoch > epoch
                show()
                if ended and callback is not None:
                    callback(self.history.entry(self.step))
                if time.perf_counter() >= deadline or (until is not None and ended and until(self)):
                    break
        return self

    @contextmanager
    def _progress(
        self, wanted: bool, epochs: float | None, steps: float | None, seconds: float | None
    ) -> Iterator[Callable[[], None]]:
        """What shows how much is done of these bounds, if it is wanted."""
        if not wanted:
            yield lambda: None
            return
        bar, began, first, first_step = Progress(), time.perf_counter(), self.epochs_done, self.step
        last = np.inf if epochs is None else self.epoch + epochs

        def show() -> None:
            done = (self.epochs_done - first) / (last - first) if last > first else 1.0
            for passed, bound in ((self.step - first_step, steps), (time.perf_counter() - began, seconds)):
                done = max(done, passed / bound) if bound else done
            bar.show(min(done, 1.0) if done else np.nan, partial(standing, self))

        try:
            yield show
        finally:
            bar.close()

    @property
    def epochs_done(self) -> float:
        """How many epochs are done, with the fraction of the present one."""
        return self.epoch + self._position / self.data.n

    @property
    def between_epochs(self) -> bool:
        """Whether no mini-batch of the present epoch is trained on yet."""
        return not self._position

    def upcoming(self) -> Array:
        """The indices of the training examples of the next mini-batch."""
        return self.examples_of_epoch()[self._position : self._position + self.batch_size]

    def examples_of_epoch(self) -> Array:
        """The indices of the training examples in the order in which this epoch uses them.

        Where one mini-batch is all of them they are taken as they stand.
        """
        drawn = None if self._all_at_once else self.epoch
        if self._order is None or self._order[0] != drawn:
            n = self.data.n
            self._order = drawn, np.arange(n) if drawn is None else order(self.experiment.seed, drawn, n)
        return self._order[1]

    @property
    def _distorts(self) -> bool:
        return self.experiment.augmentation and not (self.experiment.is_plane or self.experiment.is_table)

    def _training_rows(self) -> Array:
        """The rows that are trained on: where they are distorted a copy, which is overwritten in every epoch."""
        return self.data.rows.copy() if self._distorts else self.data.rows

    @property
    def _all_at_once(self) -> bool:
        """Whether this epoch is a single step."""
        return self._origin == 0 and self._experiment.batch_size >= len(self._rows)

    def change(self, **changes: Any) -> None:
        """Change hyper-parameters of the running experiment: η, λ, the regularization, the batch size, the distortion.

        Raises ValueError for any other setting (that is a new run) and for a value that makes no sense.
        """
        self.experiment.require_settings(changes)
        if other := sorted(changes.keys() - set(LIVE)):
            raise ValueError(f"{other[0]} cannot change while a run goes on: start a new one with it.")
        self._recover()
        experiment = self.experiment.changed(**changes)
        self._settle_on(experiment, self.journal.noting_changes(self.step, self.experiment, experiment))

    def _settle_on(self, experiment: Experiment, journal: Journal) -> None:
        """Go on with other hyper-parameters."""
        before, distorted = self.batch_size, self._distorts
        self._experiment, self.journal = experiment, journal
        if self.batch_size != before:
            self._origin, self._gathered = self._position, None
            self._compiled = {}
        if self._distorts != distorted:
            self._rows, self._gathered, self._compiled = self._training_rows(), None, {}

    def edit(self, what: str, *arguments: Any) -> None:
        """Edit the network: "set", "freeze" or "switch" as `engine.edits.Edits` does with these arguments.

        Or "add" a neuron to a hidden layer, as the last one, and "remove" (layer, neuron) from it; layer 1 is the first
        hidden one. Raises ValueError for what the network does not have.
        """
        edits: dict[str, Callable[..., None]] = {
            SET: self.edits.set,
            FREEZE: self.edits.freeze,
            SWITCH: self.edits.switch,
            ADD: self._add,
            REMOVE: self._remove,
        }
        require_known("edit", what, EDITS)
        self._recover()
        journal = self.journal.noting(Event(self.step, what, plain(arguments)))
        edits[what](*arguments)
        self.journal = journal

    def _add(self, layer: int) -> None:
        experiment = Event(self.step, ADD, plain([layer])).after(self.experiment)
        seed = int(stream(experiment.seed, GROWTH, self.step, layer, experiment.hidden[layer - 1]).integers(2**32))
        fresh = _untrained(experiment, self.data, seed)
        self._become(experiment, *grown(self.network, self.edits, layer, fresh))

    def _remove(self, layer: int, neuron: int) -> None:
        experiment = Event(self.step, REMOVE, plain([layer, neuron])).after(self.experiment)
        if not (isinstance(neuron, Integral) and 0 <= neuron < self.experiment.hidden[layer - 1]):
            raise ValueError(f"Hidden layer {layer} has no neuron {quoted(neuron)}.")
        self._become(experiment, *pruned(self.network, self.edits, layer, int(neuron)))

    def _become(self, experiment: Experiment, network: Network, edits: Edits) -> None:
        """Go on with a network of another size."""
        self.history.settle()  # what is still to be evaluated is a network of this size
        vars(self).update(
            _experiment=experiment,
            _network=network,
            _edits=edits,
            _compiled={},
            _sets={},
            _gathered=None,
            _before=network.parameters.copy(),
        )

    def take(self, parameters: Array, size: int, costs: Array, accuracies: Array) -> None:
        """Take over steps made elsewhere, on `size` examples each: the parameters then, and their figures, (steps,).

        With the last step of an epoch the network is evaluated, and the next epoch begins. Raises ValueError for steps
        that go beyond it.
        """

        def work() -> None:
            self._note(plan.NUMPY)
            self.network.parameters = parameters
            self._record(size, costs.tolist(), accuracies.tolist())

        self._recover()
        if len(costs) != len(accuracies) or self._position + len(costs) * size > self.data.n:
            raise ValueError(
                f"These steps do not fit into the rest of this epoch, {self.data.n - self._position} examples: "
                f"{len(costs)} costs and {len(accuracies)} accuracies, each of {size} examples."
            )
        self._whole(work)

    def _whole(self, work: Callable[..., None], *arguments: Any) -> None:
        """Do this work whole or, if anything interrupts it, not at all."""
        try:
            self._before[...] = self.network.parameters
            self._undo = vars(self) | {"_gathered": None}, self.history.mark()
            work(*arguments)
            self._undo = None
        except BaseException:
            self._recover()
            raise

    def _recover(self) -> None:
        """Go back to where the run stood before the work that was interrupted, if any was."""
        if self._undo is not None:
            state, mark = self._undo
            self.network.parameters[...] = self._before
            self.history.back_to(mark)
            vars(self).update(state)  # in which there is nothing to be undone

    def _record(self, size: int, costs: list[float], accuracies: list[float]) -> None:
        steps = len(costs)
        if not self.data.classes:
            accuracies = [np.nan] * steps
        self.step += steps
        self._position += steps * size
        total_cost, total_right, examples = self._running
        # added one by one, in order: however a run was sliced, the sums are the same
        for cost in costs:
            total_cost += cost * size
        for accuracy in accuracies:
            total_right += accuracy * size
        self._running = total_cost, total_right, examples + steps * size
        n, positions = self.data.n, range(self._position - (steps - 1) * size, self._position + 1, size)
        self.history.add_steps(self.step, costs, accuracies, [self.epoch + position / n for position in positions])
        if self._position == n:
            self._end_epoch()

    def evaluation(self, which: str, most: int | None = None) -> Evaluation:
        """Cost and accuracy now on the "train", "test" or "validation" examples; with `most` on the first so many."""
        _require_part(which)
        with one_thread(), np.errstate(all="ignore"):
            return self._examples(which, most).evaluate(self.network.parameters)

    def _examples(self, which: str, most: int | None = None) -> Examples:
        """A set of examples by its name, ready to be evaluated; with `most` the first so many of them."""
        kind = plan.kind_of(self.made_by)
        x, y = getattr(self.data, f"x_{which}"), getattr(self.data, f"y_{which}")
        most = None if most is None or most >= len(x) else most
        if (kind, which, most) not in self._sets:
            data, e = self.data, self.experiment
            rows = data.rows[:most] if which == "train" else with_ones(x[:most])
            targets = data.targets(y[:most], e.output)
            made = Examples(kind, self.network, rows, targets, COSTS[e.cost], data.classes > 0)
            self._sets[kind, which, most] = made
        return self._sets[kind, which, most]

    def penalty(self) -> float:
        """What the regularizer adds to the cost now: λ/n Σ|w| or λ/(2n) Σw²."""
        e = self.experiment
        return penalty(e.regularization, self.network.weights, e.regularization_strength, self.data.n)

    def state(self) -> dict[str, Any]:
        """All that `resume` needs to go on bit for bit, as plain picklable data."""
        self._recover()
        return {
            "experiment": self.experiment.to_dict(),
            "evaluate": self.evaluate,
            "parameters": self.network.parameters.copy(),
            "edits": self.edits.state(),
            "journal": self.journal,
            "history": self.history.copy(),
            "epoch": self.epoch,
            "step": self.step,
            "problem": self.problem,
            "made_by": self.made_by,
            "position": self._position,
            "origin": self._origin,
            "running": list(self._running),
        }

    @classmethod
    def resume(cls, state: dict[str, Any], data: Dataset | None = None) -> "Trainer":
        """The trainer that gave this state, ready to go on; `data` as it was given to that one."""
        trainer = cls(Experiment.from_dict(state["experiment"]), data, evaluate=tuple(state["evaluate"]))
        trainer.restore(state)
        return trainer

    @classmethod
    def replay(
        cls,
        journal: Journal,
        step: int,
        data: Dataset | None = None,
        *,
        evaluate: tuple[str, ...] = PARTS,
        made_by: tuple[str, ...] = (),
    ) -> "Trainer":
        """The run of this journal, made again from its beginning up to `step`; `data` as it was given to that one.

        On the same machine, with the same version and `made_by` the same steps it is the same bit for bit. Raises
        ValueError for a journal that does not begin where its run did.

        >>> trainer = Trainer(Experiment(dataset="gaussians")).train(epochs=1)
        >>> trainer.change(learning_rate=1.0)
        >>> trainer.edit("switch", 1, 0, True)
        >>> again = Trainer.replay(trainer.journal, trainer.train(steps=7).step)
        >>> bool((again.network.parameters == trainer.network.parameters).all())
        True
        """
        if not journal.whole:
            raise ValueError("What was done to this run at its beginning is not known: it cannot be made again.")
        trainer = cls(journal.begun, data, evaluate=evaluate)
        trainer.made_by = tuple(made_by[:1])
        return trainer.follow(journal, step)

    def follow(self, journal: Journal, step: float = np.inf, epoch: float = np.inf) -> "Trainer":
        """Train up to `step` or to the end of `epoch`, whichever comes first.

        On the way it does what stands in `journal` beyond this run's own, each thing at its step; nothing that was done
        once that epoch had ended. Raises ValueError where it would go on for ever.
        """
        if np.isinf(step) and np.isinf(epoch):
            raise ValueError("Up to which step, or to the end of which epoch?")
        for event in journal.events[len(self.journal.events) :]:
            if event.step > step:
                break
            self._train_to(event.step, epoch)
            if self.step < event.step or self.epoch >= epoch:
                break
            self.do(event)
        return self._train_to(step, epoch)

    def _train_to(self, step: float, epoch: float) -> "Trainer":
        steps, epochs = max(step - self.step, 0), max(epoch - self.epoch, 0)
        return self.train(None if np.isinf(epochs) else epochs, None if np.isinf(steps) else int(steps))

    def do(self, event: Event) -> None:
        """Do now what an event says."""
        if event.live:
            self.change(**{event.what: event.arguments[0]})
        else:
            self.edit(event.what, *event.arguments)

    def restore(self, state: dict[str, Any]) -> None:
        """Go back (or on) to a state of the same experiment, apart from what may change while it runs."""
        now = Experiment.from_dict(state["experiment"])
        live = {name: getattr(now, name) for name in LIVE}
        if replace(self.experiment, **live) != now or len(state["parameters"]) != len(self.network.parameters):
            raise ValueError("This state is that of another experiment: Trainer.resume makes a trainer of it.")
        self._recover()
        self._settle_on(self.experiment.changed(**live), state["journal"])
        self.network.parameters[...] = state["parameters"]
        self.edits.restore(state["edits"])
        self.history = state["history"].copy()
        self.epoch, self.step, self.problem = state["epoch"], state["step"], state["problem"]
        if self.made_by != tuple(state["made_by"]):
            self.made_by, self._compiled = tuple(state["made_by"]), {}
        self._position, self._origin = state["position"], state["origin"]
        self._running = tuple(state["running"])
        self._gathered = None

    def __repr__(self) -> str:
        last = self.history.test_accuracy[-1:]
        told = f", test accuracy {last[0]:.4g}" if len(last) and np.isfinite(last[0]) else ""
        by = f", by {' and '.join(self.made_by)}" if self.made_by else ""
        return f"<Trainer on {self.experiment.dataset}, epoch {self.epoch:,}, step {self.step:,}{by}{told}>"

    def _repr_html_(self) -> str:
        """The run as a notebook shows it: its network, and how it went."""
        return self.network._repr_html_() + self.history._repr_html_()

    def _train_epochs(self, most: float, most_steps: float) -> None:
        """Train for several epochs in one call, at most so many, and record what happened, or else for a chunk."""
        at_once = self._whole_epochs() if most >= 2 else None
        count = int(min(at_once.most, most)) if at_once else 0
        if at_once is None or count < 2:
            self._train_chunk(most_steps)
            return
        e, n, every = self.experiment, self.data.n, self.history.every
        seed = None if self._all_at_once else e.seed
        trained = at_once.train(self.network.parameters, seed, self.epoch, count, every)
        if not len(trained.parameters):  # in the very first of them a number stops being finite
            self._train_chunk(most_steps)
            return
        shown = (trained.figures["epoch"] % every == 0).tolist()
        penalties, rests = list[float](), list[Rest | None]()
        for now, after, (cost, right) in zip(shown, trained.parameters, trained.sums.tolist(), strict=True):
            penalties.append(self._penalty(after, e) if now else np.nan)
            rests.append(None if now else partial(self._rest_of_epoch, after, e, (cost, right, n)))
        self.network.parameters[...] = trained.parameters[-1]
        self.epoch += len(shown)
        self.step += len(trained.steps[0])
        self.history.add_steps(self.step, *trained.steps)
        self.history.add_epochs(trained.figures | {"penalty": np.array(penalties)}, rests)

    def _whole_epochs(self) -> "Epochs | None":
        """What does whole epochs in one call, if anything does."""
        if self._distorts or self.made_by[-1:] != (plan.NUMBA,):
            return None
        n, m = self.data.n, self.batch_size
        steps = [self._step_of(size) for size in (m, n % m) if size]
        if self._at_once[0] != steps:
            sets = {part: self._examples(part) for part in self.evaluate}
            self._at_once = steps, plan.at_once(steps, sets, self.data.classes > 0)
        return self._at_once[1]

    def _train_chunk(self, most_steps: float) -> None:
        """Train to the end of the present chunk of steps, or `most_steps` of it, and record what happened."""
        n, m = self.data.n, self.batch_size
        whole = (n - self._origin) // m * m  # examples of this epoch that fill whole mini-batches
        done = self._position - self._origin
        size = m if done < whole else n - self._position
        compiled = self._step_of(size)
        chunk = compiled.chunk_steps * size
        start = self._origin + (done // chunk * chunk if done < whole else whole)
        stop = min(start + chunk, self._origin + whole) if done < whole else n
        first = (self._position - start) // size
        last = int(min((stop - start) // size, first + most_steps))
        self._gather(compiled, start, stop, size)
        compiled.run(first, last)
        costs, accuracies = compiled.costs(first, last)
        if not (np.isfinite(costs).all() and np.isfinite(self.network.parameters).all()):
            taken = self._stop(compiled, first, costs)
            costs, accuracies = costs[:taken], accuracies[:taken]
        self._record(size, costs.tolist(), accuracies.tolist())

    def _gather(self, compiled: CompiledStep, start: int, stop: int, size: int) -> None:
        gathered = None if self._all_at_once and not self._distorts else self.epoch, start, size
        if self._gathered != gathered:
            self._gathered = None
            examples = self.examples_of_epoch()[start:stop]
            if self._distorts:
                rng = stream(self.experiment.seed, DISTORTION, self.epoch, start)
                self._rows[examples, :-1] = augment(self.data.x_train[examples], Augmentation(), rng)
            compiled.gather(examples)
            self._gathered = gathered

    def _stop(self, compiled: CompiledStep, first: int, costs: Array) -> int:
        """Go back, then on as long as cost and parameters stay finite, and say so; returns the steps taken."""
        parameters, last, taken = self.network.parameters, self._before.copy(), 0
        parameters[...] = last
        while np.isfinite(costs[taken]):
            compiled.run(first + taken, first + taken + 1)
            if not np.isfinite(parameters).all():
                parameters[...] = last
                break
            last[...] = parameters
            taken += 1
        self.problem = diverged(self.experiment, self.data.n, self.step + taken + 1)
        return taken

    def _end_epoch(self) -> None:
        self.epoch += 1
        self._position = self._origin = 0
        running, self._running = self._running, (0.0, 0.0, 0)
        figures: dict[str, float] = {"epoch": self.epoch}
        for part in ("test", "validation"):
            told = self._examples(part).evaluate(self.network.parameters) if part in self.evaluate else NOTHING
            figures |= {f"{part}_cost": told.cost, f"{part}_accuracy": told.accuracy}
        self.history.add_epoch(
            figures,
            partial(self._rest_of_epoch, self.network.parameters.copy(), self.experiment, running),
        )

    def _rest_of_epoch(self, parameters: Array, e: Experiment, running: tuple[float, float, int]) -> dict[str, float]:
        """The other figures of an epoch that ended with these parameters, settings and sums over its examples."""
        cost, right, count = running
        train = Evaluation(cost / count, right / count)
        if "train" in self.evaluate:
            with one_thread(), np.errstate(all="ignore"):
                train = self._examples("train").evaluate(parameters)
        added = self._penalty(parameters, e)
        return {"train_cost": train.cost, "train_accuracy": train.accuracy, "penalty": added}

    def _penalty(self, parameters: Array, e: Experiment) -> float:
        if not e.regularization_strength:
            return 0.0
        weights = [block[:, :-1] for block in blocks_of(parameters, self.network.sizes)]
        return penalty(e.regularization, weights, e.regularization_strength, self.data.n)

    def _note(self, name: str) -> None:
        if self.made_by[-1:] != (name,):
            self.made_by += (name,)

    def _step_of(self, size: int) -> CompiledStep:
        """The compiled step of so many examples, with the settings of now."""
        e = self.experiment
        wanted = e.learning_rate, e.regularization, e.regularization_strength, self.edits.version
        if size not in self._compiled:
            self._settings.pop(size, None)
            name, step = plan.choose(self.made_by, self.network, COSTS[e.cost])
            self._note(name)
            self._compiled[size] = step(self.network, self._rows, self._targets, COSTS[e.cost], size)
        if self._settings.get(size) != wanted:
            self._settings.pop(size, None)  # half set is not set
            self._compiled[size].set(*wanted[:3], self.edits.learns)
            self._settings[size] = wanted
        return self._compiled[size]
