"""Chapter of the notes: Sigmoid neurons."""

from playground.lessons.registry import BY_NAME
from playground.notes.idea import Chapter, Idea

CHAPTER = Chapter(
    "Sigmoid neurons",
    (
        Idea(
            "sigmoid",
            "A perceptron, smoothed",
            r"A perceptron jumps from 0 to 1, so a tiny change of a weight can turn its answer over. A **sigmoid "
            r"neuron** takes any inputs between 0 and 1 and answers with anything between 0 and 1. Where $z=w\cdot "
            r"x+b$ is large, $e^{-z}\approx0$ and $\sigma(z)\approx1$; where it is very negative, $e^{-z}$ is huge and "
            r"$\sigma(z)\approx0$. There it behaves as a perceptron does.",
            BY_NAME["sigmoid_neuron"],
            (
                r"\sigma(z)=\frac{1}{1+e^{-z}}",
                r"\text{output}=\sigma(w\cdot x+b)=\frac{1}{1+\exp\left(-\sum_jw_jx_j-b\right)}",
            ),
        ),
        Idea(
            "small-changes",
            "Small changes have small effects",
            r"Because $\sigma$ is smooth, small changes $\Delta w_j$ and $\Delta b$ change the output only a little, "
            r"and almost in proportion: $\Delta\text{output}$ is a *linear* function of them. That is what makes it "
            r"possible to learn by small corrections.",
            BY_NAME["sigmoid_neuron"],
            (
                r"\Delta\text{output}\approx\sum_j\frac{\partial\,\text{output}}{\partial w_j}\,\Delta w_j"
                r"+\frac{\partial\,\text{output}}{\partial b}\,\Delta b",
            ),
            shows={"preset": "a-tiny-change"},
        ),
    ),
)
