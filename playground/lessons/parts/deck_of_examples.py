"""An epoch that uses the examples up, card by card: a shuffled deck, mini-batches of m, a step with each of them."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import streamlit as st

from engine.arrays import Array
from engine.neuron_cost import NeuronCost
from engine.streams import ORDER, stream
from playground.components.charts.plot import Colour, Curve, Point, Segment, plot
from playground.components.diagram.deck import NEXT, Card, deck
from playground.components.page.readouts import Readout, readouts
from playground.components.shared.clicks import clicked
from playground.components.shared.numerals import numeral, symbol
from playground.lessons.shape import linked
from playground.settings.choices import Whole
from playground.settings.slots import Slot

N = 12
SIZES = (1, 2, 3, 4, 6, 12)
"""The mini-batches that use N cards up without a rest."""
MOST_EPOCHS = 10
START = np.array([-1.0, 1.5])  # w, b
RATE = 0.3  # η
REACH = 2.0  # how far x goes to either side
CARDS = Slot("deck-cards-drawn", int)
"""How many cards were taken since the start, over all epochs."""


@cache
def priced() -> NeuronCost:
    """The quadratic cost of a linear neuron on N examples: a straight line and noise, to one decimal place."""
    rng = np.random.default_rng(4)
    x = np.round(rng.uniform(-1.7, 1.7, (N, 1)), 1)
    return NeuronCost(x, np.round(0.9 * x - 0.4 + rng.normal(0, 0.7, (N, 1)), 1)[:, 0], "linear", "quadratic")


def shuffled(epoch: int) -> Array:
    """The examples in the order in which a run of the engine with seed 0 takes them in this epoch, (N,)."""
    return stream(0, ORDER, epoch).permutation(N)


@dataclass(frozen=True)
class Dealt:
    """Where training is after some cards.

    `epoch` and `step` count from 0, the step within its epoch. `order` (N,) are the examples as the shuffle put them;
    of those, the first `used` were in earlier hands, and `hand` are those of the present one. `before` is v = (w, b)
    while the hand is taken, and `after` v once it is full, None until then.
    """

    epoch: int
    step: int
    order: Array
    used: int
    hand: Array
    before: Array
    after: Array | None

    @property
    def now(self) -> Array:
        """The present v."""
        return self.before if self.after is None else self.after

    @property
    def left(self) -> int:
        """How many cards are in the deck."""
        return N - self.used - len(self.hand)


def deal(cards: int, m: int) -> Dealt:
    """Training with mini-batches of m, one of SIZES, after so many cards."""
    v, whole = START, max(cards - 1, 0) // m  # hands before the present one
    for number in range(whole):
        v = stepped(v, _hand(number, m))
    hand = _hand(whole, m)[: cards - whole * m]
    epoch, step = divmod(whole, N // m)
    return Dealt(epoch, step, shuffled(epoch), step * m, hand, v, stepped(v, hand) if len(hand) == m else None)


def _hand(number: int, m: int) -> Array:
    epoch, step = divmod(number, N // m)
    return shuffled(epoch)[step * m :][:m]


def stepped(v: Array, hand: Array) -> Array:
    """v - η/m Σ ∇C_x with the examples of the hand (m,)."""
    return np.asarray(v - RATE * priced().gradients(v)[hand].mean(axis=0))


def show() -> None:
    """The deck, the buttons that take cards off it, and the estimate of ∇C beside the true one."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        m = linked.segmented_control(
            "Cards in a mini-batch, m", SIZES, default=4, key="deck-m", on_change=CARDS.put, args=(0,)
        )
        cards = _cards(m)
    found = deal(cards, m)
    _figures(found, m)
    _show_deck(found, m)
    left, right = st.columns(2, gap="medium")
    with left:
        _draw_data(found)
    with right:
        _draw_gradients(found)


def _cards(m: int) -> int:
    """How many cards were taken, and the buttons that take more."""
    drawn = Whole("cards", 0, 0, MOST_EPOCHS * N)
    cards = linked.begin(drawn, CARDS) + len(clicked("deck-cards", {NEXT}))
    cards = min(cards, drawn.high)
    CARDS.put(cards)
    linked.say(drawn, cards)
    for name, icon, to in (
        ("Take a card", "playing_cards", cards + 1),
        ("Mini-batch", "skip_next", (cards // m + 1) * m),
        ("Epoch", "fast_forward", (cards // N + 1) * N),
        ("Back", "replay", 0),
    ):
        st.button(
            name,
            key=f"deck-{name.lower().replace(' ', '-')}",
            icon=f":material/{icon}:",
            on_click=CARDS.put,
            args=(min(to, drawn.high),),
        )
    return cards


def _figures(found: Dealt, m: int) -> None:
    by_example, k = priced().gradients(found.before), len(found.hand)
    estimate = _pair(by_example[found.hand].mean(axis=0)) if k else "–"
    of = f"{'so far ' if found.after is None else ''}the mean of the {k} in hand" if k else "no card is in hand"
    before, now = (float(priced().value(v)) for v in (found.before, found.now))
    was = "of all examples" if found.after is None else f"{numeral(before)} before this step"
    readouts(
        [
            Readout("steps in an epoch", str(N // m), f"n/m = {N}/{m}"),
            Readout("Σ ∇Cₓ / m", estimate, of, "positive"),
            Readout("∇C", _pair(by_example.mean(axis=0)), f"(∂C/∂w, ∂C/∂b), the mean of all {N}", "negative"),
            Readout("cost C", numeral(now), was),
        ]
    ).show("deck-figures")


def _pair(v: Array) -> str:
    return f"({numeral(float(v[0]), 2)}, {numeral(float(v[1]), 2)})"


def _show_deck(found: Dealt, m: int) -> None:
    x, y = priced().x, priced().y
    held = found.used + len(found.hand)
    cards = [
        Card(
            symbol("x", None, int(i)),
            (f"x {numeral(x[i, 0])}", f"y {numeral(y[i])}"),
            "used" if place < found.used else "hand" if place < held else "deck",
        )
        for place, i in enumerate(found.order)
    ]
    steps = [(f"step {first // m + 1}", cards[first : first + m]) for first in range(0, N, m)]
    deck(title=f"Epoch {found.epoch + 1}: {N} examples, shuffled", steps=steps, words=_in_words(found, m)).show(
        "deck-cards"
    )


def _in_words(found: Dealt, m: int) -> str:
    k = len(found.hand)
    if found.after is None:
        taken = f"{k} of {m} cards in hand" if k else "No card is taken yet"
        return f"{taken}: when the hand is full, the mean of its gradients makes step {found.step + 1}."
    made = f"Step {found.step + 1} is made: w → {numeral(found.after[0])}, b → {numeral(found.after[1])}."
    if found.left:
        return f"{made} Cards that are left in the deck: {found.left}."
    if found.epoch + 1 == MOST_EPOCHS:
        return f"{made} The deck is empty: epoch {MOST_EPOCHS} is over, the last that is played here."
    return f"{made} The deck is empty: the epoch is over. For the next one, all {N} cards are shuffled anew."


def _draw_data(found: Dealt) -> None:
    across, (x, y) = np.array([-REACH, REACH]), (priced().x, priced().y)
    used = set(found.order[: found.used].tolist())
    plot(
        title="Examples and outputs",
        curves=[
            Curve("before the step", across, found.before[0] * across + found.before[1], "train", dashed=True),
            Curve("a = wx + b", across, found.now[0] * across + found.now[1], "positive"),
        ],
        points=[
            Point(
                float(x[i, 0]),
                float(y[i]),
                "third" if i in found.hand else "text",
                symbol("x", None, i) if i in found.hand else "",
                "in the hand" if i in found.hand else "used" if i in used else "in the deck",
                hollow=i in used,
            )
            for i in range(N)
        ],
        x_label="x",
        y_label="y, a",
        x_range=(-REACH, REACH),
        y_range=(-4, 4),
        height=280,
    ).show("deck-data")
    st.caption("Violet: in the hand. Hollow: used in this epoch. Filled: still in the deck.")


def _draw_gradients(found: Dealt) -> None:
    each = priced().gradients(found.before)
    arrows = [_arrow(each[i], "third", "" if place else "∇Cₓ in the hand") for place, i in enumerate(found.hand)]
    if arrows:
        arrows.append(_arrow(each[found.hand].mean(axis=0), "positive", "their mean"))
    else:  # the legend keeps its lines
        arrows = [Segment(0, 0, 0, 0, "third", "∇Cₓ in the hand"), Segment(0, 0, 0, 0, "positive", "their mean")]
    arrows.append(_arrow(each.mean(axis=0), "negative", "∇C", dashed=True))
    plot(
        title="Gradients at this w and b",
        segments=arrows,
        points=[
            Point(float(by_w), float(by_b), "third" if i in found.hand else "text", hollow=i not in found.hand)
            for i, (by_w, by_b) in enumerate(each)
        ],
        x_label="∂C/∂w",
        y_label="∂C/∂b",
        height=280,
    ).show("deck-gradients")
    st.caption("The arrow of all 12 is what we want; that of the hand is what we get, for less work.")


def _arrow(to: Array, colour: Colour, name: str, dashed: bool = False) -> Segment:
    return Segment(0, 0, float(to[0]), float(to[1]), colour, name, arrow=True, dashed=dashed)
