"""Keys of the keyboard that press buttons of the page, and buttons of which no press is lost."""

from collections.abc import Collection, Mapping, Sequence

from playground.components import Picture
from playground.components.shared.mailbox import gathered


def shortcuts(
    keys: Mapping[str, str],
    titles: Mapping[str, str],
    presses: Mapping[str, Sequence[str]],
    held: Collection[str] = (),
    *,
    key: str,
) -> None:
    """From now on `keys`, such as {"r": "reset"}, press the button in the container of that Streamlit key.

    `titles` are the words that such a button shows on hover, by the Streamlit key: Streamlit's own help would put each
    button on the page twice, one of them hidden.

    `presses` are the buttons whose presses `pressed` tells, each with the name of its press; Streamlit hears of them
    only until this is on the page. With several names quick presses take turns, from what the page shows: those of
    {"play": ["pause", "play"]} pause and play. A button, or its key, that is `held` down goes on being pressed.

    Show it last: the next presses come when it is drawn, and they would cut short the drawing of what is below.

    Names of keys are those of `KeyboardEvent.key`, letters in lower case. A key does nothing while the learner types,
    moves a slider or chooses from a list, with a modifier held, or where a part of the page has used it already.
    """
    data = {"keys": keys, "titles": titles, "presses": presses, "held": list(held)}
    Picture("shortcuts", data).show(key, height=1)


def pressed(key: str, names: Collection[str]) -> list[str]:
    """The presses since the last call, oldest first, of those that have one of these `names`."""
    return [name for name in gathered(key) if isinstance(name, str) and name in names]
