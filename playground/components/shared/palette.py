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
    "violet": "#6c36e0",
    "green": "#3ecf8e",
    "yellow": "#dcc400",
    "sky": "#3ab6ed",
    "brown": "#a87f50",
    "grey": "#9fa9b1",
    "red": "#a30405",
}
DARK = {
    "negative": "#ff9d3f",
    "neutral": "#343b45",
    "positive": "#55aef2",
    "third": "#b794f6",
    "train": "#a9b4c2",
    "test": "#ff79c1",
    "violet": "#8048e8",
    "green": "#3df886",
    "yellow": "#f4f108",
    "sky": "#c8f8fd",
    "brown": "#c79e88",
    "grey": "#636a73",
    "red": "#d8141c",
}
CLASSES = ("negative", "positive", "violet", "test", "green", "yellow", "sky", "brown", "grey", "red")
"""The names of the classes' colours, as `theme.js` has them too: any two differ, for every kind of colour vision."""


def css() -> str:
    """The palette as CSS variables on `:host`, for the shadow root of a component."""
    rules = [
        f"--nn-{name}-{theme}: {colour};"
        for theme, colours in (("light", LIGHT), ("dark", DARK))
        for name, colour in colours.items()
    ]
    return ":host { " + " ".join(rules) + " }\n"
