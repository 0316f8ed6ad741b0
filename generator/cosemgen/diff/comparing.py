"""Two packages, an old one and a new one: every difference, by the rule that judges it.

Parts are matched by their numbers, or codes, and by their names where they have no number; what has kept all but its name is
told as called otherwise.  What several versions of a class have from one line is told once.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import takewhile
from typing import Any, Final, NamedTuple, TypeAlias, cast

from cosemgen.json_text import Json
from cosemgen.model import ClassVersion, Model, Span, TypeId
from cosemgen.records import record
from cosemgen.words import listed

from . import types
from .parts import KINDS, NOWHERE, Part, shown_key, version_alone
from .rules import IMPACTS, RULES, rule_of

_EXPRESSIONS: Final = frozenset({"type", "parameter", "returns"})
"""Facts that are type expressions."""
_TYPES: Final = ("type", "units")
LONGEST: Final = 100
"""Characters of a text that a message has; `old` and `new` have all."""
_Pair: TypeAlias = tuple[Part, Part]
_NONE: Final = "none"
GONE: Final = "gone"
NEW: Final = "new"
NAME: Final = "name"
NUMBER: Final = "number"
ORDER: Final = "order"
_GRAVITY: Final = {impact: place for place, impact in enumerate(IMPACTS)}


@record(frozen=True, slots=True)
class Finding:
    """One difference."""

    rule: str
    where: tuple[str, ...]
    """The parts from the package inwards: `package cosem`, `class 3 Register`, `version 0`, `attribute 2 value`."""
    message: str
    """What is different: `type: unsigned → long-unsigned`."""
    old: str = ""
    new: str = ""
    """What was there and what is, in words; empty where there is nothing."""
    what: str = ""
    """What of the part it is about: a fact, or `GONE`, `NEW`, `NAME`, `NUMBER`, `ORDER`."""
    old_place: Span | None = None
    new_place: Span | None = None
    """Where; None where it is not there, or nobody knows, as in JSON."""

    @property
    def impact(self) -> str:
        """One of `IMPACTS`."""
        return RULES[self.rule].impact

    @property
    def place(self) -> str:
        """`class 3 Register, version 0, attribute 2 value`; the package where it is about that itself."""
        return ", ".join(self.where[1:] or self.where)

    def __str__(self) -> str:
        return f"{self.impact}: {self.rule}: {self.place}: {self.message}"


class _Step(NamedTuple):
    """A part on the way to a difference, in both packages."""

    kind: str
    label: str


class _Seen(NamedTuple):
    """A difference, and the version that it was seen in."""

    finding: Finding
    steps: tuple[_Step, ...]


def differences(old: Iterable[Part], new: Iterable[Part]) -> list[Finding]:
    """What is different between packages of `parts.package`, the gravest first."""
    olds, news = ({part.key: part for part in parts} for parts in (old, new))
    found: list[_Seen] = []
    for key in dict.fromkeys((*olds, *news)):
        was, now = olds.get(key), news.get(key)
        if was is None or now is None:
            found += _alone(
                [was] if was is not None else [],
                [now] if now is not None else [],
                (),
            )
        else:
            found += _Comparison(was, now).seen()
    return sorted(_once(found), key=lambda finding: _GRAVITY[finding.impact])


def version_differences(
    model: Model, old: ClassVersion, new: ClassVersion
) -> list[Finding]:
    """What a class version has otherwise than another one of the package; `where` begins inside of the version."""
    types: dict[TypeId, Part] = {}  # most of them are of both
    before, after = (version_alone(model, each, types) for each in (old, new))
    comparison = _Comparison(before, after)
    return [
        replace(each, where=each.where[3:])
        for each in _once(comparison.seen())
        if len(each.where) > 2  # types of files are told where they stand
    ]


def _once(found: Iterable[_Seen]) -> Iterator[Finding]:
    """Findings, each once: with the numbers of all versions of a class that it was seen in."""
    groups: dict[object, list[_Seen]] = {}
    for each in found:
        steps = [step for step in each.steps if step.kind != "version"]
        one = each.finding
        versions = len(steps) < len(each.steps) and not (
            each.steps[-1].kind == "version" and one.what in (GONE, NEW)
        )
        key: object = (one.rule, tuple(steps), one.message) if versions else id(each)
        groups.setdefault(key, []).append(each)
    for first, *others in groups.values():
        numbers = [
            step.label.partition(" ")[2]
            for seen in (first, *others)
            for step in seen.steps
            if step.kind == "version"
        ]
        where = [
            (
                f"versions {listed(numbers, 'and')}"
                if step.kind == "version" and others
                else step.label
            )
            for step in first.steps
        ]
        yield replace(first.finding, where=tuple(where))


class _Comparison:
    """Of one package with another."""

    def __init__(self, old: Part, new: Part) -> None:
        self._old, self._new = old, new
        self._olds, self._news = (
            {_identity(part): part for part in package.of(*_TYPES)}
            for package in (old, new)
        )
        self._named_types = (
            types.Named(partial(_definition, self._olds)),
            types.Named(partial(_definition, self._news)),
        )

    def seen(self) -> Iterator[_Seen]:
        steps = (_Step("package", self._new.label),)
        yield from self._facts(self._old, self._new, steps)
        yield from self._inside(
            [part for part in self._old.parts if part.kind not in _TYPES],
            [part for part in self._new.parts if part.kind not in _TYPES],
            steps,
        )
        # Those of classes are told with their class.
        yield from self._named(
            [part for part in self._old.of(*_TYPES) if _of_file(part)],
            [part for part in self._new.of(*_TYPES) if _of_file(part)],
            steps,
        )

    def _pair(
        self, old: Part, new: Part, above: tuple[_Step, ...], how: str = ""
    ) -> Iterator[_Seen]:
        """`how` is how it is that the name is another one, if it is."""
        if old == new and old.kind not in ("class", "version"):
            return
        steps = _below(above, new)
        if old.kind in _TYPES and old.facts["kind"] != new.facts["kind"]:
            yield self._other_kind(old, new, steps)
            return
        if old.name != new.name:
            names = old.name, new.name
            called = f"was called {old.name!r}" if old.name else "had no name"
            yield _event(old, new, steps, NAME, how, names, called)
        yield from self._facts(old, new, steps)
        yield from self._inside(old.parts, new.parts, steps)
        if new.kind == "class":
            yield from self._types_of(old, new, steps)

    def _other_kind(self, old: Part, new: Part, steps: tuple[_Step, ...]) -> _Seen:
        """A named type that is defined in another way; it may be sent as it was."""
        was, now = (
            named.sent({"kind": "reference", "type": _identity(part)})
            for part, named in zip((old, new), self._named_types, strict=True)
        )
        how = types.RENAMED if was == now else types.OTHER
        message = f"was {old.label}"
        return _event(old, new, steps, how, "", (old.label, new.label), message)

    # ------------------------------------------------ facts

    def _facts(self, old: Part, new: Part, steps: tuple[_Step, ...]) -> Iterator[_Seen]:
        for fact in dict.fromkeys((*old.facts, *new.facts)):
            was, now = old.facts.get(fact), new.facts.get(fact)
            if was == now or _not_told(fact, old, new):
                continue
            if fact in _EXPRESSIONS and was is not None and now is not None:
                yield from self._expression(old, new, fact, steps)
                continue
            how = _how(was, now)
            if (was, now) == ("mandatory", "optional"):
                how = "-optional"
            texts = _texts(fact, was, now)
            message = _otherwise(fact.replace("_", " "), how, *texts)
            yield _event(old, new, steps, fact, how, texts, message)

    def _expression(
        self, old: Part, new: Part, fact: str, steps: tuple[_Step, ...]
    ) -> Iterator[_Seen]:
        was, now = (cast("types.Expression", part.facts[fact]) for part in (old, new))
        for what, *texts in types.changes(was, now, *self._named_types):
            before, after = texts
            message = _otherwise(fact, "", before, after)
            yield _event(old, new, steps, what, "", (before, after), message)

    # ------------------------------------------------ parts inside

    def _inside(
        self, olds: Sequence[Part], news: Sequence[Part], steps: tuple[_Step, ...]
    ) -> Iterator[_Seen]:
        kinds = dict.fromkeys(part.kind for part in (*olds, *news))
        for kind in kinds:
            yield from self._of_kind(
                [part for part in olds if part.kind == kind],
                [part for part in news if part.kind == kind],
                steps,
            )

    def _of_kind(
        self, olds: Sequence[Part], news: Sequence[Part], steps: tuple[_Step, ...]
    ) -> Iterator[_Seen]:
        kind = KINDS[(olds or news)[0].kind]
        pairs = _paired(olds, news, (_key_and_name, _key))
        lost, more = _left(olds, news, pairs)
        if kind.ordered:
            yield from _order(news, pairs, steps)
            moved = _at_same_place(olds, news, lost, more)
        elif kind.numbered:
            moved = _of_same_name(lost, more)
            for was, now in moved:
                below = _below(steps, now)
                labels = was.label, now.label
                if was.label == now.label:  # patterns whose letters have other limits
                    labels = _codes(was), _codes(now)
                message = f"was {labels[0]}"
                yield _event(was, now, below, NUMBER, "", labels, message)
        else:
            moved = _paired(lost, more, (_content,))
        names = {part.name for part in olds}, {part.name for part in news}
        for was, now in pairs:
            taken = was.name in names[1] or now.name in names[0]
            yield from self._pair(was, now, steps, "!" if taken else "")
        for was, now in moved:
            yield from self._pair(was, now, steps)
        yield from _alone(*_left(lost, more, moved), steps)

    # ------------------------------------------------ named types

    def _types_of(
        self, old: Part, new: Part, steps: tuple[_Step, ...]
    ) -> Iterator[_Seen]:
        """The types of a class, as each version that both have sees them."""
        versions = {part.key: part for part in old.of("version")}
        for now in new.of("version"):
            if (was := versions.get(now.key)) is not None:
                olds = [self._olds[each] for each in was.types if each in self._olds]
                news = [self._news[each] for each in now.types if each in self._news]
                yield from self._named(olds, news, _below(steps, now))

    def _named(
        self, olds: Sequence[Part], news: Sequence[Part], steps: tuple[_Step, ...]
    ) -> Iterator[_Seen]:
        pairs = _paired(olds, news, (_key, _name))
        lost, more = _left(olds, news, pairs)
        moved = _paired(lost, more, (_content,))
        for was, now in (*pairs, *moved):
            places = _module(was), _module(now)
            if places[0] != places[1] and _of_file(now):
                message = _otherwise("file", "", *places)
                yield _event(was, now, _below(steps, now), "id", "", places, message)
            yield from self._pair(was, now, steps)
        yield from _alone(*_left(lost, more, moved), steps)


# ---------------------------------------------------------------- findings


def _below(steps: tuple[_Step, ...], part: Part) -> tuple[_Step, ...]:
    return (*steps, _Step(part.kind, part.label))


def _event(
    old: Part | None,
    new: Part | None,
    steps: tuple[_Step, ...],
    fact: str,
    how: str,
    texts: tuple[str, str],
    message: str,
) -> _Seen:
    part = cast("Part", new or old)
    rule = _rule(part.kind, fact, how)
    places = _place(old), _place(new)
    return _Seen(Finding(rule, (), message, *texts, fact, *places), steps)


def _rule(kind: str, fact: str, how: str = "") -> str:
    found = rule_of(kind, fact, how)
    if found is None:  # JSON of others may state anything
        raise LookupError(f"no rule for {kind}.{fact}{how}")
    return found.id


def _place(part: Part | None) -> Span | None:
    return None if part is None or part.span == NOWHERE else part.span


def _alone(
    olds: Iterable[Part], news: Iterable[Part], steps: tuple[_Step, ...]
) -> Iterator[_Seen]:
    """Parts that only one of the packages has; what is in them is not told."""
    for old in olds:
        texts = (old.label, "")
        yield _event(old, None, _below(steps, old), GONE, "", texts, "is gone")
    for new in news:
        how = "-optional" if new.facts.get("optional") else ""
        texts = ("", new.label)
        yield _event(None, new, _below(steps, new), NEW, how, texts, "is new")


def _order(
    news: Sequence[Part], pairs: Sequence[_Pair], steps: tuple[_Step, ...]
) -> Iterator[_Seen]:
    """Whether those that both have stand in one order; pairs are in the order of the old ones."""
    both = {id(now) for _, now in pairs}
    was = [now.name for _, now in pairs]
    now = [each.name for each in news if id(each) in both]
    if was != now:
        kind = "layout" if steps[-1].kind == "layout" else "type"
        rule = _rule(kind, ORDER)
        texts = ", ".join(was), ", ".join(now)
        message = _otherwise(ORDER, "", *texts)
        places = _place(pairs[0][0]), _place(pairs[0][1])
        yield _Seen(Finding(rule, (), message, *texts, ORDER, *places), steps)


# ---------------------------------------------------------------- who meets whom


def _key(part: Part) -> object:
    return part.key


def _name(part: Part) -> object:
    return part.name


def _key_and_name(part: Part) -> object:
    return part.key, part.name


def _content(part: Part) -> object:
    """All that it is but its name and what people read."""
    facts = {k: v for k, v in part.facts.items() if k not in ("description", "title")}
    return (
        part.kind,
        json.dumps(facts, sort_keys=True),
        tuple((each.key, each.name, _content(each)) for each in part.parts),
    )


def _paired(
    olds: Sequence[Part],
    news: Sequence[Part],
    by: Iterable[Callable[[Part], object]],
) -> list[_Pair]:
    """Those that are the same by the first of these that says so, each once, in the order of the old ones."""
    found: dict[int, Part] = {}
    taken: set[int] = set()
    for same in by:
        waiting: dict[object, list[Part]] = {}
        for new in reversed(news):
            if id(new) not in taken:
                waiting.setdefault(same(new), []).append(new)
        for old in olds:
            if id(old) not in found and (candidates := waiting.get(same(old))):
                found[id(old)] = candidates.pop()
                taken.add(id(found[id(old)]))
    return [(old, found[id(old)]) for old in olds if id(old) in found]


def _left(
    olds: Iterable[Part], news: Iterable[Part], pairs: Iterable[_Pair]
) -> tuple[list[Part], list[Part]]:
    """Those that are in no pair."""
    met = {id(part) for pair in pairs for part in pair}
    return (
        [part for part in olds if id(part) not in met],
        [part for part in news if id(part) not in met],
    )


def _of_same_name(olds: Sequence[Part], news: Sequence[Part]) -> list[_Pair]:
    """Those whose name nobody else has."""
    counts = Counter(part.name for part in olds), Counter(part.name for part in news)
    return _paired(
        [part for part in olds if part.name and counts[0][part.name] == 1],
        [part for part in news if counts[1][part.name] == 1],
        (_name,),
    )


def _at_same_place(
    olds: Sequence[Part],
    news: Sequence[Part],
    lost: Sequence[Part],
    more: Sequence[Part],
) -> list[_Pair]:
    """Those of another name that are the same at the same place."""
    places = {id(part): place for place, part in enumerate((*olds,))}
    places |= {id(part): place for place, part in enumerate((*news,))}
    return _paired(lost, more, (lambda part: (places[id(part)], _content(part)),))


# ---------------------------------------------------------------- named types


def _identity(part: Part) -> str:
    """`cosem/common/value_type`."""
    return str(json.loads(part.key)[0])


def _of_file(part: Part) -> bool:
    return _identity(part).count("/") == 2


def _module(part: Part) -> str:
    return _identity(part).split("/")[1]


def _definition(named: Mapping[str, Part], target: str) -> Mapping[str, Any] | None:
    """A named type, as `types` asks for it."""
    part = named.get(target)
    if part is None:
        return None
    fields = [member.facts["type"] for member in part.of("member")]
    return {**part.facts, **({"fields": fields} if fields else {})}


# ---------------------------------------------------------------- in words


def _codes(part: Part) -> str:
    """`1.0..255.1.8.0..63.255`: the codes of a part that codes identify."""
    (groups,) = json.loads(part.key)
    return ".".join(map(shown_key, groups))


def _not_told(fact: str, old: Part, new: Part) -> bool:
    """Whether it goes without saying, or only one of the two can say it."""
    if fact.startswith(
        "parameter "
    ):  # what is new, or gone, is so with all that it has
        return ("parameter" in old.facts) != ("parameter" in new.facts)
    # What comes from JSON does not say it.
    return fact == "plain_version" and not (fact in old.facts and fact in new.facts)


def _how(was: Json, now: Json) -> str:
    """Whether a fact is stated now, or no more; of a list, whether it has more, or less."""
    if was is None or now is None:
        return "+" if was is None else "-"
    if isinstance(was, list) and isinstance(now, list):
        olds, news = (set(map(_text, each)) for each in (was, now))
        return ">" if olds < news else "<" if news < olds else ""
    return ""


def _texts(fact: str, was: Json, now: Json) -> tuple[str, str]:
    """Both in words; of two lists what only one of them has, unless it is the order."""
    if isinstance(was, list) and isinstance(now, list):
        olds, news = (list(map(_text, each)) for each in (was, now))
        both = {*olds} & {*news}
        lost = [each for each in olds if each not in both]
        more = [each for each in news if each not in both]
        if lost or more:
            return "; ".join(lost), "; ".join(more)
    if fact == "short_name":
        return _hexadecimal(was), _hexadecimal(now)
    return _text(was), _text(now)


def _hexadecimal(value: Json) -> str:
    return f"{value:#04x}" if isinstance(value, int) else _text(value)


def _text(value: Json) -> str:
    """A fact for people."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case {"kind": kind, **_rest} if kind in types.KINDS:
            return types.shown(cast("types.Expression", value))
        case dict() if value.keys() <= {"minimum", "maximum"}:
            return types.limits(cast("Mapping[str, int]", value))
        case {"name": str(name), "arguments": list(arguments)}:
            return f"{name}({', '.join(map(_text, arguments))})"
        case {"key": str(key), "detail": str(detail)}:
            return f"{key} ({detail})"
        case {"key": str(key)} | {"word": str(key)}:
            return key
        case dict():
            pairs = (f"{name} {_text(each)}" for name, each in value.items())
            return ", ".join(filter(None, pairs))
        case list():
            return "; ".join(map(_text, value))
        case _:
            return str(value)


def _otherwise(fact: str, how: str, was: str, now: str) -> str:
    """`unit: second → minute`, with long texts cut."""
    if "yes" in (was, now) and how in ("+", "-"):
        return f"is {fact}" if now else f"is {fact} no more"
    if how in (">", "<"):
        return f"{fact}: {'new' if now else 'gone'}: {_cut(was or now)}"
    start = _start(was, now)
    olds, news = (_cut(f"…{text[start:]}" if start else text) for text in (was, now))
    return f"{fact}: {olds or _NONE} → {news or _NONE}"


def _start(was: str, now: str) -> int:
    """Where to begin, so that a message which is cut has what is different."""
    if max(len(was), len(now)) <= LONGEST:
        return 0
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(was, now, strict=False))
    same = sum(1 for _ in alike)
    return max(0, was.rfind(" ", 0, max(0, same - LONGEST // 3)) + 1)


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"
