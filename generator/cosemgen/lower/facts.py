"""Facts on lines of their own: clause, cardinality, sources, decisions, rules of a class or version.

The legend is what a package and those that it needs give keys to: the sources and the editions that lines refer to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple, cast

from ..diagnostics.report import Report
from ..model import (
    Cardinality,
    Citation,
    ClauseReference,
    Edition,
    Package,
    Rule,
    Since,
)
from ..syntax import tree
from ..words import did_you_mean
from .clauses import lower_rule, why

_REPEATABLE: Final = frozenset({"clause", "source", "decision", "open", "requires"})

Confidence = Literal["high", "medium", "low"]


@dataclass(slots=True)
class ClassFacts:
    """Facts of a class or a version; None or empty where nothing is said."""

    name: str = ""
    clauses: list[ClauseReference] = field(default_factory=list)
    since: Since | None = None
    cardinality: Cardinality | None = None
    confidence: Confidence | None = None
    confidence_reason: str = ""
    undefined: str = ""
    withdrawn: str = ""
    sources: list[Citation] = field(default_factory=list)
    decisions: list[str] = field(default_factory=list)
    open_questions: list[str] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)


def lower_facts(
    parts: Iterable[tree.Node], legend: Legend, report: Report
) -> ClassFacts:
    """The facts among the parts of a class or version."""
    facts = ClassFacts()
    seen: set[str] = set()
    for part in parts:
        if not isinstance(part, tree.Fact):
            continue
        word = part.word
        if word in seen and word not in _REPEATABLE:
            report.error(part.span, "C319", f"'{word}' is stated twice")
            continue
        seen.add(word)
        match part:
            case tree.CardinalityFact():
                facts.cardinality = _cardinality(part, report)
            case tree.ClauseFact():
                facts.clauses.append(legend.clause(part, report))
            case tree.SinceFact():
                facts.since = legend.since(part, report)
            case tree.SourceFact():
                facts.sources += _citations(part, legend, report)
            case tree.RequiresFact():
                facts.rules += (
                    rule._replace(unconfirmed=why(part.unconfirmed))
                    for rule in lower_rule(part.rule, part.span, "class", report)
                )
            case tree.ConfidenceFact():
                facts.confidence = cast(Confidence, str(part.level))
                facts.confidence_reason = str(part.reason or "")
            case tree.TextFact(word="decision"):
                facts.decisions.append(str(part.text))
            case tree.TextFact(word="open"):
                facts.open_questions.append(str(part.text))
            case tree.TextFact(word="name"):
                facts.name = str(part.text)
            case tree.TextFact(word="undefined"):
                facts.undefined = str(part.text)
            case tree.TextFact():
                facts.withdrawn = str(part.text)
    return facts


def combine(
    own: ClassFacts, shared: ClassFacts, origin: ClassFacts | None
) -> ClassFacts:
    """Facts of a version: its own, then those of the class; cardinality and rules also come from its origin.

    Where the class gives one value (first edition, confidence, ...) or clauses, the version's own replace it;
    sources, decisions, open questions and rules add up.
    """
    cited = {citation.key for citation in own.sources}
    inherited_rules = origin.rules if origin is not None else []
    cardinality = own.cardinality or shared.cardinality
    if cardinality is None and origin is not None:
        cardinality = origin.cardinality
    # A reason is of the level that it stands beside.
    sure = shared if own.confidence is None else own
    return ClassFacts(
        name=own.name or shared.name,
        clauses=own.clauses or shared.clauses,
        since=own.since or shared.since,
        cardinality=cardinality,
        confidence=sure.confidence,
        confidence_reason=sure.confidence_reason,
        undefined=own.undefined or shared.undefined,
        withdrawn=own.withdrawn or shared.withdrawn,
        sources=list(
            dict.fromkeys(
                (*own.sources, *(c for c in shared.sources if c.key not in cited))
            )
        ),
        decisions=shared.decisions + own.decisions,
        open_questions=shared.open_questions + own.open_questions,
        rules=list(dict.fromkeys((*shared.rules, *inherited_rules, *own.rules))),
    )


def _citations(fact: tree.SourceFact, legend: Legend, report: Report) -> list[Citation]:
    detail = str(fact.detail or "")
    # A detail after several keys belongs to the last one, which it follows.
    return [
        Citation(key, detail if key == fact.keys[-1] else "")
        for key in legend.source_keys(fact.keys, report)
    ]


def _cardinality(fact: tree.CardinalityFact, report: Report) -> Cardinality:
    low, high = fact.first, fact.first if fact.last is None else fact.last
    if low < 0:
        report.error(fact.span, "C321", f"expected a number of objects, found {low:d}")
        return Cardinality(0, None)
    if not isinstance(high, int):
        return Cardinality(int(low), None)
    if high < low or high == 0:
        report.error(
            fact.span,
            "C321",
            f"expected a cardinality such as 0..1, 1 or 0..n, "
            f"found {int(low)}..{int(high)}",
        )
        return Cardinality(0, None)
    return Cardinality(int(low), int(high))


# ---------------------------------------------------------------- keys


class Legend(NamedTuple):
    sources: dict[str, str]
    editions: dict[str, Edition]
    """Oldest first."""

    def source_keys(self, keys: Iterable[tree.Name], report: Report) -> Iterator[str]:
        """Keys of sources; unknown ones are reported and left out."""
        for key in keys:
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

    def clause(self, fact: tree.ClauseFact, report: Report) -> ClauseReference:
        """`clause "4.3.6" in ed_14, ed_16`."""
        editions = tuple(self._editions(fact.editions, report))
        return ClauseReference(str(fact.clause), editions, why(fact.unconfirmed))

    def since(self, fact: tree.SinceFact, report: Report) -> Since | None:
        """`since ed_12` or `since ed_9..ed_11`; None where an edition is unknown."""
        found = list(self._editions(fact.editions, report))
        if len(found) < len(fact.editions):
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

    def _editions(self, keys: Iterable[tree.Name], report: Report) -> Iterator[Edition]:
        for key in keys:
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
