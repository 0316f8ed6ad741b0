"""Versions written out: what a version has once its differences are applied to its origin."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import cast

from ..diagnostics.report import Report
from ..model import Change, Span
from ..syntax import tree
from ..vocabulary import MAX_NUMBER
from ..words import article
from .contents import Contents, Finder, Numbered
from .definitions import kind_of
from .differences import change_enumeration, change_structure, redocument
from .scope import FileScope, declare


class Editor:
    """Applies the parts of one version, in order, to what it inherits."""

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
        self._find = Finder(contents, where, report, origin_is_known=origin_is_known)

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

    def _plain(self, part: tree.Node, span: Span) -> None:
        if self._has_origin:
            word = _word(part)
            self._report.error(
                span,
                "C317",
                f"{self._where} is written from another version: "
                f"expected 'add {word}' or 'change {word}'",
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
        number = int(item.number) if isinstance(item, _NUMBERED) else None
        self.changes.append(Change("add", _word(item), str(item.name), number))

    def _new(self, item: tree.Addable) -> None:
        if isinstance(item, tree.Attribute):
            if not self._is_attribute_number(item) or not self._number(
                self.contents.attributes, item, "attribute", "C305"
            ):
                self.misnumbered = True
        elif isinstance(item, tree.Method):
            if self._is_method_number(item):
                self._number(self.contents.methods, item, "method", "C308")
        elif item.name in self.contents.types:
            known = self.contents.types[item.name].node.name.span
            self._report.error(
                item.name.span,
                "C202",
                f"type '{item.name}' is already defined in {self._where} "
                f"(line {known.line})",
                f"write 'change {kind_of(item)}'" if self._has_origin else "",
            )
        else:
            self._declare(item)

    def _is_attribute_number(self, item: tree.Attribute) -> bool:
        if item.number == 1 or item.name == "logical_name":
            self._report.error(
                item.number.span,
                "C304",
                "attribute 1 is always 'logical_name' and is implied: "
                "expected attributes from 2",
            )
            return False
        return self._is_number(item.number, 2, "attribute", "C304")

    def _is_method_number(self, item: tree.Method) -> bool:
        return self._is_number(item.number, 1, "method", "C307")

    def _is_number(self, number: tree.Number, least: int, kind: str, code: str) -> bool:
        if least <= number <= MAX_NUMBER:
            return True
        self._report.error(
            number.span,
            code,
            f"expected {article(kind)} number ({least}..{MAX_NUMBER}), "
            f"found {number:d}",
        )
        return False

    def _number(
        self,
        table: dict[int, tuple[Numbered, FileScope]],
        item: Numbered,
        kind: str,
        code: str,
    ) -> bool:
        known = table.get(item.number)
        if known is None:
            table[int(item.number)] = (item, self._home)
            return True
        self._report.error(
            item.number.span,
            code,
            f"{kind} {item.number:d} of {self._where} is already '{known[0].name}'",
            f"write 'change {kind}'" if self._has_origin else "",
        )
        return False

    # ------------------------------------------------------------ change

    def _change(self, part: tree.Change) -> None:
        item = part.item
        doc = item.doc or part.doc
        if isinstance(item, tree.Attribute):
            old = self._find.numbered(self.contents.attributes, item, "attribute")
            if old is not None:
                item = redocument(_keep_selector_docs(item, old), doc or old.doc)
            elif self._origin_is_known:
                return
            self.contents.attributes[int(item.number)] = (item, self._home)
            self._changed("attribute", item.name, int(item.number))
        elif isinstance(item, tree.Method):
            method = self._find.numbered(self.contents.methods, item, "method")
            if method is not None:
                item = redocument(item, doc or method.doc)
            elif self._origin_is_known:
                return
            self.contents.methods[int(item.number)] = (item, self._home)
            self._changed("method", item.name, int(item.number))
        else:
            self._change_type(item, doc)

    def _change_type(
        self, item: tree.Alias | tree.StructureChange | tree.EnumerationChange, doc: str
    ) -> None:
        known = self._find.named(item.name, _word(item), "change")
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
            if (
                known.home is not self._home
            ):  # kept fields still mean what they mean there
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
            if self._find.named(part.name, kind, "remove") is not None:
                del self.contents.types[part.name]
                self.changes.append(Change("remove", kind, str(part.name)))
            return
        number = cast(tree.Number, part.number)
        table: (
            dict[int, tuple[tree.Attribute, FileScope]]
            | dict[int, tuple[tree.Method, FileScope]]
        ) = (self.contents.attributes if kind == "attribute" else self.contents.methods)
        known = table.pop(int(number), None)
        if known is None:
            self._find.absent(number, kind, table)
        else:
            name = str(known[0].name)
            self.changes.append(Change("remove", kind, name, int(number)))


_NUMBERED = (tree.Attribute, tree.Method)


def _word(item: tree.Node) -> str:
    """The word that the item begins with."""
    if isinstance(item, tree.Attribute):
        return "attribute"
    if isinstance(item, tree.Method):
        return "method"
    if isinstance(item, tree.Structure | tree.StructureChange):
        return "structure"
    if isinstance(item, tree.Enumeration | tree.EnumerationChange):
        return "bits" if item.bits else "enumeration"
    return "type"


def _keep_selector_docs(new: tree.Attribute, old: tree.Attribute) -> tree.Attribute:
    """Selectors that the change repeats without documentation keep what they had."""
    docs = {(s.number, s.name): s.doc for s in old.selectors}
    if not any(docs.values()) or not new.selectors:
        return new
    return tree.Attribute(
        span=new.span,
        doc=new.doc,
        number=new.number,
        name=new.name,
        type=new.type,
        mark=new.mark,
        clauses=new.clauses,
        selectors=tuple(
            redocument(s, s.doc or docs.get((s.number, s.name), ""))
            for s in new.selectors
        ),
    )
