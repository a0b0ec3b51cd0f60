"""Photos and scans of digits: turned, shadowed, inverted, in pieces and in rows are read; what is no digit says so."""

import io
import struct
import zlib
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageOps

from benchmarks.photos import BOARD, CHALK, CONDITIONS, Scene, in_a_row, taken
from engine.data import mnist
from engine.handwriting import ink, pens, pieces, synthetic
from engine.handwriting.digits import load_digit_network
from engine.handwriting.drawing import BOX, render
from engine.handwriting.photo_file import MOST_BYTES
from engine.handwriting.picture import NO_DIGIT, read
from engine.handwriting.pieces import Box
from engine.network import Network

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


def answer(content: bytes) -> str:
    return read(content).answer


def pixels(content: bytes) -> Any:
    """What the network sees of the one digit."""
    (digit,) = read(content).digits
    return digit.pixels


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
def test_a_digit_is_read_from_any_sheet_in_any_format(sheet: dict[str, Any], kind: str) -> None:
    for strokes, digit in ((SEVEN, 7), (FOUR, 4), (THREE, 3)):
        assert answer(file(photo(strokes, **sheet), kind)) == str(digit)


def test_it_is_as_if_it_had_been_drawn_here() -> None:
    for pen in (4, 24, 60):
        seen = pixels(file(photo(THREE, pen=pen)))
        drawn = render(THREE)
        assert seen.dtype == np.float32
        assert seen.shape == (28, 28)
        assert seen.min() >= 0
        assert seen.max() <= 1
        assert seen.sum() == pytest.approx(drawn.sum(), rel=0.15)
        places = np.arange(28)
        centre = seen.sum(axis=0) @ places / seen.sum(), seen.sum(axis=1) @ places / seen.sum()
        np.testing.assert_allclose(centre, 14, atol=0.15)
        assert (seen.any(axis=1).sum() - BOX) in (0, 1, 2)  # grey at both ends
        alike = float((seen * drawn).sum() / np.linalg.norm(seen) / np.linalg.norm(drawn))
        assert alike > 0.93


def test_a_camera_that_was_turned_is_turned_back() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the top of the sheet is at the right of the stored pixels
    turned = photo(SEVEN).transpose(Image.Transpose.ROTATE_90)
    assert answer(file(turned, "JPEG", exif=exif)) == "7"
    assert np.abs(pixels(file(turned, "JPEG", exif=exif)) - pixels(file(photo(SEVEN), "JPEG"))).mean() < 0.01


def test_specks_and_the_edge_of_the_table_are_left_out() -> None:
    image = photo(FOUR)
    sheet = ImageDraw.Draw(image)
    for x, y in ((60, 60), (520, 90), (80, 700), (500, 720)):
        sheet.ellipse([x, y, x + 12, y + 12], fill=30)
    sheet.rectangle([0, 770, 600, 800], fill=20)
    assert np.abs(pixels(file(image)) - pixels(file(photo(FOUR)))).mean() < 0.01


def test_colours_transparency_palettes_and_deep_greys_are_read() -> None:
    grey = photo(SEVEN)
    clear = Image.new("RGBA", grey.size, (10, 30, 160, 0))
    clear.putalpha(grey.point(lambda level: 255 - level))
    deep = Image.fromarray(np.asarray(grey, dtype=np.uint16) * 200)
    for image in (grey.convert("RGB"), grey.convert("P"), grey.convert("1"), grey.convert("CMYK"), clear, deep):
        kind = "JPEG" if image.mode == "CMYK" else "PNG"
        assert answer(file(image, kind)) == "7"


def test_digits_of_mnist_come_back_as_they_were() -> None:
    digits = mnist.embedded()
    images, labels = digits.x_test[:60].reshape(-1, 28, 28), digits.y_test[:60]
    right = [
        answer(file(Image.fromarray(255 - image))) == str(label) for image, label in zip(images, labels, strict=True)
    ]
    assert np.mean(right) >= 0.95


def test_many_hands_are_read_nearly_as_well_as_drawn() -> None:
    rng = np.random.default_rng(4)
    digits = [digit for digit in range(10) for _ in range(5)]
    sheets = [photo(synthetic.draw(digit, synthetic.STYLES[digit][0], rng), shadow=0.4, noise=8) for digit in digits]
    right = [answer(file(sheet, "JPEG")) == str(digit) for sheet, digit in zip(sheets, digits, strict=True)]
    assert np.mean(right) >= 0.9


@pytest.mark.parametrize("size", [(45, 60), (12, 16)])
def test_small_pictures_are_read_as_far_as_anyone_could(size: tuple[int, int]) -> None:
    assert answer(file(photo(SEVEN, pen=60).resize(size, Image.Resampling.BOX))) == "7"


def noise(side: int) -> Any:
    return Image.fromarray(np.random.default_rng(side).integers(0, 256, (side, side)).astype(np.uint8))


def ramp() -> Any:
    return Image.fromarray(np.tile(np.linspace(0, 255, 300), (300, 1)).astype(np.uint8))


def checkered() -> Any:
    return Image.fromarray(((np.indices((320, 320)).sum(axis=0) // 20) % 2 * 255).astype(np.uint8))


def disc() -> Any:
    image = Image.new("L", (600, 800), 235)
    ImageDraw.Draw(image).ellipse([150, 200, 450, 500], fill=40)
    return image


NOTHING = {
    "blank": (lambda: Image.new("L", (300, 300), 240), "nothing on it stands out"),
    "black": (lambda: Image.new("L", (300, 300), 0), "nothing on it stands out"),
    "paper with a grain": (lambda: photo([], noise=6), "nothing on it stands out"),
    "noise": (lambda: noise(300), ""),
    "coarse noise": (lambda: noise(64), "scattered over"),
    "a ramp": (ramp, "along its rim"),
    "a disc": (disc, "a blot, not lines"),
}


@pytest.mark.parametrize(("make", "words"), NOTHING.values(), ids=NOTHING)
def test_a_picture_without_a_digit_says_so(make: Callable[[], Any], words: str) -> None:
    reading = read(file(make()))
    assert reading.answer == ""
    assert reading.digits == ()
    assert reading.problem.startswith(NO_DIGIT)
    assert words in reading.problem


def test_a_pattern_is_not_read_without_doubt() -> None:
    reading = read(file(checkered()))
    assert reading.problem or all(digit.judgement.doubt for digit in reading.digits)


@pytest.mark.parametrize("size", [(1, 1), (4000, 9)])
def test_a_picture_with_too_few_pixels_says_how_many_it_has(size: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match=f"only {size[0]}×{size[1]} pixels"):
        read(file(Image.new("L", size)))


EMPTY = {
    "in corners 50 % darker": Scene(corners=0.5),
    "half in shadow": Scene(shadow=0.5),
    "on a board": Scene(paper=BOARD, grain=6),
    "on graph paper": Scene(rules="squares", every=0.2),
}


@pytest.mark.parametrize("scene", EMPTY.values(), ids=EMPTY)
def test_an_empty_sheet_is_no_digit(scene: Scene) -> None:
    assert read(taken([], scene, np.random.default_rng(0))).problem.startswith(NO_DIGIT)


@pytest.fixture(scope="module")
def network() -> Network:
    return load_digit_network()


@pytest.fixture(scope="module")
def strangers(network: Network) -> dict[int, Any]:
    """A digit of each kind by people whom the network has not met, which it reads rightly as it was drawn."""
    held = pens.held_out()
    found: dict[int, Any] = {}
    for strokes, label in zip(held.strokes, held.labels.tolist(), strict=True):
        if label not in found and network.predict(render(strokes).reshape(1, -1))[0] == label:
            found[label] = strokes
    return found


@pytest.mark.parametrize("condition", CONDITIONS)
def test_photos_are_read_in_any_light_with_any_pen_on_any_paper(
    condition: str, strangers: dict[int, Any], network: Network
) -> None:
    rng = np.random.default_rng(3)
    scene = CONDITIONS[condition]
    digits = (0, 3, 4, 5, 7, 9)
    found = [read(taken(strangers[digit], scene, rng, (480, 640)), network) for digit in digits]
    right = [reading.answer == str(digit) for reading, digit in zip(found, digits, strict=True)]
    assert sum(right) >= 5, [reading.answer or reading.problem for reading in found]
    assert all(reading.dark == (scene.ink != CHALK) for reading in found)


@pytest.mark.parametrize("scene", [Scene(height=0.25, rules="lines"), Scene(height=0.2, shadow=0.5, corners=0.3)])
def test_a_row_of_digits_is_read_one_by_one(scene: Scene, strangers: dict[int, Any], network: Network) -> None:
    row = in_a_row([strangers[digit] for digit in (4, 0, 7)], 0.35)
    reading = read(taken(row, scene, np.random.default_rng(1), (960, 720)), network)
    assert reading.answer == "407"
    lefts = [digit.box.left for digit in reading.digits]
    assert lefts == sorted(lefts)
    assert reading.pieces >= 3


def test_pieces_of_a_digit_that_do_not_touch_are_one_digit() -> None:
    apart = [[(0, 0), (0, 60), (40, 60)], [(50, 20), (50, 100)]]  # a 4 in two strokes side by side
    capless = [[(10, 0), (0, 45), (30, 40), (55, 65), (40, 100), (0, 95)], [(18, -14), (58, -14)]]  # a 5 and its cap
    for strokes, digit in ((apart, "4"), (capless, "5")):
        reading = read(file(photo(strokes, pen=24)))
        assert (reading.answer, reading.pieces) == (digit, 2)


def test_a_thick_digit_may_fill_its_picture() -> None:
    digits = mnist.embedded()
    three = digits.x_test[np.flatnonzero(digits.y_test == 3)[3]].reshape(28, 28)
    rows, columns = np.flatnonzero(three.any(axis=1)), np.flatnonzero(three.any(axis=0))
    cropped = Image.fromarray(three[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]).resize((28, 28))
    thick = cropped.filter(ImageFilter.MaxFilter(3))
    assert answer(file(ImageOps.invert(thick))) == "3"


def test_the_learner_may_say_what_is_ink_and_where() -> None:
    content = file(photo([*SEVEN, [(90, 0), (90, 100)]], pen=16))
    reading = read(content)
    assert (reading.answer, reading.dark) == ("71", True)
    seven = reading.digits[0].box
    alone = read(content, box=Box(0, 0, (seven.right + reading.digits[1].box.left) / 2, 1))
    assert alone.answer == "7"
    assert alone.digits[0].box == seven
    assert "no ink in the box" in read(content, box=Box(0, 0, 0.1, 0.1)).problem
    assert read(content, dark=False).dark is False


def test_what_was_taken_for_ink_is_where_the_pen_was() -> None:
    reading = read(file(photo(SEVEN, shadow=0.5)))
    drawn = np.asarray(photo(SEVEN).resize(reading.ink.shape[::-1])) < 130
    assert (reading.ink & drawn).sum() > 0.9 * max(reading.ink.sum(), drawn.sum())


def bomb(width: int, height: int) -> bytes:
    """A PNG that promises this many pixels and has none."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [6400, 10_000, 30_000])
def test_too_many_pixels_are_refused_before_they_are_decoded(side: int) -> None:
    with pytest.raises(ValueError, match="more than 40 million pixels"):
        read(bomb(side, side))


def test_forty_million_pixels_are_not_too_many_to_look_at() -> None:
    with pytest.raises(ValueError, match="damaged"):
        read(bomb(8000, 5000))


def test_too_many_bytes_are_refused() -> None:
    with pytest.raises(ValueError, match=r"5\.1 MB; a picture may have up to 5"):
        read(bytes(int(1.02 * MOST_BYTES)))


@pytest.mark.parametrize("content", [b"", b"digit", b"GIF89a" + bytes(50), bytes(range(256)) * 20])
def test_what_is_no_picture_says_so(content: bytes) -> None:
    with pytest.raises(ValueError, match="no PNG, JPEG or WebP"):
        read(content)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_file_cut_short_says_so(kind: str) -> None:
    whole = file(photo(SEVEN, noise=20), kind)
    for share in (0.1, 0.5, 0.9):
        with pytest.raises(ValueError, match=r"damaged|no PNG"):
            read(whole[: int(share * len(whole))])


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_bytes_changed_at_random_never_raise_anything_but_a_sentence(kind: str) -> None:
    rng = np.random.default_rng(2)
    whole = np.frombuffer(file(photo(SEVEN), kind), np.uint8)
    said = []
    for _ in range(40):
        broken = whole.copy()
        broken[rng.integers(0, len(whole), 12)] = rng.integers(0, 256, 12)
        try:
            assert read(broken.tobytes()).answer.isdecimal() or read(broken.tobytes()).problem
        except ValueError as error:
            said.append(str(error))
    assert all(sentence.endswith(".") for sentence in said)


def blocks(*boxes: tuple[int, int, int, int]) -> Any:
    """A mask of 100×200 pixels with ink in these boxes: top, bottom, left, right."""
    mask = np.zeros((100, 200), dtype=bool)
    for top, bottom, left, right in boxes:
        mask[top:bottom, left:right] = True
    return mask


GROUPS = {
    "two digits": ([(10, 90, 20, 30), (10, 90, 60, 70)], [1, 1]),
    "7 pixels apart, of 80": ([(10, 90, 20, 30), (12, 90, 36, 46)], [2]),
    "9 pixels apart": ([(10, 90, 20, 30), (12, 90, 39, 49)], [1, 1]),
    "a chain of near ones": ([(10, 90, 20, 30), (12, 90, 36, 46), (14, 88, 52, 62)], [3]),
    "a cap, 13 pixels above": ([(30, 90, 20, 50), (12, 17, 22, 48)], [2]),
    "a note beside, too low for a digit": ([(10, 90, 20, 30), (40, 60, 120, 130)], [1]),
    "the edge of a table": ([(10, 90, 20, 30), (0, 100, 180, 200)], [1]),
    "dust": ([(10, 90, 20, 30), (20, 22, 60, 62)], [1]),
}


@pytest.mark.parametrize(("boxes", "wanted"), GROUPS.values(), ids=GROUPS)
def test_pieces_are_grouped_by_nearness_from_left_to_right(boxes: Any, wanted: list[int]) -> None:
    groups = pieces.row_of_digits(blocks(*boxes))
    assert [group.pieces for group in groups] == wanted
    first = groups[0].box
    assert (first.left, first.right) == (boxes[0][2] / 200, max(right for *_, right in boxes[: wanted[0]]) / 200)


@pytest.mark.parametrize("light", [0.3, 0.6, 1.0])
def test_dark_or_light_is_told_from_few_pixels_in_any_light(light: float) -> None:
    sheet = np.full((96, 96, 1), 0.8, dtype=np.float32)
    sheet[30:60, 40:44] = 0.2
    shade = 1 - (1 - light) * np.linspace(0, 1, 96, dtype=np.float32)[:, None]
    assert ink.is_dark(sheet * shade)
    assert not ink.is_dark((1 - sheet) * shade)


def test_ink_is_as_strong_in_shadow_as_in_light() -> None:
    sheet = np.full((384, 512, 1), 0.8, dtype=np.float32)
    sheet[100:200, 100:110] = sheet[100:200, 400:410] = 0.2
    sheet[:, 256:] *= 0.4
    strength = ink.ink(sheet, dark=True)
    assert strength[150, 105] == pytest.approx(0.75, abs=0.05)
    assert strength[150, 405] == pytest.approx(0.75, abs=0.05)
