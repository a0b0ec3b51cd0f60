"""The table of published results: its quick part holds, and what it calls met is met."""

from dataclasses import replace

import pytest

from benchmarks import published
from benchmarks.figures import FIGURES, ORDERINGS, Ordering


@pytest.fixture(scope="module")
def bench():
    return published.Bench(None)


def figure_of_a_neuron(**changes):
    """From w = 0.6, b = 0.9 and x = 1: z = 1.5, and σ(1.5) = 0.8176."""
    first = next(figure for figure in FIGURES if figure.run.on == "neuron")
    return replace(first, **changes)


@pytest.mark.parametrize(
    "figure", [figure for figure in FIGURES if figure.run.on == "neuron"], ids=lambda figure: figure.what
)
def test_the_single_neuron_is_as_published(figure, bench):
    assert published.compare(figure, bench).met


@pytest.mark.parametrize("ordering", ORDERINGS, ids=lambda ordering: f"{ordering.name}: {ordering.what}")
def test_what_must_come_out_better_does(ordering, bench):
    outcome = published.check(ordering, bench)
    assert outcome.met, outcome


@pytest.mark.parametrize(
    ("sense", "number", "met"),
    [
        ("higher", "0.8", True),
        ("higher", "0.9", False),
        ("lower", "0.9", True),
        ("lower", "0.8", False),
        ("range", "0.9", False),
        ("range", "0.8", False),
        ("exact", "0.818", True),
        ("exact", "0.817", False),
        ("exact", "0.82", True),
    ],
)
def test_met_is_what_the_sense_of_a_figure_says(sense, number, met, bench):
    assert published.compare(figure_of_a_neuron(sense=sense, published=number), bench).met is met


def test_an_ordering_must_hold_for_every_seed(bench):
    outputs = iter([1.0, 1.0, 2.0, 1.0])
    ordering = Ordering("", "", ((figure_of_a_neuron().run, lambda trainer: next(outputs)),) * 2, seeds=2)
    assert not published.check(ordering, bench).met


def test_a_report_counts_what_is_met_and_gives_reasons(bench):
    good = published.compare(figure_of_a_neuron(why="unseen"), bench)
    bad = published.compare(figure_of_a_neuron(published="0.90", why="a known reason"), bench)
    header, first, second, last = published.report([good, bad])
    assert header == published.HEADER
    assert first.endswith("| 0.82 | 0.82 | 1 | yes |  |")
    assert second.endswith("| 0.90 | 0.82 | 1 | **no** | a known reason |")
    assert "1 of 2 met" in last


def test_an_unknown_name_and_a_missing_folder_get_a_sentence(tmp_path):
    with pytest.raises(ValueError, match="nothing named 'spirals'; choose one of cross-entropy, darkness"):
        published.outcomes(None, "spirals")
    with pytest.raises(ValueError, match="is missing or damaged"):
        published.outcomes(tmp_path)


@pytest.mark.parametrize(("arguments", "code"), [(["--quick", "--only", "neuron"], 0), (["--only", "neuron"], 2)])
def test_the_command(arguments, code, monkeypatch, tmp_path, capsys):
    monkeypatch.delenv("MNIST_FOLDER", raising=False)
    monkeypatch.setattr("sys.argv", ["published", *arguments, "--output", str(tmp_path / "report.md")])
    with pytest.raises(SystemExit) as ending:
        published.main()
    assert ending.value.code == code
    if code == 0:
        assert (tmp_path / "report.md").read_text() == capsys.readouterr().out
        assert "8 of 8 met" in (tmp_path / "report.md").read_text()
