"""What works by itself and pauses while the learner is away."""

import threading


class Interruptible:
    """What pauses while the learner is away and goes on afterwards; both may be called more than once."""

    _lock: threading.RLock
    _plays_on = False
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
            self._plays_on = self._plays_on or self.playing
            self.pause()

    def come_back(self) -> None:
        """Go on if it was at work when the learner left."""
        with self._lock:
            plays_on, self._plays_on = self._plays_on, False
            if plays_on:
                self.resume()
