"""Chapter of the notes: The big picture."""

from playground.lessons.registry import BY_NAME
from playground.notes.idea import Chapter, Idea

CHAPTER = Chapter(
    "The big picture",
    (
        Idea(
            "one-weight",
            "A change travels",
            r"Change one weight $w^l_{jk}$ a little. Its neuron's activation changes, then every activation of the "
            r"next layer, and so on, up to the cost. Each change is the one before times a slope.",
            BY_NAME["rate_factors"],
            (
                r"\Delta C\approx\frac{\partial C}{\partial w^l_{jk}}\Delta w^l_{jk},\qquad"
                r"\Delta a^l_j\approx\frac{\partial a^l_j}{\partial w^l_{jk}}\Delta w^l_{jk}",
                r"\Delta a^{l+1}_q\approx\frac{\partial a^{l+1}_q}{\partial a^l_j}\Delta a^l_j"
                r"=\frac{\partial a^{l+1}_q}{\partial a^l_j}\frac{\partial a^l_j}{\partial w^l_{jk}}\Delta w^l_{jk}",
            ),
        ),
        Idea(
            "paths",
            "Rate factors, and the sum over all paths",
            r"Each edge has a **rate factor**: the slope of one neuron's activation along the other's, and "
            r"$\partial a^l_j/\partial w^l_{jk}$ for the first. That of a path is the product along it. All paths from "
            r"the weight to the cost, added up, are $\partial C/\partial w^l_{jk}$.",
            BY_NAME["rate_factors"],
            (
                r"\frac{\partial C}{\partial w^l_{jk}}=\sum_{mn\ldots q}\frac{\partial C}{\partial a^L_m}"
                r"\frac{\partial a^L_m}{\partial a^{L-1}_n}\cdots\frac{\partial a^{l+1}_q}{\partial a^l_j}"
                r"\frac{\partial a^l_j}{\partial w^l_{jk}}",
            ),
            slip=r"one path alone is written as if it were all of $\Delta C$. It is that path's share; $\Delta C$ is "
            r"the sum over all of them.",
            shows={"path": "1"},
        ),
    ),
)
