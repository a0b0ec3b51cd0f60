"""A lesson opens with one control: the others keep their room, and are there as soon as anything was used.

On a phone, where their room would be a screen of it, choices and buttons stand behind the exhibit. A link with any
state, and a bet that plays, show all of them.
"""

from typing import Any

import streamlit as st

from playground.lessons.shape.address import current
from playground.lessons.shape.story import Story
from playground.settings.choices import Choice
from playground.settings.slots import Slot

CONTROLS = Choice("controls", "one", ("one", "all"))
"""What a link says that shows all of them, with nothing else in it."""
USED = Slot[frozenset[str]]("lessons-used", frozenset, kept=True)
"""The lessons in which something was used."""
WIDGETS = ":is(.stButton, .stButtonGroup, .stCheckbox)"


def show(story: Story, invitation: Any) -> None:
    """Hide all but the first control until something was used, and until then invite to it; after the exhibit."""
    address = current()
    address.read(CONTROLS)
    if address.parts or address.edition or address.says:
        USED.put(USED.get() | {address.name})
    if not address.control:
        return
    here = ".st-key-lesson-exhibit"
    widget = f".stElementContainer:not(.st-key-{story.first}):has(> {WIDGETS})"
    row = f"{here} > :has({WIDGETS}):not(:has(.stBidiComponent, .st-key-{story.first}))"
    rules = f"@media (max-width: 640px) {{ {row}, {here} .stHorizontalBlock > {widget} {{ order: 1 }} }}"
    if address.name not in USED.get():
        rules += f"{here} {{ --later: hidden }} {here} {widget} {{ visibility: hidden }}"
        invitation.markdown(story.invites)
    st.html(f"<style>{rules}</style>")
