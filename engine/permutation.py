"""A permutation as NumPy draws it, in loops that Numba compiles: what `stream(...).permutation(n)` costs is its set-up.

All of it is written down here, for whole numbers of up to 32 bits. The seed is spread over 256 bits (`SeedSequence`),
from which a generator begins (`PCG64`), and the numbers 0, ..., n - 1 are shuffled from the last down.
"""

import numpy as np

from engine.arrays import Array
from engine.loops import kept, machine_code

_32 = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)
_1, _16, _58, _63, _64 = map(np.uint64, (1, 16, 58, 63, 64))
_INIT_A, _MULT_A, _INIT_B, _MULT_B = map(np.uint64, (0x43B0D7E5, 0x931E8875, 0x8B51F9DD, 0x58F38DED))
_MIX_L, _MIX_R = map(np.uint64, (0xCA01F9DD, 0x4973F715))
_FACTOR_HIGH, _FACTOR_LOW = map(np.uint64, (2549297995355413924, 4865540595714422341))
_SHIFTS = _1, np.uint64(2), np.uint64(4), np.uint64(8), _16  # after which all bits below the highest are set
_POOL = 4


def permutations(seed: int, purpose: int, first: int, count: int, n: int) -> Array:
    """`stream(seed, purpose, i).permutation(n)` for i = first, ..., first + count - 1: (count, n)."""
    drawn = np.empty((count, n), np.intp)
    _draw(seed, purpose, first, drawn, np.empty(_POOL, np.uint64), np.empty(2 * _POOL, np.uint64))
    return drawn


@machine_code
def _spread(seed, purpose, of, pool, words):
    """`SeedSequence([seed, purpose, of]).generate_state(4, np.uint64)`, in halves of 32 bits."""
    factor = _INIT_A
    pool[0], pool[1], pool[2], pool[3] = seed, purpose, of, 0
    for i in range(_POOL):
        value = pool[i] ^ factor
        factor = factor * _MULT_A & _32
        value = value * factor & _32
        pool[i] = value ^ value >> _16
    for source in range(_POOL):
        for i in range(_POOL):
            if i != source:
                value = pool[source] ^ factor
                factor = factor * _MULT_A & _32
                value = value * factor & _32
                value = value ^ value >> _16
                mixed = _MIX_L * pool[i] - _MIX_R * value & _32
                pool[i] = mixed ^ mixed >> _16
    factor = _INIT_B
    for i in range(len(words)):
        value = pool[i % _POOL] ^ factor
        factor = factor * _MULT_B & _32
        value = value * factor & _32
        words[i] = value ^ value >> _16


@machine_code
def _next(high, low, add_high, add_low):
    """The state of `PCG64` after this one, in halves of 64 bits: times a factor, plus what tells streams apart."""
    a, b, c, d = low >> _HALF, low & _32, _FACTOR_LOW >> _HALF, _FACTOR_LOW & _32
    middle = a * d + (b * d >> _HALF)
    other = b * c + (middle & _32)
    carried = a * c + (middle >> _HALF) + (other >> _HALF)
    new_low = low * _FACTOR_LOW + add_low
    new_high = high * _FACTOR_LOW + low * _FACTOR_HIGH + carried + add_high
    return new_high + np.uint64(new_low < add_low), new_low


@machine_code
def _number(high, low):
    """The number that `PCG64` gives in this state."""
    turn, both = high >> _58, high ^ low
    return both >> turn | both << ((_64 - turn) & _63)


@kept
def _draw(seed, purpose, first, drawn, pool, words):
    n = drawn.shape[1]
    for of in range(len(drawn)):
        order = drawn[of]
        _spread(seed, purpose, first + of, pool, words)
        begin_high, begin_low = words[1] << _HALF | words[0], words[3] << _HALF | words[2]
        stream_high, stream_low = words[5] << _HALF | words[4], words[7] << _HALF | words[6]
        add_high, add_low = stream_high << _1 | stream_low >> _63, stream_low << _1 | _1
        low = add_low + begin_low
        high = add_high + begin_high + np.uint64(low < begin_low)
        high, low = _next(high, low, add_high, add_low)
        for i in range(n):
            order[i] = i
        waiting, number = False, np.uint64(0)
        for i in range(n - 1, 0, -1):
            most = mask = np.uint64(i)
            for shift in _SHIFTS:
                mask |= mask >> shift
            j = mask + _1
            while j > most:  # halves of numbers, until one is small enough
                if waiting:
                    number >>= _HALF
                else:
                    high, low = _next(high, low, add_high, add_low)
                    number = _number(high, low)
                waiting = not waiting
                j = number & mask
            order[i], order[j] = order[j], order[i]
