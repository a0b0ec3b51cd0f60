"""The one colour grammar: orange is negative, blue is positive, through a neutral; light and dark.

Orange and blue stay apart for every common kind of colour blindness. Components read these as CSS
variables (`--nn-<name>-light`, `--nn-<name>-dark`, see `theme.js`), figures read them here.
"""

LIGHT = {
    "negative": "#d96a00",
    "neutral": "#e9ebee",
    "positive": "#0b6fb8",
    "third": "#7b4bc4",
    "train": "#5b6675",
    "test": "#b0126f",
}
DARK = {
    "negative": "#ff9d3f",
    "neutral": "#343b45",
    "positive": "#55aef2",
    "third": "#b794f6",
    "train": "#a9b4c2",
    "test": "#ff79c1",
}


def css() -> str:
    """The palette as CSS variables on `:host`, for the shadow root of a component."""
    rules = [
        f"--nn-{name}-{theme}: {colour};"
        for theme, colours in (("light", LIGHT), ("dark", DARK))
        for name, colour in colours.items()
    ]
    return ":host { " + " ".join(rules) + " }"
