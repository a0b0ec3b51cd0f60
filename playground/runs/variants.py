"""Variants: runs that stay together epoch by epoch, and remember how their networks were after past ones."""

from engine import Dataset, Experiment
from engine.snapshot import Snapshot
from playground.runs import pool
from playground.runs.goals import Goal
from playground.runs.run import Run
from playground.runs.worker import Slice

FEWEST, MOST = 2, 6
FRAMES = 40


class Variant(Run):
    """One of the runs compared. It waits for the others, so that all are at about the same epoch."""

    most_frames = FRAMES

    def __init__(self, experiment: Experiment, others: "list[Variant]") -> None:
        self._others = others
        super().__init__(experiment)

    def begin(self, experiment: Experiment, data: Dataset | None = None) -> None:
        """Start again from the initial weights."""
        super().begin(experiment, data)
        self._pace_of_slices = 0.0  # epochs in the last slice

    @property
    def learner(self) -> object:
        """Those compared are one learner's."""
        return self._others

    @property
    def goal_reached(self) -> bool:
        """Whether it has trained as far as it was to."""
        return self._goal.epoch is not None and self.snapshot.epoch >= self._goal.epoch

    @property
    def progress(self) -> float:
        """The epochs trained so far, with the part of the present one."""
        return float(self.state["step"] / self.steps_per_epoch)

    def wants_slice(self, now: float) -> bool:
        """Whether a slice is due, and the slowest of the others no more than an epoch or two slices behind."""
        if not super().wants_slice(now):
            return False
        slowest = min((one.progress for one in list(self._others) if one.playing), default=self.progress)
        return self.progress - slowest <= max(1.0, 2 * self._pace_of_slices)

    def submit(self, seconds: float, every: float) -> None:
        """Hand one slice to a worker: a longer one than of a run alone, as several variants move the page in turn."""
        super().submit(2 * seconds, every)

    def at(self, epoch: int | None) -> Snapshot:
        """The snapshot after a past epoch, or the last one kept before it; as of now without one that is past."""
        with self._lock:
            past = epoch if epoch is not None and epoch < self.progress else None
            self.look_back(None if past is None else self.keyframes.nearest(past).epoch)
            return self.shown

    def _accept(self, done: Slice) -> None:
        self._pace_of_slices = done.steps / self.steps_per_epoch
        super()._accept(done)


class Comparison:
    """Two to six variants that start, pause and rewind together."""

    def __init__(self, experiments: list[Experiment]) -> None:
        self.variants: list[Variant] = []
        self._losses = pool.losses().count
        self.change(experiments)

    def change(self, experiments: list[Experiment]) -> bool:
        """Compare these from now on, paused. A variant that stays as it was keeps its place; any other begins anew.

        Says whether one begins anew: it keeps the same epochs as the others. Raises ValueError for fewer than two or
        more than six, and for what makes no run; then nothing changes.
        """
        if not FEWEST <= len(experiments) <= MOST:
            raise ValueError(f"Compare {FEWEST} to {MOST} variants, not {len(experiments)}.")
        if experiments == [variant.experiment for variant in self.variants]:
            return False
        others: list[Variant] = []
        free = list(self.variants)
        for experiment in experiments:
            same = next((variant for variant in free if variant.experiment == experiment), None)
            if same is not None:
                free.remove(same)
            others.append(same or Variant(experiment, others))
        stride = max((variant.keyframes.stride for variant in others), default=1)
        new = [variant for variant in others if variant not in self.variants]
        for variant in new:
            variant.keyframes.stride = stride
        self.pause()
        for variant in others:
            variant._others = others
        self.variants = others
        return bool(new)

    @property
    def playing(self) -> bool:
        """Whether any variant trains."""
        return any(variant.playing for variant in self.variants)

    @property
    def ended(self) -> bool:
        """Whether the last variant to train stopped by itself."""
        return not self.playing and any(variant.ended for variant in self.variants)

    @property
    def turn(self) -> int:
        """Another number whenever a variant stands elsewhere."""
        return sum(variant.turn for variant in self.variants)

    @property
    def epochs(self) -> list[int]:
        """The epochs at which every variant can be seen as it was."""
        kept = [set(variant.keyframes.epochs) for variant in self.variants if not variant.problem]
        return sorted(set.intersection(*kept)) if kept else [0]

    @property
    def line(self) -> str | None:
        """Where the comparison stands in line for the workers, as a sentence; None where there is room."""
        return next((variant.line for variant in self.variants if variant.playing), None)

    @property
    def trouble(self) -> str | None:
        """What went wrong with the workers in the last seconds, if anything, and what is done about it: a sentence."""
        return pool.trouble(self._losses)

    @property
    def losses(self) -> int:
        """How often something went wrong with the workers since training started."""
        return pool.losses().count - self._losses

    def play(self, epochs: int) -> None:
        """Train on, `epochs` further than the one that is least far; those who are beyond that wait."""
        self._losses = pool.losses().count
        able = [variant for variant in self.variants if not variant.problem]
        target = min((int(variant.progress) for variant in able), default=0) + epochs
        for variant in able:
            if variant.progress < target:
                variant.play(Goal(epoch=target))

    def pause(self) -> None:
        """Pause all of them."""
        for variant in self.variants:
            variant.pause()

    def leave(self) -> None:
        """Pause while the learner is away."""
        for variant in self.variants:
            variant.leave()

    def come_back(self) -> None:
        """Train on as before the learner left."""
        for variant in self.variants:
            variant.come_back()

    def interrupt(self) -> None:
        """Have all stand still until `carry_on`."""
        for variant in self.variants:
            variant.interrupt()

    def carry_on(self) -> None:
        """Have those go on that `interrupt` paused, if nobody has changed them since."""
        for variant in self.variants:
            variant.carry_on()

    def held(self) -> int:
        """About how many bytes all of them take."""
        return sum(variant.held() for variant in self.variants)

    def let_go(self) -> None:
        """Let go of what takes memory, for good."""
        for variant in self.variants:
            variant.let_go()

    def rewind(self) -> None:
        """All back to their initial weights, paused."""
        for variant in self.variants:
            variant.rewind()
