"""Companion profiles: blocks and changes written out, so that each profile is whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import prod
from typing import Final, Literal, cast

from .. import model as m
from ..diagnostics.report import Report
from ..syntax import tree
from ..syntax.lines import in_order
from ..words import did_you_mean, listed
from .clauses import Told, lower_value
from .codes import lower_code, lower_pattern
from .expressions import lower_type
from .facts import Confidence, Legend, lower_facts
from .scope import FileEnvironment, FileScope

MOST_CODES: Final = 1000
"""A line that stands for more objects is a slip of the pen."""

_REMARKS: Final = frozenset({"confidence", "source", "note", "unconfirmed"})
_OBJECT: Final = _REMARKS | {"as", "unit", "when", "optional", "mandatory", "clause"}
_METHOD: Final = frozenset({"access", "optional", "mandatory", "note", "unconfirmed"})
_ATTRIBUTE: Final = _METHOD | {"=", "default"}
_OF_ONE_ROW: Final = frozenset({"note", "unconfirmed"})
_SAPS: Final = 0xFFFF
_ATTRIBUTE_RIGHTS: Final = ("R", "W", "RW", "none")
_METHOD_RIGHTS: Final = ("call", "none")
_RIGHTS: Final = frozenset({*_ATTRIBUTE_RIGHTS, *_METHOD_RIGHTS})
_LAST_CLASS: Final = 0xFFFF

_LineKey = tuple[str, int]


@dataclass(slots=True)
class _Whole:
    """A profile while it is put together."""

    clients: dict[str, m.ProfileClient]
    variants: dict[str, m.ProfileVariant]
    objects: list[m.ProfileObject]


def lower_profiles(
    written: Iterable[tuple[tree.Profile, FileScope]],
    below: Iterable[m.Model],
    legend: Legend,
    report: Report,
) -> tuple[m.Profile, ...]:
    """The profiles of a package; `below` are the packages that it stands on."""
    known = {each.name: each for model in below for each in model.profiles}
    homes: dict[str, tuple[tree.Profile, FileScope]] = {}
    for node, scope in written:
        name = str(node.name)
        first = homes.setdefault(name, (node, scope))[0]
        if first is not node or name in known:
            place = first.name.span if first is not node else known[name].span
            report.error(
                node.name.span,
                "C901",
                f"profile '{name}' is already defined at {place}",
            )
    lowering = _Lowering(homes, known, legend, report)
    for name in homes:
        lowering.profile(name)
    return tuple(known[name] for name in homes)


class _Lowering:
    def __init__(
        self,
        homes: Mapping[str, tuple[tree.Profile, FileScope]],
        known: dict[str, m.Profile],
        legend: Legend,
        report: Report,
    ) -> None:
        self._homes = homes
        self._known = known
        self._legend = legend
        self._report = report
        self._scope: FileScope

    def profile(self, name: str) -> None:
        """Lower the profile of that name, after the ones that it stands on."""
        chain = [name]
        while True:  # without recursion, as chains may be long
            origin = self._homes[chain[-1]][0].origin
            if origin is None or origin in self._known or origin not in self._homes:
                break
            if origin in chain:
                self._report.error(
                    origin.span, "C902", f"profile '{origin}' is written from itself"
                )
                break
            chain.append(str(origin))
        for each in reversed(chain):
            if each not in self._known:
                self._known[each] = self._lower(*self._homes[each])

    def _lower(self, node: tree.Profile, scope: FileScope) -> m.Profile:
        self._scope = scope
        told = Told(node.clauses, _REMARKS, "a profile", self._report)
        facts = lower_facts(node.parts, self._legend, self._report)
        origin = None if node.origin is None else self._known.get(str(node.origin))
        if node.origin is not None and origin is None:
            if node.origin not in self._homes:
                self._report.error(
                    node.origin.span,
                    "C902",
                    f"unknown profile '{node.origin}'",
                    did_you_mean(node.origin, {*self._known, *self._homes}),
                )
            return m.Profile(
                name=str(node.name),
                title=str(node.title),
                origin=str(node.origin),
                sources=self._sources(told),
                span=node.name.span,
            )
        whole = _Whole({}, {}, [])
        if origin is not None:
            whole = _Whole(
                {each.name: each for each in origin.clients},
                {each.name: each for each in origin.variants},
                [*origin.objects],
            )
        self._name_all(node, whole)
        for part in node.parts:
            self._part(part, node.origin is not None, whole)
        return m.Profile(
            name=str(node.name),
            title=str(node.title),
            origin=str(node.origin or ""),
            clients=tuple(whole.clients.values()),
            variants=tuple(whole.variants.values()),
            objects=tuple(whole.objects),
            confidence=_confidence(told),
            sources=self._sources(told),
            note=" ".join(told.notes),
            unconfirmed=told.unconfirmed,
            decisions=tuple(facts.decisions),
            open_questions=tuple(facts.open_questions),
            doc=node.doc,
            span=node.name.span,
        )

    # ------------------------------------------------------------ parts

    def _name_all(self, node: tree.Profile, whole: _Whole) -> None:
        """Clients and variants, which lines above them may name."""
        for part in node.parts:
            item = part.item if isinstance(part, tree.AddPart) else part
            if isinstance(item, tree.ProfileClient):
                self._enter(item, self._client(item), whole.clients)
            elif isinstance(item, tree.ProfileVariant):
                self._enter(item, self._variant(item), whole.variants)
            elif isinstance(item, tree.Remove):
                named: dict[str, m.ProfileClient] | dict[str, m.ProfileVariant]
                named = whole.clients if item.kind == "client" else whole.variants
                name = cast(tree.Name, item.name)
                if named.pop(str(name), None) is None:
                    self._report.error(
                        name.span,
                        "C904",
                        f"there is no {item.kind} '{name}' to remove",
                        did_you_mean(name, named),
                    )

    def _enter(
        self,
        node: tree.ProfileClient | tree.ProfileVariant,
        found: m.ProfileClient | m.ProfileVariant,
        known: dict[str, m.ProfileClient] | dict[str, m.ProfileVariant],
    ) -> None:
        if known.setdefault(found.name, found) is not found:  # type: ignore[arg-type]
            self._report.error(
                node.name.span, "C904", f"{node.word} '{node.name}' is already there"
            )

    def _client(self, node: tree.ProfileClient) -> m.ProfileClient:
        if node.sap is not None and not 0 <= node.sap <= _SAPS:
            self._report.error(
                node.sap.span,
                "C904",
                f"expected the address of a client (0..{_SAPS}), found {node.sap:d}",
            )
        if node.name in _RIGHTS:  # `access W R` would be two rights
            self._report.error(
                node.name.span,
                "C904",
                f"expected the name of a client, found the right {node.name}",
            )
        return m.ProfileClient(
            str(node.name),
            None if node.sap is None else int(node.sap),
            str(node.title or ""),
            node.doc,
            node.span,
        )

    def _variant(self, node: tree.ProfileVariant) -> m.ProfileVariant:
        by = (
            lower_code(each, "to recognise a variant", self._report) for each in node.by
        )
        return m.ProfileVariant(
            str(node.name), str(node.title), tuple(by), node.doc, node.span
        )

    def _part(self, part: tree.Node, derived: bool, whole: _Whole) -> None:
        adds = isinstance(part, tree.AddPart)
        changes = isinstance(part, tree.ChangeObject | tree.RemoveObject | tree.Remove)
        if (adds or changes) and not derived:
            self._report.error(
                part.span,
                "C903",
                "a profile that is written from no other has nothing to change",
                "write the line without 'add'" if adds else "say 'from' which one",
            )
        item = part.item if isinstance(part, tree.AddPart) else part
        if (
            derived
            and item is part
            and isinstance(
                item,
                tree.WantedObject
                | tree.WantedObjects
                | tree.ProfileClient
                | tree.ProfileVariant,
            )
        ):
            self._report.error(
                part.span,
                "C903",
                "a profile that is written from another one says what it changes",
                f"write 'add {item.word}'",
            )
        match item:
            case tree.WantedObject():
                self._add(item, whole)
            case tree.WantedObjects():
                for row in self._rows(item):
                    self._add(row, whole)
            case tree.ChangeObject():
                self._change(item.item, whole)
            case tree.RemoveObject():
                class_id = None if item.class_id is None else int(item.class_id)
                found = self._find(item.pattern, item.conditions, class_id, whole)
                if found is not None:
                    whole.objects.remove(found)
            case _:
                pass

    def _rows(self, block: tree.WantedObjects) -> Iterator[tree.WantedObject]:
        """The rows of a block, each with what it says of all."""
        for clause in block.clauses:
            if clause.word in _OF_ONE_ROW:
                self._report.error(
                    clause.span,
                    "C208",
                    f"'{clause.word}' does not apply to a block of objects: "
                    "expected it at the row that it is about",
                )
        shared = [each for each in block.clauses if each.word not in _OF_ONE_ROW]
        lines = [each for each in block.rows if isinstance(each, tree.WantedLine)]
        self._once(lines)
        rows = [each for each in block.rows if isinstance(each, tree.WantedObject)]
        if not rows:
            self._report.error(
                block.span, "C905", "the block has no object: expected one at least"
            )
        open_groups = {part for row in rows for part in row.pattern.split(".")}
        for condition in block.conditions:
            if rows and condition.letter.lower() not in open_groups:
                self._report.error(
                    condition.letter.span,
                    "C505",
                    f"no row of the block leaves group {condition.letter.upper()} "
                    "open: expected no condition on it",
                )
        for row in rows:
            own = {clause.word for clause in row.clauses}
            if own & _PRESENCE:
                own |= _PRESENCE
            told = {condition.letter.lower() for condition in row.conditions}
            left = {*row.pattern.split(".")} - told
            mine = {(line.word, int(line.number)) for line in row.lines}
            yield replace(
                row,
                conditions=(
                    *(c for c in block.conditions if c.letter.lower() in left),
                    *row.conditions,
                ),
                clauses=in_order(
                    [*row.clauses, *(c for c in shared if c.word not in own)]
                ),
                lines=(
                    *row.lines,
                    *(x for x in lines if (x.word, int(x.number)) not in mine),
                ),
                doc=row.doc or block.doc,
            )

    # ------------------------------------------------------------ objects

    def _add(self, node: tree.WantedObject, whole: _Whole) -> None:
        told = Told(node.clauses, _OBJECT, "an object of a profile", self._report)
        self._once(node.lines)
        lines = (self._line(line, whole) for line in node.lines)
        found = m.ProfileObject(
            pattern=str(node.pattern),
            match=self._match(node.pattern, node.conditions),
            name=str(node.name),
            classes=self._classes(told),
            optional=self._optional(told),
            when=self._when(told, whole),
            units=tuple(map(str, told.names("unit"))),
            lines=_sorted(lines),
            clause=told.text("clause"),
            confidence=_confidence(told),
            sources=self._sources(told),
            note=" ".join(told.notes),
            unconfirmed=told.unconfirmed,
            doc=node.doc,
            span=node.pattern.span,
        )
        whole.objects.append(found)

    def _change(self, node: tree.ObjectChange, whole: _Whole) -> None:
        told = Told(node.clauses, _OBJECT, "an object of a profile", self._report)
        meant = self._classes(told)
        # Where several have the code, the class says which; else it is what changes.
        only = meant[0].class_id if meant else None
        found = self._find(node.pattern, node.conditions, only, whole, "as" in told)
        if found is None:
            return
        lines: dict[_LineKey, m.ProfileLine] = {
            (line.what, line.number): line for line in found.lines
        }
        for change in node.changes:
            self._change_line(change, lines, found, whole)
        changed = replace(
            found,
            name=str(node.name or found.name),
            classes=meant or found.classes,
            optional=self._optional(told, found.optional),
            when=self._when(told, whole) or found.when,
            units=tuple(map(str, told.names("unit"))) or found.units,
            lines=_sorted(lines.values()),
            clause=told.text("clause") or found.clause,
            confidence=_confidence(told) or found.confidence,
            sources=self._sources(told) or found.sources,
            note=" ".join(told.notes) or found.note,
            unconfirmed=(
                told.unconfirmed if "unconfirmed" in told else found.unconfirmed
            ),
            doc=node.doc or found.doc,
            span=node.pattern.span,
        )
        whole.objects[whole.objects.index(found)] = changed

    def _change_line(
        self,
        change: tree.Node,
        lines: dict[_LineKey, m.ProfileLine],
        found: m.ProfileObject,
        whole: _Whole,
    ) -> None:
        if isinstance(change, tree.AddLine | tree.ChangeLine):
            line = change.line
            key = (line.word, int(line.number))
            if (key in lines) is isinstance(change, tree.AddLine):
                there = "already has" if key in lines else "does not have"
                other = "change" if key in lines else "add"
                self._report.error(
                    line.span,
                    "C906",
                    f"{found.pattern} {there} {line.word} {line.number:d}",
                    f"write '{other} {line.word}'",
                )
            lines[key] = self._line(line, whole)
        elif isinstance(change, tree.Remove) and change.number is not None:
            key = (str(change.kind), int(change.number))
            if lines.pop(key, None) is None:
                self._report.error(
                    change.span,
                    "C906",
                    f"{found.pattern} does not have {key[0]} {key[1]}",
                )

    def _find(
        self,
        pattern: tree.Name,
        conditions: tuple[tree.Condition, ...],
        class_id: int | None,
        whole: _Whole,
        may_change: bool = False,
    ) -> m.ProfileObject | None:
        """The object that a line changes or removes; None, and a report, where there is not one."""
        match = self._match(pattern, conditions)
        same = [each for each in whole.objects if each.match == match]
        found = same
        if class_id is not None and not (may_change and len(same) == 1):
            found = [
                each
                for each in same
                if any(one.class_id == class_id for one in each.classes)
            ]
        if len(found) == 1:
            return found[0]
        what = "several objects have" if found else "no object has"
        of_class = "" if class_id is None or not same else f" and class {class_id}"
        near = did_you_mean(pattern, {each.pattern for each in whole.objects})
        self._report.error(
            pattern.span,
            "C905",
            f"{what} the code {pattern}{of_class} in the profile that this one is written from",
            "say with 'as' of which class it is" if found else near,
        )
        return None

    def _match(
        self, pattern: tree.Name, conditions: tuple[tree.Condition, ...]
    ) -> tuple[m.Codes, m.Codes, m.Codes, m.Codes, m.Codes, m.Codes]:
        match = lower_pattern(pattern, conditions, self._report)
        number = prod(sum(b - a + 1 for a, b in codes) for codes in match)
        if number > MOST_CODES:
            self._report.error(
                pattern.span,
                "C907",
                f"{pattern} stands for {number} objects: expected {MOST_CODES} at the most",
                "say with 'where' which codes are meant",
            )
        return match

    def _classes(self, told: Told) -> tuple[m.ProfileClass, ...]:
        stated = told.get("as")
        uses = stated.classes if isinstance(stated, tree.ClassesClause) else ()
        found: dict[m.ProfileClass, None] = {}
        for use in uses:
            if not 0 < use.class_id <= _LAST_CLASS or (
                use.version is not None and not 0 <= use.version <= 0xFF
            ):
                self._report.error(
                    use.class_id.span,
                    "C908",
                    f"expected a class (1..{_LAST_CLASS}) and a version (0..255)",
                )
            version = None if use.version is None else int(use.version)
            each = m.ProfileClass(int(use.class_id), version)
            if each in found:
                self._report.error(
                    use.class_id.span, "C908", f"class {use.class_id:d} is named twice"
                )
            found[each] = None
        return tuple(found)

    def _optional(self, told: Told, otherwise: bool = False) -> bool:
        if told.keys() >= _PRESENCE:
            self._report.error(
                told["mandatory"].span, "C209", "expected 'optional' or 'mandatory'"
            )
        if "optional" in told:
            return True
        return otherwise and "mandatory" not in told

    def _when(self, told: Told, whole: _Whole) -> tuple[str, ...]:
        for name in told.names("when"):
            if name not in whole.variants:
                self._report.error(
                    name.span,
                    "C904",
                    f"unknown variant '{name}'",
                    did_you_mean(name, whole.variants),
                )
        return tuple(dict.fromkeys(map(str, told.names("when"))))

    def _sources(self, told: Told) -> tuple[str, ...]:
        return tuple(self._legend.source_keys(told.names("source"), self._report))

    # ------------------------------------------------------------ lines

    def _once(self, lines: Iterable[tree.WantedLine]) -> None:
        seen: set[_LineKey] = set()
        for line in lines:
            key = (line.word, int(line.number))
            if key in seen:
                self._report.error(
                    line.span, "C906", f"{line.word} {line.number:d} is stated twice"
                )
            seen.add(key)

    def _line(self, node: tree.WantedLine, whole: _Whole) -> m.ProfileLine:
        method = node.word == "method"
        owner = f"{'a method' if method else 'an attribute'} of a profile"
        told = Told(
            node.clauses, _METHOD if method else _ATTRIBUTE, owner, self._report
        )
        least = 0 if method else 1
        if not least < node.number + 1 <= 0x100:
            self._report.error(
                node.number.span,
                "C906",
                f"expected the number of {owner} ({max(least, 1)}..255), found {node.number:d}",
            )
        stated, preset = told.get("="), told.get("default")
        values = stated.values if isinstance(stated, tree.ValuesClause) else ()
        return m.ProfileLine(
            what=cast("Literal['attribute', 'method']", node.word),
            number=int(node.number),
            name=str(node.name),
            types=tuple(map(self._type, node.types)),
            values=tuple(lower_value(each, self._report) for each in values),
            preset=(
                lower_value(preset.value, self._report)
                if isinstance(preset, tree.DefaultClause)
                else None
            ),
            rights=self._rights(told, method, whole),
            optional=self._optional(told),
            note=" ".join(told.notes),
            unconfirmed=told.unconfirmed,
            doc=node.doc,
            span=node.span,
        )

    def _type(self, use: tree.TypeUse) -> m.TypeExpression:
        found = lower_type(
            use, FileEnvironment(), self._scope, self._report, "a profile"
        )
        if isinstance(found, m.Reference | m.Choice | m.OpenChoice):
            self._report.error(
                use.span,
                "C909",
                "expected a data type, or several with '|' between them",
                "the profile says in which of the data types of the class it is sent",
            )
        return found

    def _rights(self, told: Told, method: bool, whole: _Whole) -> tuple[m.Right, ...]:
        clause = told.get("access")
        if not isinstance(clause, tree.RightsClause):
            return ()
        given: dict[str, m.Right] = {}
        for client, right in clause.rights:
            name = str(client or "")
            allowed = _METHOD_RIGHTS if method else _ATTRIBUTE_RIGHTS
            if right not in allowed:
                self._report.error(
                    right.span, "C910", f"expected {listed(allowed)}, found {right}"
                )
            if client is not None and client not in whole.clients:
                self._report.error(
                    client.span,
                    "C904",
                    f"unknown client '{client}'",
                    did_you_mean(client, whole.clients),
                )
            if name in given or (given and "" in (name, *given)):
                self._report.error(
                    (client or right).span,
                    "C910",
                    (
                        f"'{name}' is given a right already"
                        if name in given
                        else "a right is that of a client, or of any of them"
                    ),
                )
            given[name] = m.Right(
                name, cast("Literal['R', 'W', 'RW', 'call', 'none']", str(right))
            )
        return tuple(given.values())


_PRESENCE: Final = frozenset({"optional", "mandatory"})


def _confidence(told: Told) -> Confidence | None:
    return cast("Confidence | None", next(map(str, told.names("confidence")), None))


def _sorted(lines: Iterable[m.ProfileLine]) -> tuple[m.ProfileLine, ...]:
    return tuple(sorted(lines, key=lambda line: (line.what, line.number)))
