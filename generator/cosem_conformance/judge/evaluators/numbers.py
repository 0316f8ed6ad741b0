"""Rules of single numbers and strings, and of two of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from cosem_runtime import BitFlags, BitString
from cosem_runtime.catalogue.rules import Rule

from ..meter import Item
from ..table import PASS, Outcome, unclear, warned, wrong
from .moments import clearly_after
from .places import Evaluator, at, facts, number, read_of, value_of

__all__ = ["EVALUATORS"]


def _octets(item: Item, rule: Rule) -> Iterator[Outcome]:
    yield from _multiple(item, rule, "octets", (bytes, str))


def _bits(item: Item, rule: Rule) -> Iterator[Outcome]:
    yield from _multiple(item, rule, "bits", (BitString,))


def _multiple(
    item: Item, rule: Rule, what: str, kinds: tuple[type, ...]
) -> Iterator[Outcome]:
    (factor,) = rule.arguments
    for path, value in at(item, rule.place):
        if not isinstance(value, kinds):
            continue
        octets: Any = value.encode() if isinstance(value, str) else value
        size = len(octets)
        if size % int(factor) == 0:
            yield PASS
            continue
        yield wrong(
            f"it has {size} {what}, which is no multiple of {factor}",
            expected=f"a multiple of {factor} {what}",
            **facts(item, rule.place, path, size),
        )


def _usually(item: Item, rule: Rule) -> Iterator[Outcome]:
    least, most = map(int, rule.arguments)
    name = rule.place.rpartition(".")[2].rstrip("[]")
    for path, value in at(item, rule.place):
        told = number(value)
        if told is None:
            continue
        if least <= told <= most:
            yield PASS
            continue
        yield warned(
            f"{name} is {told}, and hardly anything but {least} to {most}",
            expected=f"{least} to {most}",
            **facts(item, rule.place, path, told),
        )


def _named_bits(item: Item, rule: Rule) -> Iterator[Outcome]:
    for path, value in at(item, rule.place):
        if isinstance(value, BitFlags):
            bits = [bit for bit in range(int(value).bit_length()) if value >> bit & 1]
        elif isinstance(value, BitString):
            bits = [index for index, bit in enumerate(value) if bit]
        else:
            continue
        named = {bit for _, bit in value.BITS}
        others = ", ".join(str(bit) for bit in bits if bit not in named)
        if not others:
            yield PASS
            continue
        yield wrong(
            f"bits are set that have no name: {others}",
            expected="none but those that are named",
            **facts(item, rule.place, path, others),
        )


def _at_most(item: Item, rule: Rule) -> Iterator[Outcome]:
    lesser, greater = rule.arguments
    for (path, value), (_, limit) in _pairs(item, lesser, greater):
        least, most = number(value), number(limit)
        if least is None or most is None:
            continue
        if least <= most:
            yield PASS
            continue
        yield wrong(
            f"{lesser} is {least}, and {greater} is {most}",
            expected=f"at most {most}",
            **facts(item, lesser, path, least),
        )


def _before(item: Item, rule: Rule) -> Iterator[Outcome]:
    earlier, later = rule.arguments
    for (path, begin), (_, end) in _pairs(item, earlier, later):
        if not isinstance(begin, bytes) or not isinstance(end, bytes):
            continue
        # Where no year is told it recurs, and may go over midnight or the end of a year.
        recurs = getattr(begin, "year", None) is None
        if not recurs and clearly_after(begin, end):
            yield wrong(
                f"{earlier} is after {later}",
                expected=f"before {end.hex(' ')}",
                **facts(item, earlier, path, begin),
            )
        else:
            yield PASS


def _pairs(item: Item, first: int | str, second: int | str) -> Iterator[Any]:
    """Values of two paths that belong together: of the same elements, where they are in one attribute."""
    firsts, seconds = at(item, first), at(item, second)
    if len(firsts) == len(seconds):
        yield from zip(firsts, seconds, strict=True)


def _counts(item: Item, rule: Rule) -> Iterator[Outcome]:
    count, counted = rule.arguments
    told, elements = number(value_of(item, count)), value_of(item, counted)
    read = read_of(item, counted)
    if told is None or read is None or not isinstance(elements, list):
        return
    if told == len(elements):
        yield PASS
        return
    if read.spec is not None and read.spec.static is not True:
        yield unclear(
            f"{count} is {told}, and {len(elements)} elements of {counted} were read: it may "
            "have changed in between, or only some were asked for",
            **facts(item, count),
        )
        return
    yield wrong(
        f"{count} is {told}, and {counted} has {len(elements)} elements",
        expected=str(len(elements)),
        **facts(item, count, "", told),
    )


EVALUATORS: Final[Mapping[str, Evaluator]] = {
    "octets_multiple_of": Evaluator("TY-06", _octets),
    "bits_multiple_of": Evaluator("TY-07", _bits),
    "usually": Evaluator("CL-07", _usually),
    "named_bits": Evaluator("CL-13", _named_bits),
    "at_most": Evaluator("CL-03", _at_most),
    "counts": Evaluator("CL-03", _counts),
    "before": Evaluator("CL-14", _before),
}
