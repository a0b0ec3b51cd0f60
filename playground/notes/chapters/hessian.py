"""Chapter of the notes: The Hessian technique."""

from playground.lessons.registry import BY_NAME
from playground.notes.idea import Chapter, Idea

CHAPTER = Chapter(
    "The Hessian technique",
    (
        Idea(
            "taylor",
            "A parabola instead of a slope",
            r"Taylor's theorem goes on after the slope: the next term has the second derivatives, gathered in the "
            r"**Hessian** matrix $H$.",
            BY_NAME["hessian"],
            (
                r"C(w+\Delta w)=C(w)+\nabla C\cdot\Delta w+\frac12\Delta w^TH\Delta w+\dots",
                r"H_{jk}=\frac{\partial^2C}{\partial w_j\,\partial w_k}",
            ),
            slip=r"the entry is written $\partial^2C/\partial w_{jk}$. It takes two derivatives: along $w_j$, and "
            r"along $w_k$.",
            shows={"steps": "0"},
        ),
        Idea(
            "newton",
            "Jump to the lowest point",
            r"Without the dots it is a parabola, and we can jump to where it is least. There, $\nabla C$ and $H$ are "
            r"computed anew, and so on. If $H$ is not positive definite, the parabola has no lowest point, and the "
            r"jump may lead uphill; adding $\mu I$ to $H$ damps it.",
            BY_NAME["hessian"],
            (r"\Delta w=-H^{-1}\nabla C", r"w\to w'=w-H^{-1}\nabla C\to w''=w'-H'^{-1}\nabla'C\to\dots"),
            slip=r"$\Delta w=H^{-1}\nabla C$ lacks the minus sign.",
            shows={"surface": "two-minima"},
        ),
    ),
)
