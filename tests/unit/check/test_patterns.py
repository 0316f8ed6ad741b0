"""Which patterns of codes are compared: all that share one, however they are found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from cosemgen.check.patterns import _Pattern, _Patterns
from cosemgen.compile import compile_text
from cosemgen.model import ObisObject

masks = st.sampled_from([0b1, 0b10, 0b100, 0b11, 0b110, 0b111])
item = ObisObject("a.b.c.d.e.f", (((0, 0),),) * 6, "Any")


def pairs(patterns: Iterable[_Pattern]) -> Iterator[tuple[_Pattern, _Pattern]]:
    """Those that are compared."""
    known = _Patterns()
    for each in patterns:
        for rival in known.near(each):
            yield rival, each
        known.add(each)


@given(st.lists(st.tuples(*[masks] * 6), max_size=12))
def test_every_pair_that_shares_a_code_is_compared(
    found: list[tuple[int, ...]],
) -> None:
    patterns = [
        _Pattern(item, 1, each, frozenset({at})) for at, each in enumerate(found)
    ]
    compared = {(*a.classes, *b.classes) for a, b in pairs(patterns)}
    assert compared >= {
        (first, second)
        for first, second in combinations(range(len(found)), 2)
        if all(map(int.__and__, found[first], found[second]))
    }


@given(st.lists(st.tuples(*[masks] * 6), max_size=12), st.tuples(*[masks] * 6))
def test_every_pattern_around_another_one_is_found(
    found: list[tuple[int, ...]], inner: tuple[int, ...]
) -> None:
    known = _Patterns()
    for at, each in enumerate(found):
        known.add(_Pattern(item, 1, each, frozenset({at})))
    around = known.around(_Pattern(item, 1, inner, frozenset()))
    assert {at for each in around for at in each.classes} >= {
        at
        for at, each in enumerate(found)
        if all(m & ~t == 0 for m, t in zip(inner, each, strict=True))
    }


def test_exact_codes_are_not_compared_with_one_another() -> None:
    exact = [
        _Pattern(item, 1, (1, 1, 1 << n % 16, 1 << n // 16, 1, 1), frozenset())
        for n in range(256)
    ]
    assert not [*pairs(exact)]


def test_messages_have_no_placeholders() -> None:
    """An object whose name is put together is called by words, and by its pattern."""
    found = compile_text(
        {
            "below/package.cosem": 'package below "Below" {}\n'
            'medium 1 "Power" {\n  group C {\n    1 "power"\n    2 "voltage"\n  }\n}\n'
            '/// A.\nclass 8200 "A" {\n  version 0 {\n    attribute 2 value: long\n  }\n}\n'
            'object 1.0.c.8.e.255 "{C}, rate {E+0}" where c in 1..2 as 8200\n',
            "acme/package.cosem": 'package acme "ACME" {\n  needs below\n}\n'
            '/// B.\nclass 32768 "B" {\n  version 0 {\n    attribute 2 value: long\n  }\n}\n'
            'object 1.0.1.8.e.255 "Mine {E+0}" where e in 1..3 as 32768\n',
        }
    ).diagnostics
    assert [(each.code, each.message) for each in found] == [
        (
            "C519",
            "'Mine e' (1.0.1.8.e.255) replaces 'any quantity, rate e' (1.0.c.8.e.255) of package "
            "'below' (below/package.cosem:14), which is of class 8200",
        )
    ]


def test_a_code_in_use_is_listed_once_among_all_that_a_row_holds() -> None:
    """Also one that is none of the codes by which rows are tried."""
    found = compile_text(
        'package example "Example" {}\n'
        '/// A.\nclass 32768 "A" {\n  version 0 {\n    attribute 2 value: long\n  }\n}\n'
        'object a.b.c.d.e.f "All" as 32768\n'
        "in-use {\n"
        '  1.0.c.8.e.255 "One" where c in 1..2 and e in 1..2\n'
        '  1.0.c.8.e.255 "Two" where c in 0..1 and e in 2, 4\n'
        '  1.0.c.8.e.255 "Three" where c in 0, 2 and e in 3\n'
        "}\n"
    ).diagnostics
    assert [(each.code, each.message) for each in found] == [
        (
            "C532",
            "1.0.1.8.2.255 is in use already: 1.0.c.8.e.255 (example.cosem:10)",
        )
    ]
