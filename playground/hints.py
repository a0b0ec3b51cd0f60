"""Hints: what a learner should know about the state that a run is really in, and what to try."""

from engine.snapshot import Snapshot


def hint(snapshot: Snapshot) -> str | None:
    """The most pressing thing to say about this snapshot, or None."""
    return _dead_layer(snapshot)


def _dead_layer(snapshot: Snapshot) -> str | None:
    """A hidden layer of ReLUs that are all dead: nothing before it can learn any more."""
    experiment = snapshot.experiment
    if experiment.activation != "relu" or 1.0 not in snapshot.stuck:
        return None
    layer = snapshot.stuck.index(1.0) + 1
    return (
        f"All ReLUs of hidden layer {layer} are dead: they give 0 for every example, so no gradient comes through and "
        f"nothing before them learns. Steps that are too large do this. Try a smaller η (now "
        f"{experiment.learning_rate:g}), then Reset."
    )
