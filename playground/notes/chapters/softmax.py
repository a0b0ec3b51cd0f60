"""Chapter of the notes: Softmax."""

from playground.lessons.parts import output_weights, two_distributions
from playground.lessons.registry import BY_NAME
from playground.notes.idea import Chapter, Idea

CHAPTER = Chapter(
    "Softmax",
    (
        Idea(
            "softmax",
            "Outputs that share a whole",
            r"Softmax is another kind of output layer. The activations lie between 0 and 1 and add up to 1, so they "
            r"can be read as probabilities. Each of them depends on *all* weighted inputs.",
            BY_NAME["softmax"],
            (r"a^L_j=\frac{e^{z^L_j}}{\sum_ke^{z^L_k}},\qquad\sum_ja^L_j=1",),
        ),
        Idea(
            "log-sum",
            "From the outputs back to z",
            r"Take logarithms: $z^L_j$ and $\ln a^L_j$ differ by a constant, the same for every output of one example. "
            r"It has a name: the **log-sum-exp** of all $z$.",
            BY_NAME["softmax"],
            (r"z^L_j=\ln a^L_j+C,\qquad C=\ln\sum_ke^{z^L_k}",),
            slip=r"in $\ln a^L_j=z^L_j-\ln\sum_ke^{z^L_k}$ the minus is written as a plus. And this $C$ is a constant, "
            r"not the cost.",
            exhibit=two_distributions.show_log_sum,
        ),
        Idea(
            "log-likelihood",
            "The log-likelihood cost",
            r"The cost of one example looks only at the output of the right answer, $a^L_y$. With softmax the error is "
            r"simply $a^L_j-y_j$, with no factor that could vanish: nothing slows learning down.",
            BY_NAME["softmax"],
            (
                r"C=-\ln a^L_y",
                r"\frac{\partial C}{\partial b^L_j}=a^L_j-y_j",
            ),
            shows={"preset": "sure-and-wrong"},
        ),
        Idea(
            "output-weights",
            "The weights of the output layer",
            r"The slope of a weight is the activation $a^{L-1}_k$ that comes in times the error that it leads to, so a "
            r"column of errors and a row of activations make the whole table. With sigmoid outputs and the "
            r"cross-entropy it is the same.",
            BY_NAME["softmax"],
            (r"\frac{\partial C}{\partial w^L_{jk}}=a^{L-1}_k\,(a^L_j-y_j)",),
            exhibit=output_weights.show,
        ),
    ),
)
