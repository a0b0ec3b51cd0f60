"""Import: a table is pasted, dropped or chosen; the learner sees what it was taken for, and says what to learn from it.

It is a window of its own, which stays open when the page is run again. Nothing on the page changes before the table is
used.
"""

import re
from types import NoneType
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.uploaded_file_manager import UploadedFile

from engine.bidi import isolated
from engine.data import table
from engine.data.dataset import CLASSIFICATION, REGRESSION
from engine.data.table import SQUARE, Column, Table, numerals
from engine.data.table.bounds import MOST_BYTES, MOST_CLASSES
from engine.data.table.column import EMPTY, NUMBER
from playground.components.plane.point_canvas import MOST_POINTS
from playground.data import own_data, own_table, preview
from playground.data.own_table import Chosen
from playground.settings import controls
from playground.settings.plain import plain
from playground.settings.slots import Slot, Slots

OF_POINTS = re.compile(r"[xy]|x[12₁₂]|column \d+", re.IGNORECASE)
"""What coordinates are called: a table that says more of its columns keeps their names."""
PILLS = 40
"""Columns that are offered side by side; more are in a list."""
EXAMPLE = "hours, sleep, grade\n2, 7, fail\n8, 7, pass"
AS_TABLE, AS_POINTS = "A table", "Points to draw on"
TASKS = {CLASSIFICATION: "Classes", REGRESSION: "A number"}

OPEN = Slot("import-open", bool)
DRAFT = Slot[Table | None]("import-draft", NoneType)
"""The table that is looked at, as it was read."""
AGAIN = Slot[Chosen | None]("import-again", NoneType)
"""What was chosen of it, where it is on the page and looked at again."""
COUNT = Slot("import-count", int)
"""How many tables were read so far: each is asked about anew."""
PROBLEM = Slot("import-problem", str)
TEXT, TEXT_SEEN = Slot("own-text", str), Slot("own-text-seen", str)
FILE, FILE_SEEN = Slot[UploadedFile | None]("own-file", NoneType), Slot("own-file-seen", str)

DECIMAL = Slots("import-decimal-{}", str)
TARGET = Slots("import-target-{}", str)
INPUTS = Slots[list[str] | None]("import-inputs-{}-{}", NoneType)
TASK = Slots("import-task-{}-{}", str)
USE_AS = Slots("import-use-as-{}-{}", str)


def show() -> None:
    """The button that opens the window, and the window while it is open."""
    st.button("Import…", key="own-import", icon=":material/upload:", on_click=_open, width="stretch")
    if OPEN.get():
        _window()


def _open() -> None:
    """A callback: open the window; where a table is on the page, on that one, as it was chosen."""
    OPEN.put(True)
    chosen = own_table.CHOSEN.get()
    free = DRAFT.get() is None or AGAIN.get() is not None  # a new table that is looked at stays
    if free and chosen is not None and chosen.source == controls.dataset():
        COUNT.put(COUNT.get() + 1)
        DRAFT.put(chosen.table)
        AGAIN.put(chosen)


@st.dialog("Import a table", width="large", on_dismiss=lambda: OPEN.put(False))
def _window() -> None:
    if not OPEN.get():  # the table is used
        st.rerun()
    pasted, uploaded = st.columns([3, 2])
    with pasted:
        st.text_area("Paste a table", key=TEXT.name, height=120, placeholder=EXAMPLE)
    with uploaded:
        st.file_uploader(
            "Or choose or drop a file",
            key=FILE.name,
            max_upload_size=MOST_BYTES // 1_000_000,
            help="CSV and other text with commas, semicolons, tabs or blanks; Excel (.xlsx); ARFF; Markdown.",
        )
    _take_in()
    button, beside = st.columns([1, 4], vertical_alignment="center")
    button.button("Use this table", key="own-use", type="primary", on_click=_use, width="stretch")
    told = beside.empty()
    draft = DRAFT.get()
    if draft is not None:
        _ask(draft)
        chosen = _chosen(draft)
        preview.show(chosen)
        good, sentence = _outcome(chosen)
        _tell(told, "" if good else sentence, sentence)
    else:
        _tell(told, PROBLEM.get(), "Each row is an example, with one column to be learned from others.")


def _tell(place: DeltaGenerator, problem: str, sentence: str) -> None:
    """What is wrong, or else the sentence."""
    if problem:
        place.error(plain(problem), icon=":material/error:")
    else:
        place.markdown(plain(sentence))


def _take_in() -> None:
    """Read what was pasted or chosen since the last time."""
    file, text = FILE.get(), TEXT.get()
    if file is not None and file.file_id != FILE_SEEN.get():
        FILE_SEEN.put(file.file_id)
        _read(file.getvalue(), file.name)
    elif text != TEXT_SEEN.get():
        TEXT_SEEN.put(text)
        _read(text, "")


def _read(content: str | bytes, name: str) -> None:
    COUNT.put(COUNT.get() + 1)
    PROBLEM.put("")
    DRAFT.put(None)
    AGAIN.put(None)
    if content or name:  # an empty file is told, an empty field is not
        try:
            DRAFT.put(table.read(content, name))
        except ValueError as error:
            PROBLEM.put(str(error))


def _use() -> None:
    """Learn from the table as it was chosen, and close the window; or say why that cannot be."""
    _take_in()
    draft = DRAFT.get()
    if draft is None:
        PROBLEM.put(PROBLEM.get() or "Paste a table or choose a file first.")
        return
    chosen = _chosen(draft)
    if _refused(chosen):
        return
    try:
        if _as_points(chosen):
            own_data.bring(table.placed(chosen.table, chosen.inputs, chosen.target))
        else:
            own_table.bring(chosen.table, chosen.inputs, chosen.target, chosen.task)
    except ValueError:  # which is told as the outcome
        return
    for slot in (OPEN, DRAFT, AGAIN, TEXT, TEXT_SEEN):
        slot.take()


# --- what is asked


def _ask(draft: Table) -> None:
    """Ask how its numbers are meant, what is to be learned, from what, and what it is to be."""
    count = COUNT.get()
    if draft.ambiguous:
        first = draft.column(draft.ambiguous[0])
        place = draft.columns.index(first)
        cell = next(row[place] for row in draft.rows if "." in row[place] or "," in row[place])
        st.segmented_control(
            plain(f"In {', '.join(map(isolated, draft.ambiguous))}, {cell} means"),
            list(numerals.OTHER),
            default=first.decimal,
            required=True,
            format_func=lambda sign: plain(f"{numerals.value(cell, sign):.10g}"),
            key=DECIMAL.of(count).name,
        )
    usable = _usable(draft)
    left, right = st.columns([1, 2])
    with left:
        first_target = usable.index(_target(draft))
        st.selectbox("To be learned", usable, first_target, key=TARGET.of(count).name)
    chosen = _chosen(draft)
    others = [name for name in usable if name != chosen.target]
    place = usable.index(chosen.target)
    key = INPUTS.of(count, place).name
    look: dict[str, Any] = {"options": others, "default": list(chosen.inputs), "key": key}
    with right:
        if len(others) <= PILLS:
            st.pills(
                "Inputs", selection_mode="multi", wrap=True, format_func=plain, **look
            )  # of Markdown, unlike lists
        else:
            st.multiselect("Inputs", **look)
    chosen = _chosen(draft)
    with left:
        if _may_be_both(chosen.table.column(chosen.target)):
            st.segmented_control(
                "Learn it as",
                list(TASKS),
                default=chosen.task or chosen.table.task_of(chosen.target),
                required=True,
                format_func=TASKS.__getitem__,
                key=TASK.of(count, place).name,
            )
        if _may_be_points(_chosen(draft)):
            st.segmented_control(
                "Use it as",
                [AS_TABLE, AS_POINTS],
                default=AS_POINTS if _as_points(chosen) else AS_TABLE,
                required=True,
                key=USE_AS.of(count, place).name,
                help="Points lie on the square, where you can add and move them; a table keeps its own units.",
            )


def _chosen(draft: Table) -> Chosen:
    """What is chosen of the table now: what was suggested, until the learner said otherwise."""
    count = COUNT.get()
    sign = DECIMAL.of(count).get()
    if draft.ambiguous and sign in numerals.OTHER:
        draft = table.reread(draft, dict.fromkeys(draft.ambiguous, sign))
    usable, target = _usable(draft), TARGET.of(count).get()
    if target not in usable:
        target = _target(draft)
    again, place = AGAIN.get(), usable.index(target)
    same = again if again and again.target == target else None
    ticked, task = INPUTS.of(count, place).get(), TASK.of(count, place).get() or (same.task if same else "")
    if ticked is None:
        inputs = same.inputs if same else draft.inputs_for(target)
    else:
        inputs = tuple(name for name in usable if name in ticked)
    return Chosen(draft, inputs, target, task if _may_be_both(draft.column(target)) and task in TASKS else "")


def _usable(draft: Table) -> list[str]:
    return [column.name for column in draft.columns if column.kind != EMPTY] or [draft.columns[0].name]


def _target(draft: Table) -> str:
    again = AGAIN.get()
    return again.target if again else draft.suggestion[1] or _usable(draft)[-1]


def _may_be_both(target: Column) -> bool:
    """Whether the numbers of a target may be classes as well as numbers."""
    return target.whole and 2 <= target.distinct <= MOST_CLASSES


def _may_be_points(chosen: Chosen) -> bool:
    """Whether the rows can be shown as points of the square, which has two axes and room for so many."""
    columns = [chosen.table.column(name) for name in chosen.inputs]
    target = chosen.table.column(chosen.target)
    plane = len(columns) == 2 and all(column.kind == NUMBER for column in columns)
    classes = chosen.source == own_table.SOURCE and target.distinct <= MOST_CLASSES
    return plane and classes and len(chosen.table.rows) <= MOST_POINTS


def _as_points(chosen: Chosen) -> bool:
    """Whether the rows are to be points: as the learner says, or where they fit the square as they are."""
    if not _may_be_points(chosen):
        return False
    place = _usable(chosen.table).index(chosen.target)
    said = USE_AS.of(COUNT.get(), place).get()
    columns = [chosen.table.column(name) for name in chosen.inputs]
    fits = all(abs(column.values[column.present]).max() <= SQUARE for column in columns)
    fits = fits and all(OF_POINTS.fullmatch(column.name) for column in columns)
    return said == AS_POINTS or (not said and (fits or controls.locked("dataset")))


# --- what comes of it


def _outcome(chosen: Chosen) -> tuple[bool, str]:
    """Whether anything can be learned; what from what, and what is to be known of the rows, or why it cannot."""
    if refused := _refused(chosen):
        return False, refused
    as_points = _as_points(chosen)
    try:
        test, seed = controls.division(own_table.POINTS if as_points else chosen.source)
        data = chosen.dataset(test, seed)
        # points are divided in another way than rows, and it is their check that holds for what is trained
        points = table.placed(chosen.table, chosen.inputs, chosen.target) if as_points else None
    except ValueError as error:
        return False, str(error)
    assert data.origin is not None
    check = points.check(test, seed) if points else data.origin.check
    inputs = "1 input" if data.inputs == 1 else f"{data.inputs} inputs"
    learned = f"{data.classes} classes" if data.classes else "a number"
    return True, f"{chosen.target}, {learned}, from {inputs}. {check.line}"


def _refused(chosen: Chosen) -> str:
    """Why the link that was opened does not have the table used, as a sentence; "" where it does."""
    source = own_table.POINTS if _as_points(chosen) else chosen.source
    if source == controls.dataset():
        return ""
    if controls.locked("dataset"):
        return "The link locks the data: a table can be used only as points to draw on, two numbers and a class."
    return controls.refusal(controls.first_of(source))
