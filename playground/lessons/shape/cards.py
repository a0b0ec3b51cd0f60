"""The cards of a lesson: a learner commits, the exhibit plays, and what it found settles the bet."""

from dataclasses import replace

import streamlit as st

from playground.classes.question_cards import ON_CARDS
from playground.components.page.bet_cards import Card, bet_cards
from playground.components.shared import mailbox
from playground.learner.session import ON_PAGE, desk
from playground.lessons.shape import progress
from playground.lessons.shape.address import current
from playground.lessons.shape.bets import Answer, Bet, Facts

HIDING = (
    ":is(VIEWS) { position: relative } :is(VIEWS) > * { visibility: hidden } "
    ':is(VIEWS)::after { content: "Bet on this first: then it is drawn here."; position: absolute; top: 40% }'
)
"""What holds for views that would tell the answer of a bet: they keep their room, and say so."""


def show(name: str, bets: tuple[Bet, ...], facts: Facts) -> None:
    """Settle what the facts of the lesson of this name settle, and draw those of its cards that are shown."""
    address, known = current(), progress.answers()
    won, cards = progress.won_setting(bets), progress.cards_setting(bets)
    if address.opens(won) and won in address:
        progress.take_won(address.read(won))
    if address.opens(cards) and cards in address:
        progress.choose(bets, address.read(cards))
    shown = progress.shown(bets)
    for bet in bets:
        if bet.name in known:
            known[bet.name] = bet.settled(known[bet.name], facts)
    address.say(won, progress.won(bets))
    address.say(cards, [bet.name for bet in shown])
    hidden = [f".st-key-{bet.hides}" for bet in shown if bet.hides and bet.name not in known]
    rules = HIDING.replace("VIEWS", ", ".join(hidden)) if hidden else ""
    st.html(f"<style>{rules}</style>")  # without rules too: it takes the place of those before
    asked = tuple(replace(_card(bet, None), truth=bet.read(facts)) for bet in shown)
    desk().put(ON_CARDS, (desk().find(ON_PAGE) or "", asked))
    if shown:
        bet_cards([_card(bet, known.get(bet.name)) for bet in shown]).show(f"{name}-bets")


def _card(bet: Bet, answer: Answer | None) -> Card:
    known = answer or Answer()
    bare = known.guess is None and known.truth is None
    return Card(
        name=bet.name,
        kind=bet.kind,
        asks=bet.asks,
        choices=bet.choices,
        begun=answer is not None and not (bare and known.right),
        guess=known.guess,
        truth=known.truth,
        right=known.right,
        words=known.words,
    )


def take(name: str, bets: tuple[Bet, ...]) -> None:
    """Do what the cards of the lesson of this name were told: before its exhibit is drawn, which then plays."""
    named = {bet.name: bet for bet in bets}
    for message in mailbox.fresh(f"{name}-bets"):
        card = message.get("card")
        bet = named.get(card) if isinstance(card, str) else None
        if bet is not None:
            _answer(bet, message)


def _answer(bet: Bet, message: mailbox.Message) -> None:
    known = progress.answers()
    again = message.get("do") == "again"
    if again:
        known.pop(bet.name, None)
    guess = message.get("guess")
    if bet.kind == "task" if again else bet.name not in known and bet.takes(guess):
        known[bet.name] = Answer(None if bet.kind == "task" else guess)
        current().play(bet.shows)
        bet.plays()
