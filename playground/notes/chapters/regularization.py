"""Chapter of the notes: Regularization."""

from playground.lessons.parts import few_connections, small_and_large
from playground.lessons.registry import BY_NAME
from playground.notes.idea import Chapter, Idea

CHAPTER = Chapter(
    "Regularization",
    (
        Idea(
            "l2",
            "L2, or weight decay",
            r"To the cost $C_0$ a **regularization term** is added: the squares of all weights of the network, times "
            r"$\lambda/2n$, where $\lambda>0$ is the **regularization parameter**. So the network prefers small "
            r"weights; large ones are worth it only if they make $C_0$ much smaller.",
            BY_NAME["regularization"],
            (
                r"C=C_0+\frac{\lambda}{2n}\sum_ww^2",
                r"C_0=-\frac1n\sum_x\sum_j\left[y_j\ln a^L_j+(1-y_j)\ln(1-a^L_j)\right]",
            ),
            slip=r"the sum over the training examples $x$ is missing in $C_0$.",
        ),
        Idea(
            "decay",
            "Why it is called decay",
            r"In every step the weight is first multiplied by $1-\eta\lambda/n$, a little less than 1. The biases stay "
            r"as they are: they are not regularized. A large bias does not make a neuron more sensitive to its inputs, "
            r"and there are few of them.",
            BY_NAME["regularization"],
            (
                r"\frac{\partial C}{\partial w}=\frac{\partial C_0}{\partial w}+\frac{\lambda}{n}w,\qquad"
                r"\frac{\partial C}{\partial b}=\frac{\partial C_0}{\partial b}",
                r"w\to\left(1-\frac{\eta\lambda}{n}\right)w-\eta\frac{\partial C_0}{\partial w},\qquad "
                r"b\to b-\eta\frac{\partial C_0}{\partial b}",
            ),
            shows={"strength": "5"},
        ),
        Idea(
            "simple",
            "Small λ, large λ",
            r"With a small $\lambda$ mostly $C_0$ is made small, with a large one mostly the weights. Small weights "
            r"mean a simple model: it follows patterns that are seen often, cannot follow the noise of single "
            r"examples, and so does better on new ones.",
            BY_NAME["regularization"],
            exhibit=small_and_large.show,
        ),
        Idea(
            "l1",
            "L1",
            r"Here the *absolute values* are added up. Both kinds shrink weights, but L1 by a constant amount, L2 in "
            r"proportion to the weight. So a large weight loses less under L1, a small one more. "
            r"$\operatorname{sgn}(w)$ is the sign of $w$, 0 at 0.",
            BY_NAME["regularization"],
            (
                r"C=C_0+\frac{\lambda}{n}\sum_w|w|,\qquad"
                r"\frac{\partial C}{\partial w}=\frac{\partial C_0}{\partial w}+\frac{\lambda}{n}\operatorname{sgn}(w)",
                r"w\to w'=w-\frac{\eta\lambda}{n}\operatorname{sgn}(w)-\eta\frac{\partial C_0}{\partial w}",
            ),
            slip=r"a second line goes on with $w\left(1-\frac{\eta\lambda}{n}\right)$. That is L2's rule; L1 has no "
            r"such factor.",
            shows={"strength": "10"},
        ),
        Idea(
            "connections",
            "Few important connections",
            r"What this comes to shows in a whole network. L2 makes all of its weights smaller. With L1 what is left "
            r"are a **few important connections**; the others are driven to 0, and the network answers as well "
            r"without them.",
            BY_NAME["regularization"],
            exhibit=few_connections.show,
        ),
    ),
)
