"""Links: what a page shows as the query of its address, and back. The one codec of all pages and lessons.

A page declares its settings (`playground.settings.choices`), and they are written and read here. A link holds only what
differs from the usual. No link can fail: no more of it is read than any link needs, what makes no sense is named in a
few sentences at most, and the rest is used.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from typing import Any

from engine.names import did_you_mean
from playground.settings.choices import PartlyError, Setting, quoted

MOST_PARTS = 50  # of a link; even one with every setting has fewer
MOST_CHARACTERS = 20_000  # of one of its values
MOST_TOLD = 6  # sentences, and one that counts the rest


def write(settings: Iterable[Setting], values: Mapping[Any, Any]) -> dict[str, str]:
    """The part of a query that says which of these settings differ from the usual; `values` has them by key."""
    there = [(setting, values[setting.key]) for setting in settings if setting.key in values]
    return {s.key: s.text(value) for s, value in there if value is not None and is_unusual(s, value)}


def whole(settings: Iterable[Setting], chosen: Mapping[str, Any]) -> dict[str, Any]:
    """What a link says of all these settings, by key: what is `chosen`, which may be more, and the usual for others."""
    return {setting.key: setting.usual for setting in settings} | dict(chosen)


def is_unusual(setting: Setting, value: Any) -> bool:
    """Whether a link has to contain this value."""
    return setting.usual is None or setting.text(value) != setting.text(setting.usual)


class Asked:
    """What a link asks of a page that has these `settings`, while the page reads it part by part."""

    def __init__(self, query: Mapping[str, str], settings: Iterable[Setting] = ()) -> None:
        self.parts = dict(islice(query.items(), MOST_PARTS))
        self.met: set[str] = set()
        self._refused: set[str] = set()
        self._names = {setting.key for setting in settings}
        self._beyond = len(query) - len(self.parts)
        self._problems: list[str] = []

    def __contains__(self, setting: Setting) -> bool:
        return setting.key in self.parts

    def read(self, setting: Setting) -> Any:
        """The value that the link asks for; the usual one where it gives none that makes sense."""
        return self.chosen([setting]).get(setting.key, setting.usual)

    def chosen(self, settings: Iterable[Setting]) -> dict[str, Any]:
        """The values that the link gives to these settings, by key, where they make sense."""
        found: dict[str, Any] = {}
        for setting in settings:
            self.met.add(setting.key)
            if setting in self:
                with self.about(setting):
                    try:
                        found[setting.key] = setting.value(self._text(setting))
                    except PartlyError as error:
                        found[setting.key] = error.found
                        raise
        return found

    def _text(self, setting: Setting) -> str:
        text = self.parts[setting.key]
        if len(text) > MOST_CHARACTERS:
            raise ValueError(f"it has {len(text):,} characters, and at most {MOST_CHARACTERS:,} are read.")
        return text

    @contextmanager
    def about(self, setting: Setting) -> Iterator[None]:
        """Report a ValueError that is raised in this block as a problem with this setting."""
        try:
            yield
        except ValueError as error:
            if not isinstance(error, PartlyError):
                self._refused.add(setting.key)
            self._problems.append(setting.problem(self.parts.get(setting.key, ""), error))

    def uses(self, settings: Iterable[Setting]) -> bool:
        """Whether the link gives one of these settings, all of which were read, a value that makes sense."""
        return any(setting in self and setting.key in self.met - self._refused for setting in settings)

    def told(self) -> tuple[str, ...]:
        """A sentence for each part that makes no sense, up to a few, once the page has read all its settings."""
        strange = [key for key in self.parts if key not in self.met]
        told = [*self._problems[:MOST_TOLD], *map(self._stranger, strange[:MOST_TOLD])][:MOST_TOLD]
        more = len(self._problems) + len(strange) + self._beyond - len(told)
        limit = f"; only the first {MOST_PARTS} settings of a link are read" if self._beyond else ""
        return (*told, f"And {more:,} more{limit}.") if more else tuple(told)

    def _stranger(self, key: str) -> str:
        if key in self._names:
            return f"The link sets {key}, which has no effect with its other settings."
        near = did_you_mean(key, self._names | self.met)
        return f"The link sets {quoted(key)}, which is not a setting here.{near}"
