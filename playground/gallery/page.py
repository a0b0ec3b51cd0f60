"""The Gallery page: experiments that are ready to play, each a click away, and what to expect of them."""

from functools import lru_cache

import streamlit as st

from playground.components.page.link_problems import link_problems
from playground.data import fetch_panel, fetching
from playground.gallery import link as links
from playground.gallery.link import PRESET
from playground.gallery.pictures import picture
from playground.learner.current import current_run, has_run, open_on_playground
from playground.learner.session import arrives
from playground.presets import PRESETS, names
from playground.presets.measures import unit
from playground.presets.preset import Preset, Run
from playground.settings import address, controls
from playground.settings.slots import Slot

PUBLISHED = "Published results"
DIGITS = "mnist-full"
LINK = Slot("gallery-link", links.Link)
BOOK = 'Michael Nielsen, "Neural Networks and Deep Learning", 2015'


def main() -> None:
    """Compose the page."""
    st.markdown("# Gallery")
    st.markdown("Experiments that are ready to play. A button opens one on the Playground; press **Play** there.")
    if arrives("gallery"):
        LINK.put(links.read(address.query()))
    link = LINK.get()
    address.keep(links.write(link.preset))
    link_problems(link.problems)
    if has_run():
        current_run()  # after a reload, what a link locks is in the controls again
    if link.preset is not None:
        st.markdown("## From the link")
        with st.container(key="gallery-cards-asked"):
            show_card(link.preset)
    for number, section in enumerate(dict.fromkeys(preset.section for preset in PRESETS)):
        st.markdown(f"## {section}")
        if section == PUBLISHED:
            show_digits()
        with st.container(key=f"gallery-cards-{number}"):
            for preset in PRESETS:
                if preset.section == section and preset is not link.preset:
                    show_card(preset)


def show_digits() -> None:
    """Where the published figures are from, and the digits that they were obtained with."""
    st.caption(
        f"From {BOOK}. While a run trains, the book's figure is shown beside yours. The book trained on full MNIST: "
        "50,000 digits. If that is not on this machine, the same runs train on the 8,000 digits that come with the "
        "playground, with the same λ/n."
    )
    with st.container(key="gallery-digits", width=420):
        fetch_panel.show_to_the_end(DIGITS)


def show_card(preset: Preset) -> None:
    """A preset: its picture, its story, what to expect, and its runs."""
    with st.container(key=f"gallery-card-{preset.name}", border=True):
        st.html(picture(preset))
        st.markdown(
            f"**{preset.title}** [:material/link:](?{PRESET.key}={preset.name} 'A link to this experiment')  \n"
            f"{preset.story}"
        )
        st.caption(preset.promise + (f" *{preset.source}*" if preset.source else ""))
        if preset.runs[0].start:
            with st.popover("Published and ours", icon=":material/compare_arrows:", width="stretch"):
                st.markdown(neurons(preset))
            return
        with st.container(key=f"gallery-runs-{preset.name}", horizontal=True):
            for run in preset.runs:
                show_run(preset, run)


def show_run(preset: Preset, run: Run) -> None:
    """The button that opens one run."""
    told = [f"{f.measure.label}: {f.published}{unit(f.measure.unit)} published" for f in run.figures]
    refused, labels = controls.refusal(run.experiment), controls.locked_otherwise(run.experiment)
    if labels:
        told = [f"The link locks {', '.join(labels)}, so what this card promises or publishes will not hold."]
    if st.button(
        label_of(run),
        key=f"open-{preset.name}-{run.label}",
        icon=":material/lock:" if refused or labels else None,
        help=refused or " · ".join(told) or None,
        disabled=bool(refused),
    ):
        open_preset(preset, run)


def open_preset(preset: Preset, run: Run) -> None:
    """Show this run on the Playground page, ready to play for its number of epochs."""
    experiment = run.embedded() if run.archive and fetching.missing(run.archive) else run.experiment
    names.FROM_GALLERY.put(names.name_of(preset, run))
    open_on_playground(experiment, run.epochs or None, fast=not experiment.is_plane)


def label_of(run: Run) -> str:
    """The text of the button, with the published accuracy if there is one."""
    best = next((f for f in run.figures if f.measure.unit == "%"), None)
    return f"{run.label}: {best.published} %" if best else run.label


@lru_cache
def neurons(preset: Preset) -> str:
    """The runs of a single neuron, which take no time, as a table of published figures and ours."""
    lines = ["| run | figure | published | ours |", "|---|---|---|---|"]
    for run in preset.runs:
        now, data = run.neuron()
        told = [(run.label, f.measure.label.replace("|", r"\|"), f.published, f.told(now, data)) for f in run.figures]
        lines += [f"| {' | '.join(cells)} |" for cells in told]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
