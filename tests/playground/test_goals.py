"""Goals: Play pauses by itself exactly where the learner said."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from engine import Dataset, Experiment, Trainer
from playground.runs.goals import Goal, Place, further

EXPERIMENT = Experiment(dataset="gaussians", hidden=(3,), samples=100)


@pytest.mark.parametrize(("goal", "epoch"), [(Goal(epoch=3), 3), (Goal(accuracy=0.0), 1)])
def test_training_ends_at_the_end_of_the_epoch_that_reaches_the_goal(goal: Goal, epoch: int) -> None:
    trainer = Trainer(EXPERIMENT).train(until=goal.reached)
    assert trainer.epoch == epoch
    assert trainer.step == epoch * trainer.steps_per_epoch
    assert f"epoch {epoch}" in str(goal.reached(trainer))


def test_patience_counts_epochs_since_the_lowest_test_cost() -> None:
    # weights that only shrink make the test cost rise from the second epoch on
    experiment = EXPERIMENT.changed(regularization="L2", regularization_strength=400, learning_rate=0.5)
    trainer = Trainer(experiment).train(until=Goal(patience=4).reached)
    costs = trainer.history.test_cost
    assert trainer.epoch == costs.argmin() + 1 + 4
    assert costs[-4:].min() >= costs.min()


def test_no_goal_is_never_reached() -> None:
    trainer = Trainer(EXPERIMENT).train(epochs=1)
    assert Goal().reached(trainer) is None
    assert Goal(step=trainer.step + 1).reached(trainer) is None
    assert Goal(accuracy=1.01).reached(trainer) is None


def test_patience_looks_at_the_validation_set_where_there_is_one() -> None:
    x = np.linspace(-1, 1, 40)[:, np.newaxis]
    right, wrong = np.arange(40) // 20, 1 - np.arange(40) // 20

    def patient(**validation: Any) -> Trainer:
        experiment = Experiment(dataset="custom", hidden=(), learning_rate=0.1)
        return Trainer(experiment, Dataset(x, right, x, wrong, **validation)).train(
            until=Goal(patience=3, epoch=10).reached
        )

    goal = Goal(patience=3)
    assert goal.reached(patient()) == "Paused at epoch 4: the test cost was lowest at epoch 1."
    assert patient(x_validation=x, y_validation=right).epoch == 10
    told = goal.reached(patient(x_validation=x, y_validation=wrong))
    assert told == "Paused at epoch 4: the validation cost was lowest at epoch 1."


def test_an_epoch_that_is_over_is_no_end_to_train_to() -> None:
    trainer = Trainer(EXPERIMENT).train(epochs=2).train(steps=1)
    assert (
        Goal(epoch=2).reached(trainer)
        == Goal(epoch=2).reached(trainer.train(epochs=1))
        == ("Paused: epoch 2 is over already.")
    )
    assert Goal(epoch=3).reached(trainer) == "Paused at the end of epoch 3."


def test_a_cost_that_falls_in_every_epoch_outlasts_any_patience() -> None:
    # one weight, one bias, whole batches, small steps: downhill all the way, long after not every epoch is on record
    x, y = np.array([[-1.0], [1.0]]), np.array([0, 1])
    experiment = Experiment(dataset="custom", hidden=(), learning_rate=0.01, batch_size=2)
    trainer = Trainer(experiment, Dataset(x, y, x, y)).train(until=Goal(patience=1, epoch=3_100).reached)
    assert trainer.epoch == 3_100
    assert (np.diff(trainer.history.test_cost) < 0).all()


@pytest.mark.parametrize(
    ("near", "more", "goal"),
    [
        (Goal(), {"steps": 1}, Goal(step=54)),
        (Goal(step=60), {"steps": 3}, Goal(step=63)),
        (Goal(epoch=3), {"steps": 1}, Goal(step=76)),  # the end of epoch 3 is step 75
        (Goal(epoch=5), {"steps": 2}, Goal(step=127)),
        (Goal(), {"epochs": 1}, Goal(epoch=3)),
        (Goal(epoch=3), {"epochs": 2}, Goal(epoch=5)),
        (Goal(step=74), {"epochs": 1}, Goal(epoch=3)),
        (Goal(step=75), {"epochs": 1}, Goal(epoch=4)),
        (Goal(step=101), {"epochs": 3}, Goal(epoch=7)),  # in the fifth epoch
    ],
)
def test_presses_add_up_from_what_is_asked_for_already(near: Goal, more: dict[str, int], goal: Goal) -> None:
    place = Place(epoch=2, step=53, left=22, per_epoch=25)  # the third epoch began after step 50
    assert further(near, place, **more) == replace(goal, near=True)
