"""Chapter of the notes: Other neurons."""

from playground.lessons.parts import relu_neuron
from playground.lessons.registry import BY_NAME
from playground.notes.idea import Chapter, Idea
from playground.settings.choices import short_name

CHAPTER = Chapter(
    "Other neurons",
    (
        Idea(
            "tanh",
            "tanh",
            r"A sigmoid, stretched: it goes from −1 to 1, and at 0 it is four times as steep.",
            BY_NAME["activations"],
            (
                r"\tanh(z)=\frac{e^z-e^{-z}}{e^z+e^{-z}}",
                r"\sigma(z)=\frac{1+\tanh(z/2)}{2}",
            ),
            shows={"part": short_name("Match tanh to σ"), "fits": "half-as-tall"},
        ),
        Idea(
            "relu",
            "ReLU",
            r"The **rectified linear unit** outputs its weighted input where that is positive, and 0 elsewhere. It "
            r"never saturates above 0; below, its slope is 0, and it does not learn. With one input it bends at "
            r"$x=-b/w$.",
            BY_NAME["activations"],
            (r"\text{output}=\max(0,\,w\cdot x+b)",),
            exhibit=relu_neuron.show,
        ),
    ),
)
