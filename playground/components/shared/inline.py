"""Pictures inside the page's own text, as data URLs: they come with what shows them, and are there as long as it is.

Streamlit's own files are dropped while a page is drawn anew, so that a browser which asks at that moment finds none.
"""

import base64
import io
from typing import Any

from PIL import Image


def url(content: bytes, kind: str) -> str:
    """A picture's bytes as a data URL; `kind` is what follows "image/" in its media type."""
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"


def encoded(image: Image.Image, kind: str, **options: Any) -> str:
    """The image as a data URL, as a PNG or WebP file made with Pillow's options."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return url(file.getvalue(), kind)
