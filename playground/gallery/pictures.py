"""Pictures on the cards: a curve, bars, words, or what the first and the last run of a preset answer in the plane."""

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageColor, ImageDraw

from engine import Trainer
from engine.data.toy import EXTENT
from engine.snapshot import take
from playground.components import instruments
from playground.components.shared import inline, palette
from playground.components.shared import svg as pictures
from playground.presets.preset import Preset, Run

SIDE, GAP = 160, 16
MOST_POINTS = 150


@lru_cache(maxsize=64)
def picture(preset: Preset) -> str:
    """The picture of a card as HTML."""
    match dict(preset.picture):
        case {"curve": values}:
            return pictures.drawing(pictures.curve(values))
        case {"bars": heights}:
            return pictures.drawing(pictures.bars(heights))
        case {"text": words}:
            return pictures.drawing(pictures.text(60, 44, words, 24, "positive"))
    return _as_image(_beside([answers(run) for run in (preset.runs[0], preset.runs[-1])]))


def answers(run: Run) -> Image.Image:
    """What a run answers in the plane at the end of its longest promise, with its training points on top."""
    trainer = Trainer(run.experiment, evaluate=()).train(epochs=max(promise.epochs for promise in run.promises))
    image = Image.fromarray(_colours(instruments.answers(take(trainer)))).resize((SIDE, SIDE), Image.Resampling.BICUBIC)
    pen = ImageDraw.Draw(image)
    own = trainer.experiment.changed(inputs=("x1", "x2")).load_data()
    for (x1, x2), label in zip(own.x_train[:MOST_POINTS], own.y_train[:MOST_POINTS], strict=True):
        x, y = (1 + x1 / EXTENT) * SIDE / 2, (1 - x2 / EXTENT) * SIDE / 2
        pen.ellipse(
            (x - 2.5, y - 2.5, x + 2.5, y + 2.5), fill=palette.LIGHT[palette.CLASSES[int(label)]], outline="white"
        )
    return image


def _colours(outputs: NDArray[Any]) -> NDArray[np.uint8]:
    """Answers (side, side) in -1...1, or (side, side, k) shares, as colours (side, side, 3), paler than the points."""
    if outputs.ndim == 2:
        outputs = np.stack([np.clip(-outputs, 0, 1), np.clip(outputs, 0, 1)], axis=2)
    names = ("neutral", *palette.CLASSES[: outputs.shape[2]])
    neutral, *classes = (np.array(ImageColor.getrgb(palette.LIGHT[name])) for name in names)
    mixed = neutral + 0.55 * (outputs @ (np.stack(classes) - neutral))
    return np.asarray(np.clip(mixed, 0, 255), np.uint8)


def _beside(images: list[Image.Image]) -> Image.Image:
    whole = Image.new("RGBA", (len(images) * (SIDE + GAP) - GAP, SIDE))
    for number, image in enumerate(images):
        whole.paste(image, (number * (SIDE + GAP), 0))
    return whole


def _as_image(image: Image.Image) -> str:
    return f'<img class="lesson-picture" alt="" src="{inline.encoded(image, "webp", quality=85)}">'
