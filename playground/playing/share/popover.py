"""The Share button: a link to the experiment, the run as a file, and exports for other programs."""

from playground.components.page.choose import choose
from playground.components.page.share import share
from playground.playing.share import exports, figures, run_as_file, run_as_link
from playground.runs.run import Run
from playground.settings.choices import Choice
from playground.settings.controls import RIGHTS
from playground.settings.presenter import leave

PARTS = {"Link": run_as_link, "File": run_as_file, "Export": exports}
PART = Choice("share-part", "Link", tuple(PARTS))


def show(run: Run) -> None:
    """The button and what it opens; nothing of it is worked out while it is closed."""
    leave(RIGHTS)
    body = share(figures.OPEN.name)
    figures.show_asked(run)
    if body is None:
        return
    with body:
        PARTS[choose(PART, "What to share", persist_state=None, width="stretch")].show(run)
