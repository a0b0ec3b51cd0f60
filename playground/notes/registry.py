"""The registry of the notes: every idea of the subject, in its order, with our text, its exhibit and its lesson."""

from playground.lessons.parts import (
    best_direction,
    cost_of_data,
    decision,
    forward_only,
    pushed_neuron,
    small_and_large,
    two_distributions,
)
from playground.lessons.registry import LESSONS
from playground.notes.idea import Chapter, Idea
from playground.settings.choices import short_name

OF = {lesson.name: lesson for lesson in LESSONS}

PERCEPTRONS = Chapter(
    "Perceptrons",
    (
        Idea(
            "weighing",
            "Weights say what is important",
            r"A perceptron is the simplest artificial neuron. Its inputs $x_1, x_2, \dots, x_n$ are binary, each 0 or "
            r"1, and so is its one output. Every input has a **weight**, a real number: the larger its size, the "
            r"more that input counts, and a negative one counts against. The **weighted sum** of the inputs decides: "
            r"is it above a **threshold** or not?",
            OF["perceptron"],
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
            OF["perceptron"],
            (r"\text{output}=\begin{cases}0&\text{if }w\cdot x+b\le0\\1&\text{if }w\cdot x+b>0\end{cases}",),
            shows={"goal": "and", "w1": "1", "w2": "1", "b": "-0.5"},
        ),
        Idea(
            "layers",
            "Layers of perceptrons",
            r"The outputs of one layer can be the inputs of the next. The first layer weighs the raw inputs; the "
            r"second weighs the *decisions* of the first, and so decides about something more complex and more "
            r"abstract. A perceptron with weights −2, −2 and bias 3 is a NAND gate, and NAND gates wired together "
            r"compute anything.",
            OF["perceptron"],
            shows={"view": "wire-nand-gates"},
        ),
    ),
)

SIGMOID = Chapter(
    "Sigmoid neurons",
    (
        Idea(
            "sigmoid",
            "A perceptron, smoothed",
            r"A perceptron jumps from 0 to 1, so a tiny change of a weight can turn its answer over. A **sigmoid "
            r"neuron** takes any inputs between 0 and 1 and answers with anything between 0 and 1. Where $z=w\cdot "
            r"x+b$ is large, $e^{-z}\approx0$ and $\sigma(z)\approx1$; where it is very negative, $e^{-z}$ is huge and "
            r"$\sigma(z)\approx0$. There it behaves as a perceptron does.",
            OF["sigmoid_neuron"],
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
            OF["sigmoid_neuron"],
            (
                r"\Delta\text{output}\approx\sum_j\frac{\partial\,\text{output}}{\partial w_j}\,\Delta w_j"
                r"+\frac{\partial\,\text{output}}{\partial b}\,\Delta b",
            ),
            shows={"preset": "a-tiny-change"},
        ),
    ),
)

ARCHITECTURE = Chapter(
    "The architecture of neural networks",
    (
        Idea(
            "hidden",
            "Input, hidden, output; always forward",
            r"The first layer of a network holds its inputs, the last one its outputs. A layer in between is "
            r"**hidden**, which means no more than that: it is neither. In a **feedforward** network the outputs of "
            r"each layer go only to later layers; no wire leads back, so there are no loops. The function that turns "
            r"the weighted input of a neuron into its output is its **activation function**.",
            OF["matrices"],
            exhibit=forward_only.show,
        ),
    ),
)

DESCENT = Chapter(
    "Gradient descent",
    (
        Idea(
            "cost",
            "What a network costs",
            r"A picture of 28 × 28 pixels is a vector $x\in\mathbb{R}^{784}$, and the desired answer $y(x)$ a vector "
            r"in $\mathbb{R}^{10}$: 1 for the right digit, 0 elsewhere. The **cost** (also objective or loss) measures "
            r"how far the outputs $a$ are from the desired ones, over all $n$ training examples. $\|v\|$ is the length "
            r"of a vector $v$. This one is the **quadratic cost**, or mean squared error. It is never negative, and "
            r"near 0 only if $a\approx y(x)$ for every example. To learn is to find weights and biases that make it "
            r"small.",
            OF["gradient_descent"],
            (r"C(w,b)=\frac{1}{2n}\sum_x\|y(x)-a\|^2",),
            exhibit=cost_of_data.show,
        ),
        Idea(
            "valley",
            "A ball in a valley",
            r"Think of $C$ as a function of only two variables, $v_1$ and $v_2$: a valley. Put a ball on its slope and "
            r"move it a little. How far it goes down is told by the two slopes, as $\Delta y\approx\frac{dy}{dx}\Delta "
            r"x$ for one variable. We choose $\Delta v_1$ and $\Delta v_2$ so that $\Delta C$ is negative.",
            OF["gradient_descent"],
            (r"\Delta C\approx\frac{\partial C}{\partial v_1}\Delta v_1+\frac{\partial C}{\partial v_2}\Delta v_2",),
        ),
        Idea(
            "steepest",
            "The gradient points uphill",
            r"Both slopes together are a vector, the **gradient** $\nabla C$. It points in the direction in which $C$ "
            r"rises fastest. Of all steps $\Delta v$ of one length, the one straight against it is best.",
            OF["gradient_descent"],
            (
                r"\nabla C=\begin{bmatrix}\partial C/\partial v_1\\\partial C/\partial v_2\end{bmatrix},\qquad"
                r"\Delta v=\begin{bmatrix}\Delta v_1\\\Delta v_2\end{bmatrix}",
                r"\Delta C\approx\nabla C\cdot\Delta v",
            ),
            exhibit=best_direction.show,
        ),
        Idea(
            "descent",
            "Gradient descent",
            r"So take $\Delta v=-\eta\nabla C$, with a small positive **learning rate** $\eta$. For a small enough "
            r"$\eta$, $\Delta C$ is not positive: the ball goes down. Do it again and again, and with the weights "
            r"$w_k$ and biases $b_l$ of a network in place of $v$, it learns.",
            OF["gradient_descent"],
            (
                r"\Delta C\approx-\eta\,\nabla C\cdot\nabla C=-\eta\,\|\nabla C\|^2\le0",
                r"v\to v'=v-\eta\nabla C",
                r"w_k\to w_k'=w_k-\eta\frac{\partial C}{\partial w_k},\qquad "
                r"b_l\to b_l'=b_l-\eta\frac{\partial C}{\partial b_l}",
            ),
            slip=r"the rule is written $v-\eta C$, without the $\nabla$. And the ball ends in *a* minimum, not always "
            r"in the global one; with too large an $\eta$ it overshoots, and $C$ rises.",
            shows={"surface": "two-minima", "steps": "40"},
        ),
        Idea(
            "sgd",
            "Stochastic gradient descent",
            r"The cost is the mean of the costs $C_x$ of the single examples, so $\nabla C$ is the mean of $n$ "
            r"gradients $\nabla C_x$. With many examples that takes long. **Stochastic gradient descent** estimates it "
            r"from a **mini-batch**: $m$ examples picked at random. If $m$ is large enough, both means are nearly the "
            r"same.",
            OF["sgd"],
            (
                r"C_x=\frac{\|y(x)-a\|^2}{2},\qquad C=\frac1n\sum_xC_x",
                r"\nabla C=\frac1n\sum_x\nabla C_x\approx\frac1m\sum_{j=1}^m\nabla C_{x_j}",
            ),
        ),
        Idea(
            "epoch",
            "An epoch",
            r"Each mini-batch gives one step. Then another one is drawn from the examples that are left, until all "
            r"have been used: that is one **epoch** of training. Then the next begins.",
            OF["sgd"],
            (
                r"w_k\to w_k'=w_k-\frac{\eta}{m}\sum_j\frac{\partial C_{x_j}}{\partial w_k},\qquad "
                r"b_l\to b_l'=b_l-\frac{\eta}{m}\sum_j\frac{\partial C_{x_j}}{\partial b_l}",
            ),
            shows={"m": "10", "epochs": "1"},
        ),
    ),
)

BACKPROPAGATION = Chapter(
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
            OF["matrices"],
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
            OF["backpropagation"],
            (r"C=\frac{1}{2n}\sum_x\|y(x)-a^L(x)\|^2,\qquad C_x=\frac12\|y-a^L\|^2=\frac12\sum_j(y_j-a^L_j)^2",),
        ),
        Idea(
            "hadamard",
            "The Hadamard product",
            r"Two vectors of the same length, multiplied component by component: that is the **Hadamard** (or Schur) "
            r"product $s\odot t$.",
            OF["backpropagation"],
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
            OF["backpropagation"],
            (r"\delta^l_j\equiv\frac{\partial C}{\partial z^l_j}",),
            exhibit=pushed_neuron.show,
        ),
        Idea(
            "bp1",
            "The error of the output layer",
            r"How fast the cost changes with an output, times how fast that output changes with its $z$. If the cost "
            r"hardly depends on an output, its error is small. For the quadratic cost the first factor is $a^L_j-y_j$.",
            OF["backpropagation"],
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
            OF["backpropagation"],
            (r"\delta^l=\left((w^{l+1})^T\delta^{l+1}\right)\odot\sigma'(z^l)\qquad\text{(BP2)}",),
            slip=r"it is written for $L$, the output layer, which has no layer after it. It holds for any layer $l<L$.",
            shows={"step": "4"},
        ),
        Idea(
            "bp3",
            "The slope along a bias",
            r"It is the error itself.",
            OF["backpropagation"],
            (r"\frac{\partial C}{\partial b^l_j}=\delta^l_j\qquad\text{(BP3)}",),
            shows={"step": "5"},
        ),
        Idea(
            "bp4",
            "The slope along a weight",
            r"The activation that comes in, times the error of the neuron that the weight leads to.",
            OF["backpropagation"],
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
            OF["learning_slowdown"],
            shows={"preset": "start-at-w-2-b-2"},
        ),
        Idea(
            "proof",
            "Why the four equations hold",
            r"All four are the chain rule. For BP1: an output $a^L_k$ depends on $z^L_j$ only if $k=j$, so of the sum "
            r"one term is left. For BP2: $z^l_j$ acts on the cost through every $z^{l+1}_k$. For BP3 and BP4: $z^l_j$ "
            r"is a sum in which $b^l_j$ has the factor 1 and $w^l_{jk}$ the factor $a^{l-1}_k$.",
            OF["backpropagation"],
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
            shows={"step": "4", "proof": "1"},
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
            OF["backpropagation"],
            shows={"step": "0", "shape": "3-3-2-2"},
        ),
    ),
)

BIG_PICTURE = Chapter(
    "The big picture",
    (
        Idea(
            "one-weight",
            "A change travels",
            r"Change one weight $w^l_{jk}$ a little. Its neuron's activation changes, then every activation of the "
            r"next layer, and so on, up to the cost. Each change is the one before times a slope.",
            OF["rate_factors"],
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
            OF["rate_factors"],
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

CROSS_ENTROPY = Chapter(
    "Cross-entropy",
    (
        Idea(
            "cross-entropy",
            "A cost that learns from its error",
            r"For one neuron with $a=\sigma(z)$ and $z=\sum_jw_jx_j+b$. It is not negative, since $\ln$ of a number "
            r"between 0 and 1 is not positive. It is near 0 if the output is near the desired one for every example: "
            r"with $y=0$ and $a\approx0$, $y\ln a=0$ and $\ln(1-a)\approx0$.",
            OF["cross_entropy"],
            (r"C=-\frac1n\sum_x\left[y\ln a+(1-y)\ln(1-a)\right]",),
        ),
        Idea(
            "sigma-prime",
            "σ′ = σ(1 − σ)",
            r"Differentiate $\sigma(z)=(1+e^{-z})^{-1}$ with the chain rule, and split the result into two factors. "
            r"One is $\sigma(z)$; the other is 1 minus it.",
            OF["activations"],
            (
                r"\begin{aligned}\sigma'(z)&=-(1+e^{-z})^{-2}\cdot(-e^{-z})\\"
                r"&=\frac{1}{1+e^{-z}}\cdot\frac{e^{-z}}{1+e^{-z}}\\"
                r"&=\frac{1}{1+e^{-z}}\cdot\frac{(1+e^{-z})-1}{1+e^{-z}}=\sigma(z)\,(1-\sigma(z))\end{aligned}",
            ),
        ),
        Idea(
            "cancels",
            "σ′ cancels",
            r"In the slope along a weight, $\sigma'(z)$ stands above and $a\,(1-a)$ with $a=\sigma(z)$ below, and they "
            r"are equal. What is left is the error $\sigma(z)-y$: the more the neuron is wrong, the faster it learns.",
            OF["cross_entropy"],
            (
                r"\begin{aligned}\frac{\partial C}{\partial w_j}&=-\frac1n\sum_x\left(\frac ya-\frac{1-y}{1-a}\right)"
                r"\sigma'(z)\,x_j\\&=\frac1n\sum_x\frac{\sigma'(z)\,x_j}{a\,(1-a)}\,(a-y)\\"
                r"&=\frac1n\sum_xx_j\,(\sigma(z)-y)\end{aligned}",
                r"\frac{\partial C}{\partial b}=\frac1n\sum_x(\sigma(z)-y)",
            ),
            shows={"part": "where-it-comes-from"},
        ),
        Idea(
            "slowdown",
            "No learning slowdown",
            r"With the quadratic cost the slope is $(a-y)\,\sigma'(z)\,x$: a saturated neuron learns slowly however "
            r"wrong it is. Cross-entropy has no $\sigma'(z)$.",
            OF["learning_slowdown"],
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
            OF["cross_entropy"],
            (r"C=-\frac1n\sum_x\sum_j\left[y_j\ln a^L_j+(1-y_j)\ln(1-a^L_j)\right]",),
            shows={"part": "several-neurons"},
        ),
        Idea(
            "distributions",
            "Two distributions, and surprise",
            r"Cross-entropy comes from information theory. If $q_j$ is the probability that we gave to an outcome, "
            r"$-\ln q_j$ is our surprise when it happens; $p_j$ says how often it does. The cross-entropy is the mean "
            r"surprise, and it is least if $q=p$.",
            OF["cross_entropy"],
            (r"-\sum_jp_j\ln q_j",),
            slip=r"the minus sign is missing. Without it the sum is never positive.",
            exhibit=two_distributions.show,
        ),
        Idea(
            "binary-entropy",
            "Desired outputs between 0 and 1",
            r"In regression $y$ may be anything between 0 and 1. The cross-entropy is then least at $a=y$, and its "
            r"least value is not 0 but the **binary entropy** of $y$: what is uncertain stays surprising.",
            OF["cross_entropy"],
            (r"-\frac1n\sum_x\left[y\ln y+(1-y)\ln(1-y)\right]",),
            slip=r"there, this least value is called the cross-entropy itself. It is the cross-entropy at $a=y$ only.",
            shows={"part": "surprise-and-soft-targets", "y": "0.5"},
        ),
    ),
)

SOFTMAX = Chapter(
    "Softmax",
    (
        Idea(
            "softmax",
            "Outputs that share a whole",
            r"Softmax is another kind of output layer. The activations lie between 0 and 1 and add up to 1, so they "
            r"can be read as probabilities. Each of them depends on *all* weighted inputs.",
            OF["softmax"],
            (r"a^L_j=\frac{e^{z^L_j}}{\sum_ke^{z^L_k}},\qquad\sum_ja^L_j=1",),
        ),
        Idea(
            "log-sum",
            "From the outputs back to z",
            r"Take logarithms: $z^L_j$ and $\ln a^L_j$ differ by a constant, the same for every output of one example. "
            r"It has a name: the **log-sum-exp** of all $z$.",
            OF["softmax"],
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
            OF["softmax"],
            (
                r"C=-\ln a^L_y",
                r"\frac{\partial C}{\partial b^L_j}=a^L_j-y_j,\qquad"
                r"\frac{\partial C}{\partial w^L_{jk}}=a^{L-1}_k\,(a^L_j-y_j)",
            ),
            shows={"preset": "sure-and-wrong"},
        ),
    ),
)

REGULARIZATION = Chapter(
    "Regularization",
    (
        Idea(
            "l2",
            "L2, or weight decay",
            r"To the cost $C_0$ a **regularization term** is added: the squares of all weights of the network, times "
            r"$\lambda/2n$, where $\lambda>0$ is the **regularization parameter**. So the network prefers small "
            r"weights; large ones are worth it only if they make $C_0$ much smaller.",
            OF["regularization"],
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
            OF["regularization"],
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
            OF["regularization"],
            exhibit=small_and_large.show,
        ),
        Idea(
            "l1",
            "L1",
            r"Here the *absolute values* are added up. Both kinds shrink weights, but L1 by a constant amount, L2 in "
            r"proportion to the weight. So a large weight loses less under L1, a small one more: what is left are a "
            r"few important connections, and the rest go to 0. $\operatorname{sgn}(w)$ is the sign of $w$, 0 at 0.",
            OF["regularization"],
            (
                r"C=C_0+\frac{\lambda}{n}\sum_w|w|,\qquad"
                r"\frac{\partial C}{\partial w}=\frac{\partial C_0}{\partial w}+\frac{\lambda}{n}\operatorname{sgn}(w)",
                r"w\to w'=w-\frac{\eta\lambda}{n}\operatorname{sgn}(w)-\eta\frac{\partial C_0}{\partial w}",
            ),
            slip=r"a second line goes on with $w\left(1-\frac{\eta\lambda}{n}\right)$. That is L2's rule; L1 has no "
            r"such factor.",
            shows={"strength": "10"},
        ),
    ),
)

HESSIAN = Chapter(
    "The Hessian technique",
    (
        Idea(
            "taylor",
            "A parabola instead of a slope",
            r"Taylor's theorem goes on after the slope: the next term has the second derivatives, gathered in the "
            r"**Hessian** matrix $H$.",
            OF["hessian"],
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
            OF["hessian"],
            (r"\Delta w=-H^{-1}\nabla C", r"w\to w'=w-H^{-1}\nabla C\to w''=w'-H'^{-1}\nabla'C\to\dots"),
            slip=r"$\Delta w=H^{-1}\nabla C$ lacks the minus sign.",
            shows={"surface": "two-minima"},
        ),
    ),
)

OTHERS = Chapter(
    "Other neurons",
    (
        Idea(
            "tanh",
            "tanh",
            r"A sigmoid, stretched: it goes from −1 to 1, and at 0 it is four times as steep.",
            OF["activations"],
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
            r"never saturates above 0; below, its slope is 0, and it does not learn.",
            OF["activations"],
            (r"\text{output}=\max(0,\,w\cdot x+b)",),
            shows={"z": "-2"},
        ),
    ),
)

CHAPTERS = (
    PERCEPTRONS,
    SIGMOID,
    ARCHITECTURE,
    DESCENT,
    BACKPROPAGATION,
    BIG_PICTURE,
    CROSS_ENTROPY,
    SOFTMAX,
    REGULARIZATION,
    HESSIAN,
    OTHERS,
)
IDEAS = {idea.name: idea for chapter in CHAPTERS for idea in chapter.ideas}
"""All ideas by their names, in order."""
