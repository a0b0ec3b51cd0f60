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

NAMES = ((main, "make_bidi_component_presenter"), (serialization, "is_dataframe_like"))
"""What answers for each component and each thing that it is told."""


def undress() -> None:
    """From now on in this process, leave all that out."""
    for module, name in NAMES:
        if hasattr(module, name):
            setattr(module, name, _nothing)
    setattr(SafeSessionState, "filtered_state", property(_asked_for_one))  # noqa: B010


def _nothing(*arguments: Any) -> None:
    return None


def _asked_for_one(state: SafeSessionState) -> Unbroken:
    return Unbroken(state._state)
