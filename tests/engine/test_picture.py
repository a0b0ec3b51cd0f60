"""Photos and scans of digits: turned, shadowed, inverted, thin and thick ones are read; what is no digit says so."""

import io
import struct
import zlib
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

import engine
from engine.data import mnist
from engine.handwriting import picture, synthetic
from engine.handwriting.drawing import BOX, render

SEVEN = [[(8, 5), (70, 2), (30, 100)]]
FOUR = [[(50, 0), (5, 65), (75, 65)], [(55, 35), (52, 100)]]
THREE = [[(10, 10), (40, 0), (62, 20), (35, 45), (65, 72), (40, 100), (8, 88)]]


def photo(strokes: Any, *, pen: int = 24, paper: int = 235, ink: int = 40, shadow: float = 0, noise: float = 0) -> Any:
    """These strokes on a sheet of 600×800 pixels, darker to the right by `shadow`, with `noise` in grey levels."""
    image = Image.new("L", (600, 800), paper)
    sheet = ImageDraw.Draw(image)
    for stroke in strokes:
        points = [(150 + 4 * x, 180 + 4 * y) for x, y in stroke]
        sheet.line(points, fill=ink, width=pen, joint="curve")
        for x, y in points:
            sheet.ellipse([x - pen / 2, y - pen / 2, x + pen / 2, y + pen / 2], fill=ink)
    grey = np.asarray(image, dtype=float)
    grey = grey * (1 - shadow * np.arange(600) / 600) + noise * np.random.default_rng(0).normal(size=grey.shape)
    return Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))


def file(image: Any, kind: str = "PNG", **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


@pytest.fixture(scope="module")
def reads() -> Callable[[bytes], int]:
    network = engine.load_digit_network()
    return lambda content: int(network.feedforward(picture.read(content).reshape(1, -1)).argmax())


SHEETS: dict[str, dict[str, Any]] = {
    "plain": {},
    "a thin pen": {"pen": 4},
    "a thick marker": {"pen": 70},
    "in shadow": {"shadow": 0.7},
    "shadow and noise": {"shadow": 0.6, "noise": 15},
    "a pale pencil": {"ink": 180, "noise": 3},
    "chalk on a board": {"paper": 20, "ink": 220},
    "chalk in shadow": {"paper": 70, "ink": 230, "shadow": 0.6},
}


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS)
def test_a_digit_is_read_from_any_sheet_in_any_format(reads: Any, sheet: dict[str, Any], kind: str) -> None:
    for strokes, digit in ((SEVEN, 7), (FOUR, 4), (THREE, 3)):
        assert reads(file(photo(strokes, **sheet), kind)) == digit


def test_it_is_as_if_it_had_been_drawn_here() -> None:
    for pen in (4, 24, 60):
        read = picture.read(file(photo(THREE, pen=pen)))
        drawn = render(THREE)
        assert read.dtype == np.float32
        assert read.shape == (28, 28)
        assert read.min() >= 0
        assert read.max() <= 1
        assert read.sum() == pytest.approx(drawn.sum(), rel=0.15)
        pixels = np.arange(28)
        centre = read.sum(axis=0) @ pixels / read.sum(), read.sum(axis=1) @ pixels / read.sum()
        np.testing.assert_allclose(centre, 14, atol=0.15)
        assert (read.any(axis=1).sum() - BOX) in (0, 1, 2)  # grey at both ends
        alike = float((read * drawn).sum() / np.linalg.norm(read) / np.linalg.norm(drawn))
        assert alike > 0.93


def test_a_camera_that_was_turned_is_turned_back(reads: Any) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the top of the sheet is at the right of the stored pixels
    turned = photo(SEVEN).transpose(Image.Transpose.ROTATE_90)
    assert reads(file(turned, "JPEG", exif=exif)) == 7
    assert (
        np.abs(picture.read(file(turned, "JPEG", exif=exif)) - picture.read(file(photo(SEVEN), "JPEG"))).mean() < 0.01
    )


def test_specks_and_the_edge_of_the_table_are_left_out(reads: Any) -> None:
    image = photo(FOUR)
    sheet = ImageDraw.Draw(image)
    for x, y in ((60, 60), (520, 90), (80, 700), (500, 720)):
        sheet.ellipse([x, y, x + 12, y + 12], fill=30)
    sheet.rectangle([0, 770, 600, 800], fill=20)
    assert np.abs(picture.read(file(image)) - picture.read(file(photo(FOUR)))).mean() < 0.01


def test_colours_transparency_palettes_and_deep_greys_are_read(reads: Any) -> None:
    grey = photo(SEVEN)
    clear = Image.new("RGBA", grey.size, (10, 30, 160, 0))
    clear.putalpha(grey.point(lambda level: 255 - level))
    deep = Image.fromarray(np.asarray(grey, dtype=np.uint16) * 200)
    for image in (grey.convert("RGB"), grey.convert("P"), grey.convert("1"), grey.convert("CMYK"), clear, deep):
        kind = "JPEG" if image.mode == "CMYK" else "PNG"
        assert reads(file(image, kind)) == 7


def test_digits_of_mnist_come_back_as_they_were(reads: Any) -> None:
    digits = mnist.embedded()
    images, labels = digits.x_test[:60].reshape(-1, 28, 28), digits.y_test[:60]
    right = [reads(file(Image.fromarray(255 - image))) == label for image, label in zip(images, labels, strict=True)]
    assert np.mean(right) >= 0.95


def test_many_hands_are_read_nearly_as_well_as_drawn(reads: Any) -> None:
    rng = np.random.default_rng(4)
    digits = [digit for digit in range(10) for _ in range(5)]
    sheets = [photo(synthetic.draw(digit, synthetic.STYLES[digit][0], rng), shadow=0.4, noise=8) for digit in digits]
    right = [reads(file(sheet, "JPEG")) == digit for sheet, digit in zip(sheets, digits, strict=True)]
    assert np.mean(right) >= 0.9


@pytest.mark.parametrize("size", [(45, 60), (12, 16)])
def test_small_pictures_are_read_as_far_as_anyone_could(reads: Any, size: tuple[int, int]) -> None:
    assert reads(file(photo(SEVEN, pen=60).resize(size, Image.Resampling.BOX))) == 7


def noise(side: int) -> Any:
    return Image.fromarray(np.random.default_rng(side).integers(0, 256, (side, side)).astype(np.uint8))


def ramp() -> Any:
    return Image.fromarray(np.tile(np.linspace(0, 255, 300), (300, 1)).astype(np.uint8))


NOTHING = {
    "blank": (lambda: Image.new("L", (300, 300), 240), "nothing on it stands out"),
    "black": (lambda: Image.new("L", (300, 300), 0), "nothing on it stands out"),
    "paper with a grain": (lambda: photo([], noise=6), "no digit"),
    "noise": (lambda: noise(300), "no digit"),
    "coarse noise": (lambda: noise(64), "no digit"),
    "a ramp": (ramp, "along its rim"),
    "one pixel": (lambda: Image.new("L", (1, 1)), "only 1×1 pixels"),
    "a thread": (lambda: Image.new("L", (4000, 9)), "only 4000×9 pixels"),
}


@pytest.mark.parametrize(("make", "words"), NOTHING.values(), ids=NOTHING)
def test_a_picture_without_a_digit_says_so(make: Callable[[], Any], words: str) -> None:
    with pytest.raises(ValueError, match=words) as said:
        picture.read(file(make()))
    assert str(said.value).startswith("There is no digit to be found in this picture: ")


def bomb(width: int, height: int) -> bytes:
    """A PNG that promises this many pixels and has none."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [6400, 10_000, 30_000])
def test_too_many_pixels_are_refused_before_they_are_decoded(side: int) -> None:
    with pytest.raises(ValueError, match="more than 40 million pixels"):
        picture.read(bomb(side, side))


def test_forty_million_pixels_are_not_too_many_to_look_at() -> None:
    with pytest.raises(ValueError, match="damaged"):
        picture.read(bomb(8000, 5000))


def test_too_many_bytes_are_refused() -> None:
    with pytest.raises(ValueError, match=r"5\.1 MB; a picture may have up to 5"):
        picture.read(bytes(int(5.1 * 2**20)))


@pytest.mark.parametrize("content", [b"", b"digit", b"GIF89a" + bytes(50), bytes(range(256)) * 20])
def test_what_is_no_picture_says_so(content: bytes) -> None:
    with pytest.raises(ValueError, match="no PNG, JPEG or WebP"):
        picture.read(content)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_file_cut_short_says_so(kind: str) -> None:
    whole = file(photo(SEVEN, noise=20), kind)
    for share in (0.1, 0.5, 0.9):
        with pytest.raises(ValueError, match=r"damaged|no PNG"):
            picture.read(whole[: int(share * len(whole))])


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_bytes_changed_at_random_never_raise_anything_but_a_sentence(kind: str) -> None:
    rng = np.random.default_rng(2)
    whole = np.frombuffer(file(photo(SEVEN), kind), np.uint8)
    said = []
    for _ in range(40):
        broken = whole.copy()
        broken[rng.integers(0, len(whole), 12)] = rng.integers(0, 256, 12)
        try:
            assert picture.read(broken.tobytes()).shape == (28, 28)
        except ValueError as error:
            said.append(str(error))
    assert all(sentence.endswith(".") for sentence in said)


def flooded(mask: Any) -> dict[tuple[int, int], set[tuple[int, int]]]:
    """Each piece of a mask by its first pixel: its pixels, reached from one another by their sides."""
    left = set(zip(*np.nonzero(mask), strict=True))
    pieces = {}
    for start in sorted(left):
        if start in left:
            pieces[start], stack = set(), [start]
            while stack:
                row, column = pixel = stack.pop()
                if pixel in left:
                    left.remove(pixel)
                    pieces[start].add(pixel)
                    stack += [(row + 1, column), (row - 1, column), (row, column + 1), (row, column - 1)]
    return pieces


@pytest.mark.parametrize("seed", range(60))
def test_pieces_are_what_a_flood_fill_reaches(seed: int) -> None:
    rng = np.random.default_rng(seed)
    mask = rng.random(rng.integers(1, 40, 2)) < rng.choice([0, 0.2, 0.5, 0.6, 0.8, 1])
    labels, pieces = picture._pieces(mask)
    wanted = flooded(mask).values()
    found = [set(zip(*np.nonzero(labels == piece.label), strict=True)) for piece in pieces]
    assert sorted(map(sorted, found)) == sorted(map(sorted, wanted))
    assert [piece.count for piece in pieces] == sorted(map(len, wanted), reverse=True)
    for piece, pixels in zip(pieces, found, strict=True):
        rows, columns = (np.array(axis) for axis in zip(*pixels, strict=True))
        box = piece.top, piece.bottom, piece.left, piece.right
        assert box == (rows.min(), rows.max() + 1, columns.min(), columns.max() + 1)
