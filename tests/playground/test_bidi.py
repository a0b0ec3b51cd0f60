"""Names that are written from right to left keep that to themselves, wherever a table brings them."""

import json
import re

import pytest

from engine.bidi import isolated
from tests.playground.news import sent
from tests.playground.test_own_table import opened

ROWS = [f"{i}.5,{40 - i}.25,{'קטן' if i < 20 else 'גדול'}" for i in range(40)]
WORDS = ("\n".join(["אורך,רוחב,סוג", *ROWS]), "סוג")
NUMBERS = ("\n".join(["طول,عرض,سعر", *(f"{i}.5,{40 - i}.25,{i}" for i in range(40))]), "سعر")
LETTERS = "[\u0590-\u06ff]"
APART = f"\u2068[^\u2069]*{LETTERS}[^\u2069]*\u2069"


def test_only_names_with_letters_from_right_to_left_are_set_apart() -> None:
    assert isolated("petal (cm)") == "petal (cm)"
    assert isolated("") == ""
    assert isolated("אורך (cm)") == "\u2068אורך (cm)\u2069"
    assert isolated("length طول") == "\u2068length طول\u2069"


@pytest.mark.parametrize(
    ("what", "keys"),
    [(WORDS, ("class-shares", "confusions")), (NUMBERS, ("class-shares", "predictions"))],
    ids=["classes", "numbers"],
)
def test_every_name_of_a_table_is_set_apart_on_the_page(what: tuple[str, str], keys: tuple[str, ...]) -> None:
    app = opened(what)
    for key in ("network-diagram", "decision-map", "rate-factors", "weight-histograms", *keys):
        text = json.dumps(sent(app, key), ensure_ascii=False)
        assert re.search(APART, text) or key == "weight-histograms", key
        assert not re.search(LETTERS, re.sub(APART, "", text)), key
    captions = [caption.value for caption in app.caption if re.search(LETTERS, caption.value)]
    assert captions
    assert not any(re.search(LETTERS, re.sub(APART, "", caption)) for caption in captions)
