"""Rules of single classes, which types do not say: CL-01 and on.

What is demanded stands in the spec, and comes with the package that has the class; `evaluators`
decides it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from cosem_runtime.catalogue.rules import Rule

from .evaluators import EVALUATORS
from .meter import Item, Meter, Read
from .table import Check, Outcome

__all__ = ["CHECKS", "of_value", "undecided"]

_DECIDED_ELSEWHERE: Final = frozenset({"refers", "cardinality"})
"""Kinds that no rule of the language has: XR-01 to XR-03 and ID-05 go by them."""


def of_value(check: str, read: Read) -> Iterator[Outcome]:
    """What the rules of a value say that a check tells."""
    for rule in read.rules:
        evaluator = EVALUATORS.get(rule.name)
        if evaluator is not None and evaluator.check == check:
            yield from evaluator.run(read.item, rule)


def undecided(meter: Meter) -> dict[tuple[int, int], tuple[str, ...]]:
    """Kinds of rules that nothing here decides, by class_id and version: of a package that is newer."""
    known = EVALUATORS.keys() | _DECIDED_ELSEWHERE
    found: dict[tuple[int, int], tuple[str, ...]] = {}
    for item in (each for seen in meter.associations for each in seen.items):
        version = item.dumped.version
        names = dict.fromkeys(rule.name for rule in item.rules)
        unknown = tuple(name for name in names if name not in known)
        if version is not None and unknown:
            found[item.dumped.class_id, version] = unknown
    return found


def _of_object(check: str) -> Callable[[Item], Iterator[Outcome]]:
    """What all rules of an object say that a check tells."""

    def decided(item: Item) -> Iterator[Outcome]:
        for rule in item.rules:
            evaluator = EVALUATORS.get(rule.name)
            if evaluator is not None and evaluator.check == check:
                found = evaluator.run(item, rule)
                yield from _doubted(found, rule) if rule.unconfirmed else found

    return decided


def _doubted(found: Iterator[Outcome], rule: Rule) -> Iterator[Outcome]:
    for outcome in found:
        doubts = (outcome.doubt, f"not confirmed: {rule.unconfirmed}")
        yield replace(outcome, doubt="; ".join(filter(None, doubts)))


def _check(number: str, title: str, decides: str, needs: str) -> Check:
    names = [name for name, each in EVALUATORS.items() if each.check == number]
    listed = ", ".join(names[:-1]) + f" and {names[-1]}" if names[1:] else names[0]
    plural = "s" if names[1:] else ""
    facts = f"the rule{plural} {listed} of class versions"
    return Check(number, title, decides, needs, facts, "object", _of_object(number))


_RULED: Final = "of a class version with such a rule"

CHECKS: Final = (
    _check(
        "CL-01",
        "rows are those of the columns",
        "Each row of a buffer has a value for each column, of a type that the captured "
        "attribute can have; null-data and differences stand for what follows from the rows "
        "above. Of an empty buffer nobody can tell.",
        f"a buffer and its columns that were read, {_RULED}",
    ),
    _check(
        "CL-02",
        "the column to sort by is one",
        "A profile that is not sorted by time is sorted by one of its columns, or by none.",
        f"columns, and by which of them is sorted, that were read, {_RULED}",
    ),
    _check(
        "CL-03",
        "numbers are those of what they count",
        "As many entries are in use as there are at most. That their number is not that of "
        "the rows which were read decides nothing, as rows come while reading; of what does "
        "not change by itself it does.",
        f"numbers, and what they count or are limited by, that were read, {_RULED}",
    ),
    _check(
        "CL-06",
        "rows are in their order",
        "Rows are in the order that the profile says: by time, where a clock that was set "
        "back by some hours is no error, or by a column. Times are a capture period apart, or "
        "some; others are a warning, and missing rows a note.",
        f"at least two rows, the columns and the order that were read, {_RULED}",
    ),
    _check(
        "CL-07",
        "numbers are plausible",
        "A number is one that is usual, as a scaler in -9..9; another is a warning. Units are "
        "for TY-04 and OB-03.",
        f"a number that was read, {_RULED}",
    ),
    _check(
        "CL-08",
        "clocks do not contradict themselves",
        "The deviation of a time is that of the time zone, with daylight saving where the status "
        "says so, and the status says so between the dates at which it begins and ends. Of a time "
        "that says that it is not valid, or is within a day of these dates, nobody can tell; the "
        "other sign, and a status that was read apart and differs, are warnings.",
        f"a time and what it is held against that were read, {_RULED}",
    ),
    _check(
        "CL-09",
        "tables are whole",
        "What a table names is defined in the other one, as a season names a week profile and a "
        "week profile days, and what has an order rises, as the times of a day. What is 0 or "
        "empty stands for nothing.",
        f"tables that were read, {_RULED}",
    ),
    _check(
        "CL-10",
        "values that belong together are alike",
        "Thresholds are of one type, that of the monitored value, and lists that belong together "
        "are of one length.",
        f"such values that were read, {_RULED}",
    ),
    _check(
        "CL-11",
        "associations are what they are used as",
        "The names of context and mechanism have the arcs of all such names. The association "
        "in which was read is an established one, its mechanism that by which was authenticated, its "
        "context one that ciphers if messages were ciphered, and its services those that were "
        "negotiated, as far as the dump says so.",
        f"names, or the association 0-0:40.0.0*255, that were read, {_RULED}",
    ),
    _check(
        "CL-12",
        "the block that is next is the first that is missing",
        "The number of the first block that is missing is that of the first bit which is 0, and of "
        "an image that is whole there are as many bits as blocks.",
        f"bits and numbers of blocks that were read, {_RULED}",
    ),
    _check(
        "CL-13",
        "protection is what there are algorithms for",
        "A security policy has no bits that mean nothing, and asks for no signatures of a suite "
        "that has none.",
        f"bits that were read, {_RULED}",
    ),
    _check(
        "CL-14",
        "entries are told apart",
        "Entries of a table have different indexes or names, and windows begin before they end.",
        f"tables and windows that were read, {_RULED}",
    ),
)
