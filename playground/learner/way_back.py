"""The way back to a run: a link that leads to it, told to whoever looks at a desk from outside of its page."""

from collections.abc import Callable, Mapping

from playground.learner.desks import Drawer

WayBack = Callable[[], tuple[Mapping[str, str], int]]
WAY_BACK = Drawer[WayBack]("way-back")
"""Gives the query of the link to the run on this desk, and the step to which the link leads: 0 where it does not tell
all that was done to the run. The page lays it there whenever it is drawn; it may be called from any thread.
"""
