"""Saved runs and points in a link: whole, damaged, and forged to be large, deep, or run as a program."""

import base64
import io
import json
import pickle
import zipfile
from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np
from hypothesis import strategies as st

from engine import Dataset, Experiment, Trainer, run_file
from engine.data import table
from engine.snapshot import View, take
from playground.settings import limits, packed_points
from playground.settings.limits import MOST_FILE_BYTES
from tests.fuzz.harness import Target
from tests.fuzz.nasty import NUMBERS, TEXTS, damaged, json_values, nested, numbers, texts

# --- saved runs

POINTS = np.array([[0.5, 1.25, 0], [-6, 6, 1], [3, -2.75, 0], [0.125, 0, 1], [1, 1, 2], [2, -1, 2]])


def trained(experiment: Experiment, data: Dataset | None = None) -> bytes:
    """The file of a short run of this experiment, with a frozen weight and a neuron that is switched off."""
    trainer = Trainer(experiment, data).train(steps=11)
    trainer.edit("freeze", 0, 0, None, True)
    trainer.edit("switch", 0, 0, False)
    return run_file.to_bytes(trainer)


def runs() -> list[bytes]:
    """A file with data of each kind."""
    small = Experiment(dataset="moons", hidden=(3,), samples=20, batch_size=3)
    own = small.changed(dataset="custom", cost="log-likelihood")
    dots = table.dataset(POINTS[:, :2], POINTS[:, 2].astype(int), own.inputs, own.test_fraction, own.data_seed)
    rng = np.random.default_rng(0)
    train, test = rng.integers(0, 256, (6, 5), np.uint8), rng.integers(0, 256, (2, 5), np.uint8)
    pixels = Dataset(train, [0, 1, 2] * 2, test, [0, 1], 3)
    figures = Dataset(rng.random((9, 2)), rng.random((9, 2)), [], [])
    return [
        trained(small),
        trained(small.changed(dataset="plane", cost="quadratic")),
        trained(own, dots),
        trained(own, pixels),
        trained(own.changed(cost="quadratic", output="linear"), figures),
    ]


RUNS = runs()
ENTRIES = [
    {name: archive.read(name) for name in archive.namelist()} for archive in map(zipfile.ZipFile, map(io.BytesIO, RUNS))
]
NAMES = sorted({name for entries in ENTRIES for name in entries})
SAID = [json.loads(entries["run.json"]) for entries in ENTRIES]


def zipped(entries: Mapping[str, bytes], how: int = zipfile.ZIP_STORED, comment: bytes = b"") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", how) as archive:
        archive.comment = comment
        for name, content in entries.items():
            archive.writestr(zipfile.ZipInfo(name), content, how)
    return file.getvalue()


def npy(header: str, content: bytes = b"", version: bytes = b"\x01\x00") -> bytes:
    """An array whose header says this."""
    size = (len(header) + 1).to_bytes(2 if version < b"\x02" else 4, "little")
    return b"\x93NUMPY" + version + size + header.encode() + b"\n" + content


def shaped(shape: Any, dtype: Any = "<f4", fortran: Any = False, content: bytes = b"") -> bytes:
    """An array that says that it is of this shape and dtype."""
    return npy(repr({"descr": dtype, "fortran_order": fortran, "shape": shape})[:-1] + ", }", content)


SMALL = 100_000  # bytes of a run that is saved and opened once more


def open_run(content: bytes) -> None:
    """A run is opened, drawn and trained on, and what is saved again is the same run."""
    opened = run_file.from_bytes(content, MOST_FILE_BYTES, limits.taken)
    if len(content) < SMALL:
        saved = run_file.to_bytes(opened.trainer)
        again = run_file.from_bytes(saved)
        assert run_file.to_bytes(again.trainer) == saved
    take(opened.trainer, opened.trainer.history, View())
    opened.trainer.train(steps=2)


shapes = st.one_of(
    st.lists(st.one_of(st.integers(0, 30), st.sampled_from([-1, 2**31, 2**63, 2**64, 10**30])), max_size=3).map(tuple),
    json_values,
)
dtypes = st.one_of(
    st.sampled_from(["<f4", "<f8", ">f8", "|b1", "|u1", "<i8", "|O", "|V8", "<U9", "<M8[s]", "|S0"]), texts
)
arrays = st.one_of(
    st.builds(shaped, shapes, dtypes, st.one_of(st.booleans(), json_values), st.binary(max_size=300)),
    st.builds(
        lambda values, dtype, shape: shaped(
            (*shape, len(values)), dtype, False, np.array(values).astype(dtype).tobytes()
        ),
        st.lists(st.floats(width=32), max_size=30),
        st.sampled_from(["<f4", "<f8"]),
        st.sampled_from([(), (1,)]),
    ),
    st.builds(
        npy, st.text(max_size=40), st.binary(max_size=40), st.sampled_from([b"\x01\x00", b"\x02\x00", b"\x03\x00"])
    ),
    st.sampled_from([content for entries in ENTRIES for content in entries.values()]),
    st.binary(max_size=20),
)


@st.composite
def forged(draw: st.DrawFn) -> bytes:
    """One of the runs that says something else, or whose arrays are others."""
    at = draw(st.integers(0, len(RUNS) - 1))
    said = dict(SAID[at])
    settings = st.dictionaries(st.sampled_from(sorted(said["experiment"])), st.one_of(numbers, json_values), max_size=2)
    for name in draw(st.lists(st.sampled_from(sorted(said)), max_size=2)):
        value = st.one_of(
            json_values, st.integers(0, 12), st.lists(st.lists(st.integers(0, 4), max_size=3), max_size=3)
        )
        said[name] = draw(value)
    if isinstance(said["experiment"], dict):
        said["experiment"] = said["experiment"] | draw(settings)
    entries: dict[str, bytes] = ENTRIES[at] | {"run.json": json.dumps(said).encode()}
    for name, content in draw(
        st.dictionaries(st.sampled_from(NAMES), st.one_of(st.none(), arrays), max_size=2)
    ).items():
        entries.pop(name, None)
        if content is not None:
            entries[name] = content
    return zipped(entries)


class Bad:
    """Would leave its mark if it was ever unpickled."""

    def __reduce__(self) -> tuple[Any, ...]:
        return exec, ("raise SystemExit('a pickle was run')",)


def with_entry(name: str, content: bytes, at: int = 0) -> bytes:
    return zipped(ENTRIES[at] | {name: content})


def saying(at: int = 0, **changes: Any) -> bytes:
    return with_entry("run.json", json.dumps(SAID[at] | changes).encode(), at)


def with_settings(at: int = 0, **changes: Any) -> bytes:
    return saying(at, experiment=SAID[at]["experiment"] | changes)


def fresh(**settings: Any) -> bytes:
    """The file of a run that has not begun."""
    return run_file.to_bytes(Trainer(Experiment(**settings)))


def deflated(megabytes: int) -> bytes:
    """A run beside an entry of so many zeros, which deflate to next to nothing."""
    file = io.BytesIO(RUNS[0])
    with (
        zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("x_train.npy", "w") as entry,
    ):
        for _ in range(megabytes):
            entry.write(bytes(2**20))
    return file.getvalue()


def overlapping(entries: int, size: int) -> bytes:
    """A directory all of whose entries are the same bytes."""
    one = zipped({"off.npy": bytes(size)})
    start, end = one.index(b"PK\x01\x02"), one.rindex(b"PK\x05\x06")
    directory = one[start:end] * entries
    counts = entries.to_bytes(2, "little") * 2 + len(directory).to_bytes(4, "little")
    return one[:start] + directory + one[end : end + 8] + counts + one[end + 16 :]


def of_many_entries(count: int) -> bytes:
    return zipped({f"{number}.npy": b"" for number in range(count)})


def of_many_examples(n: int, inputs: int, kind: str, classes: int) -> bytes:
    """A run of data of its own: so many examples that say zero throughout, and belong to so many classes."""
    data = {"x_train": np.zeros((n, inputs), kind), "y_train": np.zeros(n, np.int64)}
    data |= {"x_test": np.zeros((0, inputs), kind), "y_test": np.zeros(0, np.int64)}
    data |= {"parameters": np.zeros((inputs + 1) * classes, np.float32)}
    data |= {"frozen": np.zeros((inputs + 1) * classes, bool), "off": np.zeros(0, np.float32), "running": np.zeros(3)}
    said = SAID[3] | {"experiment": SAID[3]["experiment"] | {"hidden": []}, "classes": classes, "off": []}
    said |= {"epoch": 0, "step": 0, "position": 0, "origin": 0}
    entries = ENTRIES[3] | {"run.json": json.dumps(said).encode()}
    entries |= {
        f"{name}.npy": shaped(array.shape, array.dtype.str, False, array.tobytes()) for name, array in data.items()
    }
    return zipped(entries)


RUN_FILES = Target(
    "saved run",
    st.one_of(damaged(RUNS), forged(), forged(), st.binary(max_size=60)),
    open_run,
    (ValueError,),
    [
        *RUNS,
        *(text.encode("utf-8", "replace") for text in TEXTS),
        *(with_entry("run.json", text.encode("utf-8", "replace")) for text in TEXTS),
        *(saying(**{name: value}) for name in SAID[0] for value in ([], {}, None, [[]], [{}], "", *NUMBERS)),
        *(with_settings(**{name: value}) for name in SAID[0]["experiment"] for value in ([], {}, None, *NUMBERS)),
        *(saying(off=off) for off in (nested(60), [[0, 0]] * 30_000, [[0, 0]] * 2, [[0]], [[0, 0, 0]], [0], {"0": 0})),
        with_settings(dataset="mnist", samples=60_000),
        with_settings(dataset="mnist", hidden=[900, 400]),
        with_settings(hidden=[1000, 1000], samples=60_000),
        with_settings(samples=60_000, inputs=["x1", "x2", "x1x2", "x1^2", "x2^2", "sin(x1)", "sin(x2)"]),
        with_entry("run.json", b"[" * 90_000),
        with_entry("run.json", b" " * 60_000_000),
        with_entry("parameters.npy", npy("(" * 9_000)),
        with_entry("parameters.npy", npy("{'a':" * 2_000 + "1" + "}" * 2_000)),
        with_entry("parameters.npy", npy("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999L,), }")),
        with_entry("parameters.npy", npy("\x00" * 50)),
        with_entry("parameters.npy", npy("-" * 9_000 + "1")),
        with_entry("parameters.npy", npy("[" * 90 + "]" * 90)),
        with_entry("parameters.npy", npy("x" * 60_000)),
        *(with_entry("parameters.npy", shaped(shape)) for shape in ((2**40,), (2**63,), (10**400,), (-1,), (1,) * 99)),
        *(with_entry("off.npy", shaped(shape)) for shape in ((2**40,), (2**63,), (10**400,), (-1,), (True,), (0.0,))),
        *(with_entry("points.npy", shaped((n, 3), "<f8"), 2) for n in (0, 2**40, 10**400)),
        *(
            with_entry("parameters.npy", shaped((16,), dtype))
            for dtype in ("|O", "|V0", [("a", "<f4")], "f4,f4", "<f4" * 99)
        ),
        with_entry("parameters.npy", shaped((1,), "|O", content=pickle.dumps([Bad()]))),
        with_entry("run.json", pickle.dumps(Bad())),
        partial(deflated, 250),
        *(with_entry("x_train.npy", shaped(shape, "|u1"), 3) for shape in ((0, 10**17), (10**17, 0), (2**63, 0))),
        *(with_entry("x_test.npy", shaped(shape, "|u1"), 3) for shape in ((0, 10**17), (10**17, 0), (2**63, 0))),
        partial(of_many_examples, 7_000_000, 1, "|u1", 1_000),
        partial(of_many_examples, 1_600_000, 1, "|u1", 10),
        partial(of_many_examples, 20_000, 784, "<f4", 10),
        partial(of_many_examples, 80_000, 784, "|u1", 10),
        partial(overlapping, 12, 20_000_000),
        partial(of_many_entries, 20_000),
        zipped(ENTRIES[0], zipfile.ZIP_LZMA),
        zipped(ENTRIES[0], zipfile.ZIP_BZIP2),
        zipped(ENTRIES[0], comment=b"x" * 60_000),
        partial(fresh, hidden=(1000, 1000)),
        partial(fresh, dataset="mnist", hidden=(900, 400), activation="sigmoid"),
        partial(bytes, MOST_FILE_BYTES),
        partial(bytes, MOST_FILE_BYTES + 1),
    ],
    share=3,
)

# --- points in a link

PACKED = [packed_points.pack(points) for points in (POINTS, POINTS / 3, np.tile(POINTS, (33, 1)), POINTS[:1])]
letters = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/", max_size=60)


def unpack_points(text: str) -> None:
    """Points are found in a link, lie on the square, and are found again in the link that is made from them."""
    try:
        points = packed_points.unpack(text)
    except ValueError as error:
        raise ValueError(f"The points in the link cannot be used: {error}") from None
    assert 1 <= len(points) <= packed_points.MOST
    assert (np.abs(points[:, :2]) <= table.SQUARE).all()
    assert np.array_equal(packed_points.unpack(packed_points.pack(points)), points)


PACKED_POINTS = Target(
    "points in a link",
    st.one_of(
        damaged([text.encode() for text in PACKED]).map(lambda content: content.decode("latin-1")),
        st.builds(
            lambda kind, content: kind + base64.urlsafe_b64encode(content).decode().rstrip("="),
            st.sampled_from("geGEx"),
            st.one_of(st.binary(max_size=90), damaged([bytes(5 * 7), bytes(17 * 3)])),
        ),
        st.builds(lambda kind, text: kind + text, st.sampled_from("ge"), letters),
        texts,
    ),
    unpack_points,
    (ValueError,),
    [
        *PACKED,
        *TEXTS,
        *(kind + text for kind in "ge" for text in TEXTS),
        packed_points.TOO_MANY,
        "g" + "A" * 1_000_000,
        "e" + "A" * 999_999,
        "g" + "=" * 1_000_000,
        "g" + "\u00e9" * 100,
        *(
            "e" + base64.urlsafe_b64encode(np.array([value, 0.0]).tobytes() + b"\x00").decode()
            for value in (np.nan, np.inf, 5e-324, -0.0, 1e308, 6.000001)
        ),
        "e" + base64.urlsafe_b64encode(bytes(16) + b"\xff").decode(),
    ],
)

TARGETS = (RUN_FILES, PACKED_POINTS)
