"""What type checkers are told of access by number or name, in stubs that no program imports.

Beside `classes/register.py` stands `classes/_register.pyi`, with a base of each class of that module:
its overloads say of which type an attribute, a method or a selector is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from ... import model as m
from ...naming import Names, field, member, stub_base
from ...naming import module as module_name
from ..rendering import HEADER, source_of
from .expressions import Expressions
from .imports import RUNTIME, Imports
from .layout import flat, literal
from .prose import docstring
from .views import (
    CatalogueStubView,
    OverloadView,
    SelectorStubView,
    SpecStubView,
    StubClassView,
    StubView,
    WayView,
)

_Keys: TypeAlias = tuple[int | str, ...]
"""Numbers and names that lead to a value of one type."""


def class_stub(
    model: m.Model, names: Names, stem: str, classes: Sequence[m.InterfaceClass]
) -> StubView:
    """The stub of the classes of one spec file."""
    imports = Imports()
    home = (names.package, "classes", stub_module(stem))
    stubs = _Stubs(Expressions(model, names, imports, home))
    views = tuple(stubs.plan(cls, v) for cls in classes for v in cls.versions)
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


def catalogue_stub(model: m.Model, names: Names) -> CatalogueStubView:
    """The stub that says which class `interface_class` gives for a literal number."""
    imports = Imports()
    for name in ("Literal", "overload"):
        imports.annotate("typing", name)
    imports.annotate(f"{RUNTIME}.interface", "InterfaceClass")
    overloads = []
    for cls in model.classes:
        newest = cls.versions[-1].version
        for each in cls.versions:
            name = names.interface_class(cls.class_id, each.version)
            imports.annotate(f".classes.{names.class_module(cls)}", name)
            version = f"Literal[{each.version}]"
            if each.version == newest:
                version += " | None = None"
            overloads.append(OverloadView(_literal((cls.class_id,)), version, name))
    return CatalogueStubView(
        header=HEADER.format(source=source_of(model)),
        docstring=docstring("`interface_class` of literal numbers, for checkers.", 0),
        imports=imports.stub,
        overloads=tuple(overloads),
    )


class _Stubs:
    """Plans the bases of one stub."""

    def __init__(self, expressions: Expressions) -> None:
        self._expressions = expressions
        self._imports = expressions.imports

    def plan(self, cls: m.InterfaceClass, version: m.ClassVersion) -> StubClassView:
        """The base of one version."""
        for name in ("Any", "Literal", "overload"):
            self._imports.annotate("typing", name)
        runtime = ["AttributeSpec", "InterfaceClass"]
        runtime += ["MethodSpec"] if version.methods else []
        for name in runtime:
            self._imports.annotate(f"{RUNTIME}.interface", name)
        # A spec may well have a type `octets`.
        self._imports.annotate(f"{RUNTIME}.wire", "Octets as _Octets")
        base = stub_base(
            self._expressions.names.interface_class(cls.class_id, version.version)
        )
        specs: dict[str, _Keys] = {}
        values: dict[str, _Keys] = {}
        selected: list[SpecStubView] = []
        for attribute in version.attributes:
            keys = (attribute.number, member(attribute.name))
            value = self._value(attribute.type)
            spec = f"AttributeSpec[{value}]"
            if attribute.selectors:
                selected.append(self._spec(base, attribute, spec, value))
                spec = selected[-1].name
            specs[spec] = (*specs.get(spec, ()), *keys)
            values[value] = (*values.get(value, ()), *keys)
        methods: dict[str, _Keys] = {}
        for method in version.methods:
            keys = (method.number, member(method.name))
            given = method.parameter.type if method.parameter is not None else None
            parameter = self._value(given)
            spec = f"MethodSpec[{parameter}, {self._value(method.returns)}]"
            methods[spec] = (*methods.get(spec, ()), *keys)
        return StubClassView(
            name=base,
            specs=tuple(selected),
            attributes=_overloads(specs),
            values=_overloads(values),
            methods=_overloads(methods),
        )

    def _spec(
        self, base: str, attribute: m.Attribute, spec: str, value: str
    ) -> SpecStubView:
        """The type of an attribute with selective access."""
        for name in ("SelectiveAccess", "SelectorSpec"):
            self._imports.annotate(f"{RUNTIME}.interface", name)
        selectors = []
        answers: dict[str, _Keys] = {}
        for selector in attribute.selectors:
            name = member(selector.name)
            keys = (selector.number, name)
            answer = self._value(selector.returns) if selector.returns else value
            answers[answer] = (*answers.get(answer, ()), *keys)
            parameter = self._value(selector.parameter, otherwise="None")
            ways = self._ways(selector.parameter, parameter)
            selectors.append(
                SelectorStubView(
                    name,
                    _literal(keys),
                    parameter,
                    tuple(WayView(each, overloaded=len(ways) > 1) for each in ways),
                )
            )
        return SpecStubView(
            name=f"{base}{attribute.number}",
            base=spec,
            selectors=tuple(selectors),
            answers=_overloads(answers),
        )

    def _ways(self, parameter: m.TypeExpression | None, annotation: str) -> list[str]:
        """How a selector takes its parameter: not at all, as a value, or member by member."""
        if parameter is None:
            return ["self"]
        members = ", ".join(self._members(parameter))
        one = f"self, value: {annotation}, /"
        return [one, f"self, *, {members}"] if members else [one]

    def _members(self, parameter: m.TypeExpression) -> Iterator[str]:
        """The members of a parameter that is a structure, as keywords."""
        structure = self._structure(parameter)
        for each in structure.fields if structure is not None else ():
            may_lack = isinstance(each.type, m.Array) and not (
                each.type.size is not None and each.type.size.minimum
            )
            default = " = ..." if may_lack else ""
            yield f"{field(each.name)}: {self._value(each.type)}{default}"

    def _structure(self, expression: m.TypeExpression | None) -> m.Structure | None:
        if not isinstance(expression, m.Reference):
            return None
        definition = self._expressions.model.type(expression.target)
        if isinstance(definition, m.Alias):
            return self._structure(definition.type)
        return definition if isinstance(definition, m.Structure) else None

    def _value(
        self, expression: m.TypeExpression | None, *, otherwise: str = "AnyData"
    ) -> str:
        """The annotation of a value; any Data where the type is not known."""
        if expression is None:
            if otherwise == "AnyData":
                self._imports.annotate(f"{RUNTIME}.values", otherwise)
            return otherwise
        return flat(self._expressions.annotation(expression))


def _overloads(by_type: Mapping[str, _Keys]) -> tuple[OverloadView, ...]:
    return tuple(
        OverloadView(_literal(keys), returns=returns)
        for returns, keys in by_type.items()
    )


def _literal(keys: _Keys) -> str:
    shown = (literal(key) if isinstance(key, str) else str(key) for key in keys)
    return f"Literal[{', '.join(shown)}]"
