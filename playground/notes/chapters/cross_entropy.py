"""Chapter of the notes: Cross-entropy."""

from playground.lessons.parts import sigma_prime, sum_over_examples, two_distributions
from playground.lessons.registry import BY_NAME
from playground.notes.idea import Chapter, Idea

CHAPTER = Chapter(
    "Cross-entropy",
    (
        Idea(
            "cross-entropy",
            "A cost that learns from its error",
            r"For one neuron with $a=\sigma(z)$ and $z=\sum_jw_jx_j+b$. It is not negative, since $\ln$ of a number "
            r"between 0 and 1 is not positive. It is near 0 if the output is near the desired one for every example: "
            r"with $y=0$ and $a\approx0$, $y\ln a=0$ and $\ln(1-a)\approx0$.",
            BY_NAME["cross_entropy"],
            (r"C=-\frac1n\sum_x\left[y\ln a+(1-y)\ln(1-a)\right]",),
        ),
        Idea(
            "sigma-prime",
            "σ′ = σ(1 − σ)",
            r"Differentiate $\sigma(z)=(1+e^{-z})^{-1}$ with the chain rule, and split the result into two factors. "
            r"One is $\sigma(z)$; the other is 1 minus it.",
            BY_NAME["activations"],
            (
                r"\begin{aligned}\sigma'(z)&=-(1+e^{-z})^{-2}\cdot(-e^{-z})\\"
                r"&=\frac{1}{1+e^{-z}}\cdot\frac{e^{-z}}{1+e^{-z}}\\"
                r"&=\frac{1}{1+e^{-z}}\cdot\frac{(1+e^{-z})-1}{1+e^{-z}}=\sigma(z)\,(1-\sigma(z))\end{aligned}",
            ),
            exhibit=sigma_prime.show,
        ),
        Idea(
            "cancels",
            "σ′ cancels",
            r"In the slope along a weight, $\sigma'(z)$ stands above and $a\,(1-a)$ with $a=\sigma(z)$ below, and they "
            r"are equal. What is left is the error $\sigma(z)-y$: the more the neuron is wrong, the faster it learns.",
            BY_NAME["cross_entropy"],
            (
                r"\begin{aligned}\frac{\partial C}{\partial w_j}&=-\frac1n\sum_x\left(\frac ya-\frac{1-y}{1-a}\right)"
                r"\sigma'(z)\,x_j\\&=\frac1n\sum_x\frac{\sigma'(z)\,x_j}{a\,(1-a)}\,(a-y)\\"
                r"&=\frac1n\sum_xx_j\,(\sigma(z)-y)\end{aligned}",
            ),
            shows={"part": "where-it-comes-from"},
        ),
        Idea(
            "all-examples",
            "Every example adds its error",
            r"So each of the $n$ examples adds its error $\sigma(z)-y$ times its input $x_j$; for the bias, times 1. "
            r"What is right already adds almost nothing, and with $x_j=0$ an example says nothing about $w_j$.",
            BY_NAME["cross_entropy"],
            (
                r"\frac{\partial C}{\partial w_j}=\frac1n\sum_xx_j\,(\sigma(z)-y)",
                r"\frac{\partial C}{\partial b}=\frac1n\sum_x(\sigma(z)-y)",
            ),
            exhibit=sum_over_examples.show,
        ),
        Idea(
            "slowdown",
            "No learning slowdown",
            r"With the quadratic cost the slope is $(a-y)\,\sigma'(z)\,x$: a saturated neuron learns slowly however "
            r"wrong it is. Cross-entropy has no $\sigma'(z)$.",
            BY_NAME["learning_slowdown"],
            (
                r"\text{quadratic: }\frac{\partial C}{\partial w}=(a-y)\,\sigma'(z)\,x\qquad"
                r"\text{cross-entropy: }\frac{\partial C}{\partial w}=x\,(a-y)",
            ),
        ),
        Idea(
            "several",
            "Several outputs",
            r"With outputs $a^L_1,a^L_2,\dots$ and desired values $y_1,y_2,\dots$, each output neuron adds its own "
            r"part.",
            BY_NAME["cross_entropy"],
            (r"C=-\frac1n\sum_x\sum_j\left[y_j\ln a^L_j+(1-y_j)\ln(1-a^L_j)\right]",),
            shows={"part": "several-neurons"},
        ),
        Idea(
            "distributions",
            "Two distributions, and surprise",
            r"Cross-entropy comes from information theory. If $q_j$ is the probability that we gave to an outcome, "
            r"$-\ln q_j$ is our surprise when it happens; $p_j$ says how often it does. The cross-entropy is the mean "
            r"surprise, and it is least if $q=p$.",
            BY_NAME["cross_entropy"],
            (r"-\sum_jp_j\ln q_j",),
            slip=r"the minus sign is missing. Without it the sum is never positive.",
            exhibit=two_distributions.show,
        ),
        Idea(
            "binary-entropy",
            "Desired outputs between 0 and 1",
            r"In regression $y$ may be anything between 0 and 1. The cross-entropy is then least at $a=y$, and its "
            r"least value is not 0 but the **binary entropy** of $y$: what is uncertain stays surprising.",
            BY_NAME["cross_entropy"],
            (r"-\frac1n\sum_x\left[y\ln y+(1-y)\ln(1-y)\right]",),
            slip=r"there, this least value is called the cross-entropy itself. It is the cross-entropy at $a=y$ only.",
            shows={"part": "surprise-and-soft-targets", "y": "0.5"},
        ),
    ),
)
