"""Codes are read as they were meant, nicknames are plain text, and guessing is bounded."""

import hashlib

import pytest

from playground.classes import codes
from playground.classes.codes import Attempts


def test_a_code_is_six_characters_of_which_no_two_look_alike() -> None:
    made = {codes.code() for _ in range(500)}
    assert len(made) > 490
    seen = set("".join(made))
    assert seen == set(codes.ALPHABET)
    assert all(len(code) == 6 for code in made)
    for alike in ("0ODQ", "1I7L", "2Z", "5S", "8B", "6G", "UV"):
        assert len(seen & set(alike)) <= 1
    assert not seen & set("AEIOU")


@pytest.mark.parametrize(
    "typed", ["7KXM4D", "7kxm4d", " 7KX-M4D\n", "7 k x m 4 d", "7KX–M4D", "1KXM4O", "IKXM40", "lkxm4q", "７ＫＸＭ４Ｄ"]
)
def test_a_code_is_read_as_it_was_meant(typed: str) -> None:
    assert codes.cleaned(typed) == "7KXM4D"


@pytest.mark.parametrize("typed", ["", "7KXM4", "7KXM4DD", "7KXM4S", "7KXM4é", "7KXM4\x00", "٧KXM4D", "K" * 10**6])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert codes.cleaned(typed) == ""


def test_a_key_is_kept_as_its_hash() -> None:
    key = codes.key()
    assert len(key) == 32  # 24 bytes, six bits a character
    assert codes.key() != key
    assert codes.hashed(key) == hashlib.sha256(key.encode()).hexdigest()
    assert codes.hashed("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # of FIPS 180-2
    assert len(codes.hashed("\ud800")) == 64


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ada", "Ada"),
        ("  Ada \u00a0 Lovelace\n", "Ada Lovelace"),
        ("Zoe\u0308", "Zo\u00eb"),
        ("שרה", "שרה"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d🔬", "👩\u200d🔬"),
        ("<b>&amp;", "<b>&amp;"),
        ("x" * 24, "x" * 24),
        ("Nguyễn", "Nguyễn"),
    ],
)
def test_a_nickname_is_plain_text(typed: str, kept: str) -> None:
    assert codes.nickname(typed) == kept
    assert codes.nickname_problem(typed) == ""


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Type a nickname."),
        (" \n", "Type a nickname."),
        ("\u200d\u200c", "can be seen"),
        ("\u3164", "can be seen"),
        ("\u0301", "can be seen"),
        ("x" * 25, "at most 24 characters"),
        ("x" * 10**6, "at most 24 characters"),
        ("A\u202eda", "plain text"),
        ("A\u2066da", "plain text"),
        ("A\u200bda", "plain text"),
        ("A\u00adda", "plain text"),
        ("A\nda", "plain text"),
        ("A\u2028da", "plain text"),
        ("A\x00da", "plain text"),
        ("A\x1b[31m", "plain text"),
        ("A\ud800", "plain text"),
        ("A\ue000", "plain text"),
        ("q\u0334\u0335\u0336\u0337", "at most 3 marks"),
    ],
)
def test_what_is_no_nickname_gets_a_sentence(typed: str, sentence: str) -> None:
    assert sentence in codes.nickname_problem(typed)
    with pytest.raises(ValueError, match=sentence):
        codes.nickname(typed)


def test_nicknames_that_look_the_same_get_numbers() -> None:
    assert codes.distinct("Ada", ["Ben"]) == "Ada"
    assert codes.distinct("Ada", ["ada"]) == "Ada 2"
    assert codes.distinct("ＡＤＡ", ["ada", "Ada 2"]) == "ＡＤＡ 3"
    assert codes.distinct("A\u200dda", ["Ada"]) == "A\u200dda 2"
    long = "x" * 24
    assert codes.distinct(long, [long]) == "x" * 22 + " 2"
    assert codes.distinct("Ada 2", ["Ada 2"]) == "Ada 2 2"


def test_a_nickname_is_proposed_that_nobody_has() -> None:
    names = [f"{quality} {animal}" for quality in codes._QUALITIES for animal in codes._ANIMALS]
    assert all(codes.nickname(name) == name for name in names)
    left = names.pop(300)
    assert {codes.proposed([name.lower() for name in names]) for _ in range(20)} == {left}
    assert codes.proposed([*names, left]).removesuffix(" 2") in [*names, left]
    assert len({codes.proposed([]) for _ in range(50)}) > 10


class Clock:
    """Seconds, as they are set."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_wrong_codes_are_borne_thirty_times_a_minute_from_one_address() -> None:
    clock = Clock()
    attempts = Attempts(clock)
    looked = []

    def nothing() -> None:
        looked.append(clock.now)

    for _ in range(30):
        assert attempts.find("10.0.0.1", nothing) is None
        clock.now += 1
    with pytest.raises(ValueError, match="Wait 30 seconds"):  # the first was 30 seconds ago
        attempts.find("10.0.0.1", nothing)
    with pytest.raises(ValueError, match="Too many wrong codes"):
        attempts.find("10.0.0.1", lambda: "a right one")
    assert attempts.find("10.0.0.2", lambda: "a right one") == "a right one"
    assert len(looked) == 30
    clock.now += 30
    assert attempts.find("10.0.0.1", nothing) is None
    with pytest.raises(ValueError, match="Wait a second,"):
        attempts.find("10.0.0.1", nothing)


def test_right_codes_are_borne_however_often() -> None:
    attempts = Attempts(Clock())
    for _ in range(1000):
        assert attempts.find("10.0.0.1", lambda: 1) == 1


def test_wrong_codes_are_borne_three_hundred_times_a_minute_from_all_together() -> None:
    clock = Clock()
    attempts = Attempts(clock)
    for number in range(300):
        attempts.find(f"10.0.0.{number}", lambda: None)
    with pytest.raises(ValueError, match="Wait 60 seconds"):
        attempts.find("10.9.9.9", lambda: None)
    clock.now += 60
    attempts.find("10.9.9.9", lambda: None)
    assert len(attempts._wrong) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("2001:db8::1", "2001:db8::ffff:2"), ("::ffff:10.0.0.1", "10.0.0.1"), ("fe80::1%eth0", "fe80::2%eth1")],
)
def test_addresses_of_one_network_are_one(one: str, other: str) -> None:
    attempts = Attempts(Clock())
    for address in [one, other] * 15:
        attempts.find(address, lambda: None)
    with pytest.raises(ValueError, match="Too many wrong codes"):
        attempts.find(other, lambda: None)
    attempts.find("2001:db9::1", lambda: None)
