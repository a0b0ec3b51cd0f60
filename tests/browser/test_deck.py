"""The deck of examples in a real browser: cards face down and face up, and a click or a key that takes the next."""

from collections.abc import Callable, Sequence
from typing import Any

from playground.components.diagram.deck import Card, deck
from tests.browser.chart_probe import messages, run, update
from tests.browser.conftest import spoken
from tests.waiting import wait_until

NAMES = ("x₃", "x₁", "x₄", "x₂")


def cards(*states: Any, ack: int = 0) -> dict[str, Any]:
    """What the deck is sent: two steps of two cards each, in these states."""
    made = [Card(name, ("x 1", "y 0"), state) for name, state in zip(NAMES, states, strict=True)]
    steps = [("step 1", made[:2]), ("step 2", made[2:])]
    words = f"{states.count('deck')} are left."
    return deck(title="Epoch 1", steps=steps, words=words).data | {"ack": ack}


def shown(page: Any) -> Sequence[str]:
    return [text.replace("\n", " ") for text in page.locator(".card").all_inner_texts()]


def test_what_is_in_the_deck_is_face_down_and_what_was_used_stays(page: Any, mount: Callable[..., None]) -> None:
    mount("deck", cards("deck", "deck", "deck", "deck"))
    assert shown(page) == [""] * 4
    update(page, cards("used", "used", "hand", "deck"))
    assert shown(page) == ["x₃ ✓ x 1 y 0", "x₁ ✓ x 1 y 0", "x₄ x 1 y 0", ""]
    labels = page.locator(".card").evaluate_all("all => all.map((node) => [node.getAttribute('role'), node.ariaLabel])")
    assert labels[0] == ["img", "x₃, used: x 1, y 0"]
    assert labels[2:] == [["img", "x₄, in the hand: x 1, y 0"], ["button", "take the next card"]]
    assert page.locator(".step.now").get_attribute("aria-label") == "step 2"
    wait_until(lambda: spoken(page) == "1 are left.")


def test_only_the_card_on_top_is_taken_and_the_next_keeps_the_focus(page: Any, mount: Callable[..., None]) -> None:
    mount("deck", cards("hand", "deck", "deck", "deck"))
    for i in (0, 2, 3):
        page.locator(".card").nth(i).click()
    assert messages(page) == []
    assert page.locator(".card[tabindex='0']").count() == 1
    page.locator(".card").nth(1).press("Enter")
    assert [message["id"] for message in messages(page)] == ["next"]
    update(page, cards("hand", "hand", "deck", "deck", ack=messages(page)[-1]["seq"]))
    assert run(page, "return root.activeElement.ariaLabel;") == "take the next card"
    page.keyboard.press("Space")
    assert [message["id"] for message in messages(page)] == ["next"]
    update(page, cards("used", "used", "hand", "hand", ack=messages(page)[-1]["seq"]))
    assert page.locator(".card[tabindex='0']").count() == 0
