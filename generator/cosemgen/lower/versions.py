"""Versions written out: what a version has once its differences are applied to its origin."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TypeVar

from ..diagnostics.report import Report
from ..model import Change, Span
from ..syntax import tree
from ..vocabulary import MAX_NUMBER
from ..words import article, did_you_mean
from .differences import change_enumeration, change_structure, redocument, report_absent
from .scope import Declaration, FileScope, declare, report_defined

Numbered = TypeVar("Numbered", tree.Attribute, tree.Method)


@dataclass(slots=True)
class Contents:
    """Attributes and methods by number and named types by name; each with the file it is written in."""

    attributes: dict[int, tuple[tree.Attribute, FileScope]] = field(
        default_factory=dict
    )
    methods: dict[int, tuple[tree.Method, FileScope]] = field(default_factory=dict)
    types: dict[str, Declaration] = field(default_factory=dict)
    first_short_name: int | None = None
    """Of method 1; the others follow in steps of 8."""

    def copy(self) -> Contents:
        return Contents(
            dict(self.attributes),
            dict(self.methods),
            dict(self.types),
            self.first_short_name,
        )


class Editor:
    """Applies the parts of one version, in order, to what it inherits.

    Where the origin itself is not known, nothing can be said to be missing.
    """

    def __init__(
        self,
        contents: Contents,
        home: FileScope,
        where: str,
        report: Report,
        *,
        has_origin: bool,
        origin_is_known: bool,
    ) -> None:
        self.contents = contents
        self.changes: list[Change] = []
        self.misnumbered = False
        """An attribute has a number that it cannot have, and is left out."""
        self._placed = False
        self._moves_methods = bool(contents.methods)
        self._home = home
        self._where = where
        self._has_origin = has_origin
        self._origin_is_known = origin_is_known
        self._report = report

    def apply(self, parts: Iterable[tree.Node]) -> None:
        for part in parts:
            if isinstance(part, tree.Attribute | tree.Method):
                self._plain(part, part.number.span)
                self._new(part)
            elif isinstance(part, tree.Structure | tree.Enumeration | tree.Alias):
                self._plain(part, part.name.span)
                self._new(part)
            elif isinstance(part, tree.Fact):
                continue
            elif isinstance(part, tree.ShortNames):
                self._place_methods(part)
            elif not self._has_origin:
                self._report.error(
                    part.span,
                    "C317",
                    f"{self._where} is not written from another version: "
                    "nothing to add to, to change or to remove",
                    "write 'from' and a version number after the version",
                )
                if isinstance(part, tree.Add):
                    self._new(part.item)
            elif isinstance(part, tree.Add):
                self._add(part)
            elif isinstance(part, tree.Change):
                self._change(part)
            elif isinstance(part, tree.Remove):
                self._remove(part)

    def _plain(self, part: tree.Addable, span: Span) -> None:
        if self._has_origin:
            self._report.error(
                span,
                "C317",
                f"{self._where} is written from another version: "
                f"expected 'add {part.word}' or 'change {part.word}'",
            )

    def _place_methods(self, part: tree.ShortNames) -> None:
        first = None if part.first is None else int(part.first)
        if part.first is not None and (first or 0) % 8:
            self._report.error(
                part.first.span,
                "C309",
                f"expected a short name in steps of 8, found 0x{part.first:02X}",
            )
            first = None
        if self._placed:
            self._report.error(part.span, "C319", "'methods' is stated twice")
        elif self._moves_methods and first != self.contents.first_short_name:
            self.changes.append(Change("change", "short-names", "methods"))
        self._placed = True
        self.contents.first_short_name = first

    # ------------------------------------------------------------ add

    def _add(self, part: tree.Add) -> None:
        item = part.item
        self._new(redocument(item, part.doc) if part.doc and not item.doc else item)
        number = None
        if isinstance(item, tree.Attribute | tree.Method):
            number = int(item.number)
        self.changes.append(Change("add", item.word, str(item.name), number))

    def _new(self, item: tree.Addable) -> None:
        if isinstance(item, tree.Attribute):
            self.misnumbered |= not self._new_attribute(item)
        elif isinstance(item, tree.Method):
            self._enter(self.contents.methods, item, 1, "C307", "C308")
        elif item.name in self.contents.types:
            known = self.contents.types[item.name].node.name
            hint = f"write 'change {item.word}'" if self._has_origin else ""
            report_defined(item.name, self._where, known, self._report, hint)
        else:
            self._declare(item)

    def _new_attribute(self, item: tree.Attribute) -> bool:
        if item.number == 1 or item.name == "logical_name":
            self._report.error(
                item.number.span,
                "C304",
                "attribute 1 is always 'logical_name' and is implied: "
                "expected attributes from 2",
            )
            return False
        return self._enter(self.contents.attributes, item, 2, "C304", "C305")

    def _enter(
        self,
        table: dict[int, tuple[Numbered, FileScope]],
        item: Numbered,
        least: int,
        outside: str,
        taken: str,
    ) -> bool:
        """Enter what has a number; `outside` and `taken` are codes of what may be wrong with that."""
        number, kind = item.number, item.word
        known = table.get(number)
        if not least <= number <= MAX_NUMBER:
            self._report.error(
                number.span,
                outside,
                f"expected {article(kind)} number ({least}..{MAX_NUMBER}), "
                f"found {number:d}",
            )
        elif known is not None:
            self._report.error(
                number.span,
                taken,
                f"{kind} {number:d} of {self._where} is already '{known[0].name}'",
                f"write 'change {kind}'" if self._has_origin else "",
            )
        else:
            table[int(number)] = (item, self._home)
            return True
        return False

    # ------------------------------------------------------------ change

    def _change(self, part: tree.Change) -> None:
        item = part.item
        doc = item.doc or part.doc
        if isinstance(item, tree.Attribute):
            known = self.contents.attributes.get(item.number)
            if known is not None:
                item = _keep_selector_docs(item, known[0])
            self._change_numbered(self.contents.attributes, item, doc)
        elif isinstance(item, tree.Method):
            self._change_numbered(self.contents.methods, item, doc)
        else:
            self._change_type(item, doc)

    def _change_numbered(
        self, table: dict[int, tuple[Numbered, FileScope]], item: Numbered, doc: str
    ) -> None:
        known = table.get(item.number)
        if known is not None:
            item = redocument(item, doc or known[0].doc)
        elif self._origin_is_known:
            self._absent(item.number, item.word, table)
            return
        table[int(item.number)] = (item, self._home)
        self._changed(item.word, item.name, int(item.number))

    def _change_type(
        self, item: tree.Alias | tree.StructureChange | tree.EnumerationChange, doc: str
    ) -> None:
        known = self._named(item.name, item.word, "change")
        if known is None:
            return
        node = known.node
        if isinstance(item, tree.Alias):
            self._changed("type", item.name)
            self._declare(redocument(item, doc or node.doc))
        elif isinstance(item, tree.StructureChange):
            assert isinstance(node, tree.Structure)
            structure, changes = change_structure(node, item, doc, self._report)
            self.changes += changes
            homes = dict(known.homes)
            # Kept fields still mean what they mean in their own file.
            if known.home is not self._home:
                kept = {id(member) for member in node.fields}
                homes |= {
                    str(member.name): self._home
                    for member in structure.fields
                    if id(member) not in kept
                }
            self._declare(structure, known.home, homes)
        else:
            assert isinstance(node, tree.Enumeration)
            enumeration, changes = change_enumeration(node, item, doc, self._report)
            self.changes += changes
            self._declare(enumeration)

    def _declare(
        self,
        node: tree.TypeDefinition,
        home: FileScope | None = None,
        homes: Mapping[str, FileScope] = MappingProxyType({}),
    ) -> None:
        self.contents.types[str(node.name)] = declare(node, home or self._home, homes)

    def _changed(self, kind: str, name: str, number: int | None = None) -> None:
        self.changes.append(Change("change", kind, str(name), number))

    # ------------------------------------------------------------ remove

    def _remove(self, part: tree.Remove) -> None:
        kind = str(part.kind)
        if part.name is not None:
            if self._named(part.name, kind, "remove") is not None:
                del self.contents.types[part.name]
                self.changes.append(Change("remove", kind, str(part.name)))
        elif part.number is not None:
            contents = self.contents
            if kind == "attribute":
                self._remove_numbered(contents.attributes, kind, part.number)
            else:
                self._remove_numbered(contents.methods, kind, part.number)

    def _remove_numbered(
        self,
        table: dict[int, tuple[Numbered, FileScope]],
        kind: str,
        number: tree.Number,
    ) -> None:
        known = table.pop(number, None)
        if known is not None:
            name = str(known[0].name)
            self.changes.append(Change("remove", kind, name, int(number)))
        elif self._origin_is_known:
            self._absent(number, kind, table)

    # ------------------------------------------------------------ what is changed or removed

    def _absent(self, number: tree.Number, kind: str, table: Iterable[int]) -> None:
        what = f"{self._where} has no {kind}"
        report_absent("C316", what, number, table, self._report)

    def _named(self, name: tree.Name, kind: str, verb: str) -> Declaration | None:
        """The named type that is to be changed or removed, of the same kind."""
        known = self.contents.types.get(name)
        if known is None:
            if self._origin_is_known:
                self._report.error(
                    name.span,
                    "C316",
                    f"{self._where} has no type '{name}' to {verb}",
                    did_you_mean(name, self.contents.types),
                )
            return None
        found = known.node.word
        if found != kind:
            self._report.error(
                name.span,
                "C318",
                f"'{name}' is a {found}: expected '{verb} {found}', "
                f"found '{verb} {kind}'",
            )
            return None
        return known


def _keep_selector_docs(new: tree.Attribute, old: tree.Attribute) -> tree.Attribute:
    """Selectors that the change repeats without documentation keep what they had."""
    docs = {(s.number, s.name): s.doc for s in old.selectors}
    selectors = (
        redocument(s, s.doc or docs.get((s.number, s.name), "")) for s in new.selectors
    )
    return replace(new, selectors=tuple(selectors))
