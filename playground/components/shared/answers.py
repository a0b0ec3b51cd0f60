"""Answers: what a page asks while the hand moves is answered by a websocket of its own, without a run of the page.

To ask through Streamlit is to run the page, or a fragment of it, and to wait for all that it puts together. Here a
message of a component goes to one function, and what comes back are the pictures that the answer changes, drawn as
those of a lane are. The page keeps its own way to the same pictures: where there is no such connection, it is asked.

The way is opened by its token, as a lane is, and has one connection, the newest. Questions are answered one after the
other, none before the last answer was taken.
"""

import asyncio
import json
import secrets
import weakref
from collections.abc import Callable, Hashable, Mapping
from concurrent.futures import ThreadPoolExecutor

from starlette.websockets import WebSocket

from playground.components import Picture, Place
from playground.components.shared.lane import TAKEN, UnaskedError, attend, heard
from playground.components.shared.mailbox import Message, opened
from playground.components.shared.wire import as_json
from playground.settings.budget import ASKED_EVERY, LANE_PATIENCE, MAIL_CHARACTERS

ROUTE = "/nn-answers"
LOOK_EVERY = 3.0
"""Seconds after which a connection that is not asked anything looks whether there is a newer one."""

Answer = Callable[[Message], Mapping[str, Picture] | None]
"""What is to be drawn for a message, by the keys of the components, None for one that makes no sense; asked for in
another thread than the page's.
"""


class Answers:
    """The way of one page's questions: `token`, a secret, opens it, and the page says how it is to `answer`."""

    def __init__(self) -> None:
        self.token = secrets.token_urlsafe(24)
        self.connection: WebSocket | None = None
        self._about: Hashable = object()
        self._now: tuple[str, Answer] = "", lambda message: None  # one thing, as another thread reads it
        _all[self.token] = self

    def by(self, answer: Answer, about: Hashable) -> None:
        """Answer like that from now on. Answers `about` something else than before are drawn in the place of those."""
        name = self._now[0] if about == self._about else secrets.token_hex(8)
        self._about, self._now = about, (name, answer)

    def place(self, number: int) -> Place:
        """The place of the page's own pictures for the message of this number among those that come this way."""
        return Place(self._now[0], number)

    def text(self, question: str) -> str:
        """The answer to a question, both as JSON. Raises UnaskedError for what no page of ours asks."""
        name, answer = self._now
        try:
            (message,) = opened([json.loads(question)])
        except (ValueError, RecursionError):
            raise UnaskedError from None
        pictures = answer(message)
        if pictures is None:
            raise UnaskedError
        drawn = ", ".join(f"{json.dumps(key)}: {as_json(picture.data)}" for key, picture in pictures.items())
        return f'{{"at": {message["seq"]}, "name": "{name}", "pictures": {{{drawn}}}}}'


_thinker = ThreadPoolExecutor(1, thread_name_prefix="answers")
_all: "weakref.WeakValueDictionary[str, Answers]" = weakref.WeakValueDictionary()


async def serve(socket: WebSocket) -> None:
    """One page's connection: its token, then an answer to each of its questions."""
    await attend(socket, _all, _answer_all)


async def _answer_all(socket: WebSocket, answers: Answers) -> int:
    answers.connection = socket
    loop = asyncio.get_running_loop()
    while answers.connection is socket:
        hearing = asyncio.ensure_future(heard(socket, MAIL_CHARACTERS))
        try:
            while not hearing.done() and answers.connection is socket:
                await asyncio.wait({hearing}, timeout=LOOK_EVERY)
        finally:
            hearing.cancel()
        if hearing.done():
            rest = loop.time() + ASKED_EVERY
            text = await loop.run_in_executor(_thinker, answers.text, hearing.result())
            await asyncio.wait_for(socket.send_text(text), LANE_PATIENCE)
            await asyncio.sleep(rest - loop.time())
    return TAKEN
