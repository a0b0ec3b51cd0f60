"""The notes: every idea of the subject, in its order, with text of ours, a live exhibit and its lesson."""

from collections.abc import Callable

import pytest

from playground.notes import link
from playground.notes.idea import Idea
from playground.notes.registry import CHAPTERS, IDEAS
from playground.settings import pages
from tests.playground.apps import app_at

SUBJECT = {
    "Perceptrons": {
        "weighing": ("binary", "weight", "weighted sum", "threshold"),
        "bias": ("bias", "easily"),
        "layers": ("layer", "complex", "abstract"),
        "nand": ("NAND", "anything"),
    },
    "Sigmoid neurons": {
        "sigmoid": ("between 0 and 1", r"e^{-z}", "very negative"),
        "small-changes": ("smooth", "linear", r"\Delta w_j"),
    },
    "The architecture of neural networks": {"hidden": ("hidden", "feedforward", "loops", "activation function")},
    "Gradient descent": {
        "vectors": ("784", "{10}", "row", "network"),
        "cost": ("length", "mean squared error", "never negative", r"\frac{1}{2n}"),
        "valley": ("ball", r"\Delta v_1", "negative"),
        "steepest": ("fastest", r"\nabla C\cdot\Delta v"),
        "descent": ("learning rate", r"\|\nabla C\|^2", "w_k", "b_l"),
        "sgd": ("C_x", "mini-batch", r"\frac1m"),
        "epoch": ("epoch", r"\frac{\eta}{m}"),
    },
    "Backpropagation": {
        "matrices": ("w^l_{jk}", "weighted input", r"\sigma(v)_j"),
        "goal": (r"\partial C/\partial w", "function of the outputs", "fixed"),
        "hadamard": ("Schur", r"s\odot t"),
        "error": (r"\Delta z^l_j", "opposite sign", r"\delta^l_j"),
        "bp1": ("(BP1)", "a^L_j-y_j"),
        "bp2": ("(BP2)", "transposed"),
        "bp3": ("(BP3)",),
        "bp4": ("(BP4)", r"a_{\text{in}}"),
        "saturated": ("slowly", "flat", "saturated"),
        "proof": ("chain rule", "w^{l+1}_{kj}"),
        "algorithm": ("Input", "Feedforward", "Output error", "Backpropagate", "Gradient"),
    },
    "The big picture": {
        "one-weight": (r"\Delta w^l_{jk}", r"\Delta a^{l+1}_q"),
        "paths": ("rate factor", "product", "All paths"),
    },
    "Cross-entropy": {
        "cross-entropy": (r"\ln(1-a)", "not negative"),
        "sigma-prime": (r"\sigma(z)\,(1-\sigma(z))",),
        "cancels": (r"x_j\,(\sigma(z)-y)", "the more the neuron is wrong"),
        "all-examples": (r"\frac1n\sum_xx_j\,(\sigma(z)-y)", r"\frac{\partial C}{\partial b}"),
        "slowdown": (r"(a-y)\,\sigma'(z)\,x",),
        "several": (r"\sum_j",),
        "distributions": (r"p_j\ln q_j", "surprise"),
        "binary-entropy": ("regression", "binary entropy"),
    },
    "Softmax": {
        "softmax": ("output layer", "add up to 1", "all"),
        "log-sum": (r"\ln a^L_j", r"\ln\sum_ke^{z^L_k}"),
        "log-likelihood": (r"-\ln a^L_y", "a^L_j-y_j"),
        "output-weights": ("w^L_{jk}", r"a^{L-1}_k\,(a^L_j-y_j)"),
    },
    "Regularization": {
        "l2": ("regularization term", "regularization parameter", "small weights"),
        "decay": (r"1-\eta\lambda/n", "biases"),
        "simple": ("small", "large", "noise", "simple"),
        "l1": ("absolute", "constant amount", "in proportion", "sgn"),
        "connections": ("few important connections", "driven to 0"),
    },
    "The Hessian technique": {
        "taylor": ("Taylor", r"\frac{\partial^2C}{\partial w_j\,\partial w_k}"),
        "newton": (r"-H^{-1}\nabla C", "anew"),
    },
    "Other neurons": {"tanh": (r"\tanh(z/2)",), "relu": ("rectified linear unit", r"\max(0")},
}
"""The ideas of the subject, heading by heading, and words or formulas without which an idea is not told."""
SLIPS = {
    "weighing": "equals the threshold",
    "descent": r"\nabla",
    "bp2": "$L$",
    "proof": "a^{l-1}_k",
    "paths": "sum over all",
    "distributions": "minus sign",
    "binary-entropy": "least value",
    "log-sum": "minus",
    "l2": "sum over the training examples",
    "l1": "L2's rule",
    "taylor": "two derivatives",
    "newton": "minus sign",
}
"""Where the handwritten notes are wrong, and a word of how they are put right."""
every_idea: Callable[..., object] = pytest.mark.parametrize("idea", IDEAS.values(), ids=IDEAS)


def test_every_idea_of_the_subject_is_there_in_its_order() -> None:
    assert {one.title: [idea.name for idea in one.ideas] for one in CHAPTERS} == {
        title: list(ideas) for title, ideas in SUBJECT.items()
    }
    assert len(IDEAS) == sum(map(len, SUBJECT.values()))
    for title, ideas in SUBJECT.items():
        for name, words in ideas.items():
            told = " ".join([IDEAS[name].text, *IDEAS[name].formulas])
            assert [word for word in words if word.lower() not in told.lower()] == [], (title, name)


def test_the_slips_are_pointed_out_where_they_are_and_nowhere_else() -> None:
    assert {idea.name for idea in IDEAS.values() if idea.slip} == set(SLIPS)
    assert all(word in IDEAS[name].slip for name, word in SLIPS.items())


@every_idea
def test_an_idea_is_short(idea: Idea) -> None:
    assert len(idea.text.split()) <= 110


def test_the_page_opens_with_no_exhibit_made() -> None:
    app = app_at(pages.NOTES.name).run()
    assert not app.exception
    assert [heading.value for heading in app.header] == list(SUBJECT)
    assert [app.button(key=f"try-{name}").label for name in IDEAS] == ["Try it"] * len(IDEAS)
    assert len(app.latex) == sum(len(idea.formulas) for idea in IDEAS.values())
    bare = len(app.get("bidi_component"))
    app.button(key="try-sigmoid").click().run()
    assert len(app.get("bidi_component")) > bare
    app.button(key="try-sigmoid").click().run()
    assert len(app.get("bidi_component")) == bare


@every_idea
def test_a_link_opens_the_exhibit_of_an_idea_as_it_was_meant(idea: Idea) -> None:
    app = app_at(pages.NOTES.name, **link.write(idea.name)).run()
    assert not app.exception
    assert not app.warning
    assert app.button(key=f"try-{idea.name}").label == "Close"
    address = app.session_state["lesson-address"]
    assert address.told() == ()
    assert dict(idea.shows).items() <= address.says.items()
    assert app.query_params["open"] == idea.name


def test_opening_another_idea_closes_the_first_and_begins_afresh() -> None:
    app = app_at(pages.NOTES.name).run()
    app.button(key="try-bp4").click().run()
    assert app.session_state["lesson-address"].says["step"] == "6"
    app.button(key="backpropagation-back").click().run()
    assert app.session_state["lesson-address"].says["step"] == "5"
    app.button(key="try-bp1").click().run()
    assert app.button(key="try-bp4").label == "Try it"
    assert app.session_state["lesson-address"].says["step"] == "3"
    app.button(key="try-bp4").click().run()
    assert not app.exception
    assert app.session_state["lesson-address"].says["step"] == "6"


def test_the_contents_of_the_lessons_lead_to_the_notes() -> None:
    app = app_at(pages.LESSONS.name).run()
    assert pages.NOTES.title in [one.proto.label for one in app.get("page_link")]


def test_a_link_with_nonsense_opens_the_notes_and_says_so() -> None:
    app = app_at(pages.NOTES.name, open="magic", z="1").run()
    assert not app.exception
    assert len(app.session_state["notes-problems"]) == 2
