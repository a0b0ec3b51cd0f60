"""The shelf on the page: whatever begins another run puts the present one there, and a click brings it back, whole."""

import json
from collections.abc import Callable
from itertools import count
from typing import Any

import numpy as np
import pytest
from streamlit.runtime.scriptrunner import RerunData, get_script_run_ctx
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.local_script_runner import LocalScriptRunner

from engine import Experiment, Trainer, run_file
from engine.data.table import Table, read
from engine.snapshot import Snapshot
from engine.snapshot import take as take_snapshot
from playground.components.page import link_problems
from playground.playing import shelved
from playground.runs import shelf as shelves
from playground.runs.run import Run
from playground.runs.shelf import Shelf, Stand
from playground.settings import budget
from playground.settings.controls import START
from tests.playground.apps import app_at, bring
from tests.playground.fields import typed
from tests.playground.news import line
from tests.playground.test_pages import choose_data
from tests.waiting import wait_until

NUMBERS = count(1)
CELL = Experiment(dataset="moons", hidden=(3,), samples=100)


def run_of(at: AppTest) -> Run:
    run: Run = at.session_state["run"]
    return run


def train(at: AppTest) -> Run:
    run = run_of(at)
    at.button(key="epoch").click().run()
    wait_until(lambda: not run.playing)
    at.run()
    return run


def say(at: AppTest, key: str, *messages: dict[str, Any]) -> AppTest:
    """The browser sends these in the name of the component of this key."""
    at.session_state[key] = {"mail": [{"seq": next(NUMBERS), **told} for told in messages]}
    at.run()
    assert not at.exception, at.exception
    return at


def draw(at: AppTest, op: str, **more: Any) -> AppTest:
    return say(at, "network-diagram", {"op": op, **more})


def take(at: AppTest, number: int) -> AppTest:
    at.session_state["shelf"] = True
    at.run()
    return say(at, "shelf-runs", {"id": str(number)})


def cards(at: AppTest) -> list[dict[str, Any]]:
    """What the open shelf shows of its runs."""
    at.session_state["shelf"] = True
    at.run()
    found = [element for element in at.get("bidi_component") if "-shelf-runs" in element.proto.id]
    return json.loads(found[0].proto.json)["cards"] if found else []


def told(at: AppTest) -> list[str]:
    return [toast.value.replace("\u2060", "").replace("\\", "") for toast in at.toast]


def home(at: AppTest) -> None:
    """AppTest stays on the page that sent the learner to the playground."""
    at.switch_page("playing/page.py").run()


def gallery(at: AppTest) -> None:
    at.switch_page("gallery/page.py").run()
    at.button(key=next(str(b.key) for b in at.button if str(b.key).startswith("open-xor-"))).click().run()
    home(at)


def lesson(at: AppTest) -> None:
    at.switch_page("lessons/sigmoid_neuron.py").run()
    at.button(key="to-playground").click().run()
    home(at)


def sweep_cell(at: AppTest, experiment: Experiment = CELL) -> None:
    at.switch_page("compare/page.py").run()
    at.session_state["compare-mode"] = "Sweep"
    at.run()
    at.session_state["open-run"] = (experiment, 1)
    at.run()
    home(at)


def cell_of_the_same_data(at: AppTest) -> None:
    sweep_cell(at, START["plane"].changed(hidden=(2,)))


def file(at: AppTest) -> None:
    content = run_file.to_bytes(Trainer(START["plane"].changed(hidden=(2,))).train(steps=3))
    at.session_state["share"] = True
    at.session_state["share-part"] = "File"
    at.run()
    at.file_uploader(key="open-run-file").set_value(("run.npz", content, "application/zip")).run()


def go_on_from_here(at: AppTest) -> None:
    run_of(at).look_back(0)
    run_of(at).go_on_from_here()
    at.run()


WAYS: dict[str, Callable[[AppTest], Any]] = {
    "Reset": lambda at: at.button(key="reset").click().run(),
    "New weights": lambda at: at.button(key="new-weights").click().run(),
    "New points": lambda at: at.button(key="new-points").click().run(),
    "hidden layers typed": lambda at: at.text_input(key="hidden-layers").set_value("3").run(),
    "a layer on the drawing": lambda at: draw(at, "hidden", hidden=[6, 4, 4]),
    "another activation": lambda at: at.selectbox(key="activation").set_value("relu").run(),
    "other data": lambda at: say(at, "data-picker", {"name": "moons"}),
    "data of another kind": lambda at: say(at, "data-picker", {"name": "plane"}),
    "the network for the spiral": lambda at: at.session_state.__setitem__("changes", {"dataset": "spiral"}) or at.run(),
    "a card of the Gallery": gallery,
    "a lesson": lesson,
    "a cell of a sweep": sweep_cell,
    "a file": file,
    "go on from here": go_on_from_here,
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_whatever_begins_another_run_puts_the_present_one_on_the_shelf(app: AppTest, way: Callable[..., Any]) -> None:
    run = train(app)
    state, experiment = run.state, run.experiment
    way(app)
    assert not app.exception
    wait_until(lambda: not run.playing)
    (left,) = run_of(app).shelf.runs
    assert left.stand.state is state
    take(app, left.number)
    assert run_of(app) is run
    assert (run.experiment, run.snapshot.epoch) == (experiment, 1)
    assert np.array_equal(run.state["parameters"], state["parameters"])
    assert run.journal == state["journal"]
    assert app.text_input(key="hidden-layers").value == "6, 4"
    app.run()
    assert run.snapshot.epoch == 1
    assert len(run.shelf.runs) <= 1


def test_what_reset_took_from_the_page_is_offered_back_until_the_run_goes_on(app: AppTest) -> None:
    def offer() -> Any:
        return line(app, "status")["offer"]

    app.button(key="reset").click().run()
    assert not offer(), "nothing was trained"
    run = train(app)
    kept = run.state["parameters"].copy()
    app.button(key="reset").click().run()
    assert run.snapshot.step == 0
    assert offer() == "Bring run 1 back"
    say(app, "status", {"offer": "Bring run 1 back"})
    assert np.array_equal(run.state["parameters"], kept)
    assert run.snapshot.epoch == 1
    assert not offer()
    assert not cards(app), "the beginning is no loss"
    app.button(key="reset").click().run()
    assert offer() == "Bring run 2 back"
    train(app)
    assert not offer()
    app.button(key="reset").click().run()
    app.button(key="new-weights").click().run()
    assert not offer(), "it is another run than the one that was reset"


def test_the_shelf_says_how_many_it_holds_and_what_it_is_for(app: AppTest) -> None:
    def label() -> str:
        return next(p.proto.popover.label for p in app.get("popover") if "Shelf" in p.proto.popover.label)

    assert label() == "Shelf"
    assert cards(app) == []
    assert any("Runs that you leave" in caption.value for caption in app.caption)
    for _ in range(2):
        train(app)
        app.button(key="reset").click().run()
    assert label() == "Shelf (2)"
    assert [card["id"] for card in cards(app)] == ["2", "1"]


def test_a_card_says_what_the_run_was_and_how_good_it_became_and_stresses_what_differs(app: AppTest) -> None:
    run = train(app)
    typed(app, "learning-rate", 0.3).run()
    accuracy = run.snapshot.test.accuracy
    app.text_input(key="hidden-layers").set_value("3").run()
    typed(app, "seed", 4).run()
    (card,) = cards(app)
    assert (card["name"], card["result"]) == ("run 1", f"test {100 * accuracy:.1f} % · epoch 1")
    told = [["Circle", False], ["hidden 6, 4", True], ["tanh", False], ["η = 0.3", False], ["seed 0", True]]
    assert card["words"] == told
    assert card["answers"]["side"] == 25
    assert card["locked"] == ""


def test_of_digits_the_weights_of_some_neurons_are_seen_and_of_a_regression_the_cost() -> None:
    for name, part in (("mnist", "fields"), ("plane", "answers")):
        app = app_at("playground", **{"dataset": name, "hidden-layers": "3", "batch-size": "50"}).run()
        run = train(app)
        app.button(key="reset").click().run()
        (card,) = cards(app)
        assert part in card
        assert ("test cost" in card["result"]) == (name == "plane")
        assert len(run.shelf.runs) == 1


def test_of_other_data_only_what_both_have_is_compared() -> None:
    digits = START["digits"].changed(samples=300)
    texts = dict(shelved.in_words(START["plane"].changed(noise=0.2), digits))
    assert texts == {"Circle": True, "hidden 6, 4": True, "tanh": True, "η = 0.1": True, "no regularization": True}
    assert dict(shelved.in_words(digits, digits.changed(samples=None)))["300 examples"] is True


def test_points_of_ones_own_come_back_with_their_run(app: AppTest) -> None:
    say(app, "data-picker", {"name": "custom"})
    points = [[-3.0, 1.0, 0], [-2.0, 1.5, 0], [3.0, -1.0, 1], [2.0, 2.0, 1]]
    say(app, "own-canvas", {"points": points})
    run = train(app)
    data = run.data
    say(app, "own-canvas", {"points": [*points, [0.0, 4.0, 1]]})
    assert len(app.session_state["own-points"]) == 5
    take(app, 1)
    assert app.session_state["own-points"].tolist() == points
    assert (run.data, run.snapshot.epoch) == (data, 1)
    say(app, "data-picker", {"name": "xor"})
    take(app, run.shelf.runs[0].number)
    assert app.session_state["dataset"] == "custom"
    assert (run.data, run.snapshot.epoch) == (data, 1)


def test_a_run_that_the_locks_of_a_link_forbid_is_not_brought_back(app: AppTest) -> None:
    run = train(app)
    typed(app, "learning-rate", 0.3).run()
    app.button(key="reset").click().run()
    typed(app, "learning-rate", 0.1).run()
    app.session_state["locked-controls"] = ("learning-rate",)
    (card,) = cards(app)
    assert card["locked"] == "Locked by the link at other values: Learning rate η."
    take(app, 1)
    assert len(run.shelf.runs) == 1
    assert run.snapshot.step == 0
    assert told(app) == ["Locked by the link at other values: Learning rate η."]


def test_a_new_layer_and_a_typed_structure_say_that_a_new_run_begins(app: AppTest) -> None:
    draw(app, "hidden", hidden=[6, 4, 4])
    assert told(app) == []  # nothing was lost
    train(app)
    draw(app, "hidden", hidden=[6, 4, 4, 4])
    assert told(app) == ["A new layer begins a new run; the one before is on the shelf: run 1."]
    train(app)
    draw(app, "hidden", hidden=[6, 4, 4])
    assert told(app) == ["One layer less begins a new run; the one before is on the shelf: run 2."]
    train(app)
    app.text_input(key="hidden-layers").set_value("6, 4, 3").run()
    assert told(app) == ["Another number of neurons begins a new run; the one before is on the shelf: run 3."]
    train(app)
    app.selectbox(key="cost").set_value("quadratic").run()
    assert told(app) == ["This setting begins a new run; the one before is on the shelf: run 4."]
    train(app)
    app.button(key="new-weights").click().run()
    assert told(app) == []


def test_when_the_oldest_had_to_go_the_page_says_so(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelves, "MOST_RUNS", 1)
    train(app)
    app.button(key="reset").click().run()
    assert told(app) == []
    train(app)
    app.button(key="reset").click().run()
    (word,) = told(app)
    assert word.startswith("The oldest run had to make room")
    assert [card["id"] for card in cards(app)] == ["2"]
    assert any(caption.value.startswith("The oldest run had to make room") for caption in app.caption)
    assert told(app) == []


def test_a_page_that_is_loaded_anew_finds_its_shelf() -> None:
    before = app_at("playground").run()
    train(before)
    before.button(key="reset").click().run()
    after = bring(app_at("playground"), before.session_state["desk"])
    assert [card["id"] for card in cards(after)] == ["1"]
    assert run_of(after) is run_of(before)


def test_a_neuron_is_added_and_removed_in_the_midst_of_the_run_and_the_controls_follow(app: AppTest) -> None:
    run = train(app)
    kept, step = run.snapshot.weights[0].copy(), run.snapshot.step
    draw(app, "add", layer=1)
    assert (run.snapshot.sizes, run.snapshot.step) == ((2, 7, 4, 1), step)
    assert np.array_equal(run.snapshot.weights[0][:6], kept)
    assert app.text_input(key="hidden-layers").value == "7, 4"
    draw(app, "select", selected={"layer": 1, "neuron": 3})
    draw(app, "remove", layer=1, neuron=2)
    assert np.array_equal(run.snapshot.weights[0][:5], np.delete(kept, 2, axis=0))
    assert app.text_input(key="hidden-layers").value == "6, 4"
    assert app.session_state["selected"] == {"layer": 1, "neuron": 2}
    assert [[event.what, *event.arguments] for event in run.journal.events] == [["add", 1], ["remove", 1, 2]]
    assert run.shelf.runs == ()
    assert told(app) == []
    app.run()
    assert (run.snapshot.sizes, run.snapshot.step) == ((2, 6, 4, 1), step)


def test_a_run_that_plays_goes_on_playing_when_a_neuron_is_added(app: AppTest) -> None:
    run = run_of(app)
    app.button(key="play").click().run()
    wait_until(lambda: run.snapshot.step > 10)
    draw(app, "add", layer=2)
    reached = run.state["step"]
    wait_until(lambda: run.state["step"] > reached)
    assert run.playing
    assert run.snapshot.sizes == (2, 6, 5, 1)
    run.pause()


def test_a_run_that_nothing_happened_to_begins_in_the_new_size(app: AppTest) -> None:
    run = run_of(app)
    draw(app, "add", layer=1)
    assert run.experiment == START["plane"].changed(hidden=(7, 4))
    assert np.array_equal(run.state["parameters"], Trainer(run.experiment).state()["parameters"])
    assert run.journal.events == ()
    draw(app, "value", layer=0, j=0, k=0, value=2.5)
    draw(app, "add", layer=1)
    assert run.snapshot.weights[0][0, 0] == 2.5
    assert [event.what for event in run.journal.events] == ["set", "add"]


def test_what_the_page_cannot_afford_is_refused_with_its_sentence(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = train(app)
    app.text_input(key="hidden-layers").set_value("90").run()
    typed(app, "batch-size", 250).run()
    train(app)
    monkeypatch.setattr("playground.settings.limits.MOST_WORK", 250 * 1800)  # 10 · 90 + 90 · 10 weights
    draw(app, "add", layer=1)
    assert run.experiment.hidden == (90,)
    (word,) = told(app)
    assert "A batch size of 250 is too large for a network of" in word


def test_undo_and_redo_go_step_by_step_with_the_trained_weights(app: AppTest) -> None:
    run = train(app)
    for _ in range(4):
        draw(app, "add", layer=1)
    seen = []
    for op in ("undo", "undo", "undo", "undo", "undo", "redo", "redo", "redo", "redo", "redo"):
        draw(app, op)
        seen.append(run.snapshot.sizes[1])
        assert app.text_input(key="hidden-layers").value == f"{seen[-1]}, 4"
    assert seen == [9, 8, 7, 6, 6, 7, 8, 9, 10, 10]
    assert run.snapshot.epoch == 1
    draw(app, "hidden", hidden=[10])
    assert run.snapshot.epoch == 0
    draw(app, "undo")
    assert (run.snapshot.sizes, run.snapshot.epoch) == ((2, 10, 4, 1), 1)
    assert app.text_input(key="hidden-layers").value == "10, 4"


def test_an_undone_layer_leaves_no_copy_of_the_run_on_the_shelf_and_what_it_learned_is_kept(app: AppTest) -> None:
    run = train(app)
    shelf = shelved.shelf_of(run)
    for _ in range(3):
        draw(app, "hidden", hidden=[6, 4, 4])
        assert len(shelf.runs) == 1
        draw(app, "undo")
        assert not shelf.runs
    draw(app, "redo")
    train(app)
    draw(app, "undo")
    assert [kept.stand.experiment.hidden for kept in shelf.runs] == [(6, 4, 4)]
    draw(app, "redo")
    assert run.snapshot.epoch == 1
    assert [kept.stand.experiment.hidden for kept in shelf.runs] == [(6, 4)]


def test_what_was_trained_since_goes_on_the_shelf_when_it_is_undone_once_for_all_the_undos(app: AppTest) -> None:
    run = train(app)
    for _ in range(2):
        draw(app, "add", layer=1)
        train(app)
    for _ in range(2):
        draw(app, "undo")
    assert run.snapshot.sizes[1] == 6
    (kept,) = shelved.shelf_of(run).runs
    assert (kept.stand.experiment.hidden, kept.stand.state["epoch"]) == ((8, 4), 3)
    for _ in range(2):
        draw(app, "redo")
    assert run.snapshot.epoch == 3
    assert not shelved.shelf_of(run).runs


def test_several_things_done_at_once_are_done_in_their_order(app: AppTest) -> None:
    run = train(app)
    add, back = {"op": "add", "layer": 1}, {"op": "undo"}
    say(app, "network-diagram", add, add, back, {"op": "add", "layer": 2})
    assert run.snapshot.sizes == (2, 7, 5, 1)
    say(app, "network-diagram", {"op": "hidden", "hidden": [7, 5, 2]}, {"op": "add", "layer": 3}, add)
    assert run.snapshot.sizes == (2, 8, 5, 3, 1)
    assert app.text_input(key="hidden-layers").value == "8, 5, 3"


@pytest.mark.parametrize(
    "way", [gallery, cell_of_the_same_data, file, WAYS["data of another kind"], WAYS["other data"]]
)
def test_other_data_a_file_and_what_comes_from_other_pages_leave_nothing_to_undo(
    app: AppTest, way: Callable[..., Any]
) -> None:
    run = train(app)
    draw(app, "add", layer=1)
    draw(app, "add", layer=1)
    draw(app, "undo")
    assert run.can_undo
    assert run.can_redo
    way(app)
    now = run.experiment
    for op in ("undo", "redo"):
        draw(app, op)
        assert run.experiment == now


def test_while_the_past_is_looked_at_the_drawing_takes_no_edits(app: AppTest) -> None:
    run = train(app)
    run.look_back(0)
    for op in ({"op": "add", "layer": 1}, {"op": "value", "layer": 0, "j": 0, "k": 0, "value": 2.0}, {"op": "undo"}):
        say(app, "network-diagram", op)
    assert run.looked_at == 0
    assert run.journal.events == ()
    draw(app, "select", selected={"layer": 1, "neuron": 3})
    assert app.session_state["selected"] == {"layer": 1, "neuron": 3}


def test_a_field_that_comes_late_from_the_browser_does_not_undo_what_grew(app: AppTest) -> None:
    run = run_of(app)
    run.edit("freeze", 0, 0, 0, True)
    drawn = app.text_input(key="page-drawn").value
    run.edit("add", 1)
    app.run()
    assert app.text_input(key="hidden-layers").value == "7, 4"
    app.text_input(key="page-drawn").set_value(drawn)  # the browser has not drawn the page anew since
    app.text_input(key="hidden-layers").set_value("6, 4").run()
    assert app.text_input(key="hidden-layers").value == "7, 4"
    assert run.experiment.hidden == (7, 4)
    app.text_input(key="hidden-layers").set_value("6, 4").run()
    assert run.experiment.hidden == (6, 4)
    assert run.shelf.runs[0].stand.experiment.hidden == (7, 4)


def test_a_field_that_comes_late_from_before_other_data_does_not_undo_what_they_need(app: AppTest) -> None:
    """A learner comes back to a run that asks for numbers: a slow browser still says the cost of the data before."""
    before = run_of(app).experiment
    choose_data(app, "plane")
    assert run_of(app).experiment.cost == "quadratic"
    not_drawn = int(app.text_input(key="page-drawn").value) + 1  # the browser has not drawn the page that says so
    app.session_state["agreed-before"] = ((before, not_drawn),)
    app.selectbox(key="cost").set_value("cross-entropy").run()
    assert app.selectbox(key="cost").value == "quadratic"
    assert run_of(app).experiment.cost == "quadratic"


def test_a_run_comes_back_whole_where_the_page_is_asked_for_again_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser that asks again while the page is drawn still says what its fields said before."""
    at = app_at().run()
    train(at)
    at.selectbox(key="activation").set_value("relu").run()
    at.session_state["shelf"] = True
    at.run()
    draw_problems, send = link_problems.link_problems, LocalScriptRunner.run
    sent: list[Any] = []  # what the browser said last, which it says again

    def note(self: LocalScriptRunner, widget_state: Any = None, *more: Any, **named: Any) -> Any:
        sent.append(widget_state)
        return send(self, widget_state, *more, **named)

    def ask_again(problems: Any) -> None:
        if sent and (context := get_script_run_ctx()) and context.script_requests:
            again = RerunData(widget_states=sent.pop(), page_script_hash=context.page_script_hash)
            context.script_requests.request_rerun(again)
        draw_problems(problems)

    monkeypatch.setattr(LocalScriptRunner, "run", note)
    monkeypatch.setattr(link_problems, "link_problems", ask_again)
    say(at, "shelf-runs", {"id": "1"})
    assert not sent
    monkeypatch.undo()
    assert (run_of(at).experiment.activation, run_of(at).snapshot.epoch) == ("tanh", 1)
    assert at.selectbox(key="activation").value == "tanh"
    assert at.session_state["shelf"] is False
    at.selectbox(key="activation").set_value("sigmoid").run()
    assert run_of(at).experiment.activation == "sigmoid"


def learned_from(table: Table) -> tuple[Stand, str, Snapshot]:
    """A run of a table, with what the shelf has to know of it."""
    data = table.dataset(("x",), "kind", test=0.5)
    trainer = Trainer(Experiment(dataset="table", hidden=(2,)), data)
    return Stand(trainer.state(), data), data.fingerprint, take_snapshot(trainer)


def test_a_table_takes_room_on_the_shelf_and_runs_of_the_same_share_it(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (
        read("x,word,kind\n" + "".join(f"{i}.{of},word {of} of {i % 50},{'ab'[i % 2]}\n" for i in range(3000)))
        for of in (1, 2)
    )
    content = sum(len(line) for line in first.lines)
    assert 2 * content < first.nbytes < 20 * content  # texts and cells are kept, and objects around them
    monkeypatch.setattr(budget, "SHELF", int(1.6 * first.nbytes))
    shelf = Shelf()
    for _ in range(4):
        shelf.put(*learned_from(first))
    assert (len(shelf.runs), shelf.gone) == (4, 0)
    shelf.put(*learned_from(second))
    assert (len(shelf.runs), shelf.gone) == (1, 4)
    assert shelves.taken(shelf.runs) <= budget.SHELF
