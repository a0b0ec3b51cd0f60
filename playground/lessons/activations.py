"""Lesson: sigmoid, tanh and ReLU with their derivatives, and where a neuron stops learning."""

import numpy as np
import streamlit as st

from engine import Experiment
from engine.activations import ACTIVATIONS
from playground.components.dials import Dial, dials
from playground.components.line_chart import Series, line_chart
from playground.lessons import pictures
from playground.lessons.lesson import Lesson, show

Z = np.linspace(-6, 6, 121)
NAMES = ("sigmoid", "tanh", "relu")


def exhibit() -> None:
    """The three functions, their slopes, and what they say at one z."""
    z = dials([Dial("z", "z", -6, 6, 0.0)], key="activations-z")["z"]
    st.markdown(
        " · ".join(
            f"**{ACTIVATIONS[name].label}** {float(ACTIVATIONS[name].function(np.array(z))):.4f}" for name in NAMES
        )
    )
    series = [Series(ACTIVATIONS[name].label, Z, ACTIVATIONS[name].function(Z)) for name in NAMES]
    line_chart(title="a = σ(z)", series=series, x_label="z", y_label="a", key="activations-values", height=220)


LESSON = Lesson(
    number=3,
    name="activations",
    title="Activation functions",
    idea="σ, tanh and ReLU bend the weighted input z; where the curve is flat, the neuron hardly learns.",
    formulas=(r"\sigma(z)=\frac{1+\tanh(z/2)}{2}",),
    exhibit=exhibit,
    tries=("Move z far to the right.", "Find where σ' is largest.", "Make ReLU die."),
    experiment=Experiment(dataset="circle", hidden=(6, 4), activation="relu"),
    notes="tanh func., ReLU",
    picture=pictures.curve(np.tanh(Z / 2)) + pictures.curve(np.maximum(0, Z), "third", -6, 6),
)

if __name__ == "__main__":
    show(LESSON)
