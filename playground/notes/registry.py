"""The registry of the notes: every idea of the subject, in its order, with our text, its exhibit and its lesson."""

from playground.notes.chapters import (
    architecture,
    backpropagation,
    big_picture,
    cross_entropy,
    gradient_descent,
    hessian,
    other_neurons,
    perceptrons,
    regularization,
    sigmoid_neurons,
    softmax,
)

CHAPTERS = tuple(
    chapter.CHAPTER
    for chapter in (
        perceptrons,
        sigmoid_neurons,
        architecture,
        gradient_descent,
        backpropagation,
        big_picture,
        cross_entropy,
        softmax,
        regularization,
        hessian,
        other_neurons,
    )
)
IDEAS = {idea.name: idea for chapter in CHAPTERS for idea in chapter.ideas}
"""All ideas by their names, in order."""
