"""What takes long: the right answer to a question, the judging of a challenge, the sweep of the machine.

Each stands in the database as something that is still to be found out; what is found is written there, or why not. It
is found by a worker, as runs are trained.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from playground.classes import judging, linked_run, questions, trials
from playground.classes.board import Board, from_dict
from playground.classes.contests import Contest
from playground.classes.facts import Facts
from playground.classes.questions import Question
from playground.classes.store import EntryRow, Store
from playground.runs import pool

T = TypeVar("T")

PATIENCE = 60.0
"""Seconds that a worker is waited for: it has others to serve."""
Thought = Callable[[Callable[[], bool]], None]


About = tuple[int, str, int]
"""The number of the class, what kind of thought it is, and the number of what it is about."""


def due(known: Facts, store: Store) -> Iterator[tuple[About, Thought]]:
    """What is to be found out of a class, with what names it; each is given a function that says to stop."""
    board, number = known.board, known.row.id
    question, sweep, contest = board.question, board.sweep, board.contest
    if question and question.source and question.right is None and not board.unanswered:
        yield (number, "question", question.number), partial(_answer, store, number, question)
    if contest:
        for entry in known.entries:
            if entry.score is None and entry.problem is None:
                yield (number, "entry", entry.id), partial(_judge, store, contest, entry)
    if sweep and sweep.computing:
        yield (number, "sweep", sweep.number), partial(_sweep, store, number)


def _by_worker(call: Callable[..., T], *arguments: Any) -> T:
    """What a worker makes of this call. Raises ValueError, with a sentence, as the call does, and where none can."""
    try:
        made: T = pool.submit(call, *arguments, alone=True).result(PATIENCE)
        return made
    except (pool.LostError, TimeoutError):
        raise ValueError("No worker of this server could find that out.") from None


def change(store: Store, number: int, make: Callable[[Board], Board]) -> Board:
    """Change the board of the class of this number, as it is in the database."""
    return from_dict(store.change(number, lambda plain: make(from_dict(plain)).to_dict()).board)


def _put(store: Store, number: int, make: Callable[[Board], Board]) -> None:
    """Change the board, unless the class is over by now."""
    try:
        change(store, number, make)
    except ValueError:
        if store.read(number) is not None:
            raise


def _board(store: Store, number: int) -> Board:
    """The board as it is now: since the class was looked at, somebody may have been faster."""
    row = store.read(number)
    return Board() if row is None else from_dict(row.board)


def _answer(store: Store, number: int, asked: Question, over: Callable[[], bool]) -> None:
    now = _board(store, number)
    if now.question is None or now.question.number != asked.number or now.question.right is not None or now.unanswered:
        return
    right, problem = None, ""
    try:
        run = linked_run.read_address(asked.address)
        right = _by_worker(questions.right_answer, asked, run.journal.begun, run.data)
    except ValueError as error:
        problem = str(error)
    if over():
        return

    def put(now: Board) -> Board:
        if now.question is None or now.question.number != asked.number:
            return now
        return replace(now, question=replace(now.question, right=right), unanswered=problem)

    _put(store, number, put)


def _judge(store: Store, contest: Contest, entry: EntryRow, over: Callable[[], bool]) -> None:
    found = store.entry(entry.id)
    if found is None or found.score is not None or found.problem is not None:
        return  # its learner has left, or another server was faster
    score, problem = None, None
    try:
        replay = judging.begin(contest, found.query, found.epoch)
        while replay.facts is None and not over():
            replay = _by_worker(judging.go_on, replay)
        score = judging.result(replay) if replay.facts else None
    except ValueError as error:
        problem = str(error)
    if not over():
        store.judged(entry.id, score, problem)


def _sweep(store: Store, number: int, over: Callable[[], bool]) -> None:
    """Try one more value of the sweep: between two of them what others have asked for is found out."""
    board = _board(store, number)
    trial, begun = board.trial, board.sweep
    if trial is None or begun is None or not begun.computing:
        return
    done = {*(x for x, _ in begun.points), *begun.failed}
    value = next((value for value in trials.sweep_values(trial) if value not in done), None)
    points: list[tuple[float, float]] = []
    failed: list[float] = []
    problem = ""
    if value is not None:
        try:
            run = linked_run.read_address(trial.address)
            points = [_by_worker(trials.sweep_point, trial, value, run.journal.begun, run.data)]
        except ValueError as error:
            failed, problem = [value], str(error)

    def put(now: Board) -> Board:
        if now.sweep is None or now.sweep.number != begun.number:
            return now
        there = {*(x for x, _ in now.sweep.points), *now.sweep.failed}  # another server may have tried it too
        sweep = replace(
            now.sweep,
            points=(*now.sweep.points, *((x, y) for x, y in points if x not in there)),
            failed=(*now.sweep.failed, *(x for x in failed if x not in there)),
            problem=problem or now.sweep.problem,
            computing=value is not None,
        )
        return replace(now, sweep=sweep)

    if not over():
        _put(store, number, put)
