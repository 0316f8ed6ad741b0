"""Which patterns of codes are compared: all that share one, however they are found."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from cosemgen.check.patterns import _pairs, _Pattern
from cosemgen.model import ObisObject

masks = st.sampled_from([0b1, 0b10, 0b100, 0b11, 0b110, 0b111])
item = ObisObject("a.b.c.d.e.f", (((0, 0),),) * 6, "Any")


@given(st.lists(st.tuples(*[masks] * 6), max_size=12))
def test_every_pair_that_shares_a_code_is_compared(
    found: list[tuple[int, ...]],
) -> None:
    patterns = [
        _Pattern(item, each, frozenset({at}), True) for at, each in enumerate(found)
    ]
    compared = {(*a.classes, *b.classes) for a, b in _pairs(patterns)}
    assert compared >= {
        (first, second)
        for first, second in combinations(range(len(found)), 2)
        if all(map(int.__and__, found[first], found[second]))
    }


def test_exact_codes_are_not_compared_with_one_another() -> None:
    exact = [
        _Pattern(item, (1, 1, 1 << n % 16, 1 << n // 16, 1, 1), frozenset(), True)
        for n in range(256)
    ]
    assert not [*_pairs(exact)]
