"""Digits drawn by a pen that never tires: the ways people write each digit, and how hands differ.

MNIST was written by Americans. Elsewhere a 7 has a bar, a 1 has a flag, a 4 stays open and a 9 stands on a
straight leg, and a network that has seen MNIST alone misreads them. Here each such style is a line of points;
`draw` writes it with a hand of its own (proportions, slant, shake, haste, a pen that slips), and `dataset`
renders what was written just as `drawing.render` renders what a learner draws.
"""

from collections.abc import Mapping
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from engine.handwriting.drawing import SIDE, render

Points = NDArray[np.float64]

# A style is a family of forms, and a hand writes something in between two of them. A form is one or more
# strokes, "|" between them; a stroke is a smooth line through its points "x,y", y down, the digit about 100
# high; "!" makes a point a corner. The forms of a style have the same strokes, point for point.
FORMS: Mapping[int, Mapping[str, tuple[str, ...]]] = {
    0: {
        "oval": (
            "36,0 13,16 2,50 13,84 35,100 57,84 68,50 57,16 36,0",
            "33,0 20,14 14,50 20,86 34,100 48,86 54,50 48,14 33,0",
            "40,2 14,10 -6,48 8,86 36,99 68,86 82,48 66,12 40,2",
            "52,6 26,4 6,34 4,76 24,100 50,88 66,52 64,20 52,6",
        ),
        "open": (
            "44,4 18,10 4,46 12,84 34,100 58,84 66,50 60,22 50,12",
            "30,8 12,22 2,52 14,86 36,100 58,84 68,48 58,14 42,0",
            "58,12 22,6 4,46 12,84 34,100 58,84 68,56 66,34 62,24",
        ),
        "overlapped": (
            "48,8 20,4 2,44 10,84 34,100 60,84 70,46 54,8 26,6 16,14",
            "30,4 10,24 2,56 16,90 38,100 60,82 66,44 52,8 36,4 20,22",
        ),
        "curled": (
            "30,14 44,20 48,6 28,0 6,28 4,74 32,100 62,78 66,34 48,4 40,-4",
            "24,20 38,26 50,12 32,2 8,24 0,66 30,100 64,76 68,34 54,10 44,0",
        ),
        "slashed": (
            "36,0 13,16 2,50 13,84 35,100 57,84 68,50 57,16 36,0 | 60,8 10,94",
            "34,2 18,14 12,50 18,86 34,98 50,86 56,50 50,14 34,2 | 72,-8 -4,108",
            "40,2 14,10 -4,48 8,86 36,99 66,86 78,48 64,12 40,2 | 54,26 20,76",
        ),
    },
    1: {
        "plain": ("30,0 30,50 30,100", "44,0 32,50 20,100", "28,0 32,50 32,100", "62,0 34,50 6,100"),
        "flag": (
            "12,32 28,16 40,0! 40,50 40,100",
            "-4,52 20,28 40,0! 40,50 40,100",
            "10,26 26,12 42,0! 36,50 30,100",
            "-6,44 20,26 44,0! 42,50 40,100",
        ),
        "long flag": (
            "-14,60 12,34 40,0! 40,50 40,100",
            "0,72 20,42 40,0! 42,50 42,100",
            "-14,54 12,32 40,0! 38,50 36,100",
        ),
        "bent flag": (
            "10,26 28,20 42,0! 40,50 38,100",
            "0,40 24,30 42,0! 40,50 40,100",
            "18,20 32,14 42,0! 42,50 40,100",
        ),
        "flag and foot": (
            "12,26 28,12 40,0! 40,50 40,100 | 12,100 40,100 66,100",
            "-4,42 20,22 40,0! 38,50 36,100 | 0,102 36,100 72,98",
            "18,24 30,12 40,0! 40,50 42,100 | 24,98 40,100 58,102",
        ),
        "foot": (
            "36,0 36,50 36,100 | 12,100 36,100 60,100",
            "42,0 38,50 32,100 | 4,102 32,100 64,97",
        ),
        "flag and foot at once": (
            "10,28 26,14 38,0! 38,50 38,100! 10,100! 66,100",
            "-2,40 22,20 40,0! 38,50 36,100! 14,102! 60,98",
        ),
        "tail": (
            "10,26 26,12 38,0! 36,50 36,84 44,99 60,94",
            "20,18 30,10 40,0! 38,50 38,90 46,101 54,98",
        ),
    },
    2: {
        "plain": (
            "6,24 18,4 42,0 62,16 54,44 30,74 4,100! 36,100 70,100",
            "2,16 24,0 52,2 66,22 52,50 24,78 0,98! 36,98 76,96",
            "14,16 28,2 46,0 58,14 48,42 26,68 2,92! 40,92 92,88",
            "10,32 16,10 36,0 54,12 52,38 32,70 10,100! 34,101 60,102",
        ),
        "curved foot": (
            "6,24 18,4 42,0 62,16 54,44 30,74 4,100! 26,92 48,102 72,92",
            "4,14 22,0 48,2 62,20 50,48 26,76 2,98! 24,88 50,100 78,100",
        ),
        "loop": (
            "8,22 20,4 46,0 62,18 54,46 28,80 8,97 0,88 12,78 32,88 50,100 74,90",
            "4,18 22,0 50,2 64,22 48,52 26,82 14,98 4,92 10,82 28,86 54,98 80,96",
            "10,30 18,8 40,0 58,14 54,42 34,74 16,96 -4,96 -4,76 20,78 44,98 70,104",
            "10,14 22,2 40,0 56,12 52,38 34,68 14,88 0,92 2,76 24,74 50,84 80,90",
            "16,20 24,4 46,-2 64,12 58,38 36,66 10,90 -8,84 2,66 30,70 60,84 96,86",
        ),
        "zed": (
            "6,10 30,4 58,4! 46,28 26,64 4,100! 34,100 68,98",
            "4,4 32,2 64,0! 48,32 26,66 0,98! 34,98 74,96",
        ),
        "hooked": (
            "14,34 4,20 20,2 46,0 62,20 52,48 28,76 4,100! 36,98 72,96",
            "20,24 8,26 10,8 36,-2 62,12 58,42 32,74 6,100! 36,98 70,98",
        ),
        "swan": (
            "4,20 22,0 50,6 58,32 44,62 22,84 4,92 18,90 40,96 56,100 74,94",
            "10,28 20,4 42,0 58,18 50,48 30,76 6,98 20,98 40,98 56,98 72,98",
        ),
        "steep": (
            "8,16 22,0 40,8 42,36 34,66 28,98! 48,100 70,98",
            "14,24 28,6 42,4 46,30 36,64 20,96! 44,98 66,96",
            "6,8 20,0 36,10 34,40 28,70 22,100! 46,99 74,96",
            "16,14 30,0 48,12 46,40 32,68 14,94! 38,98 58,102",
        ),
        "short hook": (
            "16,10 26,0 38,8 38,40 34,70 30,100! 48,99 68,98",
            "14,4 30,-2 46,6 42,40 34,70 24,98! 46,98 72,102",
            "6,18 14,4 30,2 36,30 30,64 20,100! 46,100 76,96",
        ),
    },
    3: {
        "round": (
            "8,14 30,0 56,12 52,36 26,47! 56,54 66,76 42,100 4,88",
            "4,8 32,-2 62,10 54,36 30,44! 60,54 70,80 38,102 0,92",
            "14,18 30,2 52,12 50,32 32,44! 54,56 58,80 36,100 10,92",
        ),
        "flowing": (
            "8,14 30,0 54,12 48,34 32,46 54,56 64,76 42,100 4,88",
            "4,8 30,-2 56,10 50,36 36,46 56,54 64,80 34,102 0,92",
        ),
        "looped": (
            "8,12 30,0 58,12 50,36 26,48 20,42 34,44 62,60 60,86 34,100 4,88",
            "4,16 28,0 56,8 54,34 24,52 14,42 34,42 66,60 60,90 30,102 2,94",
        ),
        "flat": (
            "6,2 34,0 62,0! 44,20 26,40! 54,46 66,72 46,98 4,92",
            "0,4 32,2 66,-2! 46,22 30,38! 60,50 64,80 36,100 2,90",
            "10,0 34,0 56,2! 42,24 24,44! 50,50 58,76 38,98 8,96",
        ),
        "angular": (
            "6,4 32,0 58,10! 44,28 26,46! 48,58 62,76! 38,90 6,98",
            "8,12 34,0 56,16! 42,34 30,46! 48,54 60,70! 36,92 4,96",
        ),
        "long": (
            "10,10 30,0 48,10 46,26 28,38! 58,44 68,72 46,100 0,98",
            "12,14 30,2 44,12 42,26 30,34! 56,40 66,76 36,104 -4,94",
            "4,16 34,-2 64,16 56,46 28,58! 52,62 58,80 40,98 8,96",
        ),
    },
    4: {
        "open": (
            "18,0 12,28 4,56! 34,56 68,54 | 50,20 49,60 48,100",
            "14,4 8,30 2,52! 36,54 74,54 | 54,0 52,50 50,100",
            "24,0 14,30 4,58! 32,58 62,58 | 42,34 42,66 42,104",
            "8,2 6,26 6,48! 34,48 70,46 | 56,-4 52,50 46,104",
        ),
        "continental": (
            "42,0 22,34 0,68! 34,68 72,68 | 46,44 45,72 44,104",
            "34,-4 18,34 0,70! 36,70 76,66 | 50,34 48,70 46,102",
            "52,0 26,32 -4,62! 32,64 66,66 | 44,48 42,74 40,108",
        ),
        "closed": (
            "46,0 22,34 0,66! 34,66 70,66 | 46,0 46,50 46,100",
            "50,0 22,32 -2,62! 36,62 76,62 | 50,-2 49,50 48,102",
            "40,0 22,30 6,58! 32,60 60,60 | 41,0 38,50 34,100",
        ),
        "high": (
            "44,0 22,20 2,44! 34,45 70,44 | 45,0 44,50 42,100",
            "40,-2 18,22 6,40! 36,46 72,48 | 44,0 46,50 48,102",
            "48,2 20,18 0,50! 32,52 74,50 | 50,2 46,50 42,104",
        ),
        "at once": (
            "46,100 46,50 46,0! 22,34 0,66! 34,66 72,64",
            "42,102 44,50 48,0! 20,34 -4,64! 34,66 68,68",
        ),
        "curved": (
            "12,0 4,26 10,50 34,56 58,46 | 62,0 57,50 50,100",
            "6,4 2,32 14,52 38,52 62,40 | 66,-4 60,50 56,102",
            "20,2 6,26 8,52 34,60 64,54 | 58,10 54,54 44,102",
        ),
        "curved at once": (
            "10,2 4,30 16,52 40,50 60,4! 56,50 50,100",
            "4,6 4,36 24,54 50,40 64,-2! 58,50 48,102",
            "16,0 6,26 18,48 44,44 58,10! 56,52 54,100",
        ),
        "looped": (
            "40,0 18,32 -2,62 8,70 34,64 64,62 | 46,30 45,64 44,102",
            "24,0 12,30 0,54 8,62 34,56 66,54 | 52,6 50,50 46,100",
        ),
        "low": (
            "38,0 20,36 4,72! 34,73 66,70 | 44,56 44,74 42,98",
            "30,-2 14,40 2,78! 32,76 70,72 | 50,52 46,74 40,100",
            "46,2 26,36 6,66! 36,70 60,72 | 40,46 42,72 46,104",
        ),
        "cursive": (
            "34,0 16,36 6,66 20,72 42,62 52,44! 48,72 44,104",
            "26,0 10,34 2,60 16,68 44,56 56,36! 50,70 42,102",
            "42,-2 22,36 8,70 24,76 44,66 50,50! 48,76 48,104",
        ),
        "square": (
            "10,0 9,24 8,50! 32,50 58,50! | 58,0 58,50 58,100",
            "6,4 6,26 6,46! 34,46 60,46! | 60,-2 60,50 60,102",
        ),
    },
    5: {
        "two strokes": (
            "18,2 15,22 12,44! 34,36 60,50 62,78 40,100 4,92 | 18,2 38,1 62,0",
            "14,0 12,22 10,40! 36,36 66,54 62,84 36,102 0,90 | 14,2 42,0 74,-4",
            "24,4 20,24 14,48! 32,44 54,56 58,80 38,98 10,98 | 22,2 40,6 58,4",
        ),
        "detached bar": (
            "14,6 13,24 10,46! 34,38 60,52 62,80 40,100 4,92 | 24,-2 44,-4 68,-6",
            "18,8 14,26 10,44! 36,40 62,54 62,82 38,100 4,92 | 12,0 38,-2 66,-2",
        ),
        "one stroke": (
            "64,0 42,0 18,2! 15,22 12,44! 34,36 60,50 62,78 40,100 4,92",
            "72,-4 44,0 12,2! 11,20 8,40! 38,38 66,56 62,86 34,102 -2,92",
            "54,2 38,2 22,2! 18,24 12,50! 32,44 52,56 58,80 38,98 8,96",
        ),
        "snake": (
            "62,2 40,0 20,6 14,30 30,44 54,56 58,80 36,100 4,90",
            "70,6 42,-2 18,6 12,34 36,46 60,60 56,86 30,102 2,92",
            "58,0 38,2 20,16 18,34 38,46 54,60 52,86 28,100 0,98",
        ),
        "angular": (
            "60,0 40,1 14,2! 14,22 13,42! 36,42 58,46! 60,70 54,94! 30,98 4,96",
            "64,-2 40,0 18,2! 16,24 14,46! 38,44 60,50! 58,72 48,96! 28,98 2,94",
        ),
    },
    6: {
        "curl": (
            "54,0 28,16 8,52 12,90 36,100 58,82 50,58 28,54 10,72",
            "62,4 30,10 4,52 8,92 38,102 64,78 52,52 26,54 8,80",
            "44,-2 22,18 6,58 14,92 34,100 50,86 46,66 28,62 10,76",
            "40,0 14,28 0,64 10,94 44,100 70,82 58,62 32,66 14,84",
        ),
        "straight": (
            "52,0 30,30 10,66 10,90 32,100 54,86 48,64 28,60 10,76",
            "44,-4 26,30 6,62 8,92 34,102 58,82 50,58 26,58 8,76",
            "26,0 16,34 8,66 12,90 32,100 52,88 48,66 30,62 12,74",
        ),
        "hooked": (
            "62,14 46,0 20,16 4,58 12,92 36,100 58,80 48,56 24,58 8,76",
            "60,22 50,4 24,6 4,50 8,90 36,102 60,82 52,54 26,54 6,72",
        ),
        "rolled": (
            "52,0 24,20 6,60 14,94 40,98 56,76 38,54 16,68 20,88",
            "56,2 26,14 4,56 12,94 42,100 58,72 38,52 18,70 28,84",
        ),
        "open": (
            "50,0 26,20 8,58 12,90 34,100 56,88 54,66 38,58 26,64",
            "58,6 28,16 6,56 14,94 40,98 58,78 48,58 34,58 24,68",
        ),
        "upright": (
            "10,0 8,34 8,70 14,92 34,100 54,86 50,62 28,56 10,72",
            "20,-2 12,32 6,66 12,92 36,102 60,84 52,56 28,56 8,78",
        ),
    },
    7: {
        "plain": (
            "2,4 34,3 66,2! 48,46 26,100",
            "0,2 36,0 72,-2! 48,48 18,102",
            "4,6 32,6 60,4! 50,50 40,102",
            "4,0 34,2 62,4! 42,44 34,100",
            "0,8 34,4 64,0! 42,36 28,100",
        ),
        "wavy": (
            "2,14 16,2 40,8 66,0! 46,46 28,100",
            "0,10 14,4 42,10 70,-2! 44,44 32,102",
        ),
        "serif": (
            "4,24 5,14 6,3! 34,3 66,2! 48,46 26,100",
            "-2,18 2,10 6,0! 36,2 70,0! 46,44 34,102",
            "10,30 9,18 8,6! 32,5 60,4! 52,50 38,100",
        ),
        "crossed": (
            "2,4 34,3 66,2! 48,46 26,100 | 18,50 44,49 68,48",
            "0,2 36,0 70,-2! 46,48 18,102 | 8,56 36,52 64,46",
            "6,4 32,5 58,4! 48,50 36,102 | 28,44 44,44 62,44",
            "0,8 34,4 68,0! 42,36 28,100 | 6,48 36,48 78,50",
            "4,0 34,2 62,4! 44,44 34,100 | 20,58 40,56 60,58",
        ),
        "crossed and wavy": (
            "2,16 16,2 40,8 66,0! 46,46 28,100 | 14,52 40,50 64,46",
            "0,10 14,2 42,8 70,-2! 44,44 32,102 | 20,46 44,46 70,44",
        ),
        "crossed with serif": (
            "4,24 5,14 6,3! 34,3 66,2! 48,46 26,100 | 16,52 42,50 66,48",
            "-2,16 2,8 6,0! 36,2 70,0! 46,44 34,102 | 24,46 44,46 70,46",
            "10,30 9,18 8,6! 32,5 60,4! 50,50 32,100 | 20,58 42,56 62,54",
        ),
        "bowed": (
            "4,6 30,2 54,2 64,12 56,40 40,68 30,100",
            "0,2 30,2 60,0 66,14 52,46 38,72 32,102",
        ),
        "crossed and bowed": (
            "4,6 30,2 54,2 64,12 56,40 40,68 30,100 | 20,52 46,50 70,46",
            "0,2 30,2 60,0 66,14 52,46 38,72 32,102 | 14,56 42,54 66,52",
        ),
        "narrow and crossed": (
            "14,14 26,6 44,2! 38,50 30,100 | 14,54 36,51 58,48",
            "10,4 28,2 46,0! 42,50 36,102 | 20,48 40,48 60,48",
            "6,20 22,10 48,0! 36,48 22,100 | 10,56 32,52 56,46",
        ),
    },
    8: {
        "snake": (
            "58,12 36,0 13,10 14,34 36,48 60,66 58,90 34,100 10,90 8,68 34,50 58,30 58,12",
            "52,6 32,0 14,14 18,36 38,50 56,68 52,90 32,100 12,88 12,66 34,50 52,32 52,6",
            "66,10 40,-2 14,6 12,32 38,46 66,62 66,90 36,102 4,92 4,66 34,48 64,30 66,10",
        ),
        "straight back": (
            "60,10 38,0 14,12 20,36 46,58 56,82 34,100 10,86 20,62 40,36 60,10",
            "66,4 38,-2 12,8 18,34 50,60 58,86 32,102 6,86 22,58 46,32 66,4",
            "64,14 48,0 28,10 26,34 38,54 42,82 24,100 10,86 22,62 44,40 64,14",
        ),
        "two rings": (
            "35,0 14,8 12,34 35,46 58,34 56,8 35,0 | 35,46 8,58 6,88 35,100 64,88 62,58 35,46",
            "36,2 18,10 18,34 36,42 54,34 54,10 36,2 | 34,46 6,56 4,90 34,100 66,90 64,56 34,46",
            "35,0 10,12 10,40 35,54 60,40 60,12 35,0 | 35,54 14,64 12,90 35,100 58,90 56,64 35,54",
        ),
        "from the middle": (
            "36,48 14,32 18,6 38,0 58,10 56,32 36,48 10,66 8,90 34,100 60,90 60,66 40,50",
            "30,46 12,28 20,4 40,2 58,14 52,36 34,48 12,64 10,92 38,102 62,86 56,62 42,52",
        ),
        "open": (
            "56,14 36,0 14,12 16,34 38,48 60,68 56,92 32,100 10,88 10,66 36,48 58,28 68,4",
            "64,18 40,0 16,6 16,34 40,50 60,70 54,94 30,100 8,84 14,62 38,44 52,30 56,18",
            "72,2 46,-2 18,8 18,34 38,52 50,74 38,98 20,100 8,84 22,62 44,42 60,24 76,6",
        ),
        "knotted": (
            "62,16 34,2 14,20 28,44 52,64 58,84 36,100 12,86 16,64 42,46 60,28 56,6 42,0",
            "60,6 34,0 16,14 24,38 48,58 58,80 38,100 12,92 10,70 38,50 60,30 60,10 46,-4",
        ),
        "small ring": (
            "46,8 34,0 24,10 30,28 48,50 60,76 40,100 12,94 8,72 28,44 44,24 46,8",
            "50,6 36,-2 28,10 32,24 52,46 64,80 38,102 6,94 6,66 32,38 48,20 50,6",
            "62,14 36,-2 8,14 16,42 32,58 46,80 36,100 22,96 18,82 34,60 56,42 62,14",
            "66,18 38,0 4,12 10,40 30,60 40,82 32,98 20,96 20,82 36,62 62,44 66,18",
        ),
    },
    9: {
        "straight tail": (
            "58,16 36,0 10,12 6,38 28,50 52,38 60,6! 59,50 58,100",
            "60,10 34,-2 4,14 4,42 30,52 56,36 62,2! 62,50 62,102",
            "56,20 38,2 16,14 14,36 32,44 50,34 58,10! 56,52 54,102",
        ),
        "slanted tail": (
            "58,16 36,0 10,12 6,38 28,50 52,38 60,8! 48,50 30,100",
            "62,12 36,-2 6,16 8,42 32,50 56,32 64,4! 46,52 18,102",
        ),
        "curled tail": (
            "58,18 36,0 10,12 6,38 28,50 52,38 60,8! 60,66 46,96 22,100 4,86",
            "60,12 34,-2 4,16 6,42 32,52 56,36 62,4! 64,62 52,98 24,104 -2,94",
            "56,20 38,2 16,12 12,34 30,42 50,34 58,14! 60,60 54,86 34,98 14,94",
        ),
        "flowing": (
            "56,28 42,2 14,6 6,34 26,50 50,36 58,20 52,64 30,100",
            "60,22 40,0 10,8 4,36 28,50 54,34 62,22 60,62 46,100",
            "54,30 44,4 18,2 6,30 22,46 48,36 58,26 50,72 16,98",
        ),
        "open": (
            "50,2 22,4 6,26 16,48 42,44 60,8! 58,52 54,100",
            "44,4 16,10 6,34 22,50 48,40 62,2! 56,50 42,102",
            "52,8 24,2 4,22 14,46 42,48 58,20! 60,60 60,100",
        ),
        "two strokes": (
            "36,0 12,8 6,32 26,48 50,40 58,18 36,0 | 60,0 59,50 58,100",
            "34,2 10,14 10,38 30,48 52,36 54,12 34,2 | 58,6 52,54 40,102",
            "38,2 12,10 8,34 28,46 50,38 58,16 38,2 | 60,2 60,70 44,98",
        ),
        "square tail": (
            "56,12 34,0 8,14 8,38 28,48 50,38 58,8! 58,50 58,98! 36,100 8,98",
            "60,16 36,0 8,10 6,38 28,50 52,38 60,6! 60,52 56,92! 36,100 12,92",
        ),
    },
}
STYLES: dict[int, tuple[str, ...]] = {digit: tuple(forms) for digit, forms in FORMS.items()}

_PER_POINT = 10  # places on the smooth line from one point of a form to the next


def draw(digit: int, style: str, rng: Generator) -> list[Points]:
    """One handwritten digit: a list of strokes, (n, 2) arrays of points (x, y), y down, about 100 high.

    `style` is one of `STYLES[digit]`; each call writes it with another hand.
    Raises ValueError if there is no such digit or style.
    """
    if digit not in FORMS or style not in FORMS[digit]:
        known = ", ".join(STYLES.get(digit, ())) or "none, digits are 0 to 9"
        raise ValueError(f"There is no way of writing {digit} called {style!r}; there are: {known}.")
    strokes = [_smooth(points, corners) for points, corners in _form(digit, style, rng)]
    strokes = _bent(strokes, rng)
    haste, shake = rng.gamma(1.5, 1.2), rng.gamma(1.5, 0.35)
    strokes = [_slipped(_shaken(_hurried(stroke, haste), shake, rng), rng) for stroke in strokes]
    if len(strokes) > 1 and rng.random() < 0.1:  # a pen that does not leave the paper
        strokes = [np.concatenate(strokes)]
    return _sampled(_leaning(strokes, rng), rng)


def dataset(n: int, rng: Generator) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """`n` drawn digits, each digit as often as the others, each of its styles equally likely.

    Returns images uint8 (n, 28, 28), 0 is paper and 255 is ink, and labels uint8 (n,).
    """
    labels = rng.permutation(np.arange(n) % 10).astype(np.uint8)
    images = np.empty((n, SIDE, SIDE), dtype=np.uint8)
    for image, label in zip(images, labels.tolist(), strict=True):
        style = STYLES[label][rng.integers(len(STYLES[label]))]
        image[:] = np.rint(255 * render(draw(label, style, rng)))
    return images, labels


@cache
def _parsed(form: str) -> tuple[tuple[Points, tuple[int, ...]], ...]:
    """Each stroke of a form as its points and the places of its corners."""
    strokes = []
    for stroke in form.split("|"):
        words = stroke.split()
        points = np.array([[float(number) for number in word.rstrip("!").split(",")] for word in words])
        strokes.append((points, tuple(i for i, word in enumerate(words) if word.endswith("!"))))
    return tuple(strokes)


def _form(digit: int, style: str, rng: Generator) -> list[tuple[Points, tuple[int, ...]]]:
    """A form between two forms of the style, its points a little out of place and its strokes not quite met."""
    forms = FORMS[digit][style]
    one, other = (_parsed(forms[i]) for i in rng.choice(len(forms), size=2))
    share, care = rng.random(), rng.gamma(3.0, 0.8)
    return [
        (
            (1 - share) * a + share * b + rng.normal(0, care, a.shape) + rng.normal(0, care, 2),
            corners,
        )
        for (a, corners), (b, _) in zip(one, other, strict=True)
    ]


def _smooth(points: Points, corners: tuple[int, ...]) -> Points:
    """The Catmull-Rom curve through the points, broken at the corners."""
    t = np.linspace(0, 1, _PER_POINT, endpoint=False)[:, None]
    pieces = []
    ends = [0, *corners, len(points) - 1]
    for first, last in pairwise(ends):
        piece = points[first : last + 1]
        if len(piece) < 2:
            continue
        slopes = np.gradient(piece, axis=0)
        for p, q, m, n in zip(piece, piece[1:], slopes, slopes[1:], strict=False):
            a, b = 2 * (p - q) + m + n, 3 * (q - p) - 2 * m - n
            pieces.append(((a * t + b) * t + m) * t + p)
    return np.concatenate([*pieces, points[-1:]])


def _bent(strokes: list[Points], rng: Generator) -> list[Points]:
    """The paper bent by a few long waves: parts grow and shrink, and what met still meets."""
    direction = rng.uniform(0, 2 * np.pi, 3)
    waves = np.stack([np.cos(direction), np.sin(direction)]) * (2 * np.pi / rng.uniform(90, 260, 3))
    heights = rng.normal(0, 3.0, (3, 2))
    phases = rng.uniform(0, 2 * np.pi, 3)
    return [stroke + np.sin(stroke @ waves + phases) @ heights for stroke in strokes]


def _hurried(stroke: Points, haste: float) -> Points:
    """Corners cut: each point the mean of its surroundings, `haste` points to either side."""
    reach = int(np.ceil(3 * haste))
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / max(haste, 1e-3)) ** 2)
    padded = np.pad(stroke, ((reach, reach), (0, 0)), mode="edge")
    weights /= weights.sum()
    smooth: Points = np.stack([np.convolve(axis, weights, mode="valid") for axis in padded.T], axis=1)
    return smooth


def _shaken(stroke: Points, shake: float, rng: Generator) -> Points:
    """A hand that trembles: smooth noise along the stroke."""
    knots = np.arange(0, len(stroke) + 4, 4)
    tremble = rng.normal(0, shake, (2, len(knots)))
    at = np.arange(len(stroke))
    shaken: Points = stroke + np.stack([np.interp(at, knots, axis) for axis in tremble], axis=1)
    return shaken


def _slipped(stroke: Points, rng: Generator) -> Points:
    """The stroke started and ended too early or too late, now and then with a small hook."""
    for _ in range(2):
        stroke = stroke[::-1]
        change = rng.normal(0, 4.0)
        if change < 0:
            travelled = np.hypot(*np.diff(stroke, axis=0).T).cumsum()
            keep = np.searchsorted(travelled, travelled[-1] + max(change, -0.25 * travelled[-1])) + 1
            stroke = stroke[: max(keep, 2)]
        else:
            heading = stroke[-1] - stroke[-min(4, len(stroke))]
            ahead = heading / (np.hypot(*heading) + 1e-9)
            stroke = np.concatenate([stroke, stroke[-1:] + change * ahead])
        if rng.random() < 0.08:
            stroke = np.concatenate([stroke, stroke[-1:] + rng.normal(0, 5.0, 2)])
    return stroke


def _leaning(strokes: list[Points], rng: Generator) -> list[Points]:
    """Slant, rotation and proportions of the hand."""
    slant, turn, width = rng.normal(0.12, 0.25), rng.normal(0, 0.1), np.exp(rng.normal(-0.02, 0.22))
    shear = np.array([[width, -slant], [0.0, 1.0]])
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    return [stroke @ (rotation @ shear).T for stroke in strokes]


def _sampled(strokes: list[Points], rng: Generator) -> list[Points]:
    """The points a tablet reports: many, or so few that curves are polygons; further apart where the pen is fast."""
    whole = sum(np.hypot(*np.diff(stroke, axis=0).T).sum() for stroke in strokes)
    spacing = whole / rng.uniform(6, 20) if rng.random() < 0.3 else rng.uniform(2, 12)
    sampled = []
    for stroke in strokes:
        travelled = np.concatenate([[0.0], np.hypot(*np.diff(stroke, axis=0).T).cumsum()])
        count = max(2, round(travelled[-1] / spacing))
        times = np.concatenate([[0.0], rng.gamma(6.0, size=count).cumsum()])
        at = times / times[-1] * travelled[-1]
        sampled.append(np.stack([np.interp(at, travelled, axis) for axis in stroke.T], axis=1))
    return sampled
