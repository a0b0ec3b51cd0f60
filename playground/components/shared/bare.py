"""What Streamlit does again and again for others and not for us, left out: on a page of twenty components and as many
controls that took more than a third of the time to draw it.

It dresses the state of each component up, for whoever writes into it, as a class made anew each time that anything
reads the session, and so leaves hundreds of classes behind; each select box and slider reads all of the session to ask
for one value; and whatever a component is told is asked whether it is a table, of any of twenty kinds.
"""

from typing import Any

from streamlit.components.v2.bidi_component import main, serialization
from streamlit.runtime.state import SafeSessionState

from playground.settings.slots import Unbroken


def _nothing(*arguments: Any) -> None:
    return None


def _asked_for_one(state: SafeSessionState) -> Unbroken:
    return Unbroken(state._state)


LEFT_OUT = (
    (main, "make_bidi_component_presenter", _nothing),
    (serialization, "is_dataframe_like", _nothing),
    (SafeSessionState, "filtered_state", property(_asked_for_one)),
)
"""What answers for each component, each thing that it is told, and each control; and what does so instead."""


def undress() -> None:
    """From now on in this process, leave all that out."""
    for owner, name, instead in LEFT_OUT:
        if hasattr(owner, name):
            setattr(owner, name, instead)
