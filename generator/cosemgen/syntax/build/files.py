"""A file, its package and what it uses of others."""

from __future__ import annotations

from .. import tree
from .parts import Parts, items, string


class FileBuilder:
    """Builds files and packages."""

    def start(self, p: Parts) -> tuple[tree.Item, ...]:
        return items(p)

    def package(self, p: Parts) -> tree.Package:
        return tree.Package(
            name=p[1],
            title=string(p[2]),
            facts=items(p[4:-1]),
            span=p[0].span,
            doc=p[0].doc,
        )

    def use(self, p: Parts) -> tree.Use:
        return tree.Use(
            names=tuple(p[1:-2:2]), module=p[-1], span=p[0].span, doc=p[0].doc
        )
