"""Interface classes of the model as views, one per version."""

from __future__ import annotations

from typing import ClassVar, Final

from ... import model as m
from ...naming import member, stub_base
from ...notation import cardinality_text
from ...records import record
from .definitions import strings, text
from .expressions import Expressions
from .layout import (
    Call,
    Items,
    Keyword,
    Node,
    Parameter,
    Sentence,
    alone,
    lay,
    literal,
    signature,
)
from .literals import Literals
from .prose import docstring, doubt, joined, prose, summary
from .signatures import runtime_base


@record(frozen=True, slots=True)
class AttributeView:
    """An attribute in the body and the constructor of its class."""

    name: str
    declaration: str
    assignment: str
    docstring: str


@record(frozen=True, slots=True)
class ClassView:
    """One version of an interface class."""

    template: ClassVar[str] = "interface_class.py.jinja"
    name: str
    base: str
    """What type checkers find in the stub; `runtime_base` is what there is at run time."""
    runtime_base: str
    head: str
    docstring: str
    slots: str
    match_args: str
    class_id: int
    version: int
    title: str
    attributes: str
    methods: str
    members: tuple[AttributeView, ...]
    signature: str


_LOGICAL_NAME: Final = '"logical_name"'
"""Attribute 1 is the same in every class: the runtime's base documents it."""


class Classes:
    """Plans the interface classes of one generated module."""

    def __init__(self, expressions: Expressions) -> None:
        self._expressions = expressions
        self._imports = expressions.imports
        self._literals = Literals(expressions)

    def plan(self, cls: m.InterfaceClass, version: m.ClassVersion) -> ClassView:
        """The view of one version."""
        imports = self._imports
        imports.runtime(*runtime_base(version))
        imports.runtime("obis", "Obis")
        for name in ("AttributeSpec", "MethodSpec"):
            imports.annotate("cosem_runtime.interface", name)
        imports.annotate("typing", "ClassVar")
        own = [a for a in version.attributes if a.number != 1]
        names = tuple(member(a.name) for a in own)
        annotations = [self._expressions.annotation(a.type) for a in own]
        if own:
            imports.runtime("interface", "UNREAD")
        parameters: tuple[Node, ...] = (
            "self",
            "logical_name: Obis | str | bytes",
            *(("*",) if own else ()),
            *(
                Parameter(n, a, "UNREAD")
                for n, a in zip(names, annotations, strict=True)
            ),
        )
        name = self._expressions.names.interface_class(cls.class_id, version.version)
        base = stub_base(name)
        return ClassView(
            name=name,
            base=base,
            runtime_base=runtime_base(version)[1],
            head=text(lay(Call(name, (base,)), 0, "class ", ":")),
            docstring=docstring(_class_prose(cls, version), 4),
            slots=text(lay(strings(names), 4, "__slots__ = ")),
            match_args=text(
                lay(strings(("logical_name", *names)), 4, "__match_args__ = ")
            ),
            class_id=cls.class_id,
            version=version.version,
            title=text(alone("NAME: ClassVar[str] = ", literal(cls.name), 4)),
            attributes=text(
                lay(
                    Items(tuple(map(self._attribute, version.attributes))),
                    4,
                    "ATTRIBUTES: ClassVar[tuple[AttributeSpec, ...]] = ",
                )
            ),
            methods=text(
                lay(
                    Items(tuple(map(self._method, version.methods))),
                    4,
                    "METHODS: ClassVar[tuple[MethodSpec, ...]] = ",
                )
            ),
            members=tuple(
                AttributeView(
                    n,
                    text(lay(a, 4, f"{n}: ")),
                    text(alone(f"self.{n} = ", n, 12)),
                    docstring(_attribute_prose(o), 4),
                )
                for n, a, o in zip(names, annotations, own, strict=True)
            ),
            signature=text(signature("__init__", parameters, "None", 4)),
        )

    def _attribute(self, attribute: m.Attribute) -> Node:
        name = member(attribute.name)
        facts = attribute.facts
        arguments: list[Node] = [
            str(attribute.number),
            literal(name),
            self._expressions.descriptor(attribute.type, name),
        ]
        if attribute.mark is not None:
            arguments.append(Keyword("static", str(attribute.mark == "static")))
        if attribute.short_name:
            arguments.append(Keyword("short_name", f"0x{attribute.short_name:02X}"))
        if attribute.default is not None:
            default = self._literals.value(attribute.default, attribute.type)
            arguments.append(Keyword("default", default))
        if facts.unit is not None:
            symbol = self._unit_symbol(facts.unit)
            arguments.append(Keyword("unit", literal(symbol)))
        if attribute.selectors:
            selectors = tuple(map(self._selector, attribute.selectors))
            arguments.append(Keyword("selectors", Items(selectors)))
        if facts.secret:
            arguments.append(Keyword("secret", "True"))
        if facts.read_only:
            arguments.append(Keyword("read_only", "True"))
        return self._fact("AttributeSpec", arguments, facts, attribute.doc)

    def _method(self, method: m.Method) -> Node:
        name = member(method.name)
        arguments: list[Node] = [str(method.number), literal(name)]
        if method.parameter is not None:
            parameter = self._expressions.descriptor(method.parameter.type, name)
            arguments.append(Keyword("parameter", parameter))
        if method.returns is not None:
            returns = self._expressions.descriptor(method.returns, name)
            arguments.append(Keyword("returns", returns))
        if method.presence == "mandatory":
            arguments.append(Keyword("mandatory", "True"))
        if method.short_name is not None:
            arguments.append(Keyword("short_name", f"0x{method.short_name:02X}"))
        if method.parameter is not None:
            if method.parameter.default is not None:
                default = self._literals.value(
                    method.parameter.default, method.parameter.type
                )
                arguments.append(Keyword("default", default))
            if method.parameter.facts.secret:
                arguments.append(Keyword("secret", "True"))
        return self._fact("MethodSpec", arguments, method.facts, method.doc)

    def _selector(self, selector: m.Selector) -> Node:
        name = member(selector.name)
        parameter: Node = self._imports.descriptor("NULL_DATA")
        if selector.parameter is not None:
            parameter = self._expressions.descriptor(selector.parameter, name)
        arguments: list[Node] = [str(selector.number), literal(name), parameter]
        if selector.returns is not None:
            returns = self._expressions.descriptor(selector.returns, name)
            arguments.append(Keyword("returns", returns))
        if selector.doc:
            arguments.append(Keyword("description", Sentence(summary(selector.doc))))
        return Call(
            self._imports.runtime("interface", "SelectorSpec"), tuple(arguments)
        )

    def _fact(self, spec: str, arguments: list[Node], facts: m.Facts, doc: str) -> Node:
        if facts.unconfirmed is not None:
            arguments.append(Keyword("unconfirmed", Sentence(facts.unconfirmed)))
        if doc and arguments[1] != _LOGICAL_NAME:
            arguments.append(Keyword("description", Sentence(summary(doc))))
        return Call(self._imports.runtime("interface", spec), tuple(arguments))

    def _unit_symbol(self, unit: str) -> str:
        row = self._expressions.model.units.get(unit)
        return row.symbol if row is not None and row.symbol else unit


def _class_prose(cls: m.InterfaceClass, version: m.ClassVersion) -> str:
    clause = f", clause {version.clause}" if version.clause else ""
    called = f", called {version.name}" if version.name else ""
    cardinality = cardinality_text(version.cardinality)
    edition = f" First edition: {version.edition}." if version.edition else ""
    return joined(
        prose(version.doc or cls.doc or f"Interface class {cls.name}."),
        f"Class {cls.class_id} version {version.version}{called}{clause}."
        f" Cardinality {cardinality}.{edition}",
        (
            prose(f"Only its identity is known: {version.undefined}")
            if version.undefined
            else ""
        ),
        prose(f"Withdrawn: {version.withdrawn}") if version.withdrawn else "",
    )


def _attribute_prose(attribute: m.Attribute) -> str:
    return joined(
        prose(attribute.doc),
        " ".join(prose(note) for note in attribute.facts.notes),
        doubt(attribute.facts),
    )
