"""Type expressions as Python: the descriptor that codes a value, and the annotation that describes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from ... import model as m
from ...naming import Names, private_constant
from ...vocabulary import MEANINGS, OPEN_CHOICES, SIMPLE_TYPES, PythonType
from .imports import RUNTIME, Imports
from .layout import Call, Items, Keyword, Node, Sentence, Union


def python_type(simple: m.Simple) -> PythonType:
    """What a common data type is in Python, by its meaning if it has one."""
    if simple.meaning is not None:
        return MEANINGS[simple.meaning].bases[simple.name]
    return SIMPLE_TYPES[simple.name].python


class Expressions:
    """Writes the type expressions of one generated module."""

    def __init__(
        self, model: m.Model, names: Names, imports: Imports, home: tuple[str, str, str]
    ) -> None:
        self.model = model
        self.names = names
        self.imports = imports
        self._home = home
        self._shared: dict[m.TypeId, str] = {}

    # ------------------------------------------------------------ named types

    def class_of(self, target: m.TypeId, *, run_time: bool) -> str:
        """Spelling of a structure's, enumeration's or bits' class, imported if need be."""
        return self._import(target, self.names.type(target), run_time=run_time)

    def share(self, targets: Iterable[m.TypeId]) -> Iterator[tuple[str, Node]]:
        """Name and value of a private constant for the descriptor of each named type."""
        for target in targets:
            value = self._coded(target)
            name = private_constant(self.names.type(target))
            self._shared[target] = name
            yield name, value

    def _import(self, target: m.TypeId, name: str, *, run_time: bool) -> str:
        home = self.names.module(target)
        if home == self._home:
            return name
        module = module_path(self._home, home)
        if run_time:
            return self.imports.use(module, name)
        return self.imports.annotate(module, name)

    def _coded(self, target: m.TypeId) -> Node:
        """An EnumType or BitsType."""
        definition = self.model.type(target)
        assert isinstance(definition, m.Enumeration | m.UnitTable | m.Bits)
        bits = isinstance(definition, m.Bits)
        usual = "bit-string" if bits else "enum"
        arguments: list[Node] = [
            Sentence(definition.id.name),
            self.class_of(target, run_time=True),
        ]
        if definition.base != usual:
            base = self.imports.descriptor(
                SIMPLE_TYPES[definition.base].python.descriptor
            )
            arguments.append(Keyword("base", base))
        name = "BitsType" if bits else "EnumType"
        return Call(self.imports.descriptor(name), tuple(arguments))

    # ------------------------------------------------------------ descriptors

    def descriptor(self, expression: m.TypeExpression, name: str) -> Node:
        """The expression that makes (or names) the descriptor; `name` is whose type it is."""
        t = self.imports.descriptor
        match expression:
            case m.Simple():
                return self._simple(expression)
            case m.Reference(target=target):
                return self._reference(target)
            case m.Array(element, size):
                arguments = [self.descriptor(element, name)]
                if size is not None:
                    arguments += _size(size)
                return Call(t("ArrayType"), tuple(arguments))
            case m.CompactArray(None):
                return f"{t('CompactArrayType')}()"
            case m.CompactArray(element):
                assert element is not None
                return Call(t("CompactArrayType"), (self.descriptor(element, name),))
            case m.Choice(alternatives):
                of = Items(tuple(self.descriptor(a, name) for a in alternatives))
                return Call(t("ChoiceType"), (Sentence(name), of))
            case m.OpenChoice(of=which):
                return t(OPEN_CHOICES[which].descriptor)
            case m.AnyStructure():
                return t("ANY_STRUCTURE")

    def _simple(self, simple: m.Simple) -> Node:
        t = self.imports.descriptor
        node: Node = t(python_type(simple).descriptor)
        size = _stated_size(simple)
        if size is not None:
            node = Call(t("Sized"), (node, *_size(size)))
        if simple.bounds is not None and simple.meaning is None:
            low, high = simple.bounds
            node = Call(t("Ranged"), (node, str(low), str(high)))
        if simple.or_empty:
            node = Call(t("OrEmpty"), (node,))
        return node

    def _reference(self, target: m.TypeId) -> Node:
        definition = self.model.type(target)
        if target in self._shared:
            return self._shared[target]
        if isinstance(definition, m.Structure):
            return f"{self.class_of(target, run_time=True)}.TYPE"
        if isinstance(definition, m.Alias):
            return self._import(target, self.names.constant(target), run_time=True)
        return self._coded(target)

    # ------------------------------------------------------------ annotations

    def annotation(self, expression: m.TypeExpression) -> Node:
        """What type checkers are told."""
        parts: dict[str, Node] = {}
        for part in self._parts(expression):
            parts.setdefault(str(part), part)
        if len(parts) == 1:
            return next(iter(parts.values()))
        # `None` last, as people write it.
        return Union(tuple(parts[name] for name in sorted(parts, key="None".__eq__)))

    def _parts(self, expression: m.TypeExpression) -> Iterator[Node]:
        match expression:
            case m.Simple(meaning=meaning, or_empty=or_empty):
                yield self._annotate(python_type(expression))
                if or_empty and meaning is not None and MEANINGS[meaning].strict:
                    yield "bytes"  # the empty one is no date and no name
            case m.Reference(target=target):
                definition = self.model.type(target)
                if isinstance(definition, m.Alias):
                    yield from self._parts(definition.type)
                else:
                    yield self.class_of(target, run_time=False)
            case m.Array(element):
                yield Call("list", (self.annotation(element),), "[]")
            case m.CompactArray():
                yield self.imports.annotate(f"{RUNTIME}.compact", "CompactArray")
            case m.Choice(alternatives):
                for alternative in alternatives:
                    yield from self._parts(alternative)
            case m.OpenChoice(of=which):
                yield self._annotate(OPEN_CHOICES[which])
            case m.AnyStructure():
                yield f"tuple[{self._annotate(OPEN_CHOICES['any'])}, ...]"
            case _:
                assert_never(expression)

    def _annotate(self, python: PythonType) -> str:
        if python.home:
            self.imports.annotate(f"{RUNTIME}.{python.home}", python.name)
        return python.name

    # ------------------------------------------------------------ facts

    def hashable(self, expression: m.TypeExpression) -> bool:
        """Whether every value of the type can be hashed: none holds a list."""
        match expression:
            case m.Reference(target=target):
                definition = self.model.type(target)
                return not isinstance(definition, m.Alias) or self.hashable(
                    definition.type
                )
            case m.Choice(alternatives):
                return all(map(self.hashable, alternatives))
            case m.OpenChoice(of=which):
                return which == "simple"
            case m.Array() | m.AnyStructure() | m.CompactArray():
                return False
            case m.Simple():
                return True


def module_path(here: tuple[str, str, str], there: tuple[str, str, str]) -> str:
    """How a module names another: relative within its package, else in full.

    Types of several classes are had from their folder, which finds their module: Python
    does not wait for a package that another thread imports when it imports its module.
    """
    package, folder, module = there
    if here[:2] == (package, folder):
        return f".{module}"
    path = f"..{folder}" if package == here[0] else f"{package}.{folder}"
    return path if folder == "types" else f"{path}.{module}"


def _stated_size(simple: m.Simple) -> m.Limits | None:
    """The size that the descriptor has to be told."""
    if simple.meaning is None:
        return simple.size
    octets = MEANINGS[simple.meaning].octets
    if octets is None:
        return simple.size
    # A descriptor that only this meaning has knows its size.
    bare = python_type(simple) == SIMPLE_TYPES[simple.name].python
    return m.Limits(octets, octets) if bare and not simple.or_empty else None


def _size(size: m.Limits) -> list[Node]:
    """Arguments `minimum, maximum`, as short as can be."""
    least = str(size.minimum or 0)
    return [least] if size.maximum is None else [least, str(size.maximum)]
