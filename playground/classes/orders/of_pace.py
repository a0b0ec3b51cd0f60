"""Orders of the teacher about what is on every screen: what is handed out and shown, the pace, the time."""

from dataclasses import replace

from playground.classes.board import TILE, WALL, Board, Handed, Shown
from playground.classes.orders.order import MOST_MESSAGE, MOST_MINUTES, TEACHER, Call, order
from playground.classes.thoughts import change
from playground.settings.budget import MOST_ADDRESS


@order(TEACHER)
def hand_out(call: Call) -> None:
    """Hand a page out, to who comes late too."""
    address = call.text("address", MOST_ADDRESS)
    title = call.rooms.readers.title(address)

    def put(board: Board) -> Board:
        board = board.numbered()
        return replace(board, handed=Handed(board.last, address, title))

    change(call.store, call.number, put)


@order(TEACHER)
def take_back(call: Call) -> None:
    """Hand out nothing any more."""
    call.change(handed=None)


@order(TEACHER)
def pause(call: Call) -> None:
    """Pause all runs."""
    call.change(paused=True)


@order(TEACHER)
def go_on(call: Call) -> None:
    """Let all runs go on that were paused so."""
    call.change(paused=False)


@order(TEACHER)
def message(call: Call) -> None:
    """Have every eye on the teacher, with these words over every page; without words no more."""
    call.change(message=call.text("text", MOST_MESSAGE))


@order(TEACHER)
def _time(call: Call) -> None:
    """Tell how much time is left."""
    minutes = call.arguments.get("minutes")
    if minutes is None:
        call.change(until=None)
        return
    if isinstance(minutes, bool) or not isinstance(minutes, (int, float)) or not 0 < minutes <= MOST_MINUTES:
        raise ValueError(f"Between 1 and {MOST_MINUTES} minutes, please.")
    call.change(until=call.now + 60 * minutes)


@order(TEACHER)
def show(call: Call) -> None:
    """Show every learner the wall, or the tile of one, or nothing any more."""
    match call.arguments.get("what"):
        case None:
            call.change(shown=None)
        case "wall":
            call.change(shown=Shown(WALL))
        case "tile":
            call.change(shown=Shown(TILE, call.member().id))
        case _:
            raise ValueError("The wall or one learner's tile can be shown.")
