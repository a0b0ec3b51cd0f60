"""Keys of the keyboard that press buttons of the page."""

from collections.abc import Mapping

from playground.components import Picture


def shortcuts(keys: Mapping[str, str], titles: Mapping[str, str], *, key: str) -> None:
    """From now on `keys`, such as {"r": "reset"}, press the button in the container of that Streamlit key.

    `titles` are the words that such a button shows on hover, by the Streamlit key: Streamlit's own help would put each
    button on the page twice, one of them hidden.

    Names are those of `KeyboardEvent.key`, letters in lower case. A key does nothing while the learner types, moves a
    slider or chooses from a list, with a modifier held, or where a part of the page has used it already.
    """
    Picture("shortcuts", {"keys": keys, "titles": titles}).show(key, height=1)
