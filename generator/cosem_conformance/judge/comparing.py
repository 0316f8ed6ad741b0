"""Two dumps of a meter, as of two states of its firmware: what changed, and what that means.

    >>> import cosem
    >>> comparison = cosem.judge.compare("meter.jsonl.gz", "meter.jsonl.gz")
    >>> comparison.breaks
    False

`CHANGES` has each kind of change with its impact. What is not in both dumps, masked, or not
answered for a reason that may pass, is not compared.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any, Final, NamedTuple

from cosem_runtime import Obis, axdr
from cosem_runtime.catalogue import Catalogue
from cosem_runtime.errors import CosemError, DecodeError, visible_line
from cosem_runtime.wire import TAG_NAMES

from ..dumps import Access, Association, Dump, DumpedObject, Value
from ..dumps.object_list import published
from .answers import PASSING
from .findings import Place
from .meter import CURRENT_ASSOCIATION, Item, Meter, Read, Seen, walk

__all__ = [
    "ADDITION",
    "BREAKING",
    "CHANGES",
    "DYNAMIC",
    "FORM",
    "IMPACTS",
    "SETTING",
    "Change",
    "ChangeKind",
    "Comparison",
    "compare",
]

BREAKING: Final = "breaking"
SETTING: Final = "setting"
ADDITION: Final = "addition"
DYNAMIC: Final = "dynamic"

IMPACTS: Final = {
    BREAKING: "Who reads the meter as before fails, or misreads what comes.",
    SETTING: "Another value of what does not change by itself.",
    ADDITION: "More than there was: who reads the meter as before does not see it.",
    DYNAMIC: "Another value of what changes by itself.",
}
"""What changes can mean, the gravest first."""


class ChangeKind(NamedTuple):
    """A kind of change: its name, its impact, and when it is one."""

    id: str
    impact: str
    says: str


_CHANGES: Final = (
    ChangeKind("association-gone", BREAKING, "The new dump has no such association."),
    ChangeKind("association-new", ADDITION, "The old dump has no such association."),
    ChangeKind("object-gone", BREAKING, "No object of the association has its code."),
    ChangeKind("object-new", ADDITION, "No object of the association had its code."),
    ChangeKind(
        "class-changed", BREAKING, "The object of this code is of another class."
    ),
    ChangeKind(
        "version-changed", BREAKING, "The object is of another version of its class."
    ),
    ChangeKind("base-name-changed", BREAKING, "The object has another short name."),
    ChangeKind("attribute-gone", BREAKING, "The attribute is not published any more."),
    ChangeKind("attribute-new", ADDITION, "The attribute was not published."),
    ChangeKind("method-gone", BREAKING, "The method is not published any more."),
    ChangeKind("method-new", ADDITION, "The method was not published."),
    ChangeKind(
        "right-lost", BREAKING, "Reading, writing or calling is not allowed any more."
    ),
    ChangeKind(
        "right-gained", ADDITION, "Reading, writing or calling was not allowed."
    ),
    ChangeKind(
        "protection-added", BREAKING, "Messages need a protection they did not need."
    ),
    ChangeKind("protection-dropped", ADDITION, "Messages do without a protection."),
    ChangeKind(
        "selector-gone", BREAKING, "A way of selective access is not offered any more."
    ),
    ChangeKind("selector-new", ADDITION, "A way of selective access was not offered."),
    ChangeKind("refused", BREAKING, "The attribute was answered, and is refused."),
    ChangeKind("answered", ADDITION, "The attribute was refused, and is answered."),
    ChangeKind(
        "refusal-changed", SETTING, "The attribute is refused by another result."
    ),
    ChangeKind(
        "type-changed", BREAKING, "The value, or one in it, is of another data type."
    ),
    ChangeKind(
        "meaning-changed",
        BREAKING,
        "A scaler, a unit, or a list of what others capture or send is another: numbers "
        "that come elsewhere mean something else.",
    ),
    ChangeKind("static-value", SETTING, "The value of a static attribute is another."),
    ChangeKind(
        "value", SETTING, "The value is another, and nobody says whether it is static."
    ),
    ChangeKind(
        "dynamic-value", DYNAMIC, "The value of a dynamic attribute is another."
    ),
)
CHANGES: Final = {kind.id: kind for kind in _CHANGES}
"""Every kind of change by its name."""

FORM: Final = "cosem-comparison"
_VERSION: Final = 1
_MOST: Final = 10
"""Changes of one kind that a text has, unless it has all."""
_LONGEST: Final = 80
"""Characters of a value that a change has."""
_SECRET: Final = "secret"


@dataclass(frozen=True, slots=True)
class Change:
    """What changed at one place. `old` and `new` are in words, empty where there is none.

    The version of the place is that of the new dump, unless the object is not in it.
    """

    kind: str
    place: Place
    reason: str
    old: str = ""
    new: str = ""

    @property
    def impact(self) -> str:
        """What it means: one of `IMPACTS`."""
        return CHANGES[self.kind].impact

    def __str__(self) -> str:
        return f"{self.kind}: {self.place}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from one dump to the other, the gravest first.

    `compared` counts the values that both dumps have; `passed_over` those that could not be
    compared. `cut_short` names the dumps (`old`, `new`) that may have had more.
    """

    old: str
    new: str
    changes: Sequence[Change]
    compared: int = 0
    passed_over: int = 0
    cut_short: tuple[str, ...] = ()

    @property
    def breaks(self) -> bool:
        """Whether who reads the meter as before may fail or misread it."""
        return any(each.impact == BREAKING for each in self.changes)

    @property
    def counts(self) -> Counter[str]:
        """How many changes there are of each impact."""
        return Counter(each.impact for each in self.changes)

    @property
    def summary(self) -> str:
        """How many changes there are of each impact, and how much was compared, in a line."""
        told = ", ".join(f"{impact} {self.counts[impact]}" for impact in IMPACTS)
        return f"{told}; {self.compared} values compared, {self.passed_over} that cannot be"

    def __repr__(self) -> str:
        return f"<Comparison of {_meters(self)}: {self.summary}>"

    def of(self, kind: str) -> list[Change]:
        """The changes of one kind."""
        return [each for each in self.changes if each.kind == kind]

    def as_text(self, *, all_changes: bool = False) -> str:
        """Counts, then the changes, those of each kind together.

        Of each kind the first few are told, and of dynamic values only how many there are,
        unless `all_changes` is true.
        """
        return "\n".join(map(visible_line, _text(self, all_changes)))

    def as_json(self) -> dict[str, Any]:
        """Everything, as values that `json` writes (`grammar/comparison.schema.json`)."""
        counts = self.counts
        return {
            "form": FORM,
            "version": _VERSION,
            "old": self.old,
            "new": self.new,
            "breaks": self.breaks,
            "compared": self.compared,
            "passed_over": self.passed_over,
            "cut_short": list(self.cut_short),
            "impacts": {each: counts[each] for each in IMPACTS if counts[each]},
            "changes": [_json(each) for each in self.changes],
        }


def compare(catalogue: Catalogue, old: Dump, new: Dump) -> Comparison:
    """What changed from the old dump to the new one, by the classes of a catalogue.

    Associations are the same that have the same name and addresses, objects that have the
    same class and code.
    """
    found = _Comparing()
    before, after = Meter(old, catalogue), Meter(new, catalogue)
    found.meters(before.associations, after.associations)
    gravity = list(CHANGES).index
    return Comparison(
        before.name,
        after.name,
        tuple(sorted(found.changes, key=lambda each: gravity(each.kind))),
        found.compared,
        found.passed_over,
        tuple(word for word, dump in (("old", old), ("new", new)) if not dump.complete),
    )


class _Comparing:
    """What was found so far."""

    def __init__(self) -> None:
        self.changes: list[Change] = []
        self.compared = 0
        self.passed_over = 0

    def _tell(
        self, kind: str, place: Place, reason: str, old: str = "", new: str = ""
    ) -> None:
        self.changes.append(Change(kind, place, reason, _short(old), _short(new)))

    def meters(self, old: Sequence[Seen], new: Sequence[Seen]) -> None:
        """Two meters by their associations."""
        for before, after in _associations(old, new):
            if after is None:
                assert before is not None
                place, count = Place(association=before.name), len(before.items)
                self._tell("association-gone", place, f"it had {count} objects")
            elif before is None:
                place, count = Place(association=after.name), len(after.items)
                self._tell("association-new", place, f"it has {count} objects")
            else:
                self._association(before, after)

    def _association(self, old: Seen, new: Seen) -> None:
        for before, after in _objects(old, new):
            if after is None:
                assert before is not None
                self._tell("object-gone", _place(before), "it is gone")
            elif before is None:
                self._tell("object-new", _place(after), "it is new")
            elif before.dumped.class_id != after.dumped.class_id:
                was, is_now = before.dumped.class_id, after.dumped.class_id
                reason = f"it was of class {was}"
                self._tell(
                    "class-changed", _place(after), reason, str(was), str(is_now)
                )
            else:
                self._object(before, after)

    def _object(self, old: Item, new: Item) -> None:
        before, after = old.dumped, new.dumped
        place = _place(new)
        for kind, what, was, is_now in (
            ("version-changed", "version", before.version, after.version),
            ("base-name-changed", "short name", before.base_name, after.base_name),
        ):
            if was is not None and is_now is not None and was != is_now:
                reason = f"{what} {was} became {is_now}"
                self._tell(kind, place, reason, str(was), str(is_now))
        self._members("attribute", old, new)
        self._members("method", old, new)
        for number in sorted(before.attribute_access.keys() & after.attribute_access):
            self._selectors(number, before, after, _place(new, number))
        for number in sorted(_attributes(before) & _attributes(after)):
            self._value(number, old, new)

    def _members(self, word: str, old: Item, new: Item) -> None:
        before = getattr(old.dumped, f"{word}_access")
        after = getattr(new.dumped, f"{word}_access")
        if not before or not after:
            return  # one of the dumps does not say what there is
        for number in sorted(before.keys() | after.keys()):
            place = _place(new, **{word: number})
            if number not in after:
                self._tell(f"{word}-gone", place, "it is gone", str(before[number]))
            elif number not in before:
                self._tell(f"{word}-new", place, "it is new", "", str(after[number]))
            else:
                self._rights(before[number], after[number], place)

    def _rights(self, old: Access, new: Access, place: Place) -> None:
        if old.rights is None or new.rights is None:
            return
        words = str(old), str(new)
        protected = {*old.protection}, {*new.protection}
        if not _allowed(old) or not _allowed(new):
            protected = set(), set()  # of what is not allowed at all
        for lost, gained, was, is_now in (
            ("right-lost", "right-gained", _allowed(old), _allowed(new)),
            ("protection-dropped", "protection-added", *protected),
        ):
            if was - is_now:
                self._tell(lost, place, _named(was - is_now), *words)
            if is_now - was:
                self._tell(gained, place, _named(is_now - was), *words)

    def _selectors(
        self, number: int, old: DumpedObject, new: DumpedObject, place: Place
    ) -> None:
        if not old.selectors or not new.selectors:
            return  # one of the dumps does not say which there are
        before = {*old.selectors.get(number, ())} - {0}
        after = {*new.selectors.get(number, ())} - {0}
        for kind, changed in (
            ("selector-gone", before - after),
            ("selector-new", after - before),
        ):
            for each in sorted(changed):
                self._tell(kind, place, f"selector {each}")

    def _value(self, number: int, old: Item, new: Item) -> None:
        before, after = old.dumped.value(number), new.dumped.value(number)
        if before is None or after is None:
            return
        place = _place(new, number)
        was, is_now = _answer(before), _answer(after)
        if was is None or is_now is None:
            self.passed_over += 1
        elif was != is_now:
            kind = "refusal-changed" if was and is_now else "answered"
            kind = "refused" if not was else kind
            reason = f"{was or 'a value'} became {is_now or 'a value'}"
            self._tell(kind, place, reason, was, is_now)
        elif not was:
            self._octets(place, old, new, before, after)

    def _lists(
        self, old: Item, new: Item, before: Read | None, after: Read | None
    ) -> bool:
        """What two object lists have, told as that of associations; false for other values."""
        if before is None or after is None or not after.is_object_list:
            return False
        if new.code == CURRENT_ASSOCIATION and _publishes(old) and _publishes(new):
            return True  # the objects of the dump say it
        try:
            lists = [_listed(old, before), _listed(new, after)]
        except CosemError:
            return False
        self._association(*lists)
        return True

    def _octets(
        self, place: Place, old: Item, new: Item, before: Value, after: Value
    ) -> None:
        number = before.attribute
        spec = new.spec(number)
        secret = old.is_secret(number) or new.is_secret(number)
        doubt = before.derived or after.derived
        doubts = f" (octets that are not the meter's own: {doubt})" if doubt else ""
        if before.replaced or after.replaced:
            self.passed_over += 1
            return
        if before.octets is None or after.octets is None:
            tags = _tag(before), _tag(after)
            if (
                None in tags
                or before.left_out is not None
                or after.left_out is not None
            ):
                self.passed_over += 1
            elif tags[0] != tags[1]:
                names = [TAG_NAMES.get(tag or 0, f"tag {tag:02X}") for tag in tags]
                self._tell("type-changed", place, " became ".join(names), *names)
            return
        self.compared += 1
        if before.octets == after.octets:
            return
        type_of = _other_type(before.octets, after.octets)
        if type_of is not None:
            path, was, is_now = type_of
            here = replace(place, path=path)
            reason = f"{was} became {is_now}{doubts}"
            self._tell("type-changed", here, reason, was, is_now)
            return
        readings = old.reads.get(number), new.reads.get(number)
        if self._lists(old, new, *readings):
            return
        path, was, is_now, more = _first(readings, before.octets, after.octets)
        if secret:
            was = is_now = _SECRET
        static = None if spec is None else spec.static
        kind = {None: "value", True: "static-value", False: "dynamic-value"}[static]
        if any(read is not None and _gives_meaning(read) for read in readings):
            kind = "meaning-changed"
        others = f", and {more} more in it" if more else ""
        reason = f"{_short(was)} became {_short(is_now)}{others}{doubts}"
        self._tell(kind, replace(place, path=path), reason, was, is_now)


# ---------------------------------------------------------------- what belongs together


def _associations(
    old: Sequence[Seen], new: Sequence[Seen]
) -> Iterator[tuple[Seen | None, Seen | None]]:
    if len(old) == len(new) == 1:
        yield old[0], new[0]
        return
    yield from _paired(old, new, lambda seen: _key(seen.facts))


def _key(facts: Association) -> tuple[Any, ...]:
    return facts.name, facts.client, facts.server, facts.logical_device


def _objects(old: Seen, new: Seen) -> Iterator[tuple[Item | None, Item | None]]:
    """Objects of the same class and code, then those of the same code that is left."""
    gone: dict[Obis, list[Item]] = {}
    come: dict[Obis, list[Item]] = {}
    for before, after in _paired(old.items, new.items, _class_and_code):
        if before is not None and after is not None:
            yield before, after
        elif before is not None:
            gone.setdefault(before.code, []).append(before)
        elif after is not None:
            come.setdefault(after.code, []).append(after)
    for code in (*gone, *(code for code in come if code not in gone)):
        yield from zip_longest(gone.get(code, ()), come.get(code, ()))


def _publishes(item: Item) -> bool:
    """Whether its association says what there is of its objects."""
    return any(each.dumped.attribute_access for each in item.seen.items)


def _listed(item: Item, read: Read) -> Seen:
    """The association that an object list is of."""
    dumped = item.dumped
    objects = published(dumped.class_id, read.octets, dumped.version)
    name = f"{item.seen.name} (object list of {item.code})"
    return Seen(item.seen.meter, Association(name, objects=objects), 0)


def _class_and_code(item: Item) -> tuple[Any, ...]:
    return item.dumped.class_id, item.code


def _paired(old: Iterable[Any], new: Iterable[Any], key: Any) -> Iterator[Any]:
    """Those of the same key, in their order; None for what has no other."""
    waiting: dict[Any, deque[Any]] = {}
    for each in new:
        waiting.setdefault(key(each), deque()).append(each)
    for each in old:
        others = waiting.get(key(each))
        yield each, others.popleft() if others else None
    for others in waiting.values():
        for each in others:
            yield None, each


# ---------------------------------------------------------------- values


def _attributes(dumped: DumpedObject) -> set[int]:
    return {value.attribute for value in dumped.values}


def _answer(value: Value) -> str | None:
    """The data-access-result, empty for a value; None where that may be another next time."""
    if value.failure is not None or value.result in {*PASSING, "success"}:
        return None
    return value.result or ""


def _tag(value: Value) -> int | None:
    return value.octets[0] if value.octets else value.tag


def _other_type(old: bytes, new: bytes) -> tuple[str, str, str] | None:
    """The way to the first value that is of another type, and both types."""
    try:
        return _types(axdr.decode(old), axdr.decode(new))
    except DecodeError:
        return None  # what cannot be read is compared by its octets


def _types(old: Any, new: Any, path: str = "") -> tuple[str, str, str] | None:
    # Null-data says nothing of the type. Decoding bounds how deep this goes.
    if old is None or new is None:
        return None
    if type(old) is not type(new):
        return path, _type_name(old), _type_name(new)
    if isinstance(old, tuple) and len(old) != len(new):
        return path, f"structure of {len(old)}", f"structure of {len(new)}"
    if isinstance(old, list | tuple):
        for index, (before, after) in enumerate(zip(old, new, strict=False)):
            found = _types(before, after, f"{path}[{index}]")
            if found is not None:
                return found
    return None


def _type_name(value: Any) -> str:
    return TAG_NAMES[axdr.encode(value)[0]]


def _first(
    readings: tuple[Read | None, Read | None], old: bytes, new: bytes
) -> tuple[str, str, str, int]:
    """The way to the first value that differs, both values, and how many more differ."""
    before, after = readings
    if before is None or after is None or before.meant is None or after.meant is None:
        return "", _hex(old), _hex(new), 0
    ways = dict(walk(before.meant)), dict(walk(after.meant))
    differing = [
        path
        for path in ways[0]
        if path in ways[1] and _words(ways[0][path]) != _words(ways[1][path])
    ]
    if not differing:
        return "", _hex(old), _hex(new), 0
    path = differing[0]
    old_words, new_words = (_words(each[path]) for each in ways)
    return path, old_words, new_words, len(differing) - 1


def _words(value: Any) -> str:
    """A value as it is told; of what consists of others only how many there are."""
    if getattr(value, "TYPE", None) is not None:
        return ""
    if isinstance(value, list):
        return f"{len(value)} element{'' if len(value) == 1 else 's'}"
    return _hex(value) if type(value) is bytes else str(value)


def _hex(octets: bytes) -> str:
    return octets[: _LONGEST // 2 + 1].hex()


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 3]}..."


def _gives_meaning(read: Read) -> bool:
    """Whether a value says what numbers of other places mean.

    Those are a scaler with its unit, and lists of attributes of objects, one for each
    column or each thing that is sent.
    """
    for path, value in walk(read.meant):
        names = frozenset(getattr(getattr(value, "TYPE", None), "field_names", ()))
        if not path and names == _SCALED:
            return True
        if path.endswith("]") and names >= _COLUMN:
            return True
    return False


_SCALED: Final = frozenset({"scaler", "unit"})
_COLUMN: Final = frozenset(
    {"class_id", "logical_name", "attribute_index", "data_index"}
)


# ---------------------------------------------------------------- what is told


def _place(
    item: Item, attribute: int | None = None, method: int | None = None
) -> Place:
    """Where it is in either meter."""
    return replace(item.place(attribute, method), meter="")


def _allowed(access: Access) -> set[str]:
    return {*(access.rights or ())} - {*access.protection}


def _named(rights: Iterable[str]) -> str:
    return ", ".join(sorted(each.replace("_", " ") for each in rights))


def _text(comparison: Comparison, all_changes: bool) -> Iterator[str]:
    yield _meters(comparison)
    for word in comparison.cut_short:
        yield f"the {word} dump was cut short: it may have had more"
    for impact, says in IMPACTS.items():
        changes = [each for each in comparison.changes if each.impact == impact]
        if not changes:
            continue
        yield ""
        yield f"{impact}: {len(changes)}. {says}"
        if impact == DYNAMIC and not all_changes:
            continue
        for kind in CHANGES:
            of_kind = [each for each in changes if each.kind == kind]
            shown = of_kind if all_changes else of_kind[:_MOST]
            yield from map(str, shown)
            if len(of_kind) > len(shown):
                yield f"{kind}: {len(of_kind) - len(shown)} more"
    yield ""
    yield comparison.summary


def _meters(comparison: Comparison) -> str:
    return f"{comparison.old or 'a meter'} -> {comparison.new or 'a meter'}"


def _json(change: Change) -> dict[str, Any]:
    found = {
        "kind": change.kind,
        "impact": change.impact,
        "reason": change.reason,
        "place": change.place.facts(),
        "old": change.old,
        "new": change.new,
    }
    return {name: each for name, each in found.items() if each != ""}
