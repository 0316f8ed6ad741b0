"""What can be written at a place: keywords that the grammar takes there, and names that are known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from lsprotocol import types as lsp

from ..lower.expansion import VersionEntry, VersionKey
from ..lower.package import Lowered
from ..model import Model
from ..model.layers import with_foundations
from ..syntax import tree
from ..syntax.grammar import grammar
from ..syntax.parse import Possible, possible
from ..syntax.write import type_use
from ..vocabulary import (
    COMPLEX_TYPES,
    MEANINGS,
    QUIRK_WORDS,
    READINGS,
    RULES,
    SIMPLE_TYPES,
    STANDARD_PACKAGE,
    STRUCTURE_MEANINGS,
)
from .texts import LONGEST, Place, Text
from .workspace import AT_ONCE, Analysis

_WORD: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]|\.(?!\.))*$")
_STRINGS: Final = re.compile(r'"(?:[^"\\]|\\.)*"')
_KIND: Final = lsp.CompletionItemKind
_OLD_CLASS: Final = (("from", "class"), ("to", "class"))
"""Words behind which a class is named that there is already."""


class _Open(NamedTuple):
    """A version, and the one that it is written from; None where a package did not have it yet."""

    own: VersionEntry | None
    origin: VersionEntry | None


class _Offer(NamedTuple):
    label: str
    kind: lsp.CompletionItemKind
    detail: str = ""
    insert: str = ""
    use: str = ""
    """The `use` line that the name asks for."""


def complete(
    analysis: Analysis | None, shown: str, text: Text, place: Place
) -> list[lsp.CompletionItem]:
    """Everything that can stand at a place; editors choose from it by what is typed already."""
    left = text.line(place.line)[: place.column - 1]
    if len(text.source) > AT_ONCE or len(left) > LONGEST:
        return []
    bare = _STRINGS.sub("", left)
    if '"' in bare or "//" in bare:
        return []
    word = _WORD.search(left)
    start = place if word is None else Place(place.line, word.start() + 1)
    there = possible(text.before(start), shown)
    over = text.range(start, place)
    return [
        lsp.CompletionItem(
            each.label,
            kind=each.kind,
            detail=each.detail or None,
            text_edit=lsp.TextEdit(over, each.insert or each.label),
            additional_text_edits=_use_line(text, each.use),
        )
        for each in _unique(_offers(analysis, shown, there))
    ]


def _unique(offers: Iterable[_Offer]) -> Iterable[_Offer]:
    found: dict[tuple[str, str], _Offer] = {}
    for each in offers:
        found.setdefault((each.label, each.insert), each)
    return found.values()


def _use_line(text: Text, told: str) -> list[lsp.TextEdit] | None:
    if not told:
        return None
    used = [
        n for n, line in enumerate(text.lines, 1) if re.match(r"use\s.*\sfrom\s", line)
    ]
    at = text.position(used[-1] + 1 if used else 1, 1)
    end = "\n" if used else "\n\n"
    return [lsp.TextEdit(lsp.Range(at, at), f"{told}{end}")]


def _offers(analysis: Analysis | None, shown: str, there: Possible) -> Iterator[_Offer]:
    known = None if analysis is None else analysis.package_of(shown)
    if analysis is not None and known is not None:
        yield from _names(analysis, known, shown, there)
    elif _is_type(there):
        yield from _common_types()
    for each in sorted(grammar().words_of(there.terminals)):
        yield _Offer(each, _KIND.Keyword)


def _is_type(there: Possible) -> bool:
    return {"NAME", "ARRAY", "CHOICE"} <= there.terminals


def _head(before: Sequence[str]) -> str:
    """The word that a list of names or a range, which goes on here, begins with."""
    at = len(before) - 1
    while at > 1 and before[at] in (",", ".."):
        at -= 2
    return str(before[at]) if before else ""


def _names(
    analysis: Analysis, package: Lowered, shown: str, there: Possible
) -> Iterator[_Offer]:
    before, terminals = there.before, there.terminals
    models = (package.model, *with_foundations(package.model.foundations))
    head = _head(before)
    last_three = tuple(map(str, before[-3:]))
    version = _version(package, before)
    if version and version.origin and last_three[-2:-1] in (("change",), ("remove",)):
        yield from _inherited(version.origin, last_three[-2], last_three[-1])
    # Behind `class` at the start of an item stands a new number.
    old = head in ("as", "core") or last_three[-2:] in _OLD_CLASS
    if "INT" in terminals and old:
        yield from _classes(models)
    if not terminals & {"NAME", "PATH"}:
        return
    if _is_type(there):
        yield from _types(package, shown, version)
    elif head == "unit":
        for model in models:
            for row in model.unit_rows:
                yield _Offer(row.name, _KIND.Unit, f"{row.symbol} {row.quantity}")
    elif head == "source":
        for model in models:
            for key, meaning in model.package.sources.items():
                yield _Offer(key, _KIND.Reference, meaning)
    elif head in ("since", "in"):
        for model in models:
            for each in model.package.editions:
                yield _Offer(each.key, _KIND.Reference, each.label)
    elif head == "needs":
        for name in sorted(
            {STANDARD_PACKAGE, *analysis.packages} - {package.model.package.name}
        ):
            yield _Offer(name, _KIND.Module)
    elif head == "use":
        yield from _elsewhere(package, shown, "")
    elif head == "from":
        yield from _files(package, shown)
    elif head == "as":
        meanings = STRUCTURE_MEANINGS if last_three[:1] == ("structure",) else MEANINGS
        for meaning in meanings:
            said = MEANINGS[meaning].sentence if meaning in MEANINGS else ""
            yield _Offer(meaning, _KIND.EnumMember, said)
    elif head in ("rule", "requires"):
        place = "member" if head == "rule" else "class"
        for rule in RULES.values():
            if rule.place == place:
                yield _Offer(rule.name, _KIND.Function, rule.sentence, f"{rule.name}(")
    elif head == "value":
        for name in (*package.lists, *SIMPLE_TYPES):
            yield _Offer(name, _KIND.TypeParameter)
    elif head in ("when", "access") or last_three[-2:-1] == ("select",):
        kind = {"when": "variant", "access": "client"}.get(head, "group")
        for symbol in analysis.index.of_symbols:
            if symbol.kind == kind:
                yield _Offer(symbol.name, _KIND.Reference, kind)
    elif head == "reads":
        for reading in READINGS.values():
            yield _Offer(reading.name, _KIND.EnumMember, reading.sentence)
    else:
        yield from _quirk_words(before)


_QUIRKS: Final = {
    "deviation": "deviation",
    "profiles": "order",
    "scalers": "scaler",
    "means": "value",
}
"""Which words can follow, of those of quirks, by the word that they are said of."""


def _quirk_words(before: Sequence[str]) -> Iterator[_Offer]:
    """What can be meant by what is sent otherwise."""
    for token in reversed(before[-12:]):
        if token in _QUIRKS:
            for name in QUIRK_WORDS[_QUIRKS[token]]:
                yield _Offer(name, _KIND.EnumMember)
            return


def _common_types() -> Iterator[_Offer]:
    for name, simple in SIMPLE_TYPES.items():
        bounds = (
            "" if simple.bounds is None else f", {simple.bounds[0]}..{simple.bounds[1]}"
        )
        yield _Offer(name, _KIND.TypeParameter, f"tag {simple.tag}{bounds}")
    for name in COMPLEX_TYPES:
        if name != "structure":
            yield _Offer(f"{name} of", _KIND.Keyword, "", f"{name} of ")


def _types(package: Lowered, shown: str, version: _Open | None) -> Iterator[_Offer]:
    entry = None if version is None else version.own or version.origin
    if entry is not None:
        for name, declared in entry.environment.declarations.items():
            yield _Offer(name, _KIND.Struct, declared.node.word)
    for scope in package.scopes:
        if scope.tree.path == shown:
            for name, found in scope.types.items():
                yield _Offer(name, _KIND.Struct, found.word)
            for name in scope.imports:
                yield _Offer(name, _KIND.Struct, "imported")
    yield from _common_types()
    yield from _elsewhere(package, shown, "use")


def _elsewhere(package: Lowered, shown: str, word: str) -> Iterator[_Offer]:
    """Types of other files, with the line that takes them from there."""
    for scope in package.scopes:
        if scope.tree.path == shown:
            for name, module in scope.elsewhere.items():
                if module != scope.stem and not scope.knows(name):
                    line = f"{word} {name} from {module}" if word else ""
                    yield _Offer(name, _KIND.Struct, f"from {module}", use=line)


def _files(package: Lowered, shown: str) -> Iterator[_Offer]:
    for stem, scope in package.files.items():
        if scope.types and scope.tree.path != shown:
            yield _Offer(stem, _KIND.File, scope.path)
    for foundation in with_foundations(package.foundations):
        for stem, scope in foundation.files.items():
            if scope.types:
                yield _Offer(f"{scope.package}.{stem}", _KIND.File, scope.path)


def _classes(models: Iterable[Model]) -> Iterator[_Offer]:
    for model in models:
        for one in model.classes:
            yield _Offer(str(one.class_id), _KIND.Class, one.name)


_VERSION_HEAD: Final = re.compile(
    r"version (\w+)(?: from (?:class (\w+) version )?(\w+))?$"
)
_CLASS_HEAD: Final = re.compile(r'class (\w+) "[^"]*"$')


def _version(package: Lowered, before: Sequence[str]) -> _Open | None:
    """The version that is open where these tokens end."""
    closed = 0
    version: re.Match[str] | None = None
    for at in range(len(before) - 1, 0, -1):
        if before[at] == "}":
            closed += 1
        elif before[at] == "{" and closed:
            closed -= 1
        elif before[at] == "{":
            head = " ".join(before[max(at - 7, 0) : at])
            version = version or _VERSION_HEAD.search(head)
            found = _CLASS_HEAD.search(head)
            if version is not None and found is not None:
                return _opened(package, found[1], *version.groups())
    return None


def _opened(
    package: Lowered, own_id: str, number: str, class_id: str | None, origin: str | None
) -> _Open:
    known: dict[VersionKey, VersionEntry] = {}
    for each in (package, *with_foundations(package.foundations)):
        known = {**each.versions, **known}

    def entry(class_id: str, number: str | None) -> VersionEntry | None:
        if number is None:
            return None
        found = known.get(VersionKey(int(class_id, 0), int(number, 0)))
        return found if found is not None and found.expanded else None

    return _Open(entry(own_id, number), entry(class_id or own_id, origin))


def _inherited(origin: VersionEntry, verb: str, kind: str) -> Iterator[_Offer]:
    """What can be changed or removed of the version that one is written from."""
    contents = origin.contents
    nodes: Iterable[tree.Attribute | tree.Method] = ()
    if kind == "attribute":
        nodes = (node for node, _ in contents.attributes.values())
    elif kind == "method":
        nodes = (node for node, _ in contents.methods.values())
    for node in nodes:
        insert = f"{node.number:d}"
        if verb == "change":
            insert += f" {node.name}"
            if isinstance(node, tree.Attribute):
                mark = f"{node.mark} " if node.mark else ""
                insert += f": {mark}{type_use(node.type)}"
        yield _Offer(f"{node.number:d}", _KIND.Field, str(node.name), insert)
    for name, declared in contents.types.items():
        if declared.node.word == kind:
            yield _Offer(name, _KIND.Struct, kind)
