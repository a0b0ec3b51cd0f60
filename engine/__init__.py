"""The learning machine: neural networks in NumPy, as the mathematics says and as fast as it goes."""

from engine import backpropagation, rate_factors
from engine.data import Dataset
from engine.experiment import Experiment
from engine.handwriting.digits import load_digit_network
from engine.history import Entry
from engine.network import Network
from engine.training import Trainer

__all__ = [
    "Dataset",
    "Entry",
    "Experiment",
    "Network",
    "Trainer",
    "backpropagation",
    "load_digit_network",
    "rate_factors",
]
