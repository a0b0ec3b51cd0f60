"""What is no digit is doubted, and a digit is not."""

import numpy as np
import pytest

from engine.data import mnist
from engine.handwriting import doubt


def test_a_training_digit_is_like_itself_and_a_lone_corner_is_like_none() -> None:
    image = mnist.embedded().x_train[5].reshape(28, 28) / 255
    assert doubt.likeness(image) == pytest.approx(1, abs=1e-5)
    assert doubt.likeness(image / 3) == pytest.approx(1, abs=1e-5)
    corner = np.zeros((28, 28))
    corner[0, 0] = 1
    assert doubt.likeness(corner) == 0
