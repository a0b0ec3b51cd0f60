"""What a class must know of the pages: which can be handed out, and how two runs are set side by side."""

from collections.abc import Mapping
from urllib.parse import SplitResult, urlencode, urlsplit

from engine import Experiment
from playground.classes import linked_run
from playground.classes.readers import Readers
from playground.compare import link
from playground.compare.setup import FIELDS, Setup
from playground.lessons.registry import LESSONS
from playground.settings import pages

_TITLES = {page.name: page.title for page in pages.PAGES if page is not pages.CLASS}
_TITLES |= {lesson.name: lesson.title for lesson in LESSONS} | {"": pages.PLAYGROUND.title}


def title(address: str) -> str:
    """The title of the page at this address, from its "/" on.

    Raises ValueError, with a sentence, where there is no page that can be handed out.
    """
    parts = _parts(address)
    name = parts.path[1:].removesuffix("/")
    elsewhere = parts.scheme or parts.netloc or not address.startswith("/") or address.startswith("//")
    if elsewhere or not address.isprintable() or name not in _TITLES:
        raise ValueError("Only a page of this playground can be handed out, and not that of the class itself.")
    if "key=" in parts.fragment:  # whoever follows it would belong to another class
        raise ValueError("A link with a key cannot be handed out.")
    return _TITLES[name]


def comparison(first: str, second: str) -> str:
    """The address of Compare with the runs of two addresses side by side, both from the first weights of the former.

    Raises ValueError, with a sentence, where they differ in what cannot be compared.
    """
    ours, theirs = (linked_run.read_address(address).journal.begun for address in (first, second))
    differ = tuple(name for name in FIELDS if getattr(ours, name) != getattr(theirs, name))
    if ours.changed(**_of(theirs, differ), seed=theirs.seed) != theirs:
        raise ValueError("These two learn from other data or inputs than each other, and so they cannot be compared.")
    setup = Setup(ours, differ, (_of(ours, differ), _of(theirs, differ)))
    return f"/{pages.COMPARE.name}?{urlencode(link.write(setup, {}))}"


def _of(experiment: Experiment, names: tuple[str, ...]) -> Mapping[str, object]:
    return {name: getattr(experiment, name) for name in names}


def _parts(address: str) -> SplitResult:
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("//no-address")


READERS = Readers(title, comparison)
"""All of it."""
