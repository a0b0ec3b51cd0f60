"""The page of a class: who is in none opens or joins one; a learner has a place there, a teacher the wall and the desk.

All that is live in it goes by the page's one connection to the class, beside Streamlit: the page itself is drawn once.
"""

import streamlit as st

from playground.classes import link as links
from playground.components.classes.class_room import class_room
from playground.components.page.link_problems import link_problems
from playground.learner.session import arrives
from playground.settings import address, controls
from playground.settings.slots import Slot

LINK = Slot("class-link", links.Link)


def main() -> None:
    """Compose the page."""
    st.markdown("# Class")
    if arrives("class"):
        LINK.put(links.read(address.query()))
    link = LINK.get()
    address.keep(links.write(link.code))
    link_problems(link.problems)
    labels = {key: control.label for key, control in controls.CONTROLS.items()}
    class_room(code=link.code or "", settings=labels).show("class-room")


if __name__ == "__main__":
    main()
