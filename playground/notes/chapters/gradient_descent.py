"""Chapter of the notes: Gradient descent."""

from playground.lessons.parts import best_direction, cost_of_data, deck_of_examples, digit_vectors
from playground.lessons.registry import BY_NAME
from playground.notes.idea import Chapter, Idea

CHAPTER = Chapter(
    "Gradient descent",
    (
        Idea(
            "vectors",
            "Pictures and answers are vectors",
            r"A picture of 28 × 28 pixels is a vector $x\in\mathbb{R}^{784}$: its rows, laid end to end. The desired "
            r"answer $y(x)$ is a vector in $\mathbb{R}^{10}$: 1 for the right digit, 0 elsewhere. The outputs $a$ of "
            r"the network are ten numbers too, so they can be compared.",
            BY_NAME["gradient_descent"],
            (r"y(x)=(0,0,0,1,0,0,0,0,0,0)^T\quad\text{for a }3",),
            exhibit=digit_vectors.show,
        ),
        Idea(
            "cost",
            "What a network costs",
            r"The **cost** (also objective or loss) measures how far the outputs $a$ are from the desired ones, over "
            r"all $n$ training examples. $\|v\|$ is the length of a vector $v$. This one is the **quadratic cost**, or "
            r"mean squared error. It is never negative, and near 0 only if $a\approx y(x)$ for every example. To learn "
            r"is to find weights and biases that make it small.",
            BY_NAME["gradient_descent"],
            (r"C(w,b)=\frac{1}{2n}\sum_x\|y(x)-a\|^2",),
            exhibit=cost_of_data.show,
        ),
        Idea(
            "valley",
            "A ball in a valley",
            r"Think of $C$ as a function of two variables only, $v_1$ and $v_2$, such as $w$ and $b$ of one neuron. "
            r"That is a valley, and each place in it is one line through the points. Put a ball on its slope and move "
            r"it a little. How far it goes down is told by the two slopes, as $\Delta y\approx\frac{dy}{dx}\Delta x$ "
            r"for one variable. We choose $\Delta v_1$ and $\Delta v_2$ so that $\Delta C$ is negative.",
            BY_NAME["gradient_descent"],
            (r"\Delta C\approx\frac{\partial C}{\partial v_1}\Delta v_1+\frac{\partial C}{\partial v_2}\Delta v_2",),
            shows={"surface": "linear-neuron", "steps": "1"},
        ),
        Idea(
            "steepest",
            "The gradient points uphill",
            r"Both slopes together are a vector, the **gradient** $\nabla C$. It points in the direction in which $C$ "
            r"rises fastest. Of all steps $\Delta v$ of one length, the one straight against it is best.",
            BY_NAME["gradient_descent"],
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
            r"$w_k$ and biases $b_l$ of a network in place of $v$, it learns. Its cost is no bowl: even that of one "
            r"sigmoid neuron has plains, where the ball hardly moves.",
            BY_NAME["gradient_descent"],
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
            BY_NAME["sgd"],
            (
                r"C_x=\frac{\|y(x)-a\|^2}{2},\qquad C=\frac1n\sum_xC_x",
                r"\nabla C=\frac1n\sum_x\nabla C_x\approx\frac1m\sum_{j=1}^m\nabla C_{x_j}",
            ),
        ),
        Idea(
            "epoch",
            "An epoch",
            r"Each mini-batch gives one step. Then another one is drawn from the examples that are left, until all "
            r"have been used: that is one **epoch** of training, $n/m$ steps. Then the next begins.",
            BY_NAME["sgd"],
            (
                r"w_k\to w_k'=w_k-\frac{\eta}{m}\sum_j\frac{\partial C_{x_j}}{\partial w_k}",
                r"b_l\to b_l'=b_l-\frac{\eta}{m}\sum_j\frac{\partial C_{x_j}}{\partial b_l}",
            ),
            exhibit=deck_of_examples.show,
        ),
    ),
)
