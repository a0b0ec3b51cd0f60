"""The document that a browser gets first: Streamlit's own, with the style of our pages in it from the first paint on,
what they do with keys, and where their server is.

Streamlit's own way to bring a style brings it when part of the page is drawn already, and then all of that moves.
"""

from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from playground.components import ROUTE

STYLE = f"<style>{(Path(__file__).parent / 'style.css').read_text(encoding='utf-8')}</style>".encode()
HEAD = b"<head>"
PLACE = b'<script>window.__streamlit = { BACKEND_BASE_URL: new URL(".", location.href).href }</script>'
"""Where the server is: Streamlit would look for it below the address of the page first, and be told 404."""
ARRIVING = f'<script type="module" src=".{ROUTE}/page/arriving.js"></script>'.encode()
"""Before Streamlit asks for a session."""
KEYS = f'<script type="module" src=".{ROUTE}/page/frame.js"></script>'.encode()
END = b"</body>"
"""The style stands before it, and so behind those that Streamlit adds to the head, which it is to outdo."""
UNHEARD = (b"if-none-match", b"if-modified-since", b"accept-encoding")
"""What a request may ask for that would be answered without a document to be read."""


class Styled:
    """Around the server: every document is answered whole, with the style in it; a browser is to keep none."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through; for a document, without what would keep it from being read."""
        if scope["type"] != "http" or "text/html" not in Headers(scope=scope).get("accept", ""):
            await self._app(scope, receive, send)
            return
        start: Message = {}
        body = b""

        async def answer(message: Message) -> None:
            nonlocal body
            if message["type"] == "http.response.start" and _is_document(message):
                start.update(message)
            elif start and message["type"] == "http.response.body":
                body += message.get("body", b"")
                if not message.get("more_body", False):
                    styled = body.replace(HEAD, HEAD + PLACE + ARRIVING, 1).replace(END, STYLE + KEYS + END)
                    await send(_of_length(start, len(styled)))
                    await send({"type": "http.response.body", "body": styled})
            else:
                await send(message)

        headers = [(name, value) for name, value in scope["headers"] if name not in UNHEARD]
        await self._app({**scope, "headers": headers}, receive, answer)


def _is_document(start: Message) -> bool:
    kind = Headers(raw=start["headers"]).get("content-type", "")
    return start["status"] in (200, 404) and kind.startswith("text/html")


def _of_length(start: Message, length: int) -> Message:
    headers = MutableHeaders(raw=start["headers"])
    headers["content-length"] = str(length)
    del headers["etag"], headers["last-modified"]
    return start
