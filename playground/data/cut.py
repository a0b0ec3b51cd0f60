"""The cut through a table on the map: which two inputs it goes over, and at which values the others stand."""

import numpy as np
import streamlit as st

from engine import Dataset
from engine.arrays import Array
from engine.bidi import isolated
from engine.data.cut import NamedCut
from engine.snapshot import Cut
from playground.settings.plain import plain
from playground.settings.slots import Slot

ACROSS, UP = Slot("cut-across", str, kept=True), Slot("cut-up", str, kept=True)
"""The names of the inputs to the right and up; "" for those that tell most."""
OTHER = Slot("cut-other", str)
"""The input whose value is being set."""
STANDS = Slot("cut-stands", lambda: 0.0)
"""Its slider."""
AT = Slot[dict[str, float]]("cut-at", dict, kept=True)
"""At which values of the table other inputs stand, by their names; those that are not here at their mean."""
WIDTH = 140
"""Pixels of a field."""
ABOUT = (
    "The map is a cut through the data, with the other inputs at their mean, or where you set them. "
    "Points fade the farther they are from it."
)


def cut_of(data: Dataset) -> Cut:
    """The cut that the learner chose, as far as these data have its inputs."""
    names = data.input_names
    if len(names) < 2:
        return Cut()
    across, up = (names.index(slot.get()) if slot.get() in names else -1 for slot in (ACROSS, UP))
    if across < 0 or up < 0 or across == up:
        across, up = telling(data)
    raw = np.array([AT.get().get(name, mean) for name, mean in zip(names, _means(data), strict=True)])
    raw = np.clip(raw, *_ranges(data))
    at = data.scaling.inputs(raw) if data.scaling else raw
    return Cut(across, up, tuple(at.tolist()))


def told(data: Dataset) -> NamedCut | None:
    """What a link or a file has to say of the cut through these data; None where it is the one of the beginning."""
    names, across, up = data.input_names, ACROSS.get(), UP.get()
    chosen = across in names and up in names and across != up
    if not chosen or (names.index(across), names.index(up)) == telling(data):
        across = up = ""
    at = {name: value for name, value in AT.get().items() if name in names}
    return NamedCut(across, up, at) if across or at else None


def put(cut: NamedCut | None) -> None:
    """Have the cut of a link or a file; None is the one of the beginning."""
    given = cut or NamedCut()
    ACROSS.put(given.across)
    UP.put(given.up)
    AT.put(dict(given.at))


def telling(data: Dataset) -> tuple[int, int]:
    """The two inputs that by themselves tell most of the answers: the largest share of their variance is explained."""
    x = data.x_train.astype(float)
    y = np.eye(data.classes)[data.y_train] if data.classes else data.y_train.astype(float)
    x, y = x - x.mean(axis=0), y - y.mean(axis=0)
    both = np.outer(np.linalg.norm(x, axis=0), np.linalg.norm(y, axis=0))
    told = np.square(np.divide(x.T @ y, both, out=np.zeros_like(both), where=both > 0)).max(axis=1)
    first, second = sorted(np.argsort(-told, kind="stable")[:2].tolist())
    return first, second


def show(data: Dataset) -> None:
    """Choose the two inputs, and where the others stand."""
    names, cut = data.input_names, cut_of(data)
    if len(names) < 2:
        return
    ACROSS.put(names[cut.across])
    UP.put(names[cut.up])
    with st.container(key="map-cut", horizontal=True, vertical_alignment="bottom"):
        for label, slot, other, now in (("Across", ACROSS, UP, cut.across), ("Up", UP, ACROSS, cut.up)):
            st.selectbox(
                label,
                names,
                key=slot.name,
                width=WIDTH,
                on_change=_swap,
                args=(other, names[now], slot),
                persist_state="session",
            )
        others = [name for i, name in enumerate(names) if i not in (cut.across, cut.up)]
        if others:
            name = "Others set" if set(others) & AT.get().keys() else "Others"
            with st.popover(name, key="map-others", help=ABOUT), st.container(width=2 * WIDTH):
                _show_others(data, others)


def _swap(other: Slot[str], before: str, changed: Slot[str]) -> None:
    """A callback: where both directions would be the same input, the other one takes what this one had."""
    if other.get() == changed.get():
        other.put(before)


def _show_others(data: Dataset, others: list[str]) -> None:
    """A slider for one of the other inputs, and back to the mean for all."""
    if OTHER.get() not in others:
        OTHER.put(others[0])
    name = st.selectbox("Input", others, key=OTHER.name, label_visibility="collapsed")
    column = data.input_names.index(name)
    low, high = (float(end[column]) for end in _ranges(data))
    high = high if high > low else low + 1.0
    STANDS.put(min(high, max(low, AT.get().get(name, _means(data)[column]))))
    label = plain(f"{isolated(name)} stands at")
    st.slider(label, low, high, key=STANDS.name, on_change=_set, args=(name,), format="%.4g")
    st.button("All at their mean", key="cut-means", on_click=AT.put, args=({},), disabled=not AT.get(), width="stretch")


def _set(name: str) -> None:
    """A callback: have the input stand where its slider is."""
    AT.put(AT.get() | {name: float(STANDS.get())})


def _means(data: Dataset) -> list[float]:
    """The mean of each input over the training rows, which is 0 for the network."""
    return data.scaling.raw(np.zeros(data.inputs)).tolist() if data.scaling else [0.0] * data.inputs


def _ranges(data: Dataset) -> tuple[Array, Array]:
    """The least and the largest value of each input, (n_1,), in the units of the table."""
    x = np.concatenate([data.x_train, data.x_test]).astype(float)
    low, high = (data.scaling.raw(end) if data.scaling else end for end in (x.min(axis=0), x.max(axis=0)))
    return low, high
