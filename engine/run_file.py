"""A run as one file: saved, sent, opened and trained on, it gives the very numbers that it would have given.

    from engine import run_file
    run_file.save(trainer, "moons.npz")
    trainer = run_file.load("moons.npz")

The file is a ZIP archive whose entries are stored as they are, and so it is an .npz file too: `numpy.load` reads it.
Opening one executes nothing, whoever made it: there are no pickled objects in it, it takes no more memory than 20 times
its length, even where it was packed anew, and how large an array is to be follows from the experiment.

`run.json` (UTF-8, at most 1 MB) says

    format      "neural-playground run"
    version     2; version 1, which had no journal, and no epoch in its `batches`, can be opened too
    experiment  the settings, as `Experiment.to_dict` gives them
    journal     what was done to the run: the settings that it `begun` with, the `events` since, each its step, what and
                its arguments, and whether they are the `whole` of it
    evaluate    on which examples the run is evaluated: some of "train", "test", "validation"
    epoch, step, position, origin
                where it stands: epochs and mini-batches done, examples of this epoch used up, and where in the
                epoch the present batch size began
    made_by     the steps that made it, of `engine.plan`; not said by 0.2, which had but "numpy"
    diverged    whether the cost was no longer a finite number
    off         [layer, neuron] of each neuron that is switched off
    classes     the number of classes of data of the run's own, 0 for numbers; null where the experiment makes the data
    class_names, input_names
                what the classes and the inputs of such data are called, [] for nothing; not said by 0.2
    target_name what such data ask for, "" for nothing
    scaling     of such data: the `offset` and `scale` of each input, `target_offset` and `target_scale`; null for none
    cut         over which inputs the map of such data was drawn, as `engine.data.cut.NamedCut` has it; null, or not
                said, for those that tell most

and the arrays are, with P parameters of the experiment's precision, k entries of the history and n examples,

    parameters      (P,)      floats   the network, layer after layer, each (n_l, n_{l-1} + 1) with the bias last
    frozen          (P,)      bool     what is kept from learning by hand
    off             (any,)    floats   the outgoing weights of the neurons in `off`, one neuron after the other
    running         (3,)      float64  of this epoch so far: summed cost, summed right answers, examples
    epochs, batches, pending           the history, as `History.to_arrays` gives it
    points          (n, 3)    float64  points of the plane as x1, x2 and class, where the data come of these; or else
    x_train, y_train, x_test, y_test   data of the run's own, as `Dataset` holds them, and where there is a validation
    x_validation, y_validation         set, that too
    table           (any,)    bytes    UTF-8 JSON: the table that such data were made of, and what was chosen of it, as
                                       `engine.data.table.Origin.to_dict` has them
"""

import io
import json
import math
import os
import re
import zipfile
import zlib
from collections.abc import Callable, Container
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from engine import plan
from engine.arrays import Array
from engine.data import Dataset, cut, table
from engine.data.cut import NamedCut
from engine.data.scaling import Scaling
from engine.data.table.bounds import MOST_BYTES as MOST_BYTES_READ
from engine.data.table.origin import Origin
from engine.experiment import Experiment
from engine.history import History
from engine.journal import Journal
from engine.network import count_of
from engine.training import PARTS, Trainer, diverged

FORMAT, VERSION = "neural-playground run", 2
MOST_BYTES = 2**31 - 1  # of an archive without extensions
MOST_JSON = 1_000_000
MADE_BYTES = 256  # that the making of one point of the plane takes at most

Accept = Callable[[Experiment], object]

_JSON = "run.json"
_DATA = ("x_train", "y_train", "x_test", "y_test")
_VALIDATION = ("x_validation", "y_validation")
_ARRAYS = ("parameters", "frozen", "off", "running", "epochs", "batches", "pending")
_TABLE = "table"
_KNOWN = {_JSON, *(f"{name}.npy" for name in (*_ARRAYS, *_DATA, *_VALIDATION, "points", _TABLE))}
_MOST_ENTRIES = len(_KNOWN) - 1
SWELLING = 20
_STORED = {zipfile.ZIP_STORED: 1, zipfile.ZIP_DEFLATED: SWELLING}
"""The ways in which an entry may be stored, each with how much larger it may be than what is stored."""
# an array as `numpy.save` writes it; numpy's own reader evaluates the header, and does not bear a malicious one
_HEADER = re.compile(
    rb"\x93NUMPY\x01\x00..\{'descr': '(\|O|[<>|][biufc]\d\d?)', 'fortran_order': (?:False|True), "
    rb"'shape': \(((?:\d{1,18}(?:, ?|(?=\)))){0,4})\), \} *\n",
    re.DOTALL,
)
_END, _END_64 = b"PK\x05\x06", b"PK\x06\x07"
_NOT_ONE = "This is no run of Neural Playground: it is a file of another kind, or it is damaged."


@dataclass(frozen=True, eq=False)
class Opened:
    """What a file holds: the trainer, ready to go on, the points (n, 3) that its data were made from, if any, and over
    which cut the map of its table was drawn, if that was another one than at first.
    """

    trainer: Trainer
    points: Array | None
    cut: NamedCut | None = None


def save(trainer: Trainer, path: str | os.PathLike[str], most: int = MOST_BYTES) -> None:
    """Write the run to a file of at most so many bytes, all of it or, if this is interrupted, nothing.

    Raises ValueError, with a sentence, where it is too large or cannot be written.
    """
    content = to_bytes(trainer, most)
    target = Path(path)
    new = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        new.write_bytes(content)
        os.replace(new, target)
    except OSError as error:
        new.unlink(missing_ok=True)
        raise ValueError(f"The file {str(path)!r} cannot be written: {error.strerror or error}.") from None


def load(path: str | os.PathLike[str], most: int = MOST_BYTES, accept: Accept | None = None) -> Trainer:
    """The run in a file of at most so many bytes, ready to go on.

    What is made to hold it takes no more than a few times `most` bytes, whoever made the file; `accept`, if given, is
    called with the experiment before anything is made of it, and may raise ValueError too. Raises ValueError, with a
    sentence, for a file that holds no run or is larger.
    """
    return from_bytes(read(path, most), most, accept).trainer


def read(path: str | os.PathLike[str], most: int = MOST_BYTES) -> bytes:
    """The bytes of a file, up to one more than `most`. Raises ValueError, with a sentence, where it cannot be read."""
    try:
        with open(path, "rb") as file:
            content = file.read(most + 1)
    except OSError as error:
        raise ValueError(f"The file {str(path)!r} cannot be read: {error.strerror or error}.") from None
    return content


def to_bytes(trainer: Trainer, most: int = MOST_BYTES, through: NamedCut | None = None) -> bytes:
    """The run as the content of a file of at most so many bytes; the same run gives the same bytes.

    `through` is the cut that the map of its table is drawn over, if that is not the one at first. Data of the run's
    own go with it, as the points that they were made from where the very data come of these again; and so does the
    table that they were made of. Raises ValueError where they are too large.
    """
    if not isinstance(trainer, Trainer):
        raise ValueError(f"A run file holds a Trainer, not a {type(trainer).__name__}; a network alone has `save`.")
    state, experiment = trainer.state(), trainer.experiment
    off = state["edits"]["off"]
    arrays = {
        "parameters": state["parameters"],
        "frozen": state["edits"]["frozen"],
        "off": np.concatenate([*off.values(), np.empty(0, experiment.precision)]),
        "running": np.array(state["running"], np.float64),
        **state["history"].to_arrays(),
    }
    own = experiment.own_data or trainer.data.fingerprint != experiment.load_data().fingerprint
    if _come_of_points(trainer):
        arrays["points"] = np.asarray(trainer.data.points, np.float64)
    elif own:
        names = _DATA + (_VALIDATION if len(trainer.data.x_validation) else ())
        arrays |= {name: getattr(trainer.data, name) for name in names}
        if trainer.data.origin is not None:
            plain = json.dumps(trainer.data.origin.to_dict(), ensure_ascii=False)
            arrays[_TABLE] = np.frombuffer(plain.encode(), np.uint8)
    said = {
        "format": FORMAT,
        "version": VERSION,
        "experiment": state["experiment"],
        "journal": {
            "begun": state["journal"].begun.to_dict(),
            "events": state["journal"].to_list(),
            "whole": state["journal"].whole,
        },
        "evaluate": list(state["evaluate"]),
        "epoch": state["epoch"],
        "step": state["step"],
        "position": state["position"],
        "origin": state["origin"],
        "made_by": list(state["made_by"]),
        "diverged": state["problem"] is not None,
        "off": [list(neuron) for neuron in off],
        "classes": trainer.data.classes if own else None,
        "class_names": list(trainer.data.class_names) if own else [],
        "input_names": list(trainer.data.input_names) if own else [],
        "target_name": trainer.data.target_name if own else "",
        "scaling": asdict(trainer.data.scaling) if own and trainer.data.scaling else None,
        "cut": through.to_dict() if through else None,
    }
    content = json.dumps(said, ensure_ascii=False).encode()
    if len(content) > MOST_JSON:
        raise ValueError(
            f"The names of the inputs and classes take more than {MOST_JSON // 1_000_000} MB; shorten them."
        )
    if sum(array.nbytes for array in arrays.values()) > most - MOST_JSON:
        raise ValueError(f"The data of this run are too large for a file of {round(most / 2**20):,} MB.")
    return _archive(content, arrays)


def from_bytes(content: bytes, most: int = MOST_BYTES, accept: Accept | None = None) -> Opened:
    """The run in the content of a file, as `load` has it. Raises ValueError, with a sentence, for anything else."""
    if len(content) > most:
        raise ValueError(f"This file is larger than {round(most / 2**20):,} MB, which no saved run is.")
    said = _said(_read(content, (_JSON,)).get(_JSON, b""))  # first of all: a later version may have other entries
    entries = _read(content, _KNOWN)
    experiment = Experiment.from_dict(said["experiment"])
    if accept is not None:
        accept(experiment)
    try:
        points = _array(entries, "points", (-1, 3), "<f8") if "points" in entries else None
        data = _data(entries, said, experiment, points, most)
        _require_parameters(entries, experiment, data)
        trainer = Trainer(experiment, data, evaluate=_evaluate(said["evaluate"]))
        trainer.restore(_state(entries, said, trainer, accept))
        through = _cut(said.get("cut"), trainer.data)
    except (KeyError, TypeError, OverflowError):
        raise ValueError(_NOT_ONE) from None
    return Opened(trainer, points, through)


def _archive(said: bytes, arrays: dict[str, Array]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(zipfile.ZipInfo(_JSON), said)
        for name, array in arrays.items():
            little = np.ascontiguousarray(array, array.dtype.newbyteorder("<"))
            with archive.open(zipfile.ZipInfo(f"{name}.npy"), "w") as entry:
                np.lib.format.write_array(entry, little, version=(1, 0), allow_pickle=False)
    return file.getvalue()


def _read(content: bytes, names: Container[str]) -> dict[str, bytes]:
    """The entries of the archive that have these names, by their name without .npy, none of them twice.

    Together they are no larger than the archive, or `SWELLING` times as large where whoever packed it anew compressed
    them. Raises ValueError where the archive is damaged, or such an entry is too large or stored in another way.
    """
    end = content[-22:]
    directory = int.from_bytes(end[12:16], "little")
    # a directory of millions of entries would be read as a whole: its size stands at the very end, before any comment
    if end[:4] != _END or content[-42:-38] == _END_64 or directory > 200 * _MOST_ENTRIES:
        raise ValueError(_NOT_ONE)
    entries: dict[str, bytes] = {}
    left = float(len(content))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for info in archive.infolist():
                name = info.filename.removesuffix(".npy")
                if info.filename not in names:
                    continue
                left -= info.file_size / _STORED[info.compress_type]
                if left < 0 or name in entries or (name == _JSON and info.file_size > MOST_JSON):
                    raise ValueError(_NOT_ONE)
                entries[name] = archive.read(info)
    except (zipfile.BadZipFile, zlib.error, ValueError, KeyError, EOFError, RuntimeError, OSError):
        raise ValueError(_NOT_ONE) from None
    return entries


def _said(content: bytes) -> dict[str, Any]:
    try:
        said = json.loads(content) if len(content) <= MOST_JSON else None
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        raise ValueError(_NOT_ONE)
    version = said.get("version")
    if type(version) is not int or not 0 < version < 1000:
        raise ValueError(_NOT_ONE)
    if version > VERSION:
        raise ValueError(
            f"This run was saved in version {version} of the format; this program reads up to version {VERSION}."
        )
    needed = {"experiment", "evaluate", "epoch", "step", "position", "origin", "diverged", "off", "classes"}
    needed |= {"journal"} if version > 1 else set()
    if missing := needed - said.keys():
        raise ValueError(f"This run is damaged: it does not say its {min(missing)}.")
    return said


def _evaluate(names: Any) -> tuple[str, ...]:
    if not isinstance(names, list) or len(names) > len(PARTS) or not all(name in PARTS for name in names):
        raise ValueError("This run is damaged: it does not say on which examples it is evaluated.")
    return tuple(names)


def _array(entries: dict[str, bytes], name: str, shape: tuple[int, ...], *dtypes: str) -> Array:
    """The array of that name, of this shape (-1 is any length) and one of these little-endian dtypes."""
    content = entries[name]
    header = _HEADER.match(content)
    if header is None:
        raise ValueError(f"This run is damaged: its {name} are no array.")
    dtype = np.dtype(header[1].decode())
    found = tuple(map(int, re.findall(rb"\d+", header[2])))
    fits = len(found) == len(shape) and all(want in (-1, length) for want, length in zip(shape, found, strict=True))
    if not fits or dtype.str not in dtypes or b"'fortran_order': True" in header[0]:
        wanted = ", ".join("any" if length == -1 else f"{length:,}" for length in shape)
        raise ValueError(
            f"This run is damaged: its {name} are an array {dtype.name} of shape {found}, which is not what its "
            f"experiment needs, ({wanted}) of {' or '.join(np.dtype(kind).name for kind in dtypes)}."
        )
    count = math.prod(found)
    if count * dtype.itemsize != len(content) - header.end():
        raise ValueError(f"This run is damaged: its {name} end too early or too late.")
    numbers = np.frombuffer(content, dtype, count, header.end()).reshape(found)
    return numbers.astype(dtype.newbyteorder("="), copy=False)


def _data(
    entries: dict[str, bytes], said: dict[str, Any], experiment: Experiment, points: Array | None, most: int
) -> Dataset | None:
    """The data of the run's own, or None where the experiment makes them."""
    classes = said["classes"]
    if classes is None:
        if experiment.own_data:
            raise ValueError("This run is damaged: its data are its own, but are not there.")
        if experiment.is_plane and (experiment.samples or 0) * MADE_BYTES > most:
            raise ValueError(f"This run makes more than {most // MADE_BYTES:,} points, which are too many.")
        return None
    if type(classes) is not int or classes < 0:
        raise ValueError("This run is damaged: it does not say how many classes its data have.")
    names = {kind: said.get(kind, []) for kind in ("class_names", "input_names")}
    if points is not None:
        return replace(_data_of(points, experiment), **{kind: given for kind, given in names.items() if given})
    shape, dtype = ((-1,), "<i8") if classes else ((-1, -1), "<f4")
    arrays: dict[str, Any] = {
        name: _array(entries, name, (-1, -1), "|u1", "<f4") if name[0] == "x" else _array(entries, name, shape, dtype)
        for name in (*_DATA, *_VALIDATION)
        if name in _DATA or name in entries
    }
    if 4 * classes * sum(len(array) for name, array in arrays.items() if name[0] == "y") > most:
        raise ValueError(f"This run has {len(arrays['y_train']):,} examples of {classes} classes, which are too many.")
    target, scaling = _text(said.get("target_name", "")), _scaling(said.get("scaling"))
    data = Dataset(**arrays, **names, target_name=target, scaling=scaling, classes=classes)
    return replace(data, origin=_origin(entries, data)) if _TABLE in entries else data


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _scaling(plain: Any) -> Scaling | None:
    """The scaling of the run's own data, checked; None for none."""
    if plain is None:
        return None
    scaling = Scaling(**plain | {name: tuple(plain[name]) for name in ("offset", "scale")})
    numbers = *scaling.offset, *scaling.scale, scaling.target_offset, scaling.target_scale
    finite = all(type(number) in (int, float) and math.isfinite(number) for number in numbers)
    if not finite or 0 in (*scaling.scale, scaling.target_scale):
        raise ValueError("This run is damaged: it does not say how its data were scaled.")
    return scaling


def _cut(plain: Any, data: Dataset) -> NamedCut | None:
    """The cut through the inputs of the run's own data, checked; None for none."""
    if plain is None:
        return None
    try:
        found = cut.from_dict(plain)
        found.require_fit(data.input_names)
    except ValueError as error:
        raise ValueError(f"The cut of the map in this run cannot be used: {error}") from None
    return found


def _origin(entries: dict[str, bytes], data: Dataset) -> Origin:
    """The table that the data were made of, if these are the data that are made of it."""
    if len(entries[_TABLE]) > 2 * MOST_BYTES_READ:
        raise ValueError("This run is damaged: its table is larger than any that is read.")
    try:
        plain = json.loads(_array(entries, _TABLE, (-1,), "|u1").tobytes())
    except RecursionError:
        raise ValueError(_NOT_ONE) from None
    if not isinstance(plain, dict):
        raise TypeError
    made = table.from_dict(plain)
    names = ("input_names", "class_names", "target_name", "classes")
    same = all(getattr(made, name) == getattr(data, name) for name in names)
    # nearly, for another processor may add up a mean in another way
    same = same and all(_near(getattr(made, name), getattr(data, name)) for name in _DATA)
    if not same or made.origin is None or len(data.x_validation):
        raise ValueError("This run is damaged: its data are not those of its table.")
    return made.origin


def _near(one: Array, other: Array) -> bool:
    return one.shape == other.shape and np.allclose(one, other, rtol=1e-4, atol=1e-4)


def _require_parameters(entries: dict[str, bytes], experiment: Experiment, data: Dataset | None) -> None:
    """Refuse, before it is made, a network that is not the one whose parameters are in the file."""
    data = experiment.load_data() if data is None else data
    sizes = experiment.sizes(data.for_task(experiment.task_of(data)))
    _array(entries, "parameters", (count_of(sizes),), _floats(experiment))


def _floats(experiment: Experiment) -> str:
    """What the parameters of its network are in a file: little-endian singles or doubles."""
    return np.dtype(experiment.precision).newbyteorder("<").str


def _data_of(points: Array, e: Experiment) -> Dataset:
    """What a run of `e` learns from on these points (n, 3)."""
    inside = np.isfinite(points).all() and (np.abs(points) <= table.SQUARE).all() and (points[:, 2] % 1 == 0).all()
    inside = inside and e.own_data
    if not inside:
        raise ValueError("This run is damaged: its points do not lie on the square of the plane.")
    return table.dataset(points[:, :2], points[:, 2].astype(int), e.inputs, e.test_fraction, e.data_seed)


def _come_of_points(trainer: Trainer) -> bool:
    """Whether the data of a run are those that whoever opens the file makes from their points."""
    points = trainer.data.points
    try:
        return points is not None and _data_of(points, trainer.experiment).fingerprint == trainer.data.fingerprint
    except ValueError:
        return False


def _state(entries: dict[str, bytes], said: dict[str, Any], trainer: Trainer, accept: Accept | None) -> dict[str, Any]:
    """What `Trainer.restore` takes, each part checked against the trainer that it is for."""
    size, floats = len(trainer.network.parameters), _floats(trainer.experiment)
    parameters = _array(entries, "parameters", (size,), floats)
    running = _array(entries, "running", (3,), "<f8")
    history = History.from_arrays(
        _array(entries, "epochs", (-1, -1), "<f8"),
        _batches(entries, said, trainer),
        _array(entries, "pending", (5,), "<f8"),
    )
    if not np.isfinite(parameters).all():
        raise ValueError("This run is damaged: a weight of its network is no finite number.")
    frozen = _array(entries, "frozen", (size,), "|b1").view(np.uint8) != 0
    off = _off(said["off"], _array(entries, "off", (-1,), floats), trainer)
    epoch, step, position, origin = (said[name] for name in ("epoch", "step", "position", "origin"))
    whole = all(type(number) is int and 0 <= number <= 2**53 for number in (epoch, step, position, origin))
    if not whole or not origin <= position < trainer.data.n or (position - origin) % trainer.batch_size:
        raise ValueError("This run is damaged: it does not say where it stands.")
    made_by = said.get("made_by", [plan.NUMPY] if step else [])
    if not isinstance(made_by, list) or len(made_by) > len(plan.STEPS) or not all(by in plan.STEPS for by in made_by):
        raise ValueError("This run is damaged: it does not say what made it.")
    if running[2] != position or type(said["diverged"]) is not bool:
        raise ValueError("This run is damaged: the figures of its last epoch do not fit to where it stands.")
    return {
        "experiment": trainer.experiment.to_dict(),
        "parameters": parameters,
        "edits": {"frozen": frozen, "off": off},
        "journal": _journal(said, trainer, accept),
        "history": history,
        "epoch": epoch,
        "step": step,
        "problem": diverged(trainer.experiment, trainer.data.n, step + 1) if said["diverged"] else None,
        "made_by": made_by,
        "position": position,
        "origin": origin,
        "running": [float(running[0]), float(running[1]), int(running[2])],
    }


def _batches(entries: dict[str, bytes], said: dict[str, Any], trainer: Trainer) -> Array:
    """The entries of the mini-batches; version 1 does not say after how many epochs each was made."""
    if said["version"] > 1:
        return _array(entries, "batches", (-1, 4), "<f8")
    batches = _array(entries, "batches", (-1, 3), "<f8")
    return np.insert(batches, 1, batches[:, 0] / trainer.steps_per_epoch, axis=1)


def _journal(said: dict[str, Any], trainer: Trainer, accept: Accept | None) -> Journal:
    """What was done to the run, checked against what it became; how it began is to be accepted too."""
    if said["version"] == 1:
        return Journal(trainer.experiment, whole=False)
    journal = said["journal"]
    begun = Experiment.from_dict(journal["begun"])
    read = Journal.from_list(begun, journal["events"], journal["whole"] is True)
    if any(event.step > said["step"] for event in read.events) or read.experiment != trainer.experiment:
        raise ValueError("This run is damaged: what was done to it does not lead to what it is.")
    if accept is not None:
        accept(begun)
    read.require_fit(begun.sizes(trainer.data))
    return read


def _off(names: Any, kept: Array, trainer: Trainer) -> dict[tuple[int, int], Array]:
    """The neurons that are switched off, with the weights that come back when they are switched on."""
    sizes = trainer.network.sizes
    off: dict[tuple[int, int], Array] = {}
    start = 0
    for name in names:
        if not isinstance(name, list) or [type(number) for number in name] != [int, int]:
            raise TypeError
        layer, neuron = name
        if not 0 <= layer < len(sizes) - 1 or not 0 <= neuron < sizes[layer]:
            raise ValueError("This run is damaged: a neuron that is switched off is none of its network.")
        stop = start + sizes[layer + 1]
        off[layer, neuron] = kept[start:stop]
        start = stop
    if start != len(kept) or len(off) != len(names) or not np.isfinite(kept).all():
        raise ValueError("This run is damaged: the weights of neurons that are switched off do not fit.")
    return off
