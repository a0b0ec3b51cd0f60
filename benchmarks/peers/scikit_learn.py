"""scikit-learn: an MLPClassifier with plain SGD, one epoch a call of `partial_fit`. Its output layer is softmax."""

from collections.abc import Callable

import numpy as np
from sklearn.neural_network import MLPClassifier

from benchmarks.peers.workload import Workload
from engine.data import Dataset


def scikit_learn(workload: Workload, data: Dataset, threads: int) -> Callable[[], None]:
    """An epoch of it, on float32."""
    x, _ = workload.floats(data)
    classes = np.arange(data.classes)
    classifier = MLPClassifier(
        workload.sizes[1:-1],
        activation={"sigmoid": "logistic", "tanh": "tanh"}[workload.hidden],
        solver="sgd",
        momentum=0,
        nesterovs_momentum=False,
        learning_rate_init=workload.learning_rate,
        alpha=workload.strength / data.n * workload.m,
        batch_size=workload.m,
        random_state=0,
    )

    def epoch() -> None:
        classifier.partial_fit(x, data.y_train, classes=classes)

    return epoch
