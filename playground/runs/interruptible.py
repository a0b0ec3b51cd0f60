"""What works by itself and stands still while the learner is away."""

import threading


class Interruptible:
    """What stands still while the learner is away and then goes on if it had; both may be said more than once."""

    _lock: threading.RLock
    _plays_on = False
    playing: bool

    def pause(self) -> None:
        """Stand still."""
        raise NotImplementedError

    def resume(self) -> None:
        """Go on as before."""
        raise NotImplementedError

    def leave(self) -> None:
        """Stand still while the learner is away."""
        with self._lock:
            self._plays_on = self._plays_on or self.playing
            self.pause()

    def come_back(self) -> None:
        """Go on if it was at work when the learner left."""
        with self._lock:
            plays_on, self._plays_on = self._plays_on, False
            if plays_on:
                self.resume()
