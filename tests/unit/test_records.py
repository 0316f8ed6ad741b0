"""A record is what `dataclass` makes of the same class."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace
from functools import cached_property
from itertools import product
from threading import Barrier, Thread
from typing import Any, ClassVar

import pytest

from cosemgen.records import record

_Maker = Callable[..., Any]


def made(maker: _Maker, **how: bool) -> tuple[type[Any], type[Any]]:
    """A class and one that is derived from it."""

    @maker(**how)
    class Base:
        """A thing."""

        word: ClassVar[str] = "thing"
        first: int
        second: str = "two"

    @maker(**how)
    class Derived(Base):
        parts: list[int] = field(default_factory=list)
        put: object = field(default=None, compare=False, repr=False)

    return Base, Derived


FORMS: list[dict[str, bool]] = [
    *(
        {"frozen": frozen, "slots": slots}
        for frozen, slots in product((False, True), repeat=2)
    ),
    {"slots": True, "eq": False},
    {"slots": True, "kw_only": True},
]


@pytest.mark.parametrize("how", FORMS, ids=str)
def test_it_is_as_a_dataclass_is(how: dict[str, bool]) -> None:
    one, other = made(record, **how), made(dataclass, **how)
    for kind, like in zip(one, other, strict=True):
        names = [each.name for each in fields(like)]
        assert [each.name for each in fields(kind)] == names
        assert kind.__match_args__ == like.__match_args__
        assert hasattr(kind(first=1), "__dict__") == hasattr(like(first=1), "__dict__")
        found = {}
        for each in (kind, like):
            thing, same = each(first=1), each(first=1, second="two")
            thinner = replace(same, second="three")
            found[each] = (
                repr(thing),
                repr(thinner),
                thing == same,
                thing == thinner,
                thing == (1, "two"),
                [getattr(thinner, name) for name in names],
                each.__hash__ is None,
                "__hash__" in vars(each),
            )
        assert found[kind] == found[like]
    derived = one[1]
    assert derived(first=1, put=2) == derived(first=1, put=3) or not how.get("eq", True)
    assert derived(first=1).parts is not derived(first=1).parts
    assert one[0](first=1) != derived(first=1)
    for each in (one[1], other[1]):
        if not how.get("kw_only"):
            assert each(1, "2", [3], 4).parts == [3]
        with pytest.raises(
            TypeError, match=r"Derived\.__init__\(\) missing 1 required"
        ):
            each(second="x")
        with pytest.raises(TypeError, match="unexpected keyword argument 'third'"):
            each(first=1, third=3)


@pytest.mark.parametrize("slots", [False, True])
def test_nobody_changes_what_is_frozen(slots: bool) -> None:
    for maker in (record, dataclass):
        base, _ = made(maker, frozen=True, slots=slots)
        thing = base(1)
        assert hash(thing) == hash((1, "two")) == hash(base(1))
        with pytest.raises(FrozenInstanceError, match="cannot assign to field 'first'"):
            thing.first = 2
        with pytest.raises(FrozenInstanceError, match="cannot delete field 'first'"):
            del thing.first
        assert thing.first == 1


@record(frozen=True, slots=True)
class Kept:
    text: str
    parts: tuple[Kept, ...] = ()
    place: int = field(default=0, compare=False)


@record(frozen=True)
class Whole:
    parts: tuple[Kept, ...]

    @cached_property
    def texts(self) -> list[str]:
        return [each.text for each in self.parts]


@record(frozen=True, slots=True)
class Tidied:
    text: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", self.text.strip())

    def __repr__(self) -> str:
        return self.text


def test_it_comes_back_from_a_pickle_whole() -> None:
    kept = Kept("a", (Kept("b", place=3),), place=2)
    for again in (pickle.loads(pickle.dumps(kept, 5)), copy.deepcopy(kept)):
        assert again == kept
        assert again is not kept
        assert (again.place, again.parts[0].place) == (2, 3)
    whole = Whole((kept,))
    assert whole.texts == ["a"]
    assert pickle.loads(pickle.dumps(whole)) == whole


def test_what_a_class_says_itself_stays() -> None:
    assert repr(Tidied(" a ")) == "a"
    assert Tidied(" a ") == Tidied("a")


def test_what_it_cannot_be_is_refused() -> None:
    with pytest.raises(TypeError, match="Late is to be a dataclass"):

        @record(slots=True)
        class Late:
            found: int = field(init=False)

    with pytest.raises(TypeError, match="Named is to be a dataclass"):

        @record(frozen=True, kw_only=True)
        class Named:
            name: str


def test_how_one_begins_is_compiled_once_it_does_whoever_is_first() -> None:
    @record(frozen=True, slots=True)
    class Thing:
        number: int

    before = vars(Thing)["__init__"]
    found: list[Thing] = []
    start = Barrier(4)

    def begin(number: int) -> None:
        start.wait()
        found.append(Thing(number))

    threads = [Thread(target=begin, args=(n,)) for n in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(each.number for each in found) == [0, 1, 2, 3]
    compiled = vars(Thing)["__init__"]
    assert compiled is not before
    Thing(5)
    assert vars(Thing)["__init__"] is compiled
