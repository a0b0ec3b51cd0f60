"""Files: tables, pictures of digits, sets of drawings, whole, damaged and malicious."""

import io
import json
from functools import partial
from typing import Any

import numpy as np
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from engine.data import table
from engine.handwriting import photo_file, picture
from playground.data import collection
from tests.engine.many_tables import workbook
from tests.fuzz.harness import Target
from tests.fuzz.nasty import TEXTS, damaged, json_values, nearly, nested, numbers, texts

# --- tables

TABLE = "x,y,kind\n1.5,-2,red\n-1,0.5,blue\n2,2,red\n-3,1e-3,blue\n"
ENCODED = [TABLE.encode(code) for code in ("utf-8", "utf-16", "utf-8-sig", "cp1252", "utf-32")] + [
    TABLE.replace(",", ";").replace(".", ",").encode(),
    TABLE.replace(",", "\t").encode(),
    workbook([["x", "y", "kind"], [1.5, -2, "red"], [-1, 0.5, "blue"], [2, 2, "red"], [-3, 1e-3, "blue"]]),
]
cells = st.one_of(texts, numbers.map(lambda number: str(number)[:50]), st.sampled_from(["a", "b", '"', '"a""b"']))


def bring_table(content: str | bytes) -> None:
    """A table is read, and what is learned from it can be made again from what a file says of it."""
    found = table.read(content)
    made = found.dataset(*found.suggestion)
    assert np.isfinite(made.x_train).all()
    assert made.origin is not None
    assert table.from_dict(made.origin.to_dict()).fingerprint == made.fingerprint


rows = st.lists(st.lists(cells, min_size=1, max_size=4), max_size=12)
TABLES = Target(
    "table",
    st.one_of(
        st.tuples(rows, st.sampled_from(",;\t")).map(lambda case: "\n".join(case[1].join(row) for row in case[0])),
        damaged(ENCODED),
        st.binary(max_size=60),
        texts,
    ),
    bring_table,
    (ValueError,),
    [
        *TEXTS,
        *(text + ",1,a\n" for text in TEXTS),
        *("1,2," + text + "\n1,2,b\n3,4,b\n5,6,b" for text in TEXTS),
        *ENCODED,
        "1,2,a\n" * 200_000,
        *(sign * 7_900_000 for sign in ",\"\n\u2028| \t-#'a"),
        *(sign * 99_000 for sign in ("1,2,a\n", '"a\n', "1.234;2.345\n", "% c\n", "a b\n", "--|--\n")),
        ("a b " * 400 + "\n") * 4_900,
        ("1,5;2,5;" * 400 + "x\n") * 2_400,
        ",".join("1" * 1_000) + "\n" + (",".join("x" * 1_000) + "\n") * 200,
        "\n".join(f"w{i} {i},{i % 3}" for i in range(99_000)),
        ("a" * 100_000 + ",1,2\n") * 5,
        "9" * 900_000 + ",1,a",
        b"\xff\xfe" + b"\x00\xd8" * 100,
        b"PK\x03\x04" + bytes(100),
        bytes(2_000_000),
        "5e-324,1e-310,a\n" * 3 + "-5e-324,0,b\n" * 3,
        "1e12,-1e12,a\n" * 3 + "-1e12,1e12,b\n" * 3,
        "1000000000000,1,a\n1000000000000.0001,1,b\n" * 3,
    ],
    share=3,
)

# --- pictures


def sheet(mode: str, width: int = 60, height: int = 80) -> Any:
    """A seven on paper, in this mode."""
    image = Image.new("L", (width, height), 235)
    at = [(0.25, 0.2), (0.75, 0.2), (0.4, 0.8)]
    ImageDraw.Draw(image).line([(x * width, y * height) for x, y in at], fill=20, width=max(2, width // 12))
    if mode == "I;16":
        return Image.fromarray(np.asarray(image, np.uint16) * 257)
    if mode == "P with a clear colour":
        image = image.convert("P")
        image.info["transparency"] = 0
        return image
    return image.convert(mode)


def saved(image: Any, kind: str, **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def turned(orientation: int) -> Any:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = orientation, "![x](http://192.0.2.1/x.png)"
    return exif


def moving(kind: str, frames: int = 3) -> bytes:
    first, *others = [sheet("RGBA") for _ in range(frames)]
    return saved(first, kind, save_all=True, append_images=others, duration=40)


def many_passes(side: int, passes: int) -> bytes:
    """A progressive JPEG whose last pass is told again and again."""
    content = saved(sheet("L", side, side), "JPEG", progressive=True)
    last = content[content.rindex(b"\xff\xda") : -2]
    return content[:-2] + last * (passes - content.count(b"\xff\xda")) + content[-2:]


MODES = ("1", "L", "LA", "P", "P with a clear colour", "RGB", "RGBA", "I;16")
PICTURES = [
    *(saved(sheet(mode), "PNG") for mode in MODES),
    *(saved(sheet(mode), "WEBP") for mode in ("RGB", "RGBA")),
    *(saved(sheet(mode), "JPEG") for mode in ("L", "RGB", "CMYK")),
    *(saved(sheet("RGB"), kind, exif=turned(way)) for kind in ("PNG", "JPEG", "WEBP") for way in (3, 6, 8)),
    saved(sheet("RGB"), "JPEG", progressive=True),
    saved(sheet("RGB"), "JPEG", exif=turned(77)),
    saved(sheet("RGB"), "JPEG", exif=b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\xff\xff" + b"\x01\x12" * 40),
    moving("PNG"),
    moving("WEBP"),
]


def look_at(content: bytes) -> None:
    """A picture is read and shown, or says why there is no digit in it."""
    reading = picture.read(content)
    assert bool(reading.digits) != bool(reading.problem)
    for digit in reading.digits:
        assert digit.pixels.shape == (28, 28)
        assert 0 <= digit.pixels.min() <= digit.pixels.max() <= 1
    assert max(photo_file.preview(content).size) <= photo_file.PREVIEW


LARGE: list[tuple[str, str, int, dict[str, Any]]] = [
    ("PNG", "RGBA", 20, {"compress_level": 1}),
    ("PNG", "I;16", 20, {"compress_level": 1}),
    ("PNG", "P with a clear colour", 10, {"compress_level": 1}),
    ("WEBP", "RGBA", 10, {"lossless": True, "method": 0}),
    ("JPEG", "RGB", 20, {"progressive": True, "subsampling": 0}),
]
"""The most millions of pixels of each way of storing them."""


IMAGES = Target(
    "picture",
    st.one_of(damaged(PICTURES), damaged(PICTURES), st.binary(max_size=60)),
    look_at,
    (ValueError,),
    [
        *PICTURES,
        moving("WEBP", 60),
        partial(many_passes, 400, photo_file.MOST_PASSES + 1),
        partial(many_passes, 4_400, photo_file.MOST_PASSES),
        partial(many_passes, 4_400, 5_000),
        saved(sheet("L"), "GIF"),
        saved(sheet("L"), "TIFF"),
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        bytes(photo_file.MOST_BYTES + 1),
    ],
    share=2,
)

# --- drawings

SET = {
    "format": collection.FORMAT,
    "version": collection.VERSION,
    "drawings": [{"label": 1, "strokes": [[[500, 100], [500, 900]], [[10, 10]]]}],
}
scribble = np.random.default_rng(0).integers(0, 1000, (10, 10, 2)).tolist()


def drawings(content: bytes) -> None:
    """A set of drawings is read, and is the same when it was saved again."""
    found = collection.from_json(content)
    few = found[:3]
    again = collection.from_json(collection.to_json(few).encode())
    assert [drawing.label for drawing in again] == [drawing.label for drawing in few]


points = st.one_of(st.lists(st.integers(0, 1000), min_size=2, max_size=2), st.lists(numbers, max_size=3))
strokes = st.lists(st.one_of(st.lists(points, max_size=5), json_values), max_size=4)
one = nearly(label=st.integers(0, 9), strokes=strokes)
DRAWINGS = Target(
    "set of drawings",
    st.one_of(
        nearly(format=st.just(SET["format"]), version=st.just(1), drawings=st.lists(one, max_size=3)).map(
            lambda plain: json.dumps(plain).encode()
        ),
        damaged([json.dumps(SET).encode()]),
        texts.map(str.encode),
    ),
    drawings,
    (ValueError,),
    [
        *(text.encode() for text in TEXTS),
        b"\xff\xfe" * 20,
        b"[" * 100_000,
        b"[" + b"[]," * 300_000 + b"[]]",
        b'{"a":' * 50_000,
        b" " * (collection.MOST_BYTES + 1),
        json.dumps(SET | {"drawings": [{"label": 1, "strokes": nested(60)}]}).encode(),
        json.dumps(
            SET | {"drawings": [{"label": 1, "strokes": scribble}] * collection.MOST_DRAWINGS}, separators=(",", ":")
        ).encode(),
    ],
    share=2,
)

TARGETS = (TABLES, IMAGES, DRAWINGS)
