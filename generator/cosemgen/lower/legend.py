"""What a package and those that it needs give keys to: the sources and the editions that lines refer to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..diagnostics.report import Report
from ..model import ClauseReference, Edition, Package, Since
from ..syntax import tree
from ..words import did_you_mean
from .clauses import why


class Legend(NamedTuple):
    sources: dict[str, str]
    editions: dict[str, Edition]
    """Oldest first."""

    def source_keys(self, keys: Iterable[tree.Value], report: Report) -> Iterator[str]:
        """Keys of sources; unknown ones are reported and left out."""
        for key in keys:
            assert isinstance(key, tree.Name)
            if key in self.sources:
                yield str(key)
            else:
                report.error(
                    key.span,
                    "C320",
                    f"unknown source '{key}'",
                    did_you_mean(key, self.sources)
                    or 'add it to the package: source key "what it is"',
                )

    def clause(self, fact: tree.Fact, report: Report) -> ClauseReference:
        """`clause "4.3.6" in ed_14, ed_16`."""
        number, *keys = fact.arguments
        return ClauseReference(
            str(number), tuple(self._editions(keys, report)), why(fact.unconfirmed)
        )

    def since(self, fact: tree.Fact, report: Report) -> Since | None:
        """`since ed_12` or `since ed_9..ed_11`; None where an edition is unknown."""
        found = list(self._editions(fact.arguments, report))
        if len(found) < len(fact.arguments):
            return None
        first, last = found[0], found[-1]
        order = list(self.editions)
        distance = order.index(last.key) - order.index(first.key)
        if len(found) == 2 and distance <= 0:
            report.error(
                fact.span,
                "C329",
                f"expected the earlier edition first, found {first.key}..{last.key}",
                f"write {last.key}..{first.key}" if first is not last else "",
            )
        return Since(first, last, why(fact.unconfirmed), distance == 1)

    def _editions(
        self, keys: Iterable[tree.Value], report: Report
    ) -> Iterator[Edition]:
        for key in keys:
            assert isinstance(key, tree.Name)
            if key in self.editions:
                yield self.editions[key]
            else:
                report.error(
                    key.span,
                    "C328",
                    f"unknown edition '{key}'",
                    did_you_mean(key, self.editions)
                    or f'add it to the package: edition {key} "what it is called"',
                )


def legend_of(packages: Iterable[Package]) -> Legend:
    """The keys of some packages; what the first one says of a key holds."""
    legend = Legend({}, {})
    for package in packages:
        for key, meaning in package.sources.items():
            legend.sources.setdefault(key, meaning)
        for edition in package.editions:
            legend.editions.setdefault(edition.key, edition)
    return legend
