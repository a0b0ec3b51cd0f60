"""Orders: all that a page may ask of its class; each file declares those of somebody, or about something."""

from playground.classes.orders import anyone, of_learners, of_pace, of_people, of_questions, of_the_desk
from playground.classes.orders.order import (
    FAILED,
    LEARNER,
    NO_RUN,
    NOBODY,
    NOT_IN,
    ORDERS,
    TEACHER,
    UNTRAINED,
    Order,
    carry_out,
)

__all__ = [
    "FAILED",
    "LEARNER",
    "NOBODY",
    "NOT_IN",
    "NO_RUN",
    "ORDERS",
    "TEACHER",
    "UNTRAINED",
    "Order",
    "anyone",
    "carry_out",
    "of_learners",
    "of_pace",
    "of_people",
    "of_questions",
    "of_the_desk",
]
