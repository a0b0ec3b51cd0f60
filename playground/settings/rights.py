"""Rights: what the sender of a link forbids on a page. Each control can be hidden, locked, or both.

What is hidden is not shown, but may change by other ways, such as the drawing; what is locked keeps its value whatever
is done. Whoever prepares a link can look at the page as a learner will: then what is chosen for the link holds.
"""

from dataclasses import dataclass

from playground.settings.slots import Slot, Slots

TO_HIDE = Slots[list[str]]("{}-hide", list)
TO_LOCK = Slots[list[str]]("{}-lock", list)
AS_LEARNER = Slots("{}-as-learner", bool)
"""What a presenter chooses in the panel of this name, and whether the page is shown as a learner will see it."""


@dataclass(frozen=True)
class Rights:
    """The rights on one page, to the controls of `keys`: by the link that was opened, or, while they are tried, by the
    presenter's `panel` of that name.
    """

    panel: str
    keys: tuple[str, ...]
    hide: Slot[tuple[str, ...]]
    lock: Slot[tuple[str, ...]]

    def begin(self, hidden: tuple[str, ...], locked: tuple[str, ...]) -> None:
        """The link that was opened hides and locks these controls; the panel begins with the same."""
        self.hide.put(hidden)
        self.lock.put(locked)
        for chosen, keys in ((TO_HIDE, hidden), (TO_LOCK, locked)):
            chosen.of(self.panel).put([key for key in self.keys if key in keys])

    @property
    def tried(self) -> bool:
        """Whether the page is shown as a learner will see it."""
        return AS_LEARNER.of(self.panel).get()

    @property
    def hidden(self) -> tuple[str, ...]:
        """The keys of the controls that are hidden."""
        return tuple(TO_HIDE.of(self.panel).get()) if self.tried else self.hide.get()

    @property
    def locked(self) -> tuple[str, ...]:
        """The keys of the controls that are locked."""
        return tuple(TO_LOCK.of(self.panel).get()) if self.tried else self.lock.get()
