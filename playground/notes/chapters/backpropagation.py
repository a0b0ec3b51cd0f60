"""Chapter of the notes: Backpropagation."""

from playground.lessons.parts import line_by_line, pushed_neuron
from playground.lessons.registry import BY_NAME
from playground.notes.idea import Chapter, Idea

CHAPTER = Chapter(
    "Backpropagation",
    (
        Idea(
            "matrices",
            "A layer is a matrix",
            r"$w^l_{jk}$ is the weight from neuron $k$ of layer $l-1$ to neuron $j$ of layer $l$; $b^l_j$ is the bias "
            r"of that neuron and $a^l_j$ its activation. All weights into a layer are one matrix $w^l$, with a row for "
            r"each neuron $j$ and a column for each $k$; its biases and activations are vectors $b^l$ and $a^l$. "
            r"$\sigma(v)$ applies $\sigma$ to each component of $v$: $\sigma(v)_j=\sigma(v_j)$. So a whole layer is "
            r"one product, one sum and one function, and $z^l$ is its **weighted input**.",
            BY_NAME["matrices"],
            (
                r"z^l_j=\sum_kw^l_{jk}a^{l-1}_k+b^l_j,\qquad a^l_j=\sigma(z^l_j)",
                r"z^l=w^la^{l-1}+b^l,\qquad a^l=\sigma(z^l)",
            ),
        ),
        Idea(
            "goal",
            "What is to be computed",
            r"Backpropagation computes the slopes $\partial C/\partial w$ and $\partial C/\partial b$ for every weight "
            r"and bias. The cost is a function of the outputs $a^L$. It is not a function of $y$: for a given "
            r"example, $y$ is fixed.",
            BY_NAME["backpropagation"],
            (r"C=\frac{1}{2n}\sum_x\|y(x)-a^L(x)\|^2,\qquad C_x=\frac12\|y-a^L\|^2=\frac12\sum_j(y_j-a^L_j)^2",),
        ),
        Idea(
            "hadamard",
            "The Hadamard product",
            r"Two vectors of the same length, multiplied component by component: that is the **Hadamard** (or Schur) "
            r"product $s\odot t$.",
            BY_NAME["backpropagation"],
            (
                r"(s\odot t)_j=s_jt_j,\qquad\begin{bmatrix}1\\2\end{bmatrix}\odot\begin{bmatrix}3\\4\end{bmatrix}"
                r"=\begin{bmatrix}1\cdot3\\2\cdot4\end{bmatrix}=\begin{bmatrix}3\\8\end{bmatrix}",
            ),
            exhibit=pushed_neuron.show_hadamard,
        ),
        Idea(
            "error",
            "The error of a neuron",
            r"Push the weighted input of a neuron by a little $\Delta z^l_j$: it outputs $\sigma(z^l_j+\Delta z^l_j)$, "
            r"the later layers change with it, and the cost changes by about $\frac{\partial C}{\partial z^l_j}\Delta "
            r"z^l_j$. If that slope is large, a push of the opposite sign lowers the cost a lot; if it is almost 0, "
            r"nothing much is to be gained. So it is called the **error** of the neuron.",
            BY_NAME["backpropagation"],
            (r"\delta^l_j\equiv\frac{\partial C}{\partial z^l_j}",),
            exhibit=pushed_neuron.show,
        ),
        Idea(
            "bp1",
            "The error of the output layer",
            r"How fast the cost changes with an output, times how fast that output changes with its $z$. If the cost "
            r"hardly depends on an output, its error is small. For the quadratic cost the first factor is $a^L_j-y_j$.",
            BY_NAME["backpropagation"],
            (
                r"\delta^L_j=\frac{\partial C}{\partial a^L_j}\,\sigma'(z^L_j)",
                r"\delta^L=\nabla_aC\odot\sigma'(z^L)=(a^L-y)\odot\sigma'(z^L)\qquad\text{(BP1)}",
            ),
            shows={"step": "3"},
        ),
        Idea(
            "bp2",
            "The error, one layer back",
            r"The transposed weights carry the errors of layer $l+1$ backward to the outputs of layer $l$; $\odot\,"
            r"\sigma'(z^l)$ carries them on through the activation function. First BP1, then BP2 again and again: so "
            r"every layer gets its error.",
            BY_NAME["backpropagation"],
            (r"\delta^l=\left((w^{l+1})^T\delta^{l+1}\right)\odot\sigma'(z^l)\qquad\text{(BP2)}",),
            slip=r"it is written for $L$, the output layer, which has no layer after it. It holds for any layer $l<L$.",
            shows={"step": "4"},
        ),
        Idea(
            "bp3",
            "The slope along a bias",
            r"It is the error itself.",
            BY_NAME["backpropagation"],
            (r"\frac{\partial C}{\partial b^l_j}=\delta^l_j\qquad\text{(BP3)}",),
            shows={"step": "5"},
        ),
        Idea(
            "bp4",
            "The slope along a weight",
            r"The activation that comes in, times the error of the neuron that the weight leads to.",
            BY_NAME["backpropagation"],
            (
                r"\frac{\partial C}{\partial w^l_{jk}}=a^{l-1}_k\,\delta^l_j\qquad\text{(BP4)}",
                r"\frac{\partial C}{\partial w}=a_{\text{in}}\,\delta_{\text{out}}",
            ),
            shows={"step": "6"},
        ),
        Idea(
            "saturated",
            "Who learns slowly",
            r"If $a_{\text{in}}\approx0$, the slope is small too: weights out of a neuron with low activation learn "
            r"slowly. And $\sigma$ is flat where it is near 0 or 1, so there $\sigma'(z)\approx0$: the neuron is "
            r"**saturated**, and the weights into it have almost stopped learning.",
            BY_NAME["learning_slowdown"],
            shows={"preset": "start-at-w-2-b-2"},
        ),
        Idea(
            "proof",
            "Why the four equations hold",
            r"All four are the chain rule. For BP1: an output $a^L_k$ depends on $z^L_j$ only if $k=j$, so of the sum "
            r"one term is left. For BP2: $z^l_j$ acts on the cost through every $z^{l+1}_k$. For BP3 and BP4: $z^l_j$ "
            r"is a sum in which $b^l_j$ has the factor 1 and $w^l_{jk}$ the factor $a^{l-1}_k$.",
            BY_NAME["backpropagation"],
            (
                r"\delta^L_j=\sum_k\frac{\partial C}{\partial a^L_k}\frac{\partial a^L_k}{\partial z^L_j}"
                r"=\frac{\partial C}{\partial a^L_j}\,\sigma'(z^L_j)",
                r"\delta^l_j=\sum_k\frac{\partial C}{\partial z^{l+1}_k}\frac{\partial z^{l+1}_k}{\partial z^l_j}"
                r"=\sum_k\delta^{l+1}_k\,w^{l+1}_{kj}\,\sigma'(z^l_j)",
                r"\frac{\partial C}{\partial b^l_j}=\frac{\partial C}{\partial z^l_j}\cdot1,\qquad"
                r"\frac{\partial C}{\partial w^l_{jk}}=\frac{\partial C}{\partial z^l_j}\,a^{l-1}_k",
            ),
            slip=r"in the last two proofs the sum runs over $k$, so the weight is $w^l_{jk}$ and the factor is "
            r"$a^{l-1}_k$, not $a^{l-1}_j$.",
            exhibit=line_by_line.show,
        ),
        Idea(
            "algorithm",
            "The algorithm",
            r"1. **Input**: $a^1=x$." + "\n"
            r"2. **Feedforward**: for $l=2,\dots,L$, $z^l=w^la^{l-1}+b^l$ and $a^l=\sigma(z^l)$." + "\n"
            r"3. **Output error**: $\delta^L=\nabla_aC\odot\sigma'(z^L)$." + "\n"
            r"4. **Backpropagate**: for $l=L-1,\dots,2$, $\delta^l=((w^{l+1})^T\delta^{l+1})\odot\sigma'(z^l)$." + "\n"
            r"5. **Gradient**: $\partial C/\partial w^l_{jk}=a^{l-1}_k\delta^l_j$ and "
            r"$\partial C/\partial b^l_j=\delta^l_j$.",
            BY_NAME["backpropagation"],
            shows={"step": "0", "shape": "3-3-2-2"},
        ),
    ),
)
