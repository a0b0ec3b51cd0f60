"""The cost of one neuron on n examples as a function of its weights and its bias, with its first two derivatives.

    z = Σ_j w_j x_j + b,   a = σ(z),   C = 1/n Σ_x C_x(a, y)
    ∂C/∂w_j = 1/n Σ_x δ x_j,   ∂C/∂b = 1/n Σ_x δ,   δ = ∂C_x/∂z;   H = 1/n Σ_x ∂δ/∂z (x, 1)(x, 1)ᵀ

For a network see `backpropagation.gradient` and `newton.hessian`; here many places v = (w_1, ..., w_k, b) are looked at
at once, as a map of the cost needs it. All arithmetic is float64.
"""

from dataclasses import dataclass, field

import numpy as np

from engine.activations import activate
from engine.arrays import Array
from engine.costs import cost_named, output_delta, output_delta_change


@dataclass(frozen=True, eq=False)
class NeuronCost:
    """The cost of a neuron with this `output` activation on examples x (n, k) and y (n,), by the name of the `cost`.

    For places v of shape (..., k + 1), weights first and the bias last, the values of single examples have shape
    (..., n).
    """

    x: Array = field(repr=False)
    y: Array = field(repr=False)
    output: str
    cost: str

    @property
    def with_ones(self) -> Array:
        """What each parameter is multiplied by: the inputs, and 1 for the bias, (n, k + 1)."""
        return np.column_stack([self.x, np.ones(len(self.x))])

    def weighted_inputs(self, v: Array) -> Array:
        """z of each example."""
        return np.asarray(v @ self.with_ones.T)

    def outputs(self, v: Array) -> Array:
        """a of each example."""
        return activate(self.output, self.weighted_inputs(v))

    def terms(self, v: Array) -> Array:
        """C_x of each example."""
        z = self.weighted_inputs(v)
        return cost_named(self.cost).terms(z, activate(self.output, z), self.y)

    def errors(self, v: Array) -> Array:
        """δ = ∂C_x/∂z of each example."""
        z = self.weighted_inputs(v)
        return output_delta(cost_named(self.cost), self.output, z, activate(self.output, z), self.y)

    def value(self, v: Array) -> Array:
        """C, (...)."""
        return np.asarray(self.terms(v).mean(axis=-1))

    def gradients(self, v: Array) -> Array:
        """∇C_x of each example, (..., n, k + 1)."""
        return np.asarray(self.errors(v)[..., np.newaxis] * self.with_ones)

    def gradient(self, v: Array) -> Array:
        """∇C, (..., k + 1)."""
        return np.asarray(self.gradients(v).mean(axis=-2))

    def hessian(self, v: Array) -> Array:
        """H, (..., k + 1, k + 1)."""
        z = self.weighted_inputs(v)
        rows, y = z.reshape(-1, 1), np.broadcast_to(self.y, z.shape).reshape(-1, 1)
        one = np.ones((len(rows), 1, 1))
        change = output_delta_change(cost_named(self.cost), self.output, rows, activate(self.output, rows), y, one)
        ones = self.with_ones
        return np.asarray(np.einsum("...n,nj,nk->...jk", change.reshape(z.shape), ones, ones) / len(ones))


_X = np.array([[-2.0], [-1.0], [0.0], [1.0], [2.0]])
FIVE_EXAMPLES = {
    "linear": NeuronCost(_X, np.array([-1.5, -1.0, 0.5, 0.5, 2.0]), "linear", "quadratic"),
    "sigmoid": NeuronCost(_X, np.array([0.0, 0.0, 1.0, 0.0, 1.0]), "sigmoid", "quadratic"),
}
"""The quadratic cost of a neuron with one input on five examples: a bowl for a line, and no bowl for a sigmoid."""
