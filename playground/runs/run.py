"""A run: all that a learner does to a training, forth and back, with nothing lost but what had to make room."""

from typing import Any

from engine import Dataset, Experiment, Trainer
from engine.data import SOURCES
from engine.experiment import LIVE
from engine.journal import Journal
from engine.network import Network
from engine.snapshot import Snapshot, View, take
from playground.runs import keyframes
from playground.runs.goals import Goal
from playground.runs.keyframes import MOST_FRAMES, Keyframes, first_frame
from playground.runs.shelf import Shelf, Shelved, Stand
from playground.runs.sliced import FAST, Sliced
from playground.runs.undo import Undo

REPLAY = 0.2
"""Seconds of training, about, that are made again at most to show an epoch that is not kept."""
REPLAY_BEST = 5.0
"""The same for the best epoch."""
HELD = 12
"""How many times the bytes of its parameters a large run takes: its state, what is shown of it, and three keyframes."""
STEP = 1e-4
"""Seconds of a mini-batch of a small network, about."""


class Run(Sliced):
    """One learner's training, with its past. All methods return at once, or after a moment's work.

    `start` is the snapshot that it began with. What is left for another run is put on the `shelf`, whole, if there is
    one. `looked_at` is the past epoch that is shown, None for now. `dropped` counts what was still to come from a link
    when the learner took over, until whoever tells of it forgets it.
    """

    most_frames = MOST_FRAMES

    def __init__(
        self,
        experiment: Experiment,
        pace: float | None = None,
        data: Dataset | None = None,
        shelf: Shelf | None = None,
    ) -> None:
        super().__init__(experiment, pace)
        self._undo = Undo()
        self.shelf = shelf
        self.rival: int | None = None
        self._rewound: int | None = None
        self.looked_at: int | None = None
        self._past: Snapshot | None = None
        self.digit_network: Network | None = None
        self.digits_learned: int | None = None
        self.dropped = 0
        self.begin(experiment, data)

    def begin(self, experiment: Experiment, data: Dataset | None = None) -> None:
        """Start a new run of `experiment` from its initial weights; it plays on if the previous one did.

        Raises ValueError, and leaves the run as it was, where experiment and data make no run.
        """
        trainer = Trainer(experiment, data)
        with self._lock:
            if hasattr(self, "state"):
                self._leave()
                if trainer.data.fingerprint != self.learns_from.fingerprint:
                    self._undo.forget()
            self._begin(trainer, data)

    def _begin(self, trainer: Trainer, data: Dataset | None) -> None:
        self._follow_no_more()
        self._generation += 1
        self.looked_at = self._past = None
        self.experiment, self.data, self.learns_from = trainer.experiment, data, trainer.data
        self._stand_at(trainer)
        self.start = self.snapshot
        self.keyframes = Keyframes(first_frame(self.state), self.most_frames)
        self._settle_in(trainer)

    def follow(self, journal: Journal) -> None:
        """From its beginning on, do by itself what stands in the journal of such a run, each thing at its step.

        That ends as soon as the learner changes anything. Raises ValueError where this network has not what is edited.
        """
        with self._lock:
            journal.require_fit(self.snapshot.sizes)
            self._stand_at(self.trainer().follow(journal, 0))
            self.experiment, self.coming = self.snapshot.experiment, journal

    def bring_to(self, step: int, journal: Journal) -> None:
        """From the beginning, which is that of this journal, go as it says to this step, as fast as it goes, and pause.

        What it is now goes on no shelf. Raises ValueError where this network has not what is edited.
        """
        with self._lock:
            if journal.events and journal != self.coming:
                journal.require_fit(self.start.sizes)
                self._begin(Trainer(journal.begun, self.data), self.data)
                self.follow(journal)
            self.hurry(step)

    def _follow_no_more(self) -> None:
        """Follow no journal any more; what is in flight may have done so already."""
        if self.coming:
            self.dropped, self.coming = len(self.pending), None
            self._generation += 1

    def change(self, experiment: Experiment, data: Dataset | None = None) -> None:
        """Follow `experiment`: in the midst of the run where only what may change while it goes on differs.

        A run of the learner's own points that only gets other ones continues from the weights that it has. Raises
        ValueError, and leaves the run as it was, where experiment and data make no run.
        """
        live = {name: getattr(experiment, name) for name in LIVE}
        same_data = self.learns(data)
        with self._lock:
            now = self.experiment.changed(**live)
            if not same_data and self._has_numbers_of(data) and self.experiment == experiment:
                self._call_by_names_of(data)
            elif same_data and now == experiment:
                if experiment != self.experiment:
                    self.journal.require_room()
                    self._follow_no_more()
                    self.experiment = experiment
                    if self.view.upcoming:  # the next mini-batch, and what it will do, are others
                        self._look_again()
            elif data is not None and self.data is not None and now == experiment and data.points is not None:
                self._learn_from(experiment, data)
            else:
                trainer = Trainer(experiment, data)
                drawn = same_data and _apart_from_neurons(now) == _apart_from_neurons(experiment)
                stand, undo = self.stand, self._undo
                if drawn:
                    self._undo = Undo()  # for `begin` to empty: these are the same points, even if by other inputs
                self.begin(trainer.experiment, data)
                if drawn:
                    self._undo = undo
                    undo.remember(stand)

    def learns(self, data: Dataset | None) -> bool:
        """Whether it learns from these: data of the learner's own, or None for those of the experiment."""
        return data is self.data or (self._has_numbers_of(data) and _names(data) == _names(self.data))

    def _has_numbers_of(self, data: Dataset | None) -> bool:
        return bool(data and self.data and data.fingerprint == self.data.fingerprint)

    def _call_by_names_of(self, data: Dataset | None) -> None:
        """Go on with the same numbers under other names."""
        self.data = data
        trainer = self.trainer()
        self.learns_from = trainer.data
        self._take_over(self.state, take(trainer, self.state["history"], self.view))

    def _learn_from(self, experiment: Experiment, data: Dataset) -> None:
        """Go on, from the weights that it has, with other points; a run that still moves is not put on the shelf."""
        trainer = Trainer(experiment, data)
        if trainer.network.sizes == self.snapshot.sizes:
            trainer.network.parameters[...] = self.state["parameters"]
            trainer.journal = Journal(experiment, whole=False)
        if not self.playing:
            self._leave()
        self._undo.forget()
        self._begin(trainer, data)

    @property
    def story(self) -> Journal:
        """What was done to it since its first mini-batch, with the changes that the next one will follow."""
        state = self.state  # all of it of one moment, from any thread
        before, journal = Experiment.from_dict(state["experiment"]), state["journal"]
        told: Journal = journal.noting_changes(state["step"], before, self.experiment).settled()
        return told

    @property
    def stand(self) -> Stand:
        """The run as it stands, whole, with the settings that it has now."""
        told = Experiment.from_dict(self.state["experiment"]) == self.experiment
        return Stand(self.state if told else self.trainer().state(), self.data, self.keyframes)

    @property
    def can_undo(self) -> bool:
        """Whether something that was done on the drawing can be undone."""
        return bool(self._undo.undone)

    @property
    def can_redo(self) -> bool:
        """Whether something that was undone can be done again."""
        return bool(self._undo.redone)

    def undo(self) -> None:
        """Stand, paused, where the run stood before the last thing that was done on the drawing, weights and all."""
        with self._lock:
            self._swap(self._undo.back(self.stand))

    def redo(self) -> None:
        """Stand, paused, where the run stood before the last `undo`."""
        with self._lock:
            self._swap(self._undo.forth(self.stand))

    def _swap(self, stand: Stand | None) -> None:
        """Stand there. What this run was trained since then goes on the shelf; what is on the page is not there too."""
        if stand is None:
            return
        self.pause()
        shared = stand.steps_shared(self.stand)
        if self.shelf is not None and shared < self.state["step"] and not self.shelf.holds(self.stand):
            self._leave()
        same = self.shelf.take_same(stand) if self.shelf is not None else None
        kept = same.keyframes if same else self.keyframes.until(shared) if shared else None
        self._stand_on(stand, kept)

    def _settle_in(self, trainer: Trainer) -> None:
        super()._settle_in(trainer)
        self._rewound = None

    def _leave(self, also: bool = False) -> None:
        """Put the run on the shelf, before another takes its place; one that nothing happened to is no loss, if it is
        not to go there `also`.
        """
        if self.shelf is not None and (self.state["step"] or self.journal.events or also):
            self.evaluate()
            self.shelf.put(self.stand, self.learns_from.fingerprint, self.snapshot)

    def take_up(self, number: int) -> bool:
        """Go on with a run from the shelf, paused; the present one takes its place. Whether there was such a one."""
        with self._lock:
            stand = self.shelf.take(number) if self.shelf is not None else None
            if stand is not None:
                self._go_on(stand)
            return stand is not None

    def go_on(self, trainer: Trainer, data: Dataset | None) -> None:
        """Go on from where `trainer` stands, paused; `data` are the learner's own, if it trains on such."""
        with self._lock:
            self._go_on(Stand(trainer.state(), data))

    def make_way(self, trainer: Trainer, data: Dataset | None) -> None:
        """Go on from where `trainer` stands, paused, without the learner having asked for it: even a run that was not
        trained goes on the shelf, if it has data of the learner's own.
        """
        with self._lock:
            self._go_on(Stand(trainer.state(), data), also=self.data is not None)
            self.dropped = 0

    def _go_on(self, stand: Stand, also: bool = False) -> None:
        self.pause()
        self._leave(also)
        self._undo.forget()
        self._stand_on(stand, stand.keyframes)

    def _stand_on(self, stand: Stand, kept: Keyframes | None) -> None:
        """Go on from where another run stands."""
        trainer = Trainer.resume(dict(stand.state), stand.data)
        self._follow_no_more()
        self._generation += 1
        self.experiment, self.data, self.learns_from = trainer.experiment, stand.data, trainer.data
        self.looked_at = self._past = None
        self.start = take(Trainer(trainer.journal.begun, stand.data), view=self.view)
        self._stand_at(trainer)
        self._settle_in(trainer)
        self.keyframes = kept or Keyframes(first_frame(self.state), self.most_frames)

    @property
    def rivals(self) -> list[Shelved]:
        """The runs on the shelf that can be compared with this one: of the same data and cost, and not diverged."""
        return self.shelf.rivals(self.learns_from.fingerprint, self.experiment.cost) if self.shelf is not None else []

    @property
    def ghost(self) -> Shelved | None:
        """The run whose curves stand behind this one's: the `rival` that the learner chose, or else the newest."""
        rivals = self.rivals
        return next((shelved for shelved in rivals if shelved.number == self.rival), rivals[0] if rivals else None)

    @property
    def shown(self) -> Snapshot:
        """What is looked at: the run as it stands, or as it was after a past epoch."""
        return self._past or self.snapshot

    @property
    def moments(self) -> list[int]:
        """The past epochs that can be looked at: those on record that are kept, or are quickly made again.

        The best one may take longer than others: it is asked for by itself, they while a slider moves.
        """
        n, steps = self.learns_from.n, self.steps_per_epoch
        seconds = 6 * self.state["parameters"].size * n / FAST + steps * STEP  # of an epoch
        if self.speed:
            seconds = min(seconds, steps / self.speed)
        best = [self.best_epoch] if keyframes.since(self.keyframes, self.best_epoch) <= REPLAY_BEST / seconds else []
        return keyframes.moments(self.keyframes, self.state, int(REPLAY / seconds), best)

    @property
    def best_epoch(self) -> int:
        """The epoch with the lowest test cost; 0 before the end of one."""
        best: int = self.state["history"].cheapest_epoch
        return best

    def look_back(self, epoch: int | None) -> None:
        """Show the run as it was at the end of this epoch; None for now. It goes on as it did."""
        with self._lock:
            if epoch is not None and epoch not in self.moments:
                epoch = None
            if epoch != self.looked_at:
                self.looked_at = epoch
                self._past = None if epoch is None else take(self._as_it_was(epoch), view=self.view)
                self.turn += 1

    def go_on_from_here(self) -> None:
        """Go on from the epoch that is looked at, paused; the run as it stands is put on the shelf."""
        with self._lock:
            if self.looked_at is None:
                return
            trainer = self._as_it_was(self.looked_at)
            kept = self.keyframes.until(trainer.step)
            self.pause()
            self._leave()
            self._stand_on(Stand(trainer.state(), self.data), kept)

    def back_to_best(self) -> None:
        """Go on from the epoch with the lowest test cost, paused, and say so, where that can be looked at."""
        with self._lock:
            paused = self.message or ""
            self.look_back(self.best_epoch)
            if self.looked_at is not None:
                self.go_on_from_here()
                left = f"; all of it is on the shelf: {self.shelf.runs[0].name}" if self.shelf is not None else ""
                self.message = f"{paused.removesuffix('.')}, and the run is back there{left}."

    def _as_it_was(self, epoch: int) -> Trainer:
        return keyframes.as_it_was(self.keyframes, self.state, self.data, epoch)

    def play(self, goal: Goal | None = None, after: float = 0.0) -> None:
        """Train from now on, from how it stands now, whatever was looked at."""
        self.look_back(None)
        super().play(goal, after)

    def rewind(self) -> None:
        """Back to the initial weights, paused, with the settings of now; one that follows a journal does so again."""
        with self._lock:
            self.pause()
            coming, self.coming = self.coming, None
            before = self.shelf.newest if self.shelf is not None else 0
            self.begin(coming.begun if coming else self.experiment, self.data)
            if self.shelf is not None and self.shelf.newest != before:
                self._rewound = self.shelf.newest
            if coming:
                self.follow(coming)

    @property
    def rewound(self) -> int | None:
        """The number on the shelf of the run that Reset took from the page, as long as this is at its beginning."""
        return None if self.state["step"] else self._rewound

    def held(self) -> int:
        """About how many bytes a run of this size takes; the shelf and what can be undone have bounds of their own."""
        return HELD * int(self.state["parameters"].nbytes)

    def let_go(self) -> None:
        """Let go of all that takes memory, for good: an empty run takes its place."""
        with self._lock:
            self.pause()
            self.shelf = self.digit_network = None
            self.begin(Experiment())
            self._undo.forget()

    def look(self, view: View) -> None:
        """Show something else of the run from now on."""
        with self._lock:
            if view != self.view:
                self.view = view
                self._look_again()
                if self.looked_at is not None:
                    self._past = take(self._as_it_was(self.looked_at), view=view)

    def _look_again(self) -> None:
        """Have the snapshot of now with the settings and the view of now."""
        self._take_over(self.state, take(self.trainer(), self.state["history"], self.view))

    def evaluate(self) -> None:
        """Have figures of this moment, where the run is paused and has those of a past epoch, unless it is dear."""
        with self._lock:
            if self.snapshot.as_of is not None and not (self.playing or self.dear):
                snapshot = take(self.trainer(), self.state["history"], self.view, evaluate=True)
                self._take_over(self.state, snapshot)

    def edit(self, what: str, *arguments: Any) -> None:
        """Make an edit, of `Trainer.edit`, which can be undone. Raises ValueError where it makes no sense."""
        with self._lock:
            trainer = self.trainer()
            trainer.edit(what, *arguments)
            self._undo.remember(self.stand)
            self._follow_no_more()
            self._generation += 1
            self.experiment = trainer.experiment
            self._stand_at(trainer)

    def _take_over(self, state: dict[str, Any], snapshot: Snapshot, painted: tuple[Any, ...] = ()) -> None:
        super()._take_over(state, snapshot, painted)
        if snapshot.digits is not None and snapshot.step and not SOURCES[snapshot.experiment.dataset].names:
            self.digit_network = network_of(snapshot)
            self.digits_learned = snapshot.experiment.samples if snapshot.experiment.dataset == "mnist" else None


def _apart_from_neurons(experiment: Experiment) -> dict[str, Any]:
    drawn = ("inputs", "hidden", "activation")
    return {name: value for name, value in vars(experiment).items() if name not in drawn}


def _names(data: Dataset | None) -> tuple[Any, ...]:
    return (data.class_names, data.input_names, data.target_name, data.scaling) if data else ()


def network_of(snapshot: Snapshot) -> Network:
    """The network of a snapshot, on its own."""
    e = snapshot.experiment
    network = Network(snapshot.sizes, e.activation, e.output, initialization="zero", dtype=e.precision)
    for own_w, own_b, w, b in zip(network.weights, network.biases, snapshot.weights, snapshot.biases, strict=True):
        own_w[...], own_b[...] = w, b
    return network
