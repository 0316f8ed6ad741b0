"""What somebody may have meant: as `difflib` says it, and soon also among thousands of names."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches
from pathlib import Path

import pytest

from cosemgen.words import did_you_mean, nearest

SPEC = Path(__file__).parents[2] / "spec"


def _by_difflib(
    name: str, known: Iterable[str], most: int = 1, least: float = 0.6
) -> list[str]:
    """Each name compared with all that are known."""
    folded = {_folded(each): each for each in sorted(known, reverse=True)}
    found = get_close_matches(_folded(name), folded, most, least)
    return [folded[each] for each in found]


def _folded(name: str) -> str:
    return name.casefold().replace("_", "-")


def _mistyped(name: str, dice: random.Random) -> str:
    letters = [*name]
    for _ in range(dice.randint(0, 2)):
        at = dice.randrange(len(letters) + 1)
        what = dice.choice(("in", "out", "swap", "case"))
        if what == "in":
            letters.insert(at, dice.choice("abcdefghijklmnopqrstuvwxyz_-0123456789äß"))
        elif what == "out":
            del letters[at : at + 1]
        elif what == "swap":
            letters[at : at + 2] = reversed(letters[at : at + 2])
        else:
            letters[at : at + 1] = [each.upper() for each in letters[at : at + 1]]
    return "".join(letters)


@pytest.fixture(scope="module")
def names() -> list[str]:
    """Those that the files of the standard write."""
    files = sorted(SPEC.rglob("*.cosem"))
    words = {word for each in files for word in each.read_text("utf-8").split()}
    return sorted(word for word in words if re.fullmatch("[a-z][a-z0-9_-]+", word))


def test_among_some_names_those_are_found_that_difflib_finds(names: list[str]) -> None:
    dice = random.Random(5)
    for _ in range(400):
        known = dice.sample(names, dice.randint(1, 100))
        name = _mistyped(dice.choice(dice.choice((known, names))), dice)
        asked = name, known, dice.choice((1, 3)), dice.choice((0.4, 0.6, 0.8))
        assert nearest(*asked) == _by_difflib(*asked), asked


def test_among_all_names_a_mistyped_one_is_found_as_difflib_finds_it(
    names: list[str],
) -> None:
    dice = random.Random(6)
    for _ in range(40):
        name = _mistyped(dice.choice(names), dice)
        assert nearest(name, names) == _by_difflib(name, names), name


def test_of_names_that_fold_alike_the_first_is_told() -> None:
    assert nearest("a_name", ["a-name", "A-name", "a_name"]) == ["A-name"]
    assert did_you_mean("zz", ["a", "b"]) == did_you_mean("", ["a"]) == ""


def test_nobody_means_a_name_that_nobody_can_read() -> None:
    assert nearest("a" * 201, ["a" * 201, "a" * 200]) == []
    assert nearest("a" * 200, ["a" * 201, "a" * 199]) == ["a" * 199]


def test_few_of_many_names_are_compared_in_full(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Thousands of mistakes among thousands of names would take minutes."""
    compared = 0
    ratio = SequenceMatcher.ratio

    def counted(matcher: SequenceMatcher[str]) -> float:
        nonlocal compared
        compared += 1
        return ratio(matcher)

    monkeypatch.setattr(SequenceMatcher, "ratio", counted)
    known = {f"type_{number}" for number in range(4000)}
    for number in range(10):
        assert nearest(f"typ_{number}", known) == [f"type_{number}"]
        assert nearest(f"tape_{number}77", known)
    assert 0 < compared <= 20 * 100
