"""Which names and numbers of spec files stand for the same thing, and where each is defined."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cached_property
from typing import Final, NamedTuple
from weakref import WeakKeyDictionary

from .. import model as m
from ..lower.expansion import ClassEntry, VersionEntry
from ..lower.package import Lowered
from ..lower.scope import (
    ClassEnvironment,
    Declaration,
    Environment,
    FileEnvironment,
    FileScope,
)
from ..model import Span, TypeId
from ..model.layers import with_foundations
from ..syntax import tree
from ..vocabulary import RULES, SIMPLE_TYPES


class Symbol(NamedTuple):
    """What a name stands for."""

    kind: str
    """`type`, `unit`, `class`, `version`, `attribute`, `method`, `field`, `value`, `source`, `edition`, `values`, `group`,
    `client`, `variant`, `profile`, `package`, `file`, `telegram` or `quirk`."""
    home: tuple[object, ...]
    """Where the name means this: package, class, file."""
    name: str


class Occurrence(NamedTuple):
    """A place where something is named."""

    span: Span
    symbol: Symbol
    defines: bool
    node: object
    """What the place is a part of; of a type, where the place knows it in full, its definition."""


RENAMED: Final = frozenset(
    {
        *("type", "unit", "source", "edition", "values", "group"),
        *("client", "variant", "profile"),
        *("attribute", "method", "field", "value"),
    }
)
"""Kinds whose names are names of the language alone; others are numbers, or names of files."""


class Index:
    """All occurrences in the files of some packages."""

    def __init__(self, packages: Iterable[Lowered]) -> None:
        self._packages = list(packages)

    def prepare(self) -> None:
        """Find everything now, so that nobody who asks has to wait for it."""
        _ = self._at, self.of_symbols

    @cached_property
    def all(self) -> list[Occurrence]:
        return [each for one in self._packages for each in _found_in(one)]

    @cached_property
    def _same(self) -> Mapping[Symbol, Symbol]:
        """Types, attributes and methods of classes that a version of another class has from them."""
        same: dict[Symbol, Symbol] = {}
        for package in self._packages:
            for entry in package.classes:
                for version in entry.versions:
                    origin = version.origin
                    if origin is not None and origin.owner is not entry:
                        inherited = origin.contents.types.keys()
                        for name in inherited & version.contents.types.keys():
                            one = _of_class(version.owner, name)
                            same[one] = _of_class(origin.owner, name)
                        same.update(_taken_over(version, origin))
        return same

    def _first(self, symbol: Symbol) -> Symbol:
        if symbol.kind in ("field", "value"):
            *home, name = symbol.home
            kind, first, name = self._first(Symbol("type", tuple(home), str(name)))
            return symbol._replace(home=(*first, name))
        seen = {symbol}
        while symbol in self._same and self._same[symbol] not in seen:
            symbol = self._same[symbol]
            seen.add(symbol)
        return symbol

    @cached_property
    def of_symbols(self) -> Mapping[Symbol, list[Occurrence]]:
        """Occurrences by what they stand for, in the order of files and lines."""
        found: dict[Symbol, dict[Span, Occurrence]] = defaultdict(dict)
        for each in self.all:
            known = found[self._first(each.symbol)]
            if each.defines or each.span not in known:
                known[each.span] = each
        return {
            symbol: sorted(places.values(), key=lambda each: each.span)
            for symbol, places in found.items()
        }

    @cached_property
    def _at(self) -> Mapping[Span, Occurrence]:
        found: dict[Span, Occurrence] = {}
        for each in self.all:
            found.setdefault(each.span, each)
        return found

    def at(self, span: Span) -> Occurrence | None:
        """What begins at a place."""
        return self._at.get(span)

    def same(self, symbol: Symbol) -> list[Occurrence]:
        """All occurrences of what a symbol stands for."""
        return self.of_symbols.get(self._first(symbol), [])

    def definition(self, symbol: Symbol) -> Occurrence | None:
        """The first definition of it."""
        return next((each for each in self.same(symbol) if each.defines), None)


def _taken_over(
    version: VersionEntry, origin: VersionEntry
) -> Iterator[tuple[Symbol, Symbol]]:
    """Attributes and methods that have the same number and name in a version of another class."""
    class_id, origin_id = (int(each.owner.node.class_id) for each in (version, origin))
    for kind in ("attribute", "method"):
        own, known = (getattr(each.contents, f"{kind}s") for each in (version, origin))
        for number in own.keys() & known.keys():
            if own[number][0].name == known[number][0].name:
                yield (
                    Symbol(kind, (class_id,), str(number)),
                    Symbol(kind, (origin_id,), str(number)),
                )


_FOUND: Final[WeakKeyDictionary[Lowered, list[Occurrence]]] = WeakKeyDictionary()
"""Occurrences of each package for as long as it is as it was: a keystroke changes one of many."""


def _found_in(package: Lowered) -> list[Occurrence]:
    found = _FOUND.get(package)
    if found is None:
        found = _FOUND[package] = _Finder(package).run()
    return found


def _of_class(entry: ClassEntry, name: str) -> Symbol:
    home = entry.home
    return Symbol("type", (home.package, home.stem, int(entry.node.class_id)), name)


def type_symbol(target: TypeId) -> Symbol:
    """A named type; what the versions of a class have under one name is one."""
    package, stem, class_id, _, name = target
    return Symbol("type", (package, stem, class_id), name)


class _Finder:
    """Walks the files of one package."""

    def __init__(self, package: Lowered) -> None:
        self._package = package
        self._name = package.model.package.name
        self._entries = {id(entry.node): entry for entry in package.classes}
        below = with_foundations((package.model,))
        self._homes: dict[tuple[str, str], str] = {}
        """The package that gives a key to a source, an edition or a unit."""
        for model in reversed(below):
            name = model.package.name
            keys = [
                *(("source", key) for key in model.package.sources),
                *(("edition", each.key) for each in model.package.editions),
                *(("unit", row.name) for row in model.unit_rows),
            ]
            self._homes.update(dict.fromkeys(keys, name))
        self._types: dict[TypeId, m.NamedType] = {}
        for model in reversed(below):
            self._types.update(model.types)
        self._classes_by_id = {
            one.class_id: one for model in reversed(below) for one in model.classes
        }
        self._choices: dict[TypeId, list[tree.ChoiceUse]] = {}
        """Those that aliases stand for; what they name is beside where the alias stands."""
        self._by_alias: list[
            tuple[TypeId, TypeId | None, Mapping[str, TypeId | None]]
        ] = []
        self._found: list[Occurrence] = []
        self._scope: FileScope
        self._environment: Environment = FileEnvironment()
        self._class_id: int | None = None
        self._profile = ""

    def run(self) -> list[Occurrence]:
        for scope in self._package.scopes:
            self._scope = scope
            for item in scope.tree.items:
                self._visit(item)
        for alias, target, beside in self._by_alias:
            for use in self._choices.get(alias, ()):
                self._chosen(target, beside, use)
        return self._found

    # ------------------------------------------------------------ what is found

    def _add(
        self, place: object, symbol: Symbol, node: object, defines: bool = False
    ) -> None:
        span = getattr(place, "span", None)
        if isinstance(span, Span):
            self._found.append(Occurrence(span, symbol, defines, node))

    def _key(
        self, kind: str, name: tree.Name, node: object, defines: bool = False
    ) -> None:
        """What is known by one name in its package and in those that need it."""
        home = self._homes.get((kind, str(name)), self._name)
        self._add(name, Symbol(kind, (home,), str(name)), node, defines)

    def _type(self, name: tree.Name, node: object, defines: bool = False) -> None:
        target = self._environment.find(str(name), self._scope)
        if target is not None:
            # A version may have changed the type: what it is here says more than where it was defined.
            found: object = None
            if isinstance(self._environment, ClassEnvironment):
                found = self._environment.declarations.get(str(name))
            whole = found.node if isinstance(found, Declaration) else None
            self._add(name, type_symbol(target), whole or node, defines)

    def _class(self, number: tree.Number, node: object, defines: bool = False) -> None:
        self._add(number, Symbol("class", (), str(int(number))), node, defines)

    def _member(
        self,
        kind: str,
        class_id: int,
        number: tree.Number,
        name: object,
        node: object,
        defines: bool = False,
    ) -> None:
        symbol = Symbol(kind, (class_id,), str(int(number)))
        for place in (number, name):
            self._add(place, symbol, node, defines)

    # ------------------------------------------------------------ the walk

    def _visit(self, node: object) -> None:
        visit = getattr(self, f"_of_{type(node).__name__.lower()}", None)
        if visit is not None:
            visit(node)
        self._inside(node)

    def _inside(self, node: object) -> None:
        if isinstance(node, tree.Class):
            self._in_class(node)
            return
        if isinstance(node, tuple | list):
            parts: Iterable[object] = node
        elif is_dataclass(node):
            parts = (getattr(node, each.name) for each in fields(node))
        else:
            return
        for part in parts:
            if isinstance(part, tuple | list) or is_dataclass(part):
                self._visit(part)

    def _in_class(self, node: tree.Class) -> None:
        entry = self._entries.get(id(node))
        versions: dict[int, VersionEntry] = {}
        if entry is not None:
            versions = {id(each.node): each for each in entry.versions}
            self._environment = entry.environment
        self._class_id = int(node.class_id)
        shared = self._environment
        for part in node.parts:
            version = versions.get(id(part))
            if version is not None and version.expanded:
                self._environment = version.environment
            self._visit(part)
            self._environment = shared
        self._environment = FileEnvironment()
        self._class_id = None

    # ------------------------------------------------------------ packages, files

    def _of_package(self, node: tree.Package) -> None:
        self._add(node.name, Symbol("package", (), str(node.name)), node, True)

    def _of_namefact(self, node: tree.NameFact) -> None:
        self._add(node.name, Symbol("package", (), str(node.name)), node)

    def _of_keyfact(self, node: tree.KeyFact) -> None:
        self._add(node.key, Symbol(node.word, (self._name,), str(node.key)), node, True)

    def _of_use(self, node: tree.Use) -> None:
        for name in node.names:
            self._type(name, node)
        package, _, stem = node.module.rpartition(".")
        home = (package or self._name,)
        self._add(node.module, Symbol("file", home, stem), node)

    # ------------------------------------------------------------ types

    def _of_structure(self, node: tree.Structure) -> None:
        self._type(node.name, node, True)
        target = self._target(node.name)
        self._clauses(target, node.clauses)
        for each in node.fields:
            self._part("field", target, each.name, each, True)
            self._tied(target, node.fields, each.type)

    def _of_enumeration(self, node: tree.Enumeration) -> None:
        self._type(node.name, node, True)
        self._values_of(self._target(node.name), node.members)

    def _values_of(
        self, target: TypeId | None, members: Iterable[tree.Member | tree.MemberSpan]
    ) -> None:
        for each in members:
            if isinstance(each, tree.Member):
                self._part("value", target, each.name, each, True)

    def _of_alias(self, node: tree.Alias) -> None:
        self._type(node.name, node, True)
        self._clauses(self._inner(node.type), node.clauses)
        alias = self._environment.find(str(node.name), self._scope)
        if alias is not None:
            self._choices[alias] = [
                each
                for each in tree.with_inner(node.type)
                if isinstance(each, tree.ChoiceUse)
            ]

    def _of_field(self, node: tree.Field) -> None:
        self._clauses(self._inner(node.type), node.clauses)

    def _of_parameter(self, node: tree.Parameter) -> None:
        self._clauses(self._inner(node.type), node.clauses)

    def _tied(
        self, target: TypeId | None, beside: Iterable[tree.Field], use: tree.TypeUse
    ) -> None:
        """What a CHOICE names of the fields beside it, and the values by which it is told."""
        for each in tree.with_inner(use):
            if isinstance(each, tree.ChoiceUse) and each.by is not None:
                chosen = {str(one.name): self._inner(one.type) for one in beside}
                self._chosen(target, chosen, each)
            elif isinstance(each, tree.NamedTypeUse):
                alias = self._environment.find(str(each.name), self._scope)
                named = None if alias is None else self._types.get(alias)
                if alias is not None and isinstance(named, m.Alias):
                    chosen = {str(one.name): self._inner(one.type) for one in beside}
                    self._by_alias.append((alias, target, chosen))

    def _chosen(
        self,
        target: TypeId | None,
        beside: Mapping[str, TypeId | None],
        use: tree.ChoiceUse,
    ) -> None:
        if use.by is not None and use.by in beside:
            self._part("field", target, use.by, use)
            for value in (name for case in use.cases for name in case):
                self._part("value", beside[use.by], value, use)

    def _of_units(self, node: tree.Units) -> None:
        self._type(node.name, node, True)

    def _of_unitrow(self, node: tree.UnitRow) -> None:
        self._key("unit", node.name, node, True)

    def _of_structurechange(self, node: tree.StructureChange) -> None:
        self._type(node.name, node)
        target = self._target(node.name)
        definition = None
        if isinstance(self._environment, ClassEnvironment):
            declared = self._environment.declarations.get(str(node.name))
            definition = None if declared is None else declared.node
        beside = definition.fields if isinstance(definition, tree.Structure) else ()
        for each in node.changes:
            if isinstance(each, tree.RemoveField):
                self._part("field", target, each.name, each)
            else:
                self._part("field", target, each.field.name, each.field, True)
                self._tied(target, beside, each.field.type)
            if isinstance(each, tree.AddField) and each.after is not None:
                self._part("field", target, each.after, each)

    def _of_enumerationchange(self, node: tree.EnumerationChange) -> None:
        self._type(node.name, node)
        changes = [c for c in node.changes if not isinstance(c, tree.RemoveMember)]
        self._values_of(self._target(node.name), [each.member for each in changes])

    # ------------------------------------------------------------ parts of types, and what names them

    def _part(
        self,
        kind: str,
        target: TypeId | None,
        name: tree.Name,
        node: object,
        defines: bool = False,
    ) -> None:
        """A field of a structure, or a value of an enumeration or of bits."""
        if target is not None:
            home = type_symbol(target)
            symbol = Symbol(kind, (*home.home, home.name), str(name))
            self._add(name, symbol, node, defines)

    def _target(self, name: tree.Name) -> TypeId | None:
        """The structure, enumeration or bits that a name stands for, in the end."""
        target = self._environment.find(str(name), self._scope)
        named = None if target is None else self._types.get(target)
        return self._within(named.type) if isinstance(named, m.Alias) else target

    def _inner(self, use: tree.TypeUse) -> TypeId | None:
        """The same of a type expression: of an array, of its elements."""
        while isinstance(use, tree.ArrayUse | tree.CompactArrayUse):
            if use.element is None:
                return None
            use = use.element
        return self._target(use.name) if isinstance(use, tree.NamedTypeUse) else None

    def _within(self, expression: m.TypeExpression) -> TypeId | None:
        """The same of one of the model."""
        while True:
            if isinstance(expression, m.Array | m.CompactArray):
                if expression.element is None:
                    return None
                expression = expression.element
            elif isinstance(expression, m.Reference):
                named = self._types.get(expression.target)
                if not isinstance(named, m.Alias):
                    return expression.target
                expression = named.type
            else:
                return None

    def _clauses(self, target: TypeId | None, clauses: Iterable[tree.Clause]) -> None:
        """What the line of a value names of its type, and of its class."""
        for each in clauses:
            if isinstance(each, tree.DefaultClause):
                self._literal(target, each.value, each)
            elif isinstance(each, tree.NamesClause) and each.word.startswith("refers"):
                for name in each.names:
                    self._part("field", target, name, each)
            elif isinstance(each, tree.RuleClause) and each.rule.name in RULES:
                self._rule(each.rule, target, each)

    def _literal(self, target: TypeId | None, value: tree.Value, node: object) -> None:
        """The values of enumerations and bits that a literal names, also in its lists."""
        if isinstance(value, tree.Word):
            self._part("value", target, value.name, node)
        elif isinstance(value, tree.ListValue):
            inner = [target] * len(value.items)
            named = None if target is None else self._types.get(target)
            if value.brackets == "{}" and isinstance(named, m.Structure):
                inner = [self._within(each.type) for each in named.fields]
            for of, item in zip(inner, value.items, strict=False):
                self._literal(of, item, node)

    def _of_requiresfact(self, node: tree.RequiresFact) -> None:
        if node.rule.name in RULES:
            self._rule(node.rule, None, node)

    def _rule(self, rule: tree.RuleUse, target: TypeId | None, node: object) -> None:
        kinds = RULES[rule.name].kinds(len(rule.arguments))
        about = target
        for kind, given in zip(kinds, rule.arguments, strict=False):
            if not isinstance(given, tree.Word):
                continue
            if kind in ("attribute", "path"):
                about = self._path(given.name, node)
            elif kind == "value":
                self._part("value", about, given.name, node)
            elif kind == "field":
                self._part("field", about, given.name, node)

    def _path(self, path: tree.Name, node: object) -> TypeId | None:
        """An attribute, and fields inside it; the type that this leads to."""
        one = self._classes_by_id.get(-1 if self._class_id is None else self._class_id)
        first, *steps = path.split(".")
        found: TypeId | None = None
        for version in () if one is None else one.versions:
            for attribute in version.attributes:
                if attribute.name != first:
                    continue
                symbol = Symbol("attribute", (version.class_id,), str(attribute.number))
                self._add(path, symbol, node)
                found = self._within(attribute.type)
                column = path.span.column + len(first) + 1
                for step in steps:
                    place = tree.Name(step, path.span._replace(column=column))
                    self._part("field", found, place, node)
                    column += len(step) + 1
                    named = None if found is None else self._types.get(found)
                    fields = named.fields if isinstance(named, m.Structure) else ()
                    inner = [each.type for each in fields if each.name == step]
                    found = self._within(inner[0]) if inner else None
        return found

    def _of_namedtypeuse(self, node: tree.NamedTypeUse) -> None:
        if node.name not in SIMPLE_TYPES:
            self._type(node.name, node)

    # ------------------------------------------------------------ classes

    def _of_class(self, node: tree.Class) -> None:
        self._class(node.class_id, node, True)

    def _of_version(self, node: tree.Version) -> None:
        assert self._class_id is not None
        home = (self._class_id,)
        self._add(
            node.number, Symbol("version", home, str(int(node.number))), node, True
        )
        if node.origin is not None:
            class_id = node.origin.class_id
            if class_id is not None:
                self._class(class_id, node)
                home = (int(class_id),)
            number = node.origin.version
            self._add(number, Symbol("version", home, str(int(number))), node)

    def _of_attribute(self, node: tree.Attribute) -> None:
        assert self._class_id is not None
        self._member("attribute", self._class_id, node.number, node.name, node, True)
        self._clauses(self._inner(node.type), node.clauses)

    def _of_method(self, node: tree.Method) -> None:
        assert self._class_id is not None
        self._member("method", self._class_id, node.number, node.name, node, True)

    def _of_remove(self, node: tree.Remove) -> None:
        kind = str(node.kind)
        if node.name is not None and kind in ("client", "variant"):
            self._of_profile_part(kind, node.name, node)
        elif node.name is not None:
            # The version no longer has it: its origin, or the class, still knows what it is.
            self._removed_type(node.name, node)
        elif node.number is not None and self._class_id is not None:
            self._member(kind, self._class_id, node.number, None, node)

    def _removed_type(self, name: tree.Name, node: object) -> None:
        scope, class_id = self._scope, self._class_id
        if class_id is not None:
            home = (scope.package, scope.stem, class_id)
            self._add(name, Symbol("type", home, str(name)), node)

    # ------------------------------------------------------------ facts and clauses

    def _of_clausefact(self, node: tree.ClauseFact) -> None:
        for key in node.editions:
            self._key("edition", key, node)

    def _of_sincefact(self, node: tree.SinceFact) -> None:
        for key in node.editions:
            self._key("edition", key, node)

    def _of_sourcefact(self, node: tree.SourceFact) -> None:
        for key in node.keys:
            self._key("source", key, node)

    def _of_namesclause(self, node: tree.NamesClause) -> None:
        if node.word in ("unit", "source"):
            for name in node.names:
                self._key(node.word, name, node)
        elif node.word == "value":
            for name in node.names:
                if name not in SIMPLE_TYPES:
                    self._values(name, node)
        elif node.word == "when":
            for name in node.names:
                self._of_profile_part("variant", name, node)

    def _of_integralclause(self, node: tree.IntegralClause) -> None:
        if node.unit is not None:
            self._key("unit", node.unit, node)

    def _of_numbersclause(self, node: tree.NumbersClause) -> None:
        if node.word in ("core", "refers to class"):
            for number in node.numbers:
                self._class(number, node)

    def _of_classuse(self, node: tree.ClassUse) -> None:
        self._class(node.class_id, node)
        if node.version is not None:
            home = (int(node.class_id),)
            name = str(int(node.version))
            self._add(node.version, Symbol("version", home, name), node)

    # ------------------------------------------------------------ OBIS codes

    def _of_group(self, node: tree.Group) -> None:
        if node.name is not None:
            self._add(node.name, Symbol("group", (), str(node.name)), node, True)

    def _of_select(self, node: tree.Select) -> None:
        self._add(node.table, Symbol("group", (), str(node.table)), node)

    def _of_valuelist(self, node: tree.ValueList) -> None:
        self._values(node.name, node, True)

    def _values(self, name: tree.Name, node: object, defines: bool = False) -> None:
        self._add(name, Symbol("values", (), str(name)), node, defines)

    # ------------------------------------------------------------ telegrams, quirks, profiles

    def _of_telegram(self, node: tree.Telegram) -> None:
        home = (self._name,)
        self._add(node.name, Symbol("telegram", home, str(node.name)), node, True)

    def _of_attributeof(self, node: tree.AttributeOf) -> None:
        if node.class_id is not None:
            self._class(node.class_id, node)
            if node.attribute is not None:
                class_id = int(node.class_id)
                self._member("attribute", class_id, node.attribute, None, node)

    def _of_quirk(self, node: tree.Quirk) -> None:
        home = (self._name,)
        self._add(node.name, Symbol("quirk", home, str(node.name)), node, True)

    def _of_quirkeffect(self, node: tree.QuirkEffect) -> None:
        if node.class_id is not None:
            self._class(node.class_id, node)
            if node.attribute is not None:
                class_id = int(node.class_id)
                self._member("attribute", class_id, node.attribute, node.name, node)

    def _of_profile(self, node: tree.Profile) -> None:
        self._profile = str(node.name)
        self._add(node.name, Symbol("profile", (), self._profile), node, True)
        if node.origin is not None:
            self._add(node.origin, Symbol("profile", (), str(node.origin)), node)

    def _of_profileclient(self, node: tree.ProfileClient) -> None:
        self._of_profile_part("client", node.name, node, True)

    def _of_profilevariant(self, node: tree.ProfileVariant) -> None:
        self._of_profile_part("variant", node.name, node, True)

    def _of_rightsclause(self, node: tree.RightsClause) -> None:
        for right in node.rights:
            if right.client is not None:
                self._of_profile_part("client", right.client, node)

    def _of_profile_part(
        self, kind: str, name: tree.Name, node: object, defines: bool = False
    ) -> None:
        """A client or a variant; profiles that are written from others name those of these."""
        self._add(name, Symbol(kind, (), str(name)), node, defines)

    def _of_wantedobjects(self, node: tree.WantedObjects) -> None:
        """Lines before the rows hold for each of these, and what the head says where a row does not say otherwise."""
        lines = [row for row in node.rows if isinstance(row, tree.WantedLine)]
        shared = [*_classes(node.clauses)]
        for row in node.rows:
            if isinstance(row, tree.WantedObject):
                own = [*_classes(row.clauses)] or shared
                self._wanted(own, [*lines, *row.lines])

    def _of_wantedobject(self, node: tree.WantedObject) -> None:
        if not node.in_block:
            self._wanted([*_classes(node.clauses)], node.lines)

    def _of_objectchange(self, node: tree.ObjectChange) -> None:
        lines = [c.line for c in node.changes if not isinstance(c, tree.Remove)]
        self._wanted([*_classes(node.clauses)], lines)

    def _wanted(self, classes: Iterable[int], lines: Iterable[tree.WantedLine]) -> None:
        for class_id in classes:
            for line in lines:
                self._member(line.word, class_id, line.number, line.name, line)
                if line.word == "attribute":
                    self._fixed(class_id, line)

    def _fixed(self, class_id: int, line: tree.WantedLine) -> None:
        """The values that an attribute has to have, by name."""
        values = [
            value
            for clause in line.clauses
            for value in (
                clause.values
                if isinstance(clause, tree.ValuesClause)
                else (clause.value,) if isinstance(clause, tree.DefaultClause) else ()
            )
        ]
        one = self._classes_by_id.get(class_id) if values else None
        for version in () if one is None else one.versions:
            for attribute in version.attributes:
                if attribute.number == line.number:
                    for value in values:
                        self._literal(self._within(attribute.type), value, line)


def _classes(clauses: Iterable[tree.Clause]) -> Iterator[int]:
    """The classes that an object may be of."""
    for clause in clauses:
        if isinstance(clause, tree.ClassesClause):
            yield from (int(each.class_id) for each in clause.classes)
