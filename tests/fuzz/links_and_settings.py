"""Links, settings and sweeps: what stands in an address, in a text field or in a file of settings."""

import json

from hypothesis import strategies as st

from engine import Experiment
from engine.journal import Journal
from playground.compare import settings
from playground.playing import coming
from playground.playing import link as links
from playground.runs import sweep_file
from playground.runs.grid import Grid
from playground.runs.run import Run
from playground.settings import control
from playground.settings.changes import CHANGES
from playground.settings.controls import CONTROLS, START
from playground.settings.experiments import HIDE
from playground.settings.link import MOST_TOLD
from playground.settings.plain import plain
from tests.fuzz.harness import Target, require_sentence
from tests.fuzz.nasty import NUMBERS, TEXTS, json_values, nearly, nested, texts

PLAIN = [start.to_dict() for start in START.values()]
GRID = Grid(START["plane"], "learning_rate", (0.1, 1.0), "hidden", ((), (3,))).to_dict()

values = st.one_of(
    texts,
    st.sampled_from(["mnist", "fashion", "plane", "xor", "relu", "8,8", "0.5", "L2", "log-likelihood", "x2", "5E1"]),
)


def follow_link(query: dict[str, str]) -> None:
    """A link is read, and what it says survives being written as a link again."""
    link = links.read(query)
    assert len(link.problems) <= MOST_TOLD + 1
    for problem in link.problems:
        require_sentence(problem)
    again = links.read(links.write(link.experiment, link.hidden, changes=link.changes))
    assert (again.experiment, again.hidden, again.changes) == (link.experiment, link.hidden, link.changes)
    assert again.problems == ()


def follow_changes(text: str) -> None:
    """Changes are read, and a run that they are made to either takes them all or says why not."""
    link = links.read({"hidden-layers": "3,2", "samples": "50", CHANGES.key: text})
    for problem in link.problems:
        require_sentence(problem)
    run = Run(link.experiment)
    run.follow(Journal(link.experiment, link.changes))
    for event in run.pending:
        require_sentence(f"{coming.at_step(event).capitalize()}.")


def sweep_along(case: tuple[str, str, str]) -> None:
    field, text, other = case
    Grid(START["digits"], field, settings.axis_values(field, text), "seed", settings.axis_values("seed", other))


def show_plainly(text: str) -> None:
    shown = plain(text)
    assert "\n" not in shown
    assert shown.replace("\u2060", "").count("\\") >= text.count("[")


def read_settings(text: str) -> None:
    experiment = Experiment.from_json(text, 10_000)
    assert Experiment.from_json(experiment.to_json()) == experiment


indices = st.integers(0, 4).map(str)
arguments = st.lists(st.one_of(indices, st.sampled_from(["b", "0.5", "-1e9", "L2", "none"]), texts), max_size=5)
changes = st.lists(
    st.tuples(st.integers(0, 10**12), st.sampled_from("ERLMDSFTAXQ"), arguments.map("x".join)).map(
        lambda parts: "".join(map(str, parts))
    ),
    max_size=70,
).map("_".join)

TARGETS = (
    Target(
        "link",
        st.dictionaries(
            st.one_of(st.sampled_from([*CONTROLS, HIDE.key, CHANGES.key, "sweep"]), texts), values, max_size=8
        ),
        follow_link,
        corpus=[
            *({key: text} for key in (*CONTROLS, HIDE.key, CHANGES.key) for text in TEXTS),
            *({text: text} for text in TEXTS),
            {f"key-{number}": "value" for number in range(10_000)},
            {"hidden-layers": "1," * 1_000_000},
            {HIDE.key: "x," * 1_000_000},
            {"hidden-layers": "1000,1000", "samples": "60000"},
            {"dataset": "mnist", "samples": "20"},
            {"training-digits": "8000"},
        ],
        share=3,
    ),
    Target(
        "changes in a link",
        st.one_of(changes, texts),
        follow_changes,
        (ValueError,),
        [*TEXTS, "_".join(["1A1"] * 60), "1E1_" * 5_000, "9" * 5_000, "0X1x0_0X1x0_0X1x0", "0S0x0x0x3.4e38", "5T0x0x0"],
    ),
    Target("hidden layers", texts, control.hidden_layers, (ValueError,), TEXTS),
    Target(
        "axes of a sweep",
        st.tuples(st.sampled_from([n for n, begin in settings.AXES.items() if isinstance(begin, str)]), texts, texts),
        sweep_along,
        (ValueError,),
        [("learning_rate", "0.1", ",".join(map(str, range(100_000)))), ("hidden", "1;" * 500_000, "1")],
    ),
    Target("name of a sweep", texts, sweep_file.find, corpus=[*TEXTS, "0" * 16, "../" * 5 + "a", "sweep-0000000000"]),
    Target(
        "file of a sweep",
        nearly(**{name: st.one_of(st.just(value), json_values) for name, value in GRID.items()}),
        Grid.from_dict,
        (ValueError,),
        [GRID | {name: value} for name in GRID for value in ([], {}, None, [[]], [{}], *NUMBERS)],
    ),
    Target(
        "file of settings",
        st.one_of(
            st.sampled_from(PLAIN).flatmap(
                lambda whole: st.dictionaries(
                    st.one_of(st.sampled_from(sorted(whole)), texts), json_values, max_size=3
                ).map(lambda changes: json.dumps(whole | changes))
            ),
            json_values.map(json.dumps),
            texts,
        ),
        read_settings,
        (ValueError,),
        [
            *TEXTS,
            "[" * 100_000,
            '{"hidden":[' + "1," * 1_000_000 + "1]}",
            '{"seed":' + "9" * 4_000 + "}",
            '{"hidden":[' + "9" * 4_000 + "]}",
            '{"' + "x" * 9_000 + '":1}',
            '{"seed":NaN}',
            '{"learning_rate":Infinity}',
            '{"dataset":null}',
            json.dumps({"hidden": nested(50)}),
            json.dumps(
                {"activation": {"x" * 99: {"x" * 99: {"x" * 99: ["x" * 99] * 9}}, "y" * 99: {"x" * 99: "x" * 99}}}
            ),
        ],
        share=2,
    ),
    Target("a sentence that quotes", texts, show_plainly, corpus=TEXTS),
)
