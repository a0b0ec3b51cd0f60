"""Links to the page of a class: the code of the class that is to be joined, `?code=7KXM4P`."""

from collections.abc import Mapping
from dataclasses import dataclass

from playground.classes import codes
from playground.settings import link
from playground.settings.choices import Setting
from playground.settings.link import Asked


@dataclass(frozen=True)
class Code(Setting):
    """The code of a class, however it was written (`codes.cleaned`)."""

    def value(self, text: str) -> str:
        """The code that is meant. Raises ValueError for what is none."""
        meant = codes.cleaned(text)
        if not meant:
            raise ValueError("the code of a class is six letters and digits.")
        return meant


CODE = Code("code", None)
SETTINGS = (CODE,)


@dataclass(frozen=True)
class Link:
    """What a link says: the code, if it has one, and a sentence for each part that makes no sense."""

    code: str | None = None
    problems: tuple[str, ...] = ()


def write(code: str | None) -> dict[str, str]:
    """The query for the class of this code, if there is one."""
    return link.write([CODE], {CODE.key: code})


def read(query: Mapping[str, str]) -> Link:
    """What a query says. Reading never fails: what makes no sense is named."""
    asked = Asked(query, SETTINGS)
    return Link(asked.read(CODE), asked.told())
