"""Chapter of the notes: The architecture of neural networks."""

from playground.lessons.parts import forward_only
from playground.lessons.registry import BY_NAME
from playground.notes.idea import Chapter, Idea

CHAPTER = Chapter(
    "The architecture of neural networks",
    (
        Idea(
            "hidden",
            "Input, hidden, output; always forward",
            r"The first layer of a network holds its inputs, the last one its outputs. A layer in between is "
            r"**hidden**, which means no more than that: it is neither. In a **feedforward** network the outputs of "
            r"each layer go only to later layers; no wire leads back, so there are no loops. The function that turns "
            r"the weighted input of a neuron into its output is its **activation function**.",
            BY_NAME["matrices"],
            exhibit=forward_only.show,
        ),
    ),
)
