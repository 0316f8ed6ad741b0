"""What type checkers are told of access by number or name, in stubs that no program imports.

Beside `classes/register.py` stands `classes/_register.pyi`, with a base of each class of that module:
its overloads say of which type an attribute, a method or a selector is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar, Final, TypeAlias

from ... import model as m
from ...naming import Names, field, member, stub_base
from ...naming import module as module_name
from ...records import record
from ..rendering import HEADER, source_of
from .expressions import Expressions
from .imports import RUNTIME, Imports
from .layout import Call, Node, Pair, Parameter, lay, literal, signature
from .prose import docstring


@record(frozen=True, slots=True)
class StubClassView:
    """A class that type checkers see."""

    head: str
    members: tuple[str, ...]
    """Its functions, each with its decorators."""


@record(frozen=True, slots=True)
class StubView:
    """A stub."""

    template: ClassVar[str] = "stub.pyi.jinja"
    header: str
    docstring: str
    imports: tuple[str, ...]
    classes: tuple[StubClassView, ...] = ()
    functions: tuple[str, ...] = ()
    """Each with its decorators."""


_Keys: TypeAlias = tuple[int | str, ...]
"""Numbers and names that lead to a value of one type."""

_READ_BY_TEMPLATE: Final = {"compact_buffer", "capture_objects", "template_description"}

_ANY_KEY: Final = "int | str"
_TIMES: Final = ("date-time", "date", "time")


def runtime_base(version: m.ClassVersion) -> tuple[str, str]:
    """Module and name of what a class stands on: what its attributes make possible."""
    if {attribute.name for attribute in version.attributes} >= _READ_BY_TEMPLATE:
        return "interface.compact_data", "CompactDataBase"
    return "interface", "InterfaceClass"


class _ByType:
    """Types in the order in which they were first met, each with all the keys that lead to it."""

    def __init__(self) -> None:
        self._keys: dict[str, tuple[Node, _Keys]] = {}

    def add(self, keys: _Keys, type_: Node) -> None:
        """Keys that lead to a type."""
        _, before = self._keys.get(str(type_), (type_, ()))
        self._keys[str(type_)] = (type_, (*before, *keys))

    def __iter__(self) -> Iterator[tuple[Node, Node]]:
        """Annotation of the key, and the type."""
        for type_, keys in self._keys.values():
            yield _literal(keys), type_


def class_stub(model: m.Model, names: Names, stem: str) -> StubView:
    """The stub of the classes of one spec file."""
    classes = model.classes_by_module[stem]
    imports = Imports()
    home = (names.package, "classes", stub_module(stem))
    stubs = _Stubs(Expressions(model, names, imports, home))
    views = tuple(
        view for cls in classes for v in cls.versions for view in stubs.plan(cls, v)
    )
    return StubView(
        header=HEADER.format(source=source_of(model, stem)),
        docstring=docstring(
            "Types of access by number or name, for checkers alone.", 0
        ),
        imports=imports.stub,
        classes=views,
    )


def stub_module(stem: str) -> str:
    """Module of the stub beside the module of a spec file."""
    return f"_{module_name(stem)}"


def catalogue_stub(model: m.Model, names: Names) -> StubView:
    """The stub that says which class `interface_class` gives for a literal number."""
    imports = Imports()
    for name in ("Literal", "overload"):
        imports.annotate("typing", name)
    imports.annotate(f"{RUNTIME}.interface", "InterfaceClass")
    functions = []
    for cls in model.classes:
        newest = cls.versions[-1].version
        for each in cls.versions:
            name = names.interface_class(cls.class_id, each.version)
            imports.annotate(f".classes.{names.class_module(cls)}", name)
            version: Node = Pair("version", f"Literal[{each.version}]")
            if each.version == newest:
                annotation = f"Literal[{each.version}] | None"
                version = Parameter("version", annotation, "None")
            class_id = Pair("class_id", _literal((cls.class_id,)))
            functions.append(_class_of((class_id, version), name))
    anything = ("class_id: int", "version: int | None = None")
    functions.append(_class_of(anything, "InterfaceClass"))
    return StubView(
        header=HEADER.format(source=source_of(model)),
        docstring=docstring("`interface_class` of literal numbers, for checkers.", 0),
        imports=imports.stub,
        functions=tuple(functions),
    )


def _class_of(parameters: tuple[Node, ...], name: str) -> str:
    returns = Call("type", (name,), "[]")
    return _function("interface_class", parameters, returns, 0, "@overload")


class _Stubs:
    """Plans the bases of one stub."""

    def __init__(self, expressions: Expressions) -> None:
        self._expressions = expressions
        self._imports = expressions.imports

    def plan(
        self, cls: m.InterfaceClass, version: m.ClassVersion
    ) -> Iterator[StubClassView]:
        """The base of one version, after the types of attributes with selective access."""
        for name in ("Any", "Literal", "overload"):
            self._imports.annotate("typing", name)
        module, over = runtime_base(version)
        self._imports.annotate(f"{RUNTIME}.{module}", over)
        runtime = ["AttributeSpec"]
        runtime += ["MethodSpec"] if version.methods else []
        for name in runtime:
            self._imports.annotate(f"{RUNTIME}.interface", name)
        # A spec may well have a type `octets`.
        self._imports.annotate(f"{RUNTIME}.wire", "Octets as _Octets")
        base = stub_base(
            self._expressions.names.interface_class(cls.class_id, version.version)
        )
        specs, values, methods = _ByType(), _ByType(), _ByType()
        for attribute in version.attributes:
            keys = (attribute.number, member(attribute.name))
            value = self._value(attribute.type)
            spec: Node = Call("AttributeSpec", (value,), "[]")
            if attribute.selectors:
                name = f"{base}{attribute.number}"
                yield self._spec(name, attribute, spec, value)
                spec = name
            specs.add(keys, spec)
            values.add(keys, value)
        for method in version.methods:
            keys = (method.number, member(method.name))
            given = method.parameter.type if method.parameter is not None else None
            types = (self._value(given), self._value(method.returns))
            methods.add(keys, Call("MethodSpec", types, "[]"))
        members = [*_accesses("attribute", specs, "AttributeSpec")]
        if version.methods:
            members += _accesses("method", methods, "MethodSpec")
        members += _decoders("decode_attribute", values)
        yield _class(base, over, members)

    def _spec(
        self, name: str, attribute: m.Attribute, spec: Node, value: Node
    ) -> StubClassView:
        """The type of an attribute with selective access."""
        for each in ("SelectiveAccess", "SelectorSpec"):
            self._imports.annotate(f"{RUNTIME}.interface", each)
        callers: list[str] = []
        selectors: list[tuple[Node, Node]] = []
        answers = _ByType()
        for selector in attribute.selectors:
            keys = (selector.number, member(selector.name))
            answers.add(
                keys, self._value(selector.returns) if selector.returns else value
            )
            parameter = self._value(selector.parameter, otherwise="None")
            ways = self._ways(selector.parameter, parameter)
            decorators = ("@overload",) if len(ways) > 1 else ()
            callers += (
                _function(f"by_{keys[1]}", way, "SelectiveAccess", 4, *decorators)
                for way in ways
            )
            type_ = Call("SelectorSpec", (parameter,), "[]")
            selectors.append((_literal(keys), type_))
        selectors.append((_ANY_KEY, "SelectorSpec"))
        access = (
            _function("selector", ("self", Pair("which", key)), type_, 4, "@overload")
            for key, type_ in selectors
        )
        decoders = _decoders("decode_selected", answers)
        return _class(name, spec, [*callers, *access, *decoders])

    def _ways(
        self, parameter: m.TypeExpression | None, annotation: Node
    ) -> list[tuple[Node, ...]]:
        """How a selector takes its parameter: not at all, as a value, or member by member."""
        if parameter is None:
            return [("self",)]
        members = tuple(self._members(parameter))
        way: tuple[Node, ...] = ()
        if self._takes_times(parameter):
            way = (Parameter("tagged_times", "bool", "..."),)
        one = ("self", Pair("value", annotation), "/")
        ways: list[tuple[Node, ...]] = [(*one, "*", *way) if way else one]
        return [*ways, ("self", "*", *members, *way)] if members else ways

    def _takes_times(self, expression: m.TypeExpression) -> bool:
        """Whether a time, or an octet-string for it, may be the value or a member of it."""
        if isinstance(expression, m.Choice):
            names = {
                each.name
                for each in expression.alternatives
                if isinstance(each, m.Simple)
            }
            return "octet-string" in names and not names.isdisjoint(_TIMES)
        structure = self._structure(expression)
        if structure is not None:
            return any(self._takes_times(each.type) for each in structure.fields)
        if isinstance(expression, m.Reference):
            definition = self._expressions.model.type(expression.target)
            return isinstance(definition, m.Alias) and self._takes_times(
                definition.type
            )
        return False

    def _members(self, parameter: m.TypeExpression) -> Iterator[Node]:
        """The members of a parameter that is a structure, as keywords."""
        structure = self._structure(parameter)
        for each in structure.fields if structure is not None else ():
            may_lack = isinstance(each.type, m.Array) and not (
                each.type.size is not None and each.type.size.minimum
            )
            name, annotation = field(each.name), self._value(each.type)
            yield (
                Parameter(name, annotation, "...")
                if may_lack
                else Pair(name, annotation)
            )

    def _structure(self, expression: m.TypeExpression | None) -> m.Structure | None:
        if not isinstance(expression, m.Reference):
            return None
        definition = self._expressions.model.type(expression.target)
        if isinstance(definition, m.Alias):
            return self._structure(definition.type)
        return definition if isinstance(definition, m.Structure) else None

    def _value(
        self, expression: m.TypeExpression | None, *, otherwise: str = "AnyData"
    ) -> Node:
        """The annotation of a value; any Data where the type is not known."""
        if expression is None:
            if otherwise == "AnyData":
                self._imports.annotate(f"{RUNTIME}.values", otherwise)
            return otherwise
        return self._expressions.annotation(expression)


def _accesses(name: str, by_type: _ByType, spec: str) -> Iterator[str]:
    """Overloads of a class method that gives an attribute or a method."""
    for key, type_ in (*by_type, (_ANY_KEY, spec)):
        parameters = ("cls", Pair("which", key))
        yield _function(name, parameters, type_, 4, "@overload", "@classmethod")


def _decoders(name: str, by_type: _ByType) -> Iterator[str]:
    """Overloads of a method that decodes."""
    for key, type_ in (*by_type, (_ANY_KEY, "Any")):
        parameters = ("self", Pair("which", key), "data: _Octets")
        yield _function(name, parameters, type_, 4, "@overload")


def _class(name: str, base: Node, members: Iterable[str]) -> StubClassView:
    head = "\n".join(lay(Call(name, (base,)), 0, "class ", ":"))
    return StubClassView(head, tuple(members))


def _function(
    name: str,
    parameters: tuple[Node, ...],
    returns: Node,
    indent: int,
    *decorators: str,
) -> str:
    """A function without a body, with its decorators."""
    lines = signature(name, parameters, returns, indent, ": ...")
    return "\n".join((*decorators, *lines))


def _literal(keys: _Keys) -> Node:
    shown = (literal(key) if isinstance(key, str) else str(key) for key in keys)
    return Call("Literal", tuple(shown), "[]")
