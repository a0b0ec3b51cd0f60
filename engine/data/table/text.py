"""Text: the characters of a file, whatever they are encoded in; what is no table of text is called by its name."""

import unicodedata

from engine.data.table.bounds import MOST_BYTES

AS_CSV = "Save it as CSV (comma-separated values) first."
NO_TEXT = f"This is no text, and no spreadsheet as .xlsx. {AS_CSV}"
KNOWN = (
    (b"\xd0\xcf\x11\xe0", "This is a spreadsheet of an old kind (.xls). Save it as .xlsx or CSV first."),
    (b"%PDF", "This is a PDF, not a table. Copy its table into a spreadsheet first."),
    (b"PAR1", f"This is a Parquet file. {AS_CSV}"),
    (b"$FL2", f"This is a file of SPSS (.sav). {AS_CSV}"),
    (b"RDX", "This is a file of R (.RData). Write it with write.csv first."),
    (b"SQLite format 3", "This is a database (SQLite). Export one of its tables as CSV first."),
    (b"\x89HDF", f"This is an HDF5 file. {AS_CSV}"),
    (b"\x93NUMPY", "This is an array of NumPy (.npy). Write it with numpy.savetxt first."),
    (b"\x1f\x8b", "This file is compressed (gzip). Unpack it first."),
    (b"BZh", "This file is compressed (bzip2). Unpack it first."),
    (b"7z\xbc\xaf", "This is an archive (7z). Unpack it first, and bring one table of it."),
    (b"Rar!", "This is an archive (RAR). Unpack it first, and bring one table of it."),
    (b"\x89PNG", "This is a picture, not a table."),
    (b"\xff\xd8\xff", "This is a picture, not a table."),
    (b"GIF8", "This is a picture, not a table."),
)
"""How files begin that are often taken for tables, and what to say of each."""

ZIP = b"PK\x03\x04"


def decoded(content: bytes | str) -> str:
    """The text of a file without its mark, each line ended by a line feed.

    Bytes are UTF-8, UTF-16 with its mark, or Windows-1252. Raises ValueError, with a sentence, for what is too large,
    no text, or a text of another kind.
    """
    require_size(content)
    text = _of_bytes(content) if isinstance(content, bytes) else content
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in set(text) - set("\t\n\x0c\x1a")):
        raise ValueError(NO_TEXT)
    _require_table(text)
    return text


def require_size(content: bytes | str) -> None:
    """Raise ValueError for a file that is too large to be read."""
    if len(content) > MOST_BYTES:
        raise ValueError(f"This file is larger than {MOST_BYTES // 1_000_000} MB; keep a part of its rows.")


def _of_bytes(content: bytes) -> str:
    for beginning, sentence in KNOWN:
        if content.startswith(beginning):
            raise ValueError(sentence)
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if marked else ["utf-8", "cp1252"]:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            pass
    raise ValueError(NO_TEXT)


def _require_table(text: str) -> None:
    """Refuse JSON and the language of web pages, which are text but no table."""
    start, end = text[:1000].lstrip().lower(), text[-1000:].rstrip()
    if (
        start.startswith(("{", "["))
        and end.endswith(("}", "]"))
        and (start[1:].lstrip()[:1] in ('"', "{", "[", "]", "}"))
    ):
        raise ValueError(f"This is JSON, not a table. {AS_CSV}")
    if start.startswith(("<!doctype html", "<html", "<table", "<?xml", "<svg")):
        raise ValueError("This is a web page or XML, not a table. Copy the table itself, or save it as CSV first.")
