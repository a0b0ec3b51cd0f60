"""Data: toy points of the plane, handwritten digits, drawings; all of them arrive as a `Dataset`."""

from engine.data.catalogue import SOURCES, load
from engine.data.dataset import Dataset

__all__ = ["SOURCES", "Dataset", "load"]
