"""Chapter of the notes: Perceptrons."""

from playground.lessons.parts import decision, ever_more_abstract
from playground.lessons.registry import BY_NAME
from playground.notes.idea import Chapter, Idea

CHAPTER = Chapter(
    "Perceptrons",
    (
        Idea(
            "weighing",
            "Weights say what is important",
            r"A perceptron is the simplest artificial neuron. Its inputs $x_1, x_2, \dots, x_n$ are binary, each 0 or "
            r"1, and so is its one output. Every input has a **weight**, a real number: the larger its size, the "
            r"more that input counts, and a negative one counts against. The **weighted sum** of the inputs decides: "
            r"is it above a **threshold** or not?",
            BY_NAME["perceptron"],
            (
                r"w\cdot x\equiv\sum_j w_jx_j",
                r"\text{output}=\begin{cases}0&\text{if }\sum_j w_jx_j\le\text{threshold}\\"
                r"1&\text{if }\sum_j w_jx_j>\text{threshold}\end{cases}",
            ),
            slip="there, both cases hold when the sum equals the threshold. Only one can: exactly at the threshold the "
            "output is 0.",
            exhibit=decision.show,
        ),
        Idea(
            "bias",
            "The bias",
            r"Moved to the other side, the threshold is called the **bias**: $b=-\text{threshold}$. It tells how "
            r"easily the perceptron outputs 1. With a large positive bias it nearly always does, with a very negative "
            r"one hardly ever.",
            BY_NAME["perceptron"],
            (r"\text{output}=\begin{cases}0&\text{if }w\cdot x+b\le0\\1&\text{if }w\cdot x+b>0\end{cases}",),
        ),
        Idea(
            "layers",
            "Layers of perceptrons",
            r"The outputs of one layer can be the inputs of the next. The first layer weighs the raw inputs; the "
            r"second weighs the *decisions* of the first, and so decides about something more complex and more "
            r"abstract. Here a trained network (of smooth neurons, which can learn) tells blue points from orange "
            r"ones. A neuron of the first layer draws one straight edge, the next ones bend and join such edges.",
            BY_NAME["perceptron"],
            exhibit=ever_more_abstract.show,
        ),
        Idea(
            "nand",
            "NAND gates compute anything",
            r"A perceptron with weights −2, −2 and bias 3 is a **NAND** gate: it outputs 0 only if both inputs are 1. "
            r"NAND gates wired together compute anything, so networks of perceptrons do.",
            BY_NAME["perceptron"],
            shows={"view": "wire-nand-gates"},
        ),
    ),
)
