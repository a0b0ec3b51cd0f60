"""Excel: the first sheet of a workbook (.xlsx) as CSV, read within bounds whatever is packed in it."""

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from engine.data.table.bounds import FEWEST_ROWS, MOST_BYTES, MOST_COLUMNS, MOST_LINES
from engine.data.table.text import AS_CSV, require_size

ZIP = b"PK\x03\x04"
MOST_UNPACKED = 32_000_000  # bytes of all parts of a workbook
MOST_PARTS = 1_000
MOST_BLANK = 100  # rows in a row, below which nothing is looked for
MOST_VALUES = 100_000  # cells, empty ones too: openpyxl takes a second for as many

DAMAGED = "This workbook cannot be read: it is damaged or protected. Open it in a spreadsheet and save it again."


def as_csv(content: bytes) -> tuple[str, tuple[str, ...]]:
    """The first sheet with a table as CSV, or else the first that is not empty, and notes on what was left out.

    Numbers are written as Python does. Raises ValueError, with a sentence, for what is no workbook, or too large.
    """
    require_size(content)
    import openpyxl  # here: who brings no workbook does not wait for it

    try:
        _require_bounded(content)
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        found: tuple[str, list[list[str]]] | None = None
        for sheet in book.worksheets:
            rows = [row for row in _rows(sheet) if any(row)]
            if sum(sum(map(bool, row)) > 1 for row in rows) > FEWEST_ROWS:
                found = sheet.title, rows
                break
            found = found or ((sheet.title, rows) if rows else None)
        if found:
            return _written(found[1]), _noted(found[0], len(book.worksheets) - 1)
    except _RefusedError as error:
        raise ValueError(str(error)) from None
    except Exception:  # of a damaged archive or workbook, both readers raise nearly everything
        raise ValueError(DAMAGED) from None
    raise ValueError("This workbook is empty.")


class _RefusedError(Exception):
    """It is no workbook, or has more than is read; the message is a sentence."""


def _require_bounded(content: bytes) -> None:
    """Refuse archives that are no workbook, or that unpack to more than is read, before anything else unpacks them."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        names = {part.filename for part in parts}
        if "run.json" in names:
            raise _RefusedError("This is a saved run, not a table: open it with Share.")
        if "xl/workbook.xml" not in names:
            raise _RefusedError(f"This is an archive (ZIP), not a workbook as .xlsx. Unpack it, or: {AS_CSV}")
        left = MOST_UNPACKED
        for part in parts[: MOST_PARTS + 1]:
            with archive.open(part) as file:
                while chunk := file.read(min(left + 1, 1 << 20)):
                    left -= len(chunk)
                    if left < 0 or len(parts) > MOST_PARTS:
                        raise _RefusedError(f"This workbook is too large. {AS_CSV}")


def _rows(sheet: Any) -> Iterator[list[str]]:
    """The cells of a sheet as texts, to the last row before a long blank."""
    blank = values = 0
    sheet.reset_dimensions()  # so each row ends at its last cell, whatever the sheet says of its size
    for number, row in enumerate(sheet.iter_rows(max_row=MOST_LINES, values_only=True)):
        values += len(row)
        if values > MOST_VALUES:
            raise _RefusedError(f"This sheet has more than {MOST_VALUES:,} cells. Keep a part, or save it as CSV.")
        cells = [_text(value) for value in row[: MOST_COLUMNS + 1]]
        blank = 0 if any(cells) else blank + 1
        if blank > MOST_BLANK or number > MOST_LINES:
            return
        yield cells


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime) and (value.hour, value.minute, value.second) == (0, 0, 0):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else " ".join(str(value).split())


def _written(rows: list[list[str]]) -> str:
    """Rows as CSV, without the columns that are empty at both sides."""
    used = [place for row in rows for place, cell in enumerate(row) if cell]
    first, last = min(used), max(used)
    rows = [[*row, *[""] * (last + 1 - len(row))] for row in rows]
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerows(row[first : last + 1] for row in rows)
    if file.tell() > MOST_BYTES:
        raise _RefusedError(f"This sheet is larger than {MOST_BYTES // 1_000_000} MB; keep a part of it.")
    return file.getvalue()


def _noted(title: str, others: int) -> tuple[str, ...]:
    if not others:
        return ()
    return (f"Of {others + 1} sheets, “{title[:40]}” was read.",)
