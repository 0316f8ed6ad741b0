"""Rules of images that come block by block."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from cosem_runtime import BitString
from cosem_runtime.catalogue.rules import Rule

from ..meter import Item
from ..table import PASS, Outcome, unclear, wrong
from .places import Evaluator, at, facts, number, value_of

__all__ = ["EVALUATORS"]


def _first_missing(item: Item, rule: Rule) -> Iterator[Outcome]:
    told, of = rule.arguments
    first, bits = number(value_of(item, told)), value_of(item, of)
    if first is None or not isinstance(bits, BitString) or not len(bits):
        return
    flags = list(bits)
    due = flags.index(False) if False in flags else len(flags)
    # Bits may be left over in the last octet: then a number behind them is as good.
    if first == due or (due == len(flags) and first >= due):
        yield PASS
        return
    yield wrong(
        f"the first bit of {of} that is 0 is {due}, and {told} is {first}",
        expected=str(due),
        **facts(item, told, "", first),
    )


def _for_blocks(item: Item, rule: Rule) -> Iterator[Outcome]:
    of, block_size, image_size = rule.arguments
    bits, block = value_of(item, of), number(value_of(item, block_size))
    sizes = [number(each.value) for each in at(item, image_size)]
    if not isinstance(bits, BitString) or not len(bits) or not block:
        return
    if len(sizes) != 1 or sizes[0] is None:
        return
    due = -(-sizes[0] // block)
    if len(bits) == due:
        yield PASS
    elif all(bits):
        yield wrong(
            f"all {len(bits)} blocks are there, and the image that came has {due}",
            expected=str(due),
            **facts(item, of, "", len(bits)),
        )
    else:  # of an image that is on its way nobody lists the size
        yield unclear(
            f"{of} has {len(bits)} bits, and the image that is listed {due} blocks: they may "
            "be of different images",
            **facts(item, of),
        )


EVALUATORS: Final[Mapping[str, Evaluator]] = {
    "first_missing_bit": Evaluator("CL-12", _first_missing),
    "bits_for_blocks": Evaluator("CL-12", _for_blocks),
}
