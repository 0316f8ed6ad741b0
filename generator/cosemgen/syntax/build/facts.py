"""Facts on a line of their own: of packages, classes and versions."""

from __future__ import annotations

from .. import tree
from ..tree import Fact
from .parts import Parts, number, optional_string, string


class FactBuilder:
    """Builds facts."""

    def needs(self, p: Parts) -> Fact:
        return Fact(word=str(p[0]), arguments=(p[1],), span=p[0].span, doc=p[0].doc)

    def edition_key(self, p: Parts) -> Fact:
        return Fact(
            word="edition",
            arguments=(p[1], string(p[2])),
            detail=optional_string(p[3]),
            span=p[0].span,
            doc=p[0].doc,
        )

    def source_key(self, p: Parts) -> Fact:
        return Fact(
            word="source",
            arguments=(p[1], string(p[2])),
            span=p[0].span,
            doc=p[0].doc,
        )

    def _sentence(self, p: Parts) -> Fact:
        return Fact(
            word=str(p[0]), arguments=(string(p[1]),), span=p[0].span, doc=p[0].doc
        )

    edition = name = decision = open_question = undefined = withdrawn = _sentence

    def clause(self, p: Parts) -> Fact:
        editions = () if p[2] is None else tuple(p[3:-1:2])
        return Fact(
            word="clause",
            arguments=(string(p[1]), *editions),
            unconfirmed=p[-1],
            span=p[0].span,
            doc=p[0].doc,
        )

    def since(self, p: Parts) -> Fact:
        return Fact(
            word="since",
            arguments=(p[1],) if p[3] is None else (p[1], p[3]),
            unconfirmed=p[-1],
            span=p[0].span,
            doc=p[0].doc,
        )

    def confidence(self, p: Parts) -> Fact:
        return Fact(word="confidence", arguments=(p[1],), span=p[0].span, doc=p[0].doc)

    def cardinality(self, p: Parts) -> Fact:
        ends: tuple[tree.Value, ...] = (number(p[1]),)
        if p[3] is not None:
            ends += (p[3] if p[3].type == "UNBOUNDED" else number(p[3]),)
        return Fact(word="cardinality", arguments=ends, span=p[0].span, doc=p[0].doc)

    def source(self, p: Parts) -> Fact:
        return Fact(
            word="source",
            arguments=tuple(p[1:-1:2]),
            detail=optional_string(p[-1]),
            span=p[0].span,
            doc=p[0].doc,
        )

    def requires(self, p: Parts) -> Fact:
        return Fact(
            word="requires",
            arguments=(p[1], *(p[3] or ())),
            span=p[0].span,
            doc=p[0].doc,
        )
