"""What is promised of a run that is shared, rewound or saved: sentences read off its journal, and off nothing else."""

from collections.abc import Sequence

from engine.journal import Event, Journal
from playground.playing.coming import at_step
from playground.settings.changes import CHANGES

SAME = "the same run: bit for bit on this machine with this version; on another processor its later digits may differ"
MOST_LISTED = 6


def of_link(journal: Journal) -> str:
    """Of a link: what whoever opens it gets."""
    if not journal.whole:
        return (
            "This link has only your settings: your run began from weights that it cannot hold, or it came from a file "
            "that does not say how it began. The run itself is in the file."
        )
    if not CHANGES.fits(journal.events):
        return f"This link begins as your run did; the {_changes(journal)} since are in the file."
    begins = "the same data and the same initial weights"
    if journal.events:
        begins += f", then your {_changes(journal)}, each at its step"
    return f"Whoever opens it gets {begins}. Pressing Play makes {SAME}."


def of_file(journal: Journal, pending: Sequence[Event] = ()) -> str:
    """Of a file: what is in it."""
    told = ["The run as it stands: settings, network, history, edits and your own points or table."]
    if not journal.whole:
        told.append("How it began is not known, so it can go on but not be made again.")
    elif journal.events:
        told.append(f"What was done to it is in the file too: {_changes(journal)}.")
    if pending:
        told.append(f"What is still to come from the link is not: {_counted(len(pending))}.")
    return " ".join([*told, f"Opened again it goes on as {SAME}."])


def of_script(journal: Journal) -> str:
    """Of the run as Python: whether it makes the run again."""
    if not journal.whole:
        return "How this run began is not known, so no Python can make it again; the file of the run goes on with it."
    changes = f", with its {_changes(journal)} at their steps" if journal.events else ""
    return f"The Python file trains it again from the beginning{changes}. It needs this program, and gives {SAME}."


def of_figure(journal: Journal) -> str:
    """Of a figure: what happened while its curves were drawn; "" where nothing did."""
    if not journal.whole:
        return "How this run began is not known: its curves may not come out again."
    if not journal.events:
        return ""
    told = "; ".join(map(at_step, journal.events[:MOST_LISTED]))
    more = f"; and {len(journal.events) - MOST_LISTED} more" if len(journal.events) > MOST_LISTED else ""
    return f"What was changed on the way: {told}{more}."


def of_reset(journal: Journal, follows: bool) -> str:
    """Of Reset: what it goes back to; `follows` a run that goes through the changes of a link."""
    if follows:
        return f"back to the beginning of the run in the link: its {_changes(journal)} will happen again (R)"
    if journal.events or not journal.whole:
        return "back to the initial weights, with the settings of now: not the same run, for this one was changed (R)"
    return "back to the same initial weights: the same run again (R)"


def _changes(journal: Journal) -> str:
    return _counted(len(journal.events))


def _counted(changes: int) -> str:
    return "1 change" if changes == 1 else f"{changes:,} changes"
