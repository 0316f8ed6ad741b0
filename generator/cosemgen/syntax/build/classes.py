"""Interface classes, their versions, and what one version changes of another."""

from __future__ import annotations

from .. import tree
from .parts import Parts, items, number, string, with_documentation


class ClassBuilder:
    """Builds classes and versions."""

    def class_(self, p: Parts) -> tree.Class:
        return tree.Class(
            class_id=number(p[1]),
            name=string(p[2]),
            parts=items(p[4:-1]),
            span=p[0].span,
            doc=p[0].doc,
        )

    def version(self, p: Parts) -> tree.Version:
        return tree.Version(
            number=number(p[1]),
            origin=p[2],
            parts=items(p[4:-1]),
            span=p[0].span,
            doc=p[0].doc,
        )

    def from_version(self, p: Parts) -> tree.Origin:
        return tree.Origin(version=number(p[1]))

    def from_class(self, p: Parts) -> tree.Origin:
        return tree.Origin(version=number(p[4]), class_id=number(p[2]))

    def add(self, p: Parts) -> tree.Add:
        return tree.Add(item=with_documentation(p[1], p[0]), span=p[0].span)

    def change(self, p: Parts) -> tree.Change:
        return tree.Change(item=with_documentation(p[1], p[0]), span=p[0].span)

    def remove_numbered(self, p: Parts) -> tree.Remove:
        return tree.Remove(kind=p[1], number=number(p[2]), span=p[0].span, doc=p[0].doc)

    def remove_named(self, p: Parts) -> tree.Remove:
        return tree.Remove(kind=p[1], name=p[2], span=p[0].span, doc=p[0].doc)

    def attribute(self, p: Parts) -> tree.Attribute:
        return tree.Attribute(
            number=number(p[1]),
            name=p[2],
            mark=p[4],
            type=p[5],
            clauses=p[6],
            selectors=p[7] or (),
            span=p[0].span,
            doc=p[0].doc,
        )

    def selectors(self, p: Parts) -> tuple[tree.Selector, ...]:
        return items(p[1:-1])

    def selector(self, p: Parts) -> tree.Selector:
        return tree.Selector(
            number=number(p[1]),
            name=p[2],
            parameter=p[4],
            returns=p[5],
            clauses=p[6],
            span=p[0].span,
            doc=p[0].doc,
        )

    def returns(self, p: Parts) -> tree.TypeUse:
        result: tree.TypeUse = p[1]
        return result

    def method(self, p: Parts) -> tree.Method:
        return tree.Method(
            number=number(p[1]),
            name=p[2],
            parameter=p[4],
            returns=p[6],
            presence=p[7],
            clauses=p[8],
            span=p[0].span,
            doc=p[0].doc,
        )

    def parameter(self, p: Parts) -> tree.Parameter:
        return tree.Parameter(name=p[0], type=p[2], clauses=p[3], span=p[0].span)

    def unnamed_parameter(self, p: Parts) -> tree.Parameter:
        return tree.Parameter(name=None, type=p[0], clauses=p[1], span=p[0].span)

    def no_data(self, p: Parts) -> tree.NoData:
        return tree.NoData(value=number(p[0]), span=p[0].span)

    def unknown(self, _: Parts) -> None:
        return None

    def short_names(self, p: Parts) -> tree.ShortNames:
        return tree.ShortNames(
            first=None if p[2] is None else number(p[2]), span=p[0].span, doc=p[0].doc
        )
