"""The stage: where on the page the pictures of a comparison stand, and how to look at them."""

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from playground.compare import figures
from playground.compare import link as links
from playground.compare.link import ALL_LAYERS, EPOCH, LAYER, LOG, RANGE
from playground.compare.looks import LETTERS, LOOKS, stripes
from playground.compare.scene import CHARTS, SCRUBBER, STATUS, Look, Memory, Variants
from playground.compare.words import explain
from playground.components.instruments import into_layers
from playground.components.page.choose import choose
from playground.components.page.scrubber import LET_GO, chosen
from playground.components.shared.lane import Lane
from playground.learner.desks import Drawer
from playground.learner.session import desk
from playground.runs.variants import Comparison
from playground.settings.slots import Slot

LANE = Drawer[Lane]("compare-lane")
PICTURES = Slot("compare-memory", Memory)


def show(comparison: Comparison, names: Sequence[str], differing: tuple[str, ...]) -> None:
    """Everything below the settings: the variants as they are now, or were after the epoch of the scrubber."""
    epoch = chosen(SCRUBBER, comparison.epochs)
    newest = [variant.snapshot for variant in comparison.variants]
    layers = links.layers(len(snapshot.weights) for snapshot in newest)
    if LAYER.get() not in layers:
        LAYER.put(layers[0])
    look = Look(
        epoch,
        layers.index(LAYER.get()) - 1 if LAYER.get() != layers[0] else None,
        RANGE.get() or figures.RANGES[1],
        LOG.get(),
        EPOCH.get(),
        LET_GO.of(SCRUBBER).get(),
    )
    scene = Variants(comparison, names, look, PICTURES.begin())
    place, pictures = desk().thing(LANE, Lane).draw(scene)

    def picture(key: str) -> None:
        pictures[key].show(key, place)

    with st.container(key="compare-status", horizontal=True, vertical_alignment="center"):
        with st.container(key="compare-scrubber", width="stretch"):
            picture(SCRUBBER)
        with st.container(key="compare-line", width=420):
            picture(STATUS)
    left, right = st.columns([2.1, 1], gap="medium")
    with left:
        show_switches(dict(zip(layers, [ALL_LAYERS, *into_layers(newest[0])], strict=False)))
        picture("compare-histograms")
        picture("compare-table")
        with st.container(key="compare-curves"):
            for key, column in zip(CHARTS, [*st.columns(2), *st.columns(2)], strict=True):
                with column:
                    picture(key)
    with right:
        picture("compare-sizes")
        with st.container(key="compare-words"):
            experiments = [variant.experiment for variant in comparison.variants]
            st.markdown(explain(experiments, differing, experiments[0].load_data().n))
    picture("compare-fields-of-neurons")


def show_name(index: int, name: str) -> None:
    """A variant's letter, look and name above its settings."""
    look = stripes(LOOKS[index])
    title = escape(name)
    st.html(
        f"<style>.variant-{index} {{ background: {look} top / 100% 4px no-repeat }}</style>"
        f'<div class="variant-head variant-{index}"><b>{LETTERS[index]} · {title}</b></div>'
    )


def show_switches(layers: Mapping[str, str]) -> None:
    """How to look at the weight histograms: of which of these layers, each with its label, and on which axes."""
    with st.container(key="compare-look", horizontal=True, vertical_alignment="center"):
        choose(links.WHICH_LAYER, "Weights", options=list(layers), format_func=layers.__getitem__)
        about = "How far the axis goes: to ±0.1, far enough for 95 % of the weights, or for all."
        choose(links.HOW_FAR, "Range", help=about)
        st.toggle("Log counts", key=LOG.name, persist_state="session")
