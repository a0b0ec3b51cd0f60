"""What people type and what they may not guess: codes of classes, keys, nicknames, and how often they may be wrong."""

import hashlib
import ipaddress
import re
import secrets
import threading
import time
import unicodedata
from collections import deque
from collections.abc import Callable, Collection
from itertools import count
from math import ceil
from typing import TypeVar

from playground.settings.budget import NICKNAME, WRONG_CODES, WRONG_CODES_OF_ALL

T = TypeVar("T")

# Of characters that look alike on a projector one stays, or none, and no vowels: a code spells no word.
ALPHABET = "346789CDFHJKMNPRTVWXY"
LENGTH = 6
_READ_AS = str.maketrans({"O": "D", "0": "D", "Q": "D", "I": "7", "1": "7", "L": "7", "B": "8", "G": "6", "U": "V"})
_MOST_TYPED = 100

MINUTE = 60.0
"""Seconds that a wrong code is remembered."""


def code() -> str:
    """A new code of a class, such as 7KXM4P."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def cleaned(text: str) -> str:
    """The code that was meant by what somebody typed, or "" if it can be none.

    Small letters, spaces and dashes make no difference, and a character that codes do not have is read as the one that
    it looks like.
    """
    wide = unicodedata.normalize("NFKC", text[:_MOST_TYPED]).upper()
    meant = re.sub(r"[\s\-–—_.]", "", wide).translate(_READ_AS)
    return meant if len(meant) == LENGTH and set(meant) <= set(ALPHABET) else ""


def key() -> str:
    """A new key, of 192 random bits: whoever has it is the teacher, or the learner, that it was given to."""
    return secrets.token_urlsafe(24)


def hashed(key: str) -> str:
    """What is kept of a key, 64 hexadecimal digits: whoever reads the database finds no key there."""
    return hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()


# Letters and signs that show nothing, though they count as letters or signs.
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800")
# They join the letters of Persian and Hindi, and the parts of an emoji; other marks of no width turn or hide a text.
_JOINERS = "\u200c\u200d"
_MOST_MARKS = 3


def nickname(text: str) -> str:
    """The nickname that somebody typed: plain text, composed (NFC), with single spaces.

    Raises ValueError, with a sentence, for what can be none.
    """
    if problem := nickname_problem(text):
        raise ValueError(problem)
    return _spaced(text)


def nickname_problem(text: str) -> str:
    """A sentence that says why this can be no nickname; "" where it can."""
    if len(text) > 20 * NICKNAME or len(name := _spaced(text)) > NICKNAME:
        return f"A nickname has at most {NICKNAME} characters."
    if any(_hides(character) for character in name):
        return "A nickname is plain text, on one line: letters, digits and signs."
    if not any(_is_seen(character) for character in name):
        return "Type a nickname that can be seen." if name else "Type a nickname."
    if re.search(f"[^\x00]{{{_MOST_MARKS + 1}}}", "".join("m" if _is_mark(letter) else "\x00" for letter in name)):
        return f"A letter of a nickname bears at most {_MOST_MARKS} marks."
    return ""


def _spaced(text: str) -> str:
    return re.sub(r"[^\S\n\r\t\v\f\x1c-\x1f\x85\u2028\u2029]+", " ", unicodedata.normalize("NFC", text).strip())


def _hides(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp") and character not in _JOINERS


def _is_seen(character: str) -> bool:
    return unicodedata.category(character)[0] in "LNPS" and character not in _BLANK


def _is_mark(character: str) -> bool:
    return unicodedata.category(character) in ("Mn", "Me")


def alike(name: str) -> str:
    """The same text for nicknames that a reader would take for one another: capitals, widths and joiners aside."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(character for character in plain if character not in _JOINERS and character not in _BLANK)


def distinct(name: str, taken: Collection[str]) -> str:
    """The nickname, with a number after it where one that looks the same is taken: Ada 2."""
    others = {alike(other) for other in taken}
    if alike(name) not in others:
        return name
    endings = (f" {number}" for number in count(2))
    numbered = (f"{name[: NICKNAME - len(ending)].rstrip()}{ending}" for ending in endings)
    return next(one for one in numbered if alike(one) not in others)


_QUALITIES = (
    "Brave", "Bright", "Calm", "Clever", "Curious", "Daring", "Eager", "Fair", "Fast", "Gentle", "Glad", "Golden",
    "Happy", "Jolly", "Keen", "Kind", "Lively", "Lucky", "Merry", "Nimble", "Patient", "Quick", "Quiet", "Silver",
    "Sunny", "Swift", "Warm", "Wise",
)  # fmt: skip
_ANIMALS = (
    "Badger", "Beaver", "Crane", "Dolphin", "Eagle", "Falcon", "Finch", "Fox", "Gecko", "Hare", "Hedgehog", "Heron",
    "Ibis", "Koala", "Lark", "Lynx", "Marmot", "Otter", "Owl", "Panda", "Penguin", "Puffin", "Robin", "Seal",
    "Squirrel", "Stork", "Swan", "Tiger", "Turtle", "Whale",
)  # fmt: skip


def proposed(taken: Collection[str]) -> str:
    """A nickname for whoever types none, such as Brave Otter, which is not taken yet."""
    others = {alike(name) for name in taken}
    names = [f"{quality} {animal}" for quality in _QUALITIES for animal in _ANIMALS]
    free = [name for name in names if alike(name) not in others]
    return secrets.choice(free) if free else distinct(secrets.choice(names), taken)


class Attempts:
    """How many codes of no class were tried within the last minute: from each address, and from all together.

    `clock` gives seconds. Addresses of one network of IPv6 are one: whoever has one of them has them all.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._wrong: deque[tuple[float, str]] = deque(maxlen=WRONG_CODES_OF_ALL)
        self._lock = threading.Lock()

    def find(self, address: str, look: Callable[[], T | None]) -> T | None:
        """What `look` finds by a code that came from this address; a code that finds nothing, None, counts.

        Raises ValueError, with a sentence that says how long to wait, where too many have been tried: also for a right
        one then, or guessing would go on.
        """
        place = _network(address)
        self._require(place)
        found = look()
        if found is None:
            with self._lock:
                self._wrong.append((self._clock(), place))
        return found

    def _require(self, place: str) -> None:
        with self._lock:
            now = self._clock()
            while self._wrong and now - self._wrong[0][0] >= MINUTE:
                self._wrong.popleft()
            here = [at for at, other in self._wrong if other == place]
            everywhere = [at for at, _ in self._wrong]
        for tried, most in ((here, WRONG_CODES), (everywhere, WRONG_CODES_OF_ALL)):
            if len(tried) >= most:
                wait = ceil(tried[-most] + MINUTE - now)
                seconds = "a second" if wait == 1 else f"{wait} seconds"
                raise ValueError(f"Too many wrong codes were tried. Wait {seconds}, then type the code again.")


def _network(address: str) -> str:
    try:
        known = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:_MOST_TYPED]
    if isinstance(known, ipaddress.IPv4Address):
        return str(known)
    return str(known.ipv4_mapped or ipaddress.ip_network((known, 64), strict=False))
