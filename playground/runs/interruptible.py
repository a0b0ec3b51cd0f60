"""What works by itself, pauses while the learner is away, and can be held by somebody else."""

import threading


class Interruptible:
    """What pauses while the learner is away and goes on afterwards; both may be called more than once.

    Its `_generation` is another one whenever somebody has it play, pause, or be something else.
    """

    _lock: threading.RLock
    _generation: int
    _plays_on = False
    _interrupted: int | None = None
    playing: bool

    def pause(self) -> None:
        """Pause."""
        raise NotImplementedError

    def resume(self) -> None:
        """Go on as before."""
        raise NotImplementedError

    def leave(self) -> None:
        """Pause while the learner is away."""
        with self._lock:
            if self.playing:  # one that is paused already stays as it was left
                self._plays_on = True
                self.pause()

    def come_back(self) -> None:
        """Go on if it was at work when the learner left."""
        with self._lock:
            plays_on, self._plays_on = self._plays_on, False
            if plays_on:
                self.resume()

    def interrupt(self) -> None:
        """Have it stand still, learner or not, until `carry_on`; may be called more than once, from any thread."""
        with self._lock:
            if self.playing or self._plays_on:
                self._plays_on = False
                self.pause()
                self._interrupted = self._generation

    def carry_on(self) -> None:
        """Go on if it stands as `interrupt` left it: nobody has had it play, pause, or be something else since."""
        with self._lock:
            as_it_was = self._interrupted == self._generation
            self._interrupted = None
            if as_it_was:
                self.resume()
