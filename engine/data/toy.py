"""Toy data: points of the plane in classes (circle, XOR, ...) or with a number to be learned (plane, ...).

Each maker takes a generator, a number of points and a noise from 0 to 0.5, and gives points (n, 2) that mostly lie
in the square [-6, 6]², with labels (n,) from 0 up, or numbers (n,) in -1...1.
"""

import numpy as np

from engine.arrays import Array

EXTENT = 6.0
RADIUS = 5.0


def circle(rng: np.random.Generator, n: int, noise: float) -> tuple[Array, Array]:
    """Class 1 is a disc, class 0 a ring around it."""
    labels = _alternate(n, 2)
    inside = labels == 1
    radius = np.where(inside, rng.uniform(0, 0.5, n), rng.uniform(0.7, 1, n)) * RADIUS
    angle = rng.uniform(0, 2 * np.pi, n)
    points = _polar(radius, angle)
    noisy = points + rng.uniform(-1, 1, (n, 2)) * RADIUS * noise
    if noise:
        # as a measurement would err: the point is seen here, but belongs where the noise takes it
        labels = (np.hypot(*noisy.T) < RADIUS * 0.5).astype(np.int64)
    return points, labels


def xor(rng: np.random.Generator, n: int, noise: float) -> tuple[Array, Array]:
    """Class 1 where x₁ and x₂ have the same sign, class 0 where they differ, with a gap along the axes."""
    points = rng.uniform(-RADIUS, RADIUS, (n, 2))
    points += np.where(points > 0, 0.3, -0.3)
    noisy = points + rng.uniform(-1, 1, (n, 2)) * RADIUS * noise
    return points, (noisy[:, 0] * noisy[:, 1] >= 0).astype(np.int64)


def gaussians(rng: np.random.Generator, n: int, noise: float) -> tuple[Array, Array]:
    """Two normal clouds around (2, 2) and (-2, -2), wider with more noise."""
    labels = _alternate(n, 2)
    centres = np.where(labels[:, np.newaxis] == 1, 2.0, -2.0)
    return centres + rng.normal(0, np.sqrt(0.5 + 7 * noise), (n, 2)), labels


def spiral(rng: np.random.Generator, n: int, noise: float) -> tuple[Array, Array]:
    """Two arms wound around each other by one and three quarter turns."""
    labels = _alternate(n, 2)
    along = rng.uniform(0, 1, n)
    points = _polar(along * RADIUS, 1.75 * along * 2 * np.pi + labels * np.pi)
    return points + rng.uniform(-1, 1, (n, 2)) * noise, labels


def moons(rng: np.random.Generator, n: int, noise: float) -> tuple[Array, Array]:
    """Two half circles, one the right way up and one upside down, each reaching into the other."""
    labels = _alternate(n, 2)
    angle = rng.uniform(0, np.pi, n)
    upper = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    lower = np.stack([1 - np.cos(angle), 0.5 - np.sin(angle)], axis=1)
    points = np.where(labels[:, np.newaxis] == 1, upper, lower) - [0.5, 0.25]
    return points * 3.2 + rng.normal(0, 0.15 + 2 * noise, (n, 2)), labels


def three_arms(rng: np.random.Generator, n: int, noise: float) -> tuple[Array, Array]:
    """Three classes, each a bent arm that leaves the centre."""
    labels = _alternate(n, 3)
    along = rng.uniform(0.05, 1, n)
    points = _polar(along * RADIUS, 0.6 * along * 2 * np.pi + labels * 2 * np.pi / 3)
    return points + rng.normal(0, 0.12 + 2 * noise, (n, 2)) * along[:, np.newaxis], labels


def plane(rng: np.random.Generator, n: int, noise: float) -> tuple[Array, Array]:
    """A number that grows along the diagonal: (x₁ + x₂) / 10, held to -1...1."""
    points = rng.uniform(-EXTENT, EXTENT, (n, 2))
    seen = points + rng.uniform(-1, 1, (n, 2)) * EXTENT * noise
    return points, np.clip(seen.sum(axis=1) / 10, -1, 1)


def multi_gaussian(rng: np.random.Generator, n: int, noise: float) -> tuple[Array, Array]:
    """Six hills and hollows of height 1, the number 0 between them."""
    points = rng.uniform(-EXTENT, EXTENT, (n, 2))
    seen = points + rng.uniform(-1, 1, (n, 2)) * EXTENT * noise
    centres = np.array([[-4, 2.5], [0, 2.5], [4, 2.5], [-4, -2.5], [0, -2.5], [4, -2.5]])
    heights = np.array([1, -1, 1, -1, 1, -1])
    distance = np.hypot(*(seen[:, np.newaxis] - centres).transpose(2, 0, 1))
    near = distance.argmin(axis=1)
    return points, heights[near] * np.clip(1 - distance[np.arange(n), near] / 2, 0, 1)


def _alternate(n: int, classes: int) -> Array:
    return np.arange(n) % classes


def _polar(radius: Array, angle: Array) -> Array:
    return np.stack([radius * np.sin(angle), radius * np.cos(angle)], axis=1)
