"""What belongs to one learner on the Compare page: the comparison and the sweep, both on the learner's desk."""

from collections.abc import Mapping
from dataclasses import replace
from types import NoneType

from engine import Experiment
from playground.compare import link as links
from playground.compare import settings
from playground.compare.link import Link
from playground.compare.scene import SCRUBBER
from playground.compare.settings import SETUP
from playground.compare.setup import Setup
from playground.components.page.scrubber import chosen, let_go
from playground.data import fetching
from playground.learner.desks import Drawer
from playground.learner.session import desk, handed
from playground.runs.grid import Grid
from playground.runs.sweep import Sweep
from playground.runs.sweep_file import find
from playground.runs.variants import Comparison
from playground.settings import address, slots
from playground.settings.link import whole
from playground.settings.slots import Slot

COMPARISON = Drawer[Comparison]("comparison")
SWEEP = Drawer[Sweep]("sweep")
SHOWN = Slot[Comparison | None]("comparison", NoneType)
SHOWN_SWEEP = Slot[Sweep | None]("sweep", NoneType)
"""What the page was set to, of that which lies on the desk."""
STAYS = "What you compared stays as it was."
PROBLEMS = Slot[tuple[str, ...]]("compare-problems", tuple)


def current_comparison() -> Comparison:
    """This learner's comparison; the first call of a session sets up what the address of the page says."""
    comparison, told = desk().find(COMPARISON), handed()
    if told and comparison is not None:
        _follow(comparison, address.query())
    elif comparison is None or SHOWN.get() is not comparison:
        link = links.read(address.query())
        setup = link.setup if comparison is None else SETUP.get()
        comparison = desk().thing(COMPARISON, lambda: Comparison(experiments(setup)))
        _set_page(comparison, setup, link)
        slots.put_all(whole(links.CHOICES, link.chosen) if told else link.chosen)
    return comparison


def _follow(comparison: Comparison, told: Mapping[str, str]) -> None:
    """Compare what the learner was handed; where that link is damaged all stays as it was, and is told so."""
    link = links.read(told)
    if link.problems:
        stays = replace(link, hidden=(), locked=(), problems=(*link.problems, STAYS))
        _set_page(comparison, SETUP.get(), stays)
        return
    comparison.change(experiments(link.setup))
    look_at_newest()
    _set_page(comparison, link.setup, link)
    slots.put_all(whole(links.CHOICES, link.chosen))
    sweep, grid = desk().find(SWEEP), find(told.get(links.GRID.key, ""))
    if grid is not None and (sweep is None or sweep.grid != grid):
        _go_on(grid)


def _set_page(comparison: Comparison, setup: Setup, link: Link) -> None:
    settings.write(setup)
    settings.RIGHTS.begin(link.hidden, link.locked)
    PROBLEMS.put(link.problems)
    SETUP.put(setup)
    SHOWN.put(comparison)


def experiments(setup: Setup) -> list[Experiment]:
    """The experiment of each variant, on data that are on this machine. Raises ValueError if one makes no sense."""
    return [fetching.stand_in(setup.experiment(index)) for index in range(len(setup.variants))]


def current_sweep() -> Sweep | None:
    """This learner's sweep, if there is one; after a restart of the server the one that the address names, resumed."""
    sweep = desk().find(SWEEP)
    if sweep is None and (grid := find(address.query().get(links.GRID.key, ""))):
        sweep = _go_on(grid)
    if sweep is not None:
        SHOWN_SWEEP.put(sweep)
    return sweep


def _go_on(grid: Grid) -> Sweep:
    """Make this the learner's sweep, from where it stood; one that was stopped waits to be started."""
    sweep = begin_sweep(grid)
    if not sweep.stopped:
        sweep.start()
    return sweep


def keep_link(setup: Setup) -> None:
    """The address of the page always leads back to what it shows, even to a sweep in progress."""
    query = links.write(setup, slots.state(), settings.RIGHTS.hide.get(), settings.RIGHTS.lock.get())
    if sweep := SHOWN_SWEEP.get():
        query[links.GRID.key] = sweep.grid.name
    address.keep(query)


def keep_epoch(comparison: Comparison) -> None:
    """Remember the epoch that the scrubber is at; the one that a link asks for until the variants have got so far."""
    epoch = chosen(SCRUBBER, comparison.epochs)
    asked = links.EPOCH.get()
    if epoch is not None or (asked is not None and asked <= comparison.epochs[-1]):
        links.EPOCH.put(epoch)


def look_at_newest() -> None:
    """Let go of the epoch that was looked at, in the address too; one that a link asks for is still to be reached."""
    if let_go(SCRUBBER):
        links.EPOCH.put(None)


def begin_sweep(grid: Grid) -> Sweep:
    """Make this the learner's sweep; the previous one stops."""
    if before := desk().find(SWEEP):
        before.cancel()
    sweep = Sweep(grid)
    desk().put(SWEEP, sweep)
    return sweep
